// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// DebuggerStops: what a debugger that follows a replay stops at, and asks.
//
// Tasks are no threads of the system's, so a debugger knows nothing of them.
// The functions here are for it to break at and to call; `interleave debug`
// does (tools/cli/gdb_commands.py, docs/debugging.md).
//
// Thread safety: none; called in the thread that carries the tasks.

#ifndef INTERLEAVE_EXPLORE_DEBUGGER_STOPS_H_
#define INTERLEAVE_EXPLORE_DEBUGGER_STOPS_H_

#include <cstdint>
#include <string>

#include "interleave/runtime/observer.h"

extern "C" {

// Called by the task that carries out the step `number`, just before it does.
// Does nothing.
void interleave_debug_step(uint64_t number, uint32_t task);
// How many tasks the execution has, or had last.
uint32_t interleave_debug_tasks();
// "T1 waits to lock mutex 1, held by main"; of no task: "". Valid until the
// next call.
const char* interleave_debug_describe(uint32_t task);
// A register of a task that does not run, where it will go on; 0 for others,
// and where that is not known (AArch64). 0: the program counter, 1: the stack
// pointer, 2: the frame pointer.
uintptr_t interleave_debug_register(uint32_t task, uint32_t which);

}  // extern "C"

namespace interleave {

// Tells of each step.
class DebuggerStops final : public Observer {
 public:
  void OnAnnounce(const TaskState&, const std::string&, bool) override {}
  void OnStep(const TaskState& task, StepNumber number) override;
  void OnEnd(const TaskState&, StepNumber) override {}
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_DEBUGGER_STOPS_H_
