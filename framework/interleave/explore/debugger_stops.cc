// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/debugger_stops.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/thread_pointer.h"

namespace interleave {
namespace {

const Task* FindTaskById(uint32_t id) {
  Execution& execution = ProcessExecution();
  return id < execution.task_count()
             ? &execution.TaskAt(static_cast<TaskId>(id))
             : nullptr;
}

std::string NextOperationText(const TaskStanding& standing) {
  std::string text(OperationKindName(standing.next));
  if (!standing.point.empty()) absl::StrAppend(&text, " ", standing.point);
  if (!standing.object.empty()) absl::StrAppend(&text, " ", standing.object);
  if (standing.holder != kNoTask && standing.holder_name != standing.object) {
    absl::StrAppend(&text, ", held by ", standing.holder_name);
  }
  return text;
}

std::string Description(const Task& task, Execution& execution) {
  const TaskStanding standing = StandingOf(task, execution.objects());
  if (standing.finished) return absl::StrCat(task.name, " has ended");
  if (&task == internal::current_task) {
    return absl::StrCat(task.name, " runs, step ", execution.step(), ": ",
                        NextOperationText(standing));
  }
  return absl::StrCat(task.name,
                      standing.enabled ? " is ready to " : " waits to ",
                      NextOperationText(standing));
}

}  // namespace

void DebuggerStops::OnStep(const TaskState& task, StepNumber number) {
  interleave_debug_step(number, task.id);
}

}  // namespace interleave

extern "C" {

[[gnu::noinline, gnu::used]] void interleave_debug_step(uint64_t number,
                                                        uint32_t task) {
  asm volatile("" : : "r"(number), "r"(task));
}

[[gnu::used]] uint32_t interleave_debug_tasks() {
  return static_cast<uint32_t>(interleave::ProcessExecution().task_count());
}

[[gnu::used]] const char* interleave_debug_describe(uint32_t task) {
  static auto* const text = new std::string();
  // The program may be anywhere, also in the scheduler.
  std::optional<interleave::OutsideControl> outside;
  if (interleave::Task* const self = interleave::CurrentTask()) {
    outside.emplace(*self);
  }
  const interleave::Task* const found = interleave::FindTaskById(task);
  *text = found == nullptr
              ? ""
              : interleave::Description(*found, interleave::ProcessExecution());
  return text->c_str();
}

[[gnu::used]] uintptr_t interleave_debug_register(uint32_t task,
                                                  uint32_t which) {
  const interleave::Task* const found = interleave::FindTaskById(task);
  if (found == nullptr || found->finished ||
      found == interleave::internal::current_task) {
    return 0;
  }
  const auto registers = interleave::arch::ParkedRegisters(found->context);
  return which < registers.size() ? registers[which] : 0;
}

}  // extern "C"
