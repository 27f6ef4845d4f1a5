// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/story.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/report/access_text.h"
#include "interleave/report/path_text.h"
#include "interleave/report/plain_text.h"

namespace interleave {
namespace {

constexpr size_t kNone = ~size_t{0};

// Steps that tell little unless somebody chose to switch there.
bool IsScaffolding(OperationKind kind) {
  return IsOfTasksLives(kind) || kind == OperationKind::kUnlock;
}

// For each step the index of the next one of the same task, or kNone.
std::vector<size_t> NextOfTask(const std::vector<TraceStep>& steps,
                               size_t tasks) {
  std::vector<size_t> next(steps.size(), kNone);
  std::vector<size_t> seen(tasks, kNone);
  for (size_t i = steps.size(); i-- > 0;) {
    const TaskId task = steps[i].task;
    if (task >= seen.size()) seen.resize(size_t{task} + 1, kNone);
    next[i] = seen[task];
    seen[task] = i;
  }
  return next;
}

// How many steps were carried out when the finding was made.
size_t StepsBefore(const std::vector<TraceStep>& steps,
                   const Finding& finding) {
  if (finding.step == 0) return steps.size();
  const auto after = std::find_if(
      steps.begin(), steps.end(),
      [&](const TraceStep& step) { return step.number > finding.step; });
  return static_cast<size_t>(after - steps.begin());
}

void KeepAroundSwitches(const std::vector<TraceStep>& steps,
                        const std::vector<size_t>& next, size_t count,
                        std::vector<bool>& keep) {
  for (size_t i = 1; i < count; ++i) {
    const TraceStep& before = steps[i - 1];
    if (before.task == steps[i].task) continue;
    const size_t again = next[i - 1];
    const bool forced = before.kind == OperationKind::kEnd ||
                        (again != kNone && steps[again].waited);
    if (!forced || !IsScaffolding(before.kind)) keep[i - 1] = true;
    if (!forced || !IsScaffolding(steps[i].kind)) keep[i] = true;
  }
}

void KeepLast(const std::vector<TraceStep>& steps, TaskId task, size_t count,
              std::vector<bool>& keep) {
  if (count == 0) return;
  keep[count - 1] = true;
  for (size_t i = count; i-- > 0;) {
    if (steps[i].task != task) continue;
    keep[i] = true;
    return;
  }
}

// A fold of a single step saves no line, unless it saves a column.
void KeepSingleSteps(const std::vector<TraceStep>& steps, size_t count,
                     std::vector<bool>& keep) {
  std::vector<bool> shown;
  for (size_t i = 0; i < count; ++i) {
    if (steps[i].task >= shown.size()) shown.resize(size_t{steps[i].task} + 1);
    if (keep[i]) shown[steps[i].task] = true;
  }
  for (size_t i = 1; i + 1 < count; ++i) {
    if (!keep[i] && keep[i - 1] && keep[i + 1] && shown[steps[i].task]) {
      keep[i] = true;
      ++i;
    }
  }
}

bool IsCritical(StepNumber step, const StoryOptions& options) {
  return std::binary_search(options.critical.begin(), options.critical.end(),
                            step);
}

// Turns of a loop, in which control doesn't change: where not all fits, they
// are the first to go.
void FoldRepetitions(const std::vector<TraceStep>& steps,
                     const StoryOptions& options, std::vector<bool>& keep) {
  const auto kept = std::count(keep.begin(), keep.end(), true);
  if (static_cast<size_t>(kept) <= options.rows_max) return;
  for (size_t i = 1; i + 1 < steps.size(); ++i) {
    const TraceStep& step = steps[i];
    const TraceStep& before = steps[i - 1];
    if (step.kind == OperationKind::kPoint && !step.switched &&
        !steps[i + 1].switched && step.liberty == Liberty::kNone &&
        before.task == step.task && before.kind == step.kind &&
        before.point == step.point && before.object == step.object &&
        !IsCritical(step.number, options)) {
      keep[i] = false;
    }
  }
}

void FoldOldest(const std::vector<TraceStep>& steps,
                const StoryOptions& options, std::vector<bool>& keep) {
  size_t kept = std::min(options.critical.size(), options.rows_max);
  for (size_t i = keep.size(); i-- > 0;) {
    if (!keep[i] || IsCritical(steps[i].number, options)) continue;
    keep[i] = kept < options.rows_max;
    ++kept;
  }
}

// Steps that a step which decides is at most a few steps of the same task away
// from; all where none does.
std::vector<bool> NearCritical(const std::vector<TraceStep>& steps,
                               const StoryOptions& options) {
  constexpr size_t kFar = 3;
  if (options.critical.empty()) return std::vector<bool>(steps.size(), true);
  std::vector<bool> near(steps.size(), false);
  std::map<TaskId, size_t> distances;
  const auto look_at = [&](size_t i) {
    size_t& distance = distances.try_emplace(steps[i].task, kFar).first->second;
    distance = IsCritical(steps[i].number, options) ? 0 : distance + 1;
    if (distance < kFar) near[i] = true;
  };
  for (size_t i = 0; i < steps.size(); ++i) look_at(i);
  distances.clear();
  for (size_t i = steps.size(); i-- > 0;) look_at(i);
  return near;
}

std::vector<bool> ChooseSteps(const Trace& trace, const Finding& finding,
                              size_t count, const StoryOptions& options) {
  const std::vector<TraceStep>& steps = trace.steps;
  if (options.full) return std::vector<bool>(steps.size(), true);
  std::vector<bool> keep(steps.size(), false);
  const std::vector<bool> near = NearCritical(steps, options);
  for (size_t i = 0; i < count; ++i) {
    keep[i] = (steps[i].kind == OperationKind::kPoint && near[i]) ||
              steps[i].liberty != Liberty::kNone ||
              (steps[i].waited && !IsScaffolding(steps[i].kind));
  }
  KeepAroundSwitches(steps, NextOfTask(steps, trace.task_names.size()), count,
                     keep);
  KeepLast(steps, finding.task, count, keep);
  for (size_t i = 0; i < count; ++i) {
    if (IsCritical(steps[i].number, options)) keep[i] = true;
  }
  KeepSingleSteps(steps, count, keep);
  FoldRepetitions(steps, options, keep);
  FoldOldest(steps, options, keep);
  return keep;
}

// "spurious wakeup"
std::string LibertyText(Liberty liberty) {
  std::string text(LibertyName(liberty));
  std::replace(text.begin(), text.end(), '-', ' ');
  return text;
}

void SetPlace(const Place& place, StoryRow& row) {
  row.place = PlaceText(ShortPath(place.file), place.line);
  row.source = place.source;
}

// What a task does when it goes on from a yield point is in the line after it;
// the point's own line only says its name again.
std::string PointSource(const TraceStep& step, PlaceResolver& resolver) {
  constexpr std::string_view kMacro = "INTERLEAVE_POINT(";
  const std::string own = resolver.Source(step.file, step.line);
  if (!Trim(own).starts_with(kMacro) || !Trim(own).ends_with(";")) return own;
  const std::string next = resolver.Source(step.file, step.line + 1);
  const std::string_view text = Trim(next);
  const bool says_little =
      text.size() < 3 || text.starts_with("}") || text.starts_with(kMacro);
  return says_little ? own : next;
}

// Of each step that is an access whose values are known, these.
std::map<StepNumber, std::string> ValuesOf(const Trace& trace) {
  std::map<StepNumber, std::string> values;
  MemoryValues text;
  for (const TraceAccess& access : trace.accesses) {
    if (access.is_step && access.known) values[access.step] = text.Both(access);
  }
  return values;
}

StoryRow StepRow(const Trace& trace, size_t index, bool keep,
                 PlaceResolver& resolver) {
  const TraceStep& step = trace.steps[index];
  StoryRow row;
  row.step = step.number;
  row.task = step.task;
  row.switched = step.switched;
  row.waited = step.waited;
  row.folded = !keep;
  if (!keep) return row;
  row.text = OperationText(step, trace.task_names);
  if (step.kind != OperationKind::kPoint) {
    if (step.waited) row.text += " (waited)";
    if (step.liberty != Liberty::kNone) {
      absl::StrAppend(&row.text, " (", LibertyText(step.liberty), ")");
    }
  }
  Place place;
  if (!step.file.empty()) {
    place.file = step.file;
    place.line = step.line;
    place.source = PointSource(step, resolver);
  } else {
    place = resolver.Locate(step.stack);
  }
  SetPlace(place, row);
  return row;
}

// A row for the steps that are left out just before steps[index].
void AddGap(const Trace& trace, size_t index, std::vector<StoryRow>& rows) {
  if (trace.steps[index].left_out == 0) return;
  StoryRow& row = rows.emplace_back();
  row.folded = true;
  row.left_out = trace.steps[index].left_out;
}

std::string_view FirstLine(std::string_view text) {
  text = Trim(text);
  return text.substr(0, text.find('\n'));
}

StoryRow FindingRow(const Finding& finding, PlaceResolver& resolver) {
  StoryRow row;
  row.step = finding.step;
  row.task = ConcernsAllTasks(finding.kind) ? kNoTask : finding.task;
  row.finding = true;
  row.text = FindingLabel(finding.kind);
  const std::string_view line = FirstLine(finding.message);
  if (!line.empty()) absl::StrAppend(&row.text, ": ", Text(TrimRight(line)));
  SetPlace(FindingPlace(finding, resolver), row);
  return row;
}

}  // namespace

std::string OperationText(const TraceStep& step,
                          const std::vector<std::string>& task_names) {
  if (step.kind == OperationKind::kPoint) return step.point;
  std::string text(OperationKindName(step.kind));
  const std::string& object =
      step.created < task_names.size() ? task_names[step.created] : step.object;
  if (!object.empty()) absl::StrAppend(&text, " ", object);
  return text;
}

bool ConcernsAllTasks(FindingKind kind) {
  return kind == FindingKind::kDeadlock;
}

std::string FindingLabel(FindingKind kind) {
  if (kind == FindingKind::kAssertion) return "FAILED";
  return absl::AsciiStrToUpper(Text(FindingKindName(kind)));
}

Place FindingPlace(const Finding& finding, PlaceResolver& resolver) {
  if (finding.file.empty()) return resolver.Locate(finding.stack);
  Place place;
  place.file = finding.file;
  place.line = finding.line;
  place.source = resolver.Source(finding.file, finding.line);
  return place;
}

std::vector<StoryRow> BuildStory(const Trace& trace, const Finding& finding,
                                 PlaceResolver& resolver,
                                 const StoryOptions& options) {
  const size_t count = StepsBefore(trace.steps, finding);
  const std::vector<bool> keep = ChooseSteps(trace, finding, count, options);
  const std::map<StepNumber, std::string> values = ValuesOf(trace);
  std::vector<StoryRow> rows;
  rows.reserve(trace.steps.size() + 1);
  for (size_t i = 0; i < count; ++i) {
    AddGap(trace, i, rows);
    rows.push_back(StepRow(trace, i, keep[i], resolver));
    rows.back().critical = IsCritical(trace.steps[i].number, options);
    const auto known = values.find(trace.steps[i].number);
    if (keep[i] && known != values.end()) {
      absl::StrAppend(&rows.back().text, ": ", known->second);
    }
  }
  rows.push_back(FindingRow(finding, resolver));
  for (size_t i = count; i < trace.steps.size(); ++i) {
    AddGap(trace, i, rows);
    rows.push_back(StepRow(trace, i, keep[i], resolver));
  }
  return rows;
}

}  // namespace interleave
