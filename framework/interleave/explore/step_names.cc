// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/step_names.h"

#include <cstddef>
#include <map>
#include <optional>
#include <tuple>

#include "interleave/base/symbolizer.h"

namespace interleave {
namespace {

constexpr std::string_view kAnonymous = "(anonymous namespace)";

// What begins and ends a task says nothing by its place; an object of tasks'
// lives is a task, which has a name.
bool HasPlace(OperationKind kind) {
  return kind != OperationKind::kStart && kind != OperationKind::kEnd &&
         kind != OperationKind::kExit;
}

bool HasObject(OperationKind kind) {
  return !IsOfTasksLives(kind) && kind != OperationKind::kPoint;
}

}  // namespace

std::string FunctionName(std::string_view demangled) {
  size_t begin = 0;
  int depth = 0;  // of <>
  size_t i = 0;
  for (; i < demangled.size(); ++i) {
    const std::string_view rest = demangled.substr(i);
    if (rest.substr(0, kAnonymous.size()) == kAnonymous) {
      i += kAnonymous.size() - 1;
    } else if (rest.substr(0, 8) == "operator") {
      // Its name may hold any of the marks; "()" belongs to it.
      i += 8;
      while (i < demangled.size() && demangled[i] != '(') ++i;
      if (demangled.substr(i, 3) == "()(") i += 2;
      break;
    } else if (rest.front() == '<') {
      ++depth;
    } else if (rest.front() == '>') {
      --depth;
    } else if (depth == 0 && rest.front() == ' ') {
      begin = i + 1;
    } else if (depth == 0 && rest.front() == '(') {
      break;
    }
  }
  return std::string(demangled.substr(begin, i - begin));
}

StepNames::StepNames(const Trace& trace) : trace_(trace) {
  Symbolizer symbolizer;
  std::map<const void*, std::string> functions;  // by the user's frame
  std::map<std::tuple<TaskId, OperationKind, std::string>, uint32_t> counts;
  for (const TraceStep& step : trace.steps) {
    Identity& identity = identities_.emplace_back();
    if (!HasPlace(step.kind)) continue;
    if (HasObject(step.kind)) identity.object = step.object;
    for (const void* const pc : step.stack) {
      auto [function, is_new] = functions.try_emplace(pc);
      if (is_new) {
        const std::optional<Frame> frame = symbolizer.UserFrame({&pc, 1});
        if (frame.has_value()) function->second = FunctionName(frame->function);
      }
      identity.function = function->second;
      if (!identity.function.empty()) break;
    }
    if (identity.function.empty()) continue;
    identity.occurrence = ++counts[{step.task, step.kind, identity.function}];
  }
  for (size_t i = 0; i < identities_.size(); ++i) {
    by_point_.try_emplace({trace.steps[i].task, trace.steps[i].at}, i);
  }
}

Identity StepNames::Of(TaskId task, uint32_t at) const {
  const auto found = by_point_.find({task, at});
  return found == by_point_.end() ? Identity() : identities_[found->second];
}

const TraceStep* StepNames::Find(TaskId task, OperationKind kind,
                                 const Identity& identity) const {
  if (identity.function.empty()) return nullptr;
  for (size_t i = 0; i < identities_.size(); ++i) {
    const TraceStep& step = trace_.steps[i];
    if (step.task == task && step.kind == kind &&
        identities_[i].function == identity.function &&
        identities_[i].occurrence == identity.occurrence) {
      return &step;
    }
  }
  return nullptr;
}

void StepNames::Identify(std::vector<RecordedChoice>& choices) const {
  for (RecordedChoice& recorded : choices) {
    if (recorded.choice.kind != ChoiceKind::kSwitch) continue;
    recorded.identity = Of(recorded.choice.task, recorded.choice.at);
  }
}

}  // namespace interleave
