// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Snapshot: what a task's own state is where it called us: the registers that a
// call keeps, and its stack from there to its beginning.
//
// Two equal ones at the same call say that the task will do the same again,
// unless what it reads elsewhere has changed. The registers are found by the
// unwinder, since the functions between the program and us have used them.
// Words of a frame that nobody wrote hold what was there before: a Snapshot
// may so differ where nothing does, never the reverse. WipeDeadStack keeps our
// own frames from being the cause.
// Thread safety: none. Determinism: as that of the program. Cost: about a
// microsecond, and a copy of the stack.

#ifndef INTERLEAVE_RUNTIME_SNAPSHOT_H_
#define INTERLEAVE_RUNTIME_SNAPSHOT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/runtime/thread_pointer.h"

namespace interleave {

struct Task;

class Snapshot {
 public:
  // Of the running task, in the function that goes on at `site`. False, and
  // nothing is kept, when there is no such function or the stack is larger
  // than kStackBytesMax.
  bool Take(Task& self, const void* site);
  // The same would be taken now.
  bool IsStill(Task& self, const void* site) const;
  // In two steps, of which the second may come when the task no longer runs:
  // the registers, then with them the stack. The second is false too, and
  // nothing is kept, when `frame` was not taken.
  bool TakeFrame(Task& self, const void* site);
  bool TakeStack(const Task& task, const Snapshot& frame);
  // That would take the same.
  bool HasStackOf(const Task& task, const Snapshot& frame) const;
  bool taken() const { return taken_; }
  void Drop() { taken_ = false; }

  static constexpr size_t kStackBytesMax = 64 * 1024;

 private:
  using Registers = std::array<uintptr_t, arch::kKeptRegisters.size()>;

  struct Frame {
    const void* site = nullptr;
    bool found = false;
    uintptr_t stack_pointer = 0;
    Registers registers{};

    friend bool operator==(const Frame&, const Frame&) = default;
  };

  static Frame FindFrame(const void* site);

  bool taken_ = false;
  Frame frame_;
  std::vector<uintptr_t> stack_;
};

// Clears what lies below the caller's frame, so that nothing of ours is left
// there for the program's functions to begin with.
void WipeDeadStack();

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_SNAPSHOT_H_
