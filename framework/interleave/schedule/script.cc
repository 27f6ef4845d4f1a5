// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/script.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/base/check.h"
#include "interleave/base/point_name.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {
namespace {

bool ReadStep(LineCursor& line, ScriptStep& step) {
  if (!line.Name("the name of a task", step.task)) return false;
  constexpr std::string_view kExpected = "\"until\" or \"to end\"";
  std::string_view word;
  if (!line.Word(kExpected, word)) return false;
  if (word == "to") return line.Keyword("end") && line.End();
  if (word != "until") return line.Fail(kExpected);
  if (line.TryKeyword("blocked")) {
    step.until = Until::kBlocked;
    return line.End();
  }
  step.until = Until::kPoint;
  return line.Point(step.point, step.occurrence, "\"blocked\"") && line.End();
}

bool ReadConstraint(LineCursor& line, OrderConstraint& constraint) {
  return line.Point(constraint.before, constraint.before_occurrence) &&
         line.Keyword("before") &&
         line.Point(constraint.after, constraint.after_occurrence) &&
         line.End();
}

bool ReadLine(LineCursor& line, int number, std::vector<ScriptStep>& steps,
              std::vector<OrderConstraint>& constraints) {
  if (line.AtEnd()) return true;
  constexpr std::string_view kExpected = "\"run\" or \"order\"";
  std::string_view word;
  if (!line.Word(kExpected, word)) return false;
  if (word == "run") {
    steps.emplace_back().line = number;
    return ReadStep(line, steps.back());
  }
  if (word == "order") {
    constraints.emplace_back().line = number;
    return ReadConstraint(line, constraints.back());
  }
  return line.Fail(kExpected);
}

}  // namespace

Script::StepBuilder::StepBuilder(Script& script, std::string_view task)
    : script_(script) {
  step_.task = std::string(task);
}

Script& Script::StepBuilder::Until(std::string_view point,
                                   uint32_t occurrence) {
  INTERLEAVE_REQUIRE(IsPointName(point),
                     "Script::Run(task).Until() takes the name of a yield "
                     "point, such as \"pool.reset.loaded\"");
  step_.until = Until::kPoint;
  step_.point = std::string(point);
  step_.occurrence = occurrence;
  script_.steps_.push_back(std::move(step_));
  return script_;
}

Script& Script::StepBuilder::UntilBlocked() {
  step_.until = Until::kBlocked;
  script_.steps_.push_back(std::move(step_));
  return script_;
}

Script& Script::StepBuilder::ToEnd() {
  step_.until = Until::kEnd;
  script_.steps_.push_back(std::move(step_));
  return script_;
}

Script::StepBuilder Script::Run(std::string_view task) {
  return StepBuilder(*this, task);
}

Script& Script::Order(std::string_view before, std::string_view after) {
  return Order(before, 0, after, 0);
}

Script& Script::Order(std::string_view before, uint32_t before_occurrence,
                      std::string_view after, uint32_t after_occurrence) {
  INTERLEAVE_REQUIRE(IsPointName(before) && IsPointName(after),
                     "Script::Order() takes the names of two yield points, "
                     "such as \"pool.reset.loaded\"");
  constraints_.push_back({.before = std::string(before),
                          .before_occurrence = before_occurrence,
                          .after = std::string(after),
                          .after_occurrence = after_occurrence});
  return *this;
}

std::string FormatScriptStep(const ScriptStep& step) {
  std::string text = absl::StrCat("run ", FormatName(step.task));
  switch (step.until) {
    case Until::kPoint:
      absl::StrAppend(&text, " until ",
                      FormatPoint(step.point, step.occurrence));
      break;
    case Until::kBlocked:
      absl::StrAppend(&text, " until blocked");
      break;
    case Until::kEnd:
      absl::StrAppend(&text, " to end");
      break;
  }
  return text;
}

std::string FormatOrderConstraint(const OrderConstraint& constraint) {
  return absl::StrCat(
      "order ", FormatPoint(constraint.before, constraint.before_occurrence),
      " before ", FormatPoint(constraint.after, constraint.after_occurrence));
}

std::string FormatScript(const Script& script) {
  std::string text;
  for (const ScriptStep& step : script.steps()) {
    absl::StrAppend(&text, FormatScriptStep(step), "\n");
  }
  for (const OrderConstraint& constraint : script.constraints()) {
    absl::StrAppend(&text, FormatOrderConstraint(constraint), "\n");
  }
  return text;
}

absl::StatusOr<Script> ParseScript(std::string_view text,
                                   std::string_view file) {
  Script script;
  int number = 0;
  for (std::optional<std::string_view> rest = text; rest;) {
    LineCursor line(TakeLine(rest), file, ++number);
    if (!ReadLine(line, number, script.steps_, script.constraints_)) {
      return line.status();
    }
  }
  return script;
}

}  // namespace interleave
