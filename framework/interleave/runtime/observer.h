// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Observer: is told of every step of an execution, to record or to detect.
//
// Explorations run without one; tracing replays run with one. Calls come from
// the stack and identity of the task concerned: an observer allocates as it
// likes but must not synchronise, block or let an exception out.

#ifndef INTERLEAVE_RUNTIME_OBSERVER_H_
#define INTERLEAVE_RUNTIME_OBSERVER_H_

#include <cstddef>
#include <string>

#include "interleave/runtime/strategy.h"

namespace interleave {

struct MemoryAccess {
  const TaskState& task;
  OperationKind kind = OperationKind::kRead;
  const void* address = nullptr;
  size_t bytes = 0;
  bool is_step = false;
};

class Observer {
 public:
  virtual ~Observer() = default;

  // `task` has come to the operation `task.next` (its stack is live: a
  // backtrace taken now shows where). `waits`: it is not enabled.
  virtual void OnAnnounce(const TaskState& task, const std::string& object,
                          bool waits) = 0;
  // `task` carries out what it last announced, as step `number`.
  virtual void OnStep(const TaskState& task, StepNumber number) = 0;
  // Instrumented code of `task` is about to use memory: right after OnStep, or
  // between two steps where nobody else was concerned (`is_step` is false).
  virtual void OnAccess(const MemoryAccess& /*access*/) {}
  // That memory is used anew: what was there is gone.
  virtual void OnMemoryAnew(const void* /*address*/, size_t /*bytes*/) {}
  // `task` took this in the step that it carried out last.
  virtual void OnLiberty(const TaskState& /*task*/, Liberty /*liberty*/) {}
  // `task` has come to its end after step `number`.
  virtual void OnEnd(const TaskState& task, StepNumber number) = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_OBSERVER_H_
