// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: what is to run at a thread's end.

#include "interleave/runtime/thread_exit.h"

#include <pthread.h>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kThreadExitNames[] = {
    "pthread_key_create", "pthread_key_delete", "__cxa_thread_atexit"};

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

}  // extern "C"
