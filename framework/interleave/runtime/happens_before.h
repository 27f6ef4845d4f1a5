// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// HappensBefore: tells ThreadSanitizer of the program's own synchronisation.
//
// The models take the place of functions that its runtime would watch, so they
// say themselves what those order. Switching between tasks says nothing: what
// the scheduler orders, the program does not. Without the runtime each call is
// one test of an address.

#ifndef INTERLEAVE_RUNTIME_HAPPENS_BEFORE_H_
#define INTERLEAVE_RUNTIME_HAPPENS_BEFORE_H_

#include <cstdint>

extern "C" {
void __tsan_acquire(void* address) __attribute__((weak));
void __tsan_release(void* address) __attribute__((weak));
void __tsan_mutex_pre_lock(void* address, unsigned flags) __attribute__((weak));
void __tsan_mutex_post_lock(void* address, unsigned flags, int depth)
    __attribute__((weak));
int __tsan_mutex_pre_unlock(void* address, unsigned flags)
    __attribute__((weak));
void __tsan_mutex_post_unlock(void* address, unsigned flags)
    __attribute__((weak));
void __tsan_mutex_destroy(void* address, unsigned flags) __attribute__((weak));
void __tsan_func_entry(void* caller) __attribute__((weak));
void __tsan_func_exit() __attribute__((weak));
void AnnotateIgnoreReadsBegin(const char* file, int line) __attribute__((weak));
void AnnotateIgnoreReadsEnd(const char* file, int line) __attribute__((weak));
void AnnotateIgnoreWritesBegin(const char* file, int line)
    __attribute__((weak));
void AnnotateIgnoreWritesEnd(const char* file, int line) __attribute__((weak));
void AnnotateIgnoreSyncBegin(const char* file, int line) __attribute__((weak));
void AnnotateIgnoreSyncEnd(const char* file, int line) __attribute__((weak));
unsigned long __tsan_testonly_shadow_stack_current_size() __attribute__((weak));
void* __tsan_get_current_report() __attribute__((weak));
}

namespace interleave {

class Donor;
struct Task;

// ThreadSanitizer's runtime is part of this program. What programs call
// themselves says nothing of it: intercept/tsan_annotations.cc may define that.
inline bool IsJudgedByTsan() { return __tsan_get_current_report != nullptr; }

// How a lock is held, or asked for.
enum class LockMode : uint8_t { kExclusive, kShared };

namespace internal {
// Code of the executable calls our hooks before it touches memory.
extern constinit bool instrumented;
// Somebody asks what is ordered: those hooks, or ThreadSanitizer's runtime.
extern constinit bool judged;
// A task has used a fence. ThreadSanitizer takes fences for nothing, so from
// then on it is told of stronger operations than there are; what it misses for
// that, Causality knows.
extern constinit bool met_fence;

// The same, for Causality, of the task that calls.
void NoteAcquire(const void* key);
void NoteRelease(const void* key);
// What a lock orders: it is held from here on, or about to be given up.
void NoteLocked(const void* lock, LockMode mode);
void NoteUnlocks(const void* lock, LockMode mode);
// ... and for ThreadSanitizer, before whose runtime our hooks note it.
void TellAcquire(const void* address);
void TellRelease(const void* address);
void TellCreation(const Task& creator, const Task& created);
void TellJoin(const Task& self, const Task& ended);
}  // namespace internal

// The calling task has seen what was announced at `address` before.
inline void AnnounceAcquire(const void* address) {
  if (__builtin_expect(internal::judged, false)) {
    internal::TellAcquire(address);
  }
}

// What the calling task did so far is seen by whoever acquires `address`.
inline void AnnounceRelease(const void* address) {
  if (__builtin_expect(internal::judged, false)) {
    internal::TellRelease(address);
  }
}

// `creator`, which calls, has made `created`, which begins with all that it has
// seen.
inline void AnnounceCreation(const Task& creator, const Task& created) {
  if (__builtin_expect(internal::judged, false)) {
    internal::TellCreation(creator, created);
  }
}

// `self`, which calls, has seen that `ended` is over, and so all that it did.
inline void AnnounceJoin(const Task& self, const Task& ended) {
  if (__builtin_expect(internal::judged, false)) {
    internal::TellJoin(self, ended);
  }
}

// The calling task holds the lock at `address` from here on. `waited`: it
// would have waited for it, which matters for the order of locks. `site`: where
// the program asked for it.
void AnnounceLock(const void* address, LockMode mode, bool waited,
                  const void* site);
// ... and until here.
void AnnounceUnlock(const void* address, LockMode mode);
// The runtime's record of the calling task's frames holds those of a task that
// was abandoned; they are taken off.
void ForgetShadowFrames(Donor& donor);
// The lock at `address` is over.
void AnnounceDestroy(const void* address);

// While it lives, what the calling identity does is not the program's: it
// neither races nor orders anything.
class Unjudged {
 public:
  Unjudged() {
    if (IsJudgedByTsan()) Begin();
  }
  ~Unjudged() {
    if (IsJudgedByTsan()) End();
  }
  Unjudged(const Unjudged&) = delete;
  Unjudged& operator=(const Unjudged&) = delete;

 private:
  static void Begin();
  static void End();
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_HAPPENS_BEFORE_H_
