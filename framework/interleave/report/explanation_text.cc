// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/explanation_text.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "interleave/base/text.h"
#include "interleave/report/access_text.h"
#include "interleave/report/columns.h"
#include "interleave/report/path_text.h"
#include "interleave/report/plain_text.h"
#include "interleave/report/story.h"

namespace interleave {
namespace {

// A line of a small table: who, what, where.
struct FactLine {
  StepNumber step = 0;
  std::string task;
  std::string text;
  std::string where;
};

std::string FormatFactLines(const std::vector<FactLine>& lines, int width) {
  size_t step = 4;
  size_t task = 0;
  size_t text = 0;
  for (const FactLine& line : lines) {
    step = std::max(step, absl::StrCat(line.step).size());
    task = std::max(task, line.task.size());
    text = std::max(text, line.text.size());
  }
  const auto total = static_cast<size_t>(width);
  std::string all;
  for (const FactLine& line : lines) {
    std::string one =
        absl::StrFormat("%*d  %-*s  %-*s  %s", static_cast<int>(step),
                        line.step, static_cast<int>(task), line.task,
                        static_cast<int>(text), line.text, line.where);
    if (one.size() > total) one = one.substr(0, total - 3) + "...";
    absl::StrAppend(&all, Text(TrimRight(one)), "\n");
  }
  return all;
}

std::string WhereText(const Place& place) {
  if (place.file.empty()) return {};
  std::string text = ToAscii(PlaceText(ShortPath(place.file), place.line));
  if (!place.source.empty()) {
    absl::StrAppend(&text, "  ", ToAscii(Trim(place.source)));
  }
  return text;
}

class ExplanationWriter {
 public:
  ExplanationWriter(const Explanation& explanation, const Trace& trace,
                    PlaceResolver& resolver, int width)
      : explanation_(explanation),
        trace_(trace),
        resolver_(resolver),
        width_(width),
        labels_(TaskLabels(trace.task_names)) {}

  std::string Why() {
    std::string text;
    // A race's own headline says so.
    if (explanation_.defect != DefectClass::kUnknown &&
        explanation_.defect != DefectClass::kDataRace) {
      absl::StrAppend(
          &text,
          Wrap(absl::StrCat(Text(DefectClassName(explanation_.defect)), ": ",
                            Text(DefectClassMeaning(explanation_.defect)), "."),
               static_cast<size_t>(width_)));
    }
    if (!explanation_.facts.empty()) {
      absl::StrAppend(&text, text.empty() ? "" : "\n", Facts());
    }
    const std::string orders = Orders();
    if (!orders.empty()) {
      absl::StrAppend(&text, text.empty() ? "" : "\n", orders);
    }
    return text;
  }

 private:
  std::string Label(TaskId task) const {
    return task < labels_.size() ? labels_[task] : absl::StrCat("T", task);
  }

  std::string Facts() {
    MemoryValues values;
    std::vector<FactLine> lines;
    for (const Fact& fact : explanation_.facts) {
      const TraceAccess& access = trace_.accesses[fact.access];
      FactLine line;
      line.step = access.step;
      line.task = Label(access.task);
      line.text =
          AccessText(access, VariableName(access, trace_, resolver_), values);
      line.where = WhereText(resolver_.Locate(access.stack));
      lines.push_back(std::move(line));
    }
    return FormatFactLines(lines, width_);
  }

  // "reset's step 7 (pool.reset.loaded)"
  std::string StepText(StepNumber number) {
    const TraceStep* const step = FindStep(trace_, number);
    if (step == nullptr) return absl::StrCat("step ", number);
    return absl::StrCat(Label(step->task), "'s step ", number, " (",
                        ToAscii(OperationText(*step, trace_.task_names)), ")");
  }

  std::string Orders() {
    if (explanation_.orders.empty()) return {};
    const auto width = static_cast<size_t>(width_);
    std::string text;
    for (const CriticalOrder& order : explanation_.orders) {
      absl::StrAppend(
          &text, Wrap(absl::StrCat(StepText(order.first), " came before ",
                                   StepText(order.second), Otherwise(order)),
                      width));
    }
    if (explanation_.together) {
      absl::StrAppend(&text,
                      Wrap("Both matter: it passes when both are the other way "
                           "round, and fails when one of them is.",
                           width));
    }
    return text;
  }

  std::string Otherwise(const CriticalOrder& order) const {
    if (explanation_.together) return ".";
    return order.otherwise == Trials::Answer::kPasses
               ? "; the other way round it passes."
               : "; the other way round it fails in another way.";
  }

  const Explanation& explanation_;
  const Trace& trace_;
  PlaceResolver& resolver_;
  const int width_;
  const std::vector<std::string> labels_;
};

std::string CountText(uint64_t count, std::string_view noun) {
  return absl::StrCat(count, " ", Text(noun), count == 1 ? "" : "s");
}

}  // namespace

std::string FormatExplanation(const Explanation& explanation,
                              const Trace& trace, PlaceResolver& resolver,
                              int width) {
  return ExplanationWriter(explanation, trace, resolver, width).Why();
}

namespace {

// "all with fewer than 2 were tried"
std::string TriedText(const Explanation& explanation) {
  if (explanation.searched_below == 0) return "not all were tried";
  return absl::StrCat("all with fewer than ", explanation.searched_below,
                      " were tried, and not all others");
}

}  // namespace

std::string MinimalityText(const Explanation& explanation) {
  const ScheduleSize& now = explanation.after;
  const ScheduleSize& was = explanation.before;
  if (was.steps == 0) return {};
  std::string text = absl::StrCat(CountText(now.preemptions, "preemption"),
                                  " and ", CountText(now.steps, "step"));
  if (now != was) {
    absl::StrAppend(&text, " (found with ", was.preemptions, " and ", was.steps,
                    ")");
  }
  switch (explanation.minimality) {
    case Minimality::kLeast:
      absl::StrAppend(
          &text,
          now.preemptions == 0
              ? ""
              : "; no schedule with fewer preemptions fails so: all were "
                "tried");
      break;
    case Minimality::kLocal:
      absl::StrAppend(&text,
                      "; nothing of it can be left out, though of those ",
                      "with fewer preemptions ", TriedText(explanation));
      break;
    case Minimality::kUnknown:
      absl::StrAppend(&text, "; there may be a simpler one: ",
                      explanation.ran_out_of_time
                          ? "--interleave_explain_seconds"
                          : "--interleave_explain_executions",
                      " ended the search for it");
      break;
  }
  return text;
}

std::vector<StepNumber> CriticalSteps(const Explanation& explanation,
                                      const Trace& trace) {
  std::set<StepNumber> steps;
  for (const CriticalOrder& order : explanation.orders) {
    steps.insert({order.first, order.second});
  }
  for (const Fact& fact : explanation.facts) {
    steps.insert(trace.accesses[fact.access].step);
  }
  return {steps.begin(), steps.end()};
}

}  // namespace interleave
