// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// CycleWatch: whether an execution comes back to a state that it was in.
//
// Tasks that give way to each other for ever, each undoing what it did, are a
// livelock that no single one of them shows. So while an execution that has
// become long is watched, its state at one schedule point is kept and compared
// with later ones: what each task does next, its registers and stack, the state
// of all objects, and the memory that instrumented code has written since. The
// point is moved on as in spin.h (Brent). When all of it is the same, and each
// task that could go on in between has taken a step, a fair scheduler may
// repeat that for ever. It must come back more than once, since what is not
// instrumented has a state that is not seen; draws and looks at the clock are
// no part of a cycle. Thread safety: none. Determinism: nothing depends on an
// address but equality. Cost: about a microsecond for each schedule point that
// is watched, and some comparisons for each place written.

#ifndef INTERLEAVE_RUNTIME_CYCLE_WATCH_H_
#define INTERLEAVE_RUNTIME_CYCLE_WATCH_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "interleave/runtime/object_table.h"
#include "interleave/runtime/snapshot.h"
#include "interleave/runtime/task.h"

namespace interleave {

class CycleWatch {
 public:
  // Schedule points watched, and how often the state must have come back.
  static constexpr uint32_t kPointsMax = 256;
  static constexpr uint32_t kReturnsMin = 3;

  // All outlive it.
  CycleWatch(const std::vector<const TaskState*>& tasks, ObjectTable& objects)
      : tasks_(tasks), objects_(objects) {}

  bool active() const { return left_ > 0; }
  void Begin();
  void End() { left_ = 0; }

  // `self` has come to a schedule point. True when that is a livelock. The
  // caller forgets which accesses are known. `now`: virtual time.
  bool Come(Task& self, VirtualTime now);
  // That memory is about to be written.
  void Write(const void* address, size_t bytes) {
    if (__builtin_expect(active(), false)) Log(address, bytes);
  }
  // What was done will not be done in the same way again.
  void Break() { broken_ = true; }

 private:
  struct TaskThen {
    bool finished = false;
    bool could_go_on = false;  // at some time since
    uint32_t points = 0;
    Operation next;
    VirtualTime sleeps = 0;  // until its deadline
    Snapshot state;
  };
  struct ObjectThen {
    bool open = false;
    bool read_open = false;
    const Task* owner = nullptr;
    uint32_t depth = 0;
    uint32_t count = 0;
    std::vector<const Task*> queue;

    friend bool operator==(const ObjectThen&, const ObjectThen&) = default;
  };
  struct WordThen {
    const uint64_t* address;
    uint64_t value;
  };

  Task& TaskAt(size_t id) const;
  ObjectThen StateOf(const Object& object) const;
  void Keep(const Task& self, VirtualTime now);
  void NoteWhoCouldGoOn();
  bool IsSame(const Task& self, VirtualTime now) const;
  bool IsSame(const Task& task, const TaskThen& then, VirtualTime now) const;
  bool HaveSameObjects() const;
  void Log(const void* address, size_t bytes);

  const std::vector<const TaskState*>& tasks_;
  ObjectTable& objects_;
  uint32_t left_ = 0;  // schedule points to watch
  uint32_t since_ = 0;
  uint32_t limit_ = 0;
  uint32_t returns_ = 0;
  bool kept_ = false;
  bool broken_ = false;
  std::deque<Snapshot> arrived_;  // where each task stands, without its stack
  const Task* comer_ = nullptr;   // who had come there
  size_t count_ = 0;              // of tasks
  std::deque<TaskThen> tasks_then_;
  std::vector<ObjectThen> objects_then_;
  std::vector<WordThen> words_;
  absl::flat_hash_set<const uint64_t*> logged_;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_CYCLE_WATCH_H_
