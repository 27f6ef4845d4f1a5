// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/schedule.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {
namespace {

// The tasks that a schedule speaks of. A task renamed on its way has several
// names, and several tasks may share one.
class TaskNames {
 public:
  explicit TaskNames(const std::vector<RecordedChoice>& choices) {
    for (const RecordedChoice& recorded : choices) {
      Add(recorded.choice.task, recorded.task);
      if (recorded.choice.kind == ChoiceKind::kSwitch) {
        Add(recorded.choice.value, recorded.to);
      }
    }
  }

  std::string Lines() const {
    std::string lines;
    for (const auto& [id, name] : tasks_) {
      absl::StrAppend(&lines, "task ", id, " ", FormatName(name), "\n");
    }
    return lines;
  }

  // "reset", or "reset@2" when another task has that name too.
  std::string Reference(TaskId id, const std::string& name) const {
    const bool unique = tasks_with_.at(name) == 1;
    return unique ? FormatName(name) : absl::StrCat(FormatName(name), "@", id);
  }

 private:
  void Add(TaskId id, const std::string& name) {
    if (tasks_.emplace(id, name).second) ++tasks_with_[name];
  }

  std::set<std::pair<TaskId, std::string>> tasks_;
  std::map<std::string, int> tasks_with_;
};

void AppendField(const char* key, const std::string& value, std::string& text) {
  if (value.empty()) return;
  absl::StrAppend(&text, key, " ", FormatName(value), "\n");
}

// As it is where the parser gives back the same, else in quotes.
std::string MessageLine(std::string_view line) {
  if (line.empty()) return "message\n";
  const bool plain = line.front() != '"' && line.back() != ' ' &&
                     std::none_of(line.begin(), line.end(), IsControl);
  return absl::StrCat("message ",
                      plain ? std::string(line) : FormatQuoted(line), "\n");
}

// One line for each line of the message; none for an empty message.
std::string MessageLines(const std::string& message) {
  std::string lines;
  if (message.empty()) return lines;
  for (size_t begin = 0; begin <= message.size();) {
    const size_t end = std::min(message.find('\n', begin), message.size());
    lines.append(
        MessageLine(std::string_view(message).substr(begin, end - begin)));
    begin = end + 1;
  }
  return lines;
}

std::string PositionText(const Position& position) {
  std::string text(OperationKindName(position.kind));
  if (position.kind == OperationKind::kPoint) {
    absl::StrAppend(&text, " ",
                    FormatPoint(position.point, position.occurrence));
  } else {
    // A task starts and ends once; "+1" would say nothing.
    const bool once = position.kind == OperationKind::kStart ||
                      position.kind == OperationKind::kEnd;
    if (!once || position.occurrence != 1) {
      absl::StrAppend(&text, "+", position.occurrence);
    }
    if (!position.anchor.empty()) {
      absl::StrAppend(&text, " after ",
                      FormatPoint(position.anchor, position.anchor_occurrence));
    }
  }
  return text;
}

// " on "mutex 1" in Pool::Reset#2"
std::string IdentityText(const Identity& identity) {
  std::string text;
  if (!identity.object.empty()) {
    absl::StrAppend(&text, " on ", FormatName(identity.object));
  }
  if (!identity.function.empty()) {
    absl::StrAppend(&text, " in ", FormatName(identity.function));
    if (identity.occurrence != 1) {
      absl::StrAppend(&text, "#", identity.occurrence);
    }
  }
  return text;
}

// The lowest format that has words for all of it.
int VersionFor(const Schedule& schedule) {
  const bool identified = std::any_of(
      schedule.choices.begin(), schedule.choices.end(),
      [](const RecordedChoice& choice) { return !choice.identity.empty(); });
  return identified ? 2 : 1;
}

void AppendChoice(const RecordedChoice& recorded, const TaskNames& names,
                  std::string& text) {
  const Choice& choice = recorded.choice;
  const std::string task = names.Reference(choice.task, recorded.task);
  if (choice.kind == ChoiceKind::kSwitch) {
    absl::StrAppend(&text, "switch ", task, " ", choice.at, " ",
                    PositionText(recorded.position),
                    IdentityText(recorded.identity),
                    recorded.position.blocked ? " blocked -> " : " -> ",
                    names.Reference(choice.value, recorded.to));
  } else {
    absl::StrAppend(&text, "value ", task, " ", choice.at, " ", choice.value,
                    "/", choice.count);
    if (choice.liberty != Liberty::kNone) {
      absl::StrAppend(&text, " ", Text(LibertyName(choice.liberty)));
    }
  }
  if (!recorded.place.empty()) {
    std::string place = recorded.place;
    std::replace_if(place.begin(), place.end(), IsControl, '?');
    absl::StrAppend(&text, "  # ", place);
  }
  absl::StrAppend(&text, "\n");
}

}  // namespace

bool IsRecordedOption(std::string_view name) {
  static constexpr std::string_view kNames[] = {
      "fail_on_exit_code", "hang_seconds", "heap",  "memory_limit_mb",
      "only_timeouts",     "points",       "races", "stack_bytes",
      "steps_max",         "timeouts",
  };
  return std::find(std::begin(kNames), std::end(kNames), name) !=
         std::end(kNames);
}

Choices Schedule::RawChoices() const {
  Choices raw;
  raw.reserve(choices.size());
  for (const RecordedChoice& recorded : choices) raw.push_back(recorded.choice);
  return raw;
}

std::string FormatSchedule(const Schedule& schedule) {
  const TaskNames names(schedule.choices);
  std::string text =
      absl::StrCat("interleave-schedule ", VersionFor(schedule), "\n");
  AppendField("test", schedule.test, text);
  AppendField("program", schedule.program, text);
  for (const std::string& argument : schedule.arguments) {
    absl::StrAppend(&text, "argument ", FormatName(argument), "\n");
  }
  for (const std::string& option : schedule.options) {
    absl::StrAppend(&text, "option ", FormatName(option), "\n");
  }
  AppendField("strategy", schedule.strategy, text);
  absl::StrAppend(&text, "seed ", schedule.seed, "\n");
  absl::StrAppend(&text, "execution ", schedule.execution, "\n");
  const std::string finding(
      schedule.finding ? FindingKindName(*schedule.finding) : "none");
  absl::StrAppend(&text, "finding ", finding, "\n");
  absl::StrAppend(&text, MessageLines(schedule.message), names.Lines());
  for (const RecordedChoice& recorded : schedule.choices) {
    AppendChoice(recorded, names, text);
  }
  absl::StrAppend(&text, "end\n");
  return text;
}

}  // namespace interleave
