// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What a program tells ThreadSanitizer of its own synchronisation, which is
// told to Causality too (INTERLEAVE_RACES=1: the linker's --wrap puts us before
// the runtime), or to it alone (INTERLEAVE_RACES=0: we stand in for the
// runtime, so that code which was written for it links; absl::Mutex is such
// code). tsan_annotations.def lists them. Compiled by itself into two
// libraries.

#include "interleave/runtime/happens_before.h"

namespace interleave::internal {
// tsan_hooks.cc asks for it, so that shared libraries find these functions in
// an executable that calls none.
extern const bool takes_annotations;
const bool takes_annotations = true;
}  // namespace interleave::internal

namespace {

using interleave::LockMode;

// Of sanitizer/tsan_interface.h.
constexpr unsigned kReadLock = 1 << 3;
constexpr unsigned kTryLockFailed = 1 << 5;

LockMode ModeOf(unsigned flags) {
  return (flags & kReadLock) != 0 ? LockMode::kShared : LockMode::kExclusive;
}

}  // namespace

extern "C" {

#if INTERLEAVE_RACES
#define INTERLEAVE_ANNOTATION_ACQUIRE(name) void __real_##name(void*);
#define INTERLEAVE_ANNOTATION_RELEASE(name) void __real_##name(void*);
#define INTERLEAVE_ANNOTATION_AFTER(name) \
  void __real_##name(const char*, int, const volatile void*);
#define INTERLEAVE_ANNOTATION_BEFORE(name) \
  void __real_##name(const char*, int, const volatile void*);
#define INTERLEAVE_ANNOTATION_LOCKED(name) \
  void __real_##name(void*, unsigned, int);
#define INTERLEAVE_ANNOTATION_UNLOCKS(name) int __real_##name(void*, unsigned);
#define INTERLEAVE_ANNOTATION_OTHER(name)
#include "interleave/intercept/tsan_annotations.def"

#define INTERLEAVE_HOOK(name) __wrap_##name
#define INTERLEAVE_REAL(name, arguments) __real_##name arguments
// The runtime's, as they are.
#define INTERLEAVE_ANNOTATION_OTHER(name)
#else
// A program may bring its own.
#define INTERLEAVE_HOOK(name) __attribute__((weak)) name
#define INTERLEAVE_REAL(name, arguments) 0
#define INTERLEAVE_ANNOTATION_OTHER(name)                 \
  __attribute__((weak)) int Other##name() __asm__(#name); \
  int Other##name() { return 0; }
#endif

#define INTERLEAVE_ANNOTATION_ACQUIRE(name)              \
  void INTERLEAVE_HOOK(name)(void* address) {            \
    interleave::internal::NoteAcquire(address);          \
    static_cast<void>(INTERLEAVE_REAL(name, (address))); \
  }
#define INTERLEAVE_ANNOTATION_RELEASE(name)              \
  void INTERLEAVE_HOOK(name)(void* address) {            \
    interleave::internal::NoteRelease(address);          \
    static_cast<void>(INTERLEAVE_REAL(name, (address))); \
  }
#define INTERLEAVE_ANNOTATION_AFTER(name)                                \
  void INTERLEAVE_HOOK(name)([[maybe_unused]] const char* file,          \
                             [[maybe_unused]] int line,                  \
                             const volatile void* address) {             \
    interleave::internal::NoteAcquire(const_cast<const void*>(address)); \
    static_cast<void>(INTERLEAVE_REAL(name, (file, line, address)));     \
  }
#define INTERLEAVE_ANNOTATION_BEFORE(name)                               \
  void INTERLEAVE_HOOK(name)([[maybe_unused]] const char* file,          \
                             [[maybe_unused]] int line,                  \
                             const volatile void* address) {             \
    interleave::internal::NoteRelease(const_cast<const void*>(address)); \
    static_cast<void>(INTERLEAVE_REAL(name, (file, line, address)));     \
  }
#define INTERLEAVE_ANNOTATION_LOCKED(name)                          \
  void INTERLEAVE_HOOK(name)(void* lock, unsigned flags,            \
                             [[maybe_unused]] int depth) {          \
    if ((flags & kTryLockFailed) == 0) {                            \
      interleave::internal::NoteLocked(lock, ModeOf(flags));        \
    }                                                               \
    static_cast<void>(INTERLEAVE_REAL(name, (lock, flags, depth))); \
  }
#define INTERLEAVE_ANNOTATION_UNLOCKS(name)                 \
  int INTERLEAVE_HOOK(name)(void* lock, unsigned flags) {   \
    interleave::internal::NoteUnlocks(lock, ModeOf(flags)); \
    return INTERLEAVE_REAL(name, (lock, flags));            \
  }
#include "interleave/intercept/tsan_annotations.def"

}  // extern "C"
