// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/show.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "interleave/report/columns.h"
#include "interleave/report/plain_text.h"
#include "interleave/report/story.h"
#include "interleave/schedule/schedule.h"
#include "tools/cli/complaint.h"
#include "tools/cli/schedule_input.h"

namespace interleave::cli {
namespace {

constexpr size_t kRowsMax = 60;

// Anybody may have written the file: nothing that a terminal acts on.
std::string Printable(std::string text) {
  for (char& c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c != '\n' && (code < 0x20 || code == 0x7f)) c = '?';
  }
  return text;
}

std::string Field(std::string_view name, const std::string& value) {
  if (value.empty()) return "";
  std::string text(name);
  text.resize(12, ' ');
  return absl::StrCat(text, Printable(value), "\n");
}

std::string Numeral(uint64_t number) {
  return number == 0 ? "" : absl::StrCat(number);
}

std::string HeaderText(const Schedule& schedule) {
  std::string text = absl::StrCat(
      Field("test", schedule.test), Field("program", schedule.program),
      Field("strategy", schedule.strategy),
      Field("seed", absl::StrCat(schedule.seed)),
      Field("execution", Numeral(schedule.execution)),
      Field("finding", schedule.finding.has_value()
                           ? std::string(FindingKindName(*schedule.finding))
                           : "none"));
  if (!schedule.message.empty()) {
    absl::StrAppend(&text, Indent(Printable(schedule.message), 12));
  }
  return text;
}

std::string PointText(const std::string& name, uint32_t occurrence) {
  return occurrence > 1 ? absl::StrCat(name, "#", occurrence) : name;
}

// Where a task gives way, much as the file says it.
std::string PositionText(const Position& position) {
  std::string text;
  if (position.kind == OperationKind::kPoint) {
    text = PointText(position.point, position.occurrence);
  } else {
    text = std::string(OperationKindName(position.kind));
    if (position.occurrence > 1) {
      absl::StrAppend(&text, "+", position.occurrence);
    }
    if (!position.anchor.empty()) {
      absl::StrAppend(&text, " after ",
                      PointText(position.anchor, position.anchor_occurrence));
    }
  }
  if (position.blocked) absl::StrAppend(&text, " (has to wait)");
  return text;
}

// Columns for the tasks that the schedule names, in order of their ids. Ids
// may be any number, so they are no use as indices.
class TaskColumns {
 public:
  explicit TaskColumns(const Schedule& schedule) {
    std::map<std::string, std::set<TaskId>> by_name;
    for (const RecordedChoice& recorded : schedule.choices) {
      Add(recorded.choice.task, recorded.task);
      if (recorded.choice.kind == ChoiceKind::kSwitch) {
        Add(recorded.choice.value, recorded.to);
      }
    }
    for (const auto& [id, name] : names_) by_name[name].insert(id);
    for (const auto& [id, name] : names_) {
      indices_[id] = static_cast<TaskId>(labels_.size());
      labels_.push_back(by_name[name].size() > 1 ? absl::StrCat(name, "@", id)
                                                 : name);
    }
  }

  TaskId Index(TaskId id) const { return indices_.at(id); }
  const std::vector<std::string>& labels() const { return labels_; }

 private:
  // The first name that a task goes by is the one it is known under.
  void Add(TaskId id, const std::string& name) { names_.try_emplace(id, name); }

  std::map<TaskId, std::string> names_;
  std::map<TaskId, TaskId> indices_;
  std::vector<std::string> labels_;
};

StoryRow ChoiceRow(const RecordedChoice& recorded, const TaskColumns& columns) {
  const Choice& choice = recorded.choice;
  StoryRow row;
  row.task = columns.Index(choice.task);
  row.place = recorded.place;
  if (choice.kind == ChoiceKind::kSwitch) {
    row.text = PositionText(recorded.position);
  } else {
    row.text = absl::StrCat("draws ", choice.value, " of ", choice.count);
  }
  return row;
}

// A row for each choice, in the column of the task that makes it. Switches are
// numbered, as in the verdict of a replay.
std::vector<StoryRow> Rows(const Schedule& schedule,
                           const TaskColumns& columns) {
  std::vector<StoryRow> rows;
  StepNumber switches = 0;
  TaskId goes_on = kNoTask;  // the column that the last switch went to
  const auto tell_who_goes_on = [&] {
    StoryRow row;
    row.task = goes_on;
    row.text = "goes on";
    rows.push_back(row);
  };
  for (const RecordedChoice& recorded : schedule.choices) {
    const StoryRow row = ChoiceRow(recorded, columns);
    if (goes_on != kNoTask && goes_on != row.task) tell_who_goes_on();
    goes_on = kNoTask;
    rows.push_back(row);
    if (recorded.choice.kind != ChoiceKind::kSwitch) continue;
    rows.back().step = ++switches;
    goes_on = columns.Index(recorded.choice.value);
  }
  if (goes_on != kNoTask) tell_who_goes_on();
  return rows;
}

std::string SwitchesText(const Schedule& schedule, bool full) {
  if (schedule.choices.empty()) {
    return "No switches: each task runs until it ends or has to wait.\n";
  }
  const TaskColumns columns(schedule);
  std::vector<StoryRow> rows = Rows(schedule, columns);
  const size_t left_out =
      full || rows.size() <= kRowsMax ? 0 : rows.size() - kRowsMax;
  rows.erase(rows.begin(), rows.begin() + static_cast<ptrdiff_t>(left_out));
  if (schedule.finding.has_value()) {
    StoryRow row;
    row.finding = true;
    row.text =
        absl::StrCat(FindingLabel(*schedule.finding), ": ",
                     schedule.message.substr(0, schedule.message.find('\n')));
    rows.push_back(row);
  }
  std::string text = "Before what each task gives way, switch by switch";
  if (left_out > 0) {
    absl::StrAppend(&text, " (the last ", kRowsMax, " of ", left_out + kRowsMax,
                    " rows; all: --full)");
  }
  return absl::StrCat(text, "\n\n", FormatColumns(rows, columns.labels()));
}

}  // namespace

ExitCode RunShow(const ShowOptions& options) {
  const absl::StatusOr<Schedule> schedule = LoadSchedule(options.schedule);
  if (!schedule.ok()) return Complain(schedule.status());
  std::printf("%s\n%s", HeaderText(*schedule).c_str(),
              SwitchesText(*schedule, options.full).c_str());
  return ExitCode::kNoFinding;
}

}  // namespace interleave::cli
