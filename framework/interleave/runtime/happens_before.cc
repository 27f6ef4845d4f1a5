// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/happens_before.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "interleave/runtime/donor.h"
#include "interleave/runtime/execution.h"

namespace interleave {
namespace {

// Of sanitizer/tsan_interface.h.
constexpr unsigned kWriteReentrant = 1 << 1;
constexpr unsigned kReadReentrant = 1 << 2;
constexpr unsigned kReadLock = 1 << 3;
constexpr unsigned kTryLock = 1 << 4;

// Programs that have the runtime but none of our hooks.
[[maybe_unused]] const bool g_judged = [] {
  internal::judged |= IsJudgedByTsan();
  return true;
}();

constexpr unsigned kReentrant = kWriteReentrant | kReadReentrant;

unsigned FlagsOf(LockMode mode) {
  return mode == LockMode::kShared ? kReadLock : 0;
}

// Where readers announce that they are done: writers come after them, other
// readers don't.
const void* ReadersOf(const void* lock) {
  return static_cast<const char*>(lock) + 1;
}

void NoteHeld(const void* lock) {
  Task* const self = internal::current_task;
  if (self == nullptr) return;
  if (!self->locks_held.empty()) self->execution->NoteNestedLock();
  self->locks_held.push_back(lock);
  self->lock_set.reset();
}

void NoteGivenUp(const void* lock) {
  Task* const self = internal::current_task;
  if (self == nullptr) return;
  std::vector<const void*>& held = self->locks_held;
  const auto last = std::find(held.rbegin(), held.rend(), lock);
  if (last == held.rend()) return;
  held.erase(std::next(last).base());
  self->lock_set.reset();
}

}  // namespace

void internal::NoteAcquire(const void* key) {
  const Task* const self = current_task;
  if (self == nullptr || !self->execution->notes_memory()) return;
  self->execution->causality().Acquire(self->id, key);
}

void internal::NoteRelease(const void* key) {
  const Task* const self = current_task;
  if (self == nullptr || !self->execution->notes_memory()) return;
  self->execution->causality().Release(self->id, key);
}

void internal::NoteLocked(const void* lock, LockMode mode) {
  NoteAcquire(lock);
  if (mode == LockMode::kExclusive) NoteAcquire(ReadersOf(lock));
}

void internal::NoteUnlocks(const void* lock, LockMode mode) {
  NoteRelease(mode == LockMode::kShared ? ReadersOf(lock) : lock);
}

void internal::TellAcquire(const void* address) {
  if (IsJudgedByTsan()) {
    __tsan_acquire(const_cast<void*>(address));
  } else if (instrumented) {
    NoteAcquire(address);
  }
}

void internal::TellRelease(const void* address) {
  if (IsJudgedByTsan()) {
    __tsan_release(const_cast<void*>(address));
  } else if (instrumented) {
    NoteRelease(address);
  }
}

// Only ThreadSanitizer must be told by the task that begins, and by the one
// that ends, too: see Execution::Arrive and Finish.
void internal::TellCreation(const Task& creator, const Task& created) {
  if (IsJudgedByTsan()) {
    __tsan_release(const_cast<Task*>(&created));
  } else if (instrumented && creator.execution->notes_memory()) {
    creator.execution->causality().Create(creator.id, created.id);
  }
}

void internal::TellJoin(const Task& self, const Task& ended) {
  if (IsJudgedByTsan()) {
    __tsan_acquire(const_cast<Gate*>(&ended.end));
  } else if (instrumented && self.execution->notes_memory()) {
    self.execution->causality().Join(self.id, ended.id);
  }
}

void AnnounceLock(const void* address, LockMode mode, bool waited,
                  const void* site) {
  if (!internal::judged) return;
  if (internal::instrumented) NoteHeld(address);
  if (!IsJudgedByTsan()) {
    internal::NoteLocked(address, mode);
    return;
  }
  if (!internal::instrumented && internal::current_task != nullptr) {
    internal::current_task->execution->NoteNestedLock();
  }
  auto* lock = const_cast<void*>(address);
  const unsigned flags = FlagsOf(mode) | kReentrant | (waited ? 0 : kTryLock);
  // Doors are not instrumented, so the runtime doesn't know who called.
  __tsan_func_entry(const_cast<void*>(site));
  __tsan_mutex_pre_lock(lock, flags);
  __tsan_mutex_post_lock(lock, flags, 0);
  __tsan_func_exit();
}

void AnnounceUnlock(const void* address, LockMode mode) {
  if (!internal::judged) return;
  if (internal::instrumented) NoteGivenUp(address);
  if (!IsJudgedByTsan()) {
    internal::NoteUnlocks(address, mode);
    return;
  }
  auto* lock = const_cast<void*>(address);
  __tsan_mutex_pre_unlock(lock, FlagsOf(mode));
  __tsan_mutex_post_unlock(lock, FlagsOf(mode));
}

void ForgetShadowFrames(Donor& donor) {
  if (__tsan_testonly_shadow_stack_current_size == nullptr) return;
  while (__tsan_testonly_shadow_stack_current_size() > donor.shadow_frames) {
    __tsan_func_exit();
  }
}

void AnnounceDestroy(const void* address) {
  if (!IsJudgedByTsan()) return;
  __tsan_mutex_destroy(const_cast<void*>(address), 0);
}

void Unjudged::Begin() {
  const char* const file = "";
  AnnotateIgnoreReadsBegin(file, 0);
  AnnotateIgnoreWritesBegin(file, 0);
  AnnotateIgnoreSyncBegin(file, 0);
}

void Unjudged::End() {
  const char* const file = "";
  AnnotateIgnoreSyncEnd(file, 0);
  AnnotateIgnoreWritesEnd(file, 0);
  AnnotateIgnoreReadsEnd(file, 0);
}

}  // namespace interleave
