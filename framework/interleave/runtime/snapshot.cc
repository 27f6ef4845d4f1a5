// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/snapshot.h"

#include <unwind.h>

#include "interleave/runtime/execution.h"

namespace interleave {
namespace {

// Between the program and us are a door and what it calls.
constexpr int kFramesMax = 24;

// What a step of ours may leave below the door.
constexpr size_t kDeadWords = 320;

struct Words {
  const uintptr_t* begin = nullptr;
  size_t count = 0;
};

// The task's frames from `stack_pointer` on. None when it is not on its own
// stack.
Words StackOf(const Task& task, uintptr_t stack_pointer) {
  const auto top = reinterpret_cast<uintptr_t>(task.donor->stack_top());
  const auto limit = reinterpret_cast<uintptr_t>(task.donor->stack_limit());
  const bool aligned = stack_pointer % sizeof(uintptr_t) == 0;
  if (!aligned || stack_pointer < limit || stack_pointer >= top ||
      top - stack_pointer > Snapshot::kStackBytesMax) {
    return {};
  }
  return {reinterpret_cast<const uintptr_t*>(stack_pointer),
          (top - stack_pointer) / sizeof(uintptr_t)};
}

// AddressSanitizer forbids to read between the variables of a frame.
[[gnu::no_sanitize_address]] bool AreEqual(const uintptr_t* a,
                                           const uintptr_t* b, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

[[gnu::no_sanitize_address]] void Copy(Words from, std::vector<uintptr_t>& to) {
  to.resize(from.count);
  for (size_t i = 0; i < from.count; ++i) to[i] = from.begin[i];
}

}  // namespace

Snapshot::Frame Snapshot::FindFrame(const void* site) {
  struct Search {
    Frame frame;
    int depth = 0;
  };
  Search search;
  search.frame.site = site;
  _Unwind_Backtrace(
      [](_Unwind_Context* context, void* out) {
        auto& [frame, depth] = *static_cast<Search*>(out);
        const auto pc = _Unwind_GetIP(context);
        if (pc == 0 || ++depth > kFramesMax) return _URC_END_OF_STACK;
        if (pc != reinterpret_cast<uintptr_t>(frame.site)) {
          return _URC_NO_REASON;
        }
        frame.found = true;
        frame.stack_pointer = _Unwind_GetCFA(context);
        for (size_t i = 0; i < frame.registers.size(); ++i) {
          frame.registers[i] = _Unwind_GetGR(context, arch::kKeptRegisters[i]);
        }
        return _URC_END_OF_STACK;
      },
      &search);
  return search.frame;
}

bool Snapshot::Take(Task& self, const void* site) {
  Snapshot frame;
  frame.TakeFrame(self, site);
  return TakeStack(self, frame);
}

bool Snapshot::IsStill(Task& self, const void* site) const {
  if (!taken_ || site != frame_.site) return false;
  Snapshot frame;
  return frame.TakeFrame(self, site) && HasStackOf(self, frame);
}

bool Snapshot::TakeFrame(Task& self, const void* site) {
  const OutsideControl outside(self);  // the unwinder takes locks
  frame_ = FindFrame(site);
  return taken_ = frame_.found;
}

bool Snapshot::TakeStack(const Task& task, const Snapshot& frame) {
  const Words stack =
      frame.taken_ ? StackOf(task, frame.frame_.stack_pointer) : Words();
  taken_ = stack.count > 0;
  if (!taken_) return false;
  frame_ = frame.frame_;
  Copy(stack, stack_);
  return true;
}

bool Snapshot::HasStackOf(const Task& task, const Snapshot& frame) const {
  if (!taken_ || !frame.taken_ || !(frame_ == frame.frame_)) return false;
  const Words stack = StackOf(task, frame_.stack_pointer);
  return stack.count == stack_.size() &&
         AreEqual(stack.begin, stack_.data(), stack.count);
}

void WipeDeadStack() {
  uintptr_t dead[kDeadWords];
  for (uintptr_t& word : dead) word = 0;
  asm volatile("" : : "r"(&dead) : "memory");
}

}  // namespace interleave
