// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/cleanup.h"

#include <setjmp.h>

#include <cstdint>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/execution.h"

namespace interleave {
namespace {

// Where the C library keeps the one pushed before.
__pthread_unwind_buf_t* Previous(const __pthread_unwind_buf_t& buffer) {
  return static_cast<__pthread_unwind_buf_t*>(buffer.__pad[0]);
}

// It lies in a frame that was left, of which the frame that is now looked at
// is a caller.
bool IsLeft(const void* buffer, _Unwind_Context* context, bool at_end) {
  return buffer != nullptr && (at_end || reinterpret_cast<uintptr_t>(buffer) <
                                             _Unwind_GetCFA(context));
}

// One frame after another is left; after the outermost the task ends.
_Unwind_Reason_Code StopAtHandlers(int, _Unwind_Action actions,
                                   _Unwind_Exception_Class, _Unwind_Exception*,
                                   _Unwind_Context* context, void* argument) {
  Task& self = *static_cast<Task*>(argument);
  const bool at_end = (actions & _UA_END_OF_STACK) != 0;
  __pthread_unwind_buf_t* const jump = self.cleanup_jumps;
  const bool jumps = IsLeft(jump, context, at_end);
  while (IsLeft(self.cleanup_calls, context, at_end)) {
    CleanupCall* const call = self.cleanup_calls;
    if (jumps && static_cast<void*>(call) > static_cast<void*>(jump)) break;
    self.cleanup_calls = call->previous;
    call->routine(call->argument);
  }
  if (jumps) {
    auto* const place =
        reinterpret_cast<__jmp_buf_tag*>(jump->__cancel_jmp_buf);
    _longjmp(place, 1);
  }
  if (at_end) self.execution->EndTask(self, self.exit_result);
  return _URC_NO_REASON;
}

// A catch block came to its end.
void BeSwallowed(_Unwind_Reason_Code, _Unwind_Exception*) {
  Task& self = *CurrentTask();
  self.execution->AddFinding(
      self, FindingKind::kMisuse,
      absl::StrCat(self.name,
                   " leaves by pthread_exit, and a catch block on its way "
                   "does not throw that on"));
  self.execution->Cut(self);
}

[[noreturn]] void Unwind(Task& self) {
  self.exit_unwind = {};
  self.exit_unwind.exception_cleanup = &BeSwallowed;
  _Unwind_ForcedUnwind(&self.exit_unwind, &StopAtHandlers, &self);
  std::abort();  // the unwinder itself failed
}

}  // namespace

void PushCleanupJump(Task& self, __pthread_unwind_buf_t* buffer) {
  buffer->__pad[0] = self.cleanup_jumps;
  self.cleanup_jumps = buffer;
}

void PopCleanupJump(Task& self, const __pthread_unwind_buf_t* buffer) {
  self.cleanup_jumps = Previous(*buffer);
}

void PushCleanupCall(Task& self, CleanupCall* call, void (*routine)(void*),
                     void* argument) {
  call->routine = routine;
  call->argument = argument;
  call->previous = self.cleanup_calls;
  self.cleanup_calls = call;
}

void PopCleanupCall(Task& self, const CleanupCall& call, bool execute) {
  self.cleanup_calls = call.previous;
  if (execute) call.routine(call.argument);
}

void ExitTask(Task& self, void* result) {
  self.exit_result = result;
  Unwind(self);
}

void GoOnExiting(Task& self, const __pthread_unwind_buf_t* buffer) {
  PopCleanupJump(self, buffer);
  Unwind(self);
}

}  // namespace interleave
