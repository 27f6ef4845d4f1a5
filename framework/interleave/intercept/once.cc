// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Door: pthread_once, which std::call_once is built on.

#include "interleave/runtime/once.h"

#include "interleave/intercept/doors.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kOnceNames[] = {"pthread_once"};

}  // namespace

DoorNames OnceDoors() { return kOnceNames; }

}  // namespace interleave

extern "C" int pthread_once(pthread_once_t* control, void (*routine)()) {
  interleave::Task* self = interleave::CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_once)(control, routine);
  interleave::CallOnce(*self, control, routine, INTERLEAVE_CALLER());
  return 0;
}
