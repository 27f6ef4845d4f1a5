// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: leaving a thread from inside, and what is to run at its end.

#include "interleave/runtime/thread_exit.h"

#include <pthread.h>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/cleanup.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kThreadExitNames[] = {
    "pthread_key_create",
    "pthread_key_delete",
    "__cxa_thread_atexit",
    "pthread_exit",
    "__pthread_register_cancel",
    "__pthread_unregister_cancel",
    "__pthread_register_cancel_defer",
    "__pthread_unregister_cancel_restore",
    "__pthread_unwind_next",
    "_pthread_cleanup_push",
    "_pthread_cleanup_pop"};

}  // namespace

DoorNames ThreadExitDoors() { return kThreadExitNames; }

}  // namespace interleave

extern "C" {

int pthread_key_create(pthread_key_t* key, void (*destructor)(void*)) noexcept {
  const int error = INTERLEAVE_REAL(pthread_key_create)(key, destructor);
  if (error == 0) interleave::RememberKey(*key, destructor);
  return error;
}

int pthread_key_delete(pthread_key_t key) noexcept {
  interleave::ForgetKey(key);
  return INTERLEAVE_REAL(pthread_key_delete)(key);
}

int __cxa_thread_atexit(void (*function)(void*), void* object,
                        void* library) noexcept {
  interleave::Task* self = interleave::CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(__cxa_thread_atexit)(function, object, library);
  }
  self->exit_calls.push_back({function, object});
  return 0;
}

void pthread_exit(void* result) {
  interleave::Task* self = interleave::CurrentTask();
  if (self == nullptr) INTERLEAVE_REAL(pthread_exit)(result);
  interleave::ExitTask(*self, result);
}

// What pthread_cleanup_push and pthread_cleanup_pop are in C code without
// exceptions; pthread.h does not declare them in code that has them. Those with
// `defer` and `restore` change the type of cancellation too, of which there is
// none in a task.

void __pthread_register_cancel(__pthread_unwind_buf_t* buffer) noexcept;
void __pthread_unregister_cancel(__pthread_unwind_buf_t* buffer) noexcept;
void __pthread_register_cancel_defer(__pthread_unwind_buf_t* buffer) noexcept;
void __pthread_unregister_cancel_restore(
    __pthread_unwind_buf_t* buffer) noexcept;
[[noreturn]] void __pthread_unwind_next(__pthread_unwind_buf_t* buffer);

void __pthread_register_cancel(__pthread_unwind_buf_t* buffer) noexcept {
  interleave::Task* self = interleave::CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(__pthread_register_cancel)(buffer);
  }
  interleave::PushCleanupJump(*self, buffer);
}

void __pthread_unregister_cancel(__pthread_unwind_buf_t* buffer) noexcept {
  interleave::Task* self = interleave::CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(__pthread_unregister_cancel)(buffer);
  }
  interleave::PopCleanupJump(*self, buffer);
}

void __pthread_register_cancel_defer(__pthread_unwind_buf_t* buffer) noexcept {
  interleave::Task* self = interleave::CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(__pthread_register_cancel_defer)(buffer);
  }
  interleave::PushCleanupJump(*self, buffer);
}

void __pthread_unregister_cancel_restore(
    __pthread_unwind_buf_t* buffer) noexcept {
  interleave::Task* self = interleave::CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(__pthread_unregister_cancel_restore)(buffer);
  }
  interleave::PopCleanupJump(*self, buffer);
}

void __pthread_unwind_next(__pthread_unwind_buf_t* buffer) {
  interleave::Task* self = interleave::CurrentTask();
  if (self == nullptr) {
    INTERLEAVE_REAL(__pthread_unwind_next)(buffer);
    __builtin_unreachable();
  }
  interleave::GoOnExiting(*self, buffer);
}

// ... and were in programs built before 2003.

void _pthread_cleanup_push(interleave::CleanupCall* call,
                           void (*routine)(void*), void* argument) noexcept;
void _pthread_cleanup_pop(interleave::CleanupCall* call, int execute);

void _pthread_cleanup_push(interleave::CleanupCall* call,
                           void (*routine)(void*), void* argument) noexcept {
  interleave::Task* self = interleave::CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(_pthread_cleanup_push)(call, routine, argument);
  }
  interleave::PushCleanupCall(*self, call, routine, argument);
}

void _pthread_cleanup_pop(interleave::CleanupCall* call, int execute) {
  interleave::Task* self = interleave::CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(_pthread_cleanup_pop)(call, execute);
  }
  interleave::PopCleanupCall(*self, *call, execute != 0);
}

}  // extern "C"
