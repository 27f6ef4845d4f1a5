// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ParseSchedule: reads the text form of a schedule, line by line.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/nearest_name.h"
#include "interleave/schedule/line_cursor.h"
#include "interleave/schedule/schedule.h"

namespace interleave {
namespace {

constexpr std::string_view kVersionKey = "interleave-schedule";
constexpr std::string_view kEndKey = "end";

constexpr std::string_view kATask = "the name of a task";
constexpr std::string_view kACount = "the task's count of schedule points";

class ScheduleParser {
 public:
  // Reads one line. False after an error.
  bool ReadLine(LineCursor& line);
  bool ended() const { return state_ == State::kEnded; }
  bool begun() const { return state_ != State::kStart; }
  // The error, when it is not the line's own.
  const absl::Status& status() const { return status_; }
  Schedule Take() { return std::move(schedule_); }

 private:
  enum class State : uint8_t { kStart, kFields, kEnded };
  struct Key {
    std::string_view name;
    bool (ScheduleParser::*read)(LineCursor& line);
    bool repeats;
  };

  bool ReadVersion(LineCursor& line);
  bool ReadKey(LineCursor& line);

  // One for each key: what follows it.
  bool ReadTest(LineCursor& line);
  bool ReadProgram(LineCursor& line);
  bool ReadArgument(LineCursor& line);
  bool ReadOption(LineCursor& line);
  bool ReadStrategy(LineCursor& line);
  bool ReadSeed(LineCursor& line);
  bool ReadExecution(LineCursor& line);
  bool ReadFinding(LineCursor& line);
  bool ReadMessage(LineCursor& line);
  bool ReadTask(LineCursor& line);
  bool ReadSwitch(LineCursor& line);
  bool ReadValue(LineCursor& line);
  bool ReadEnd(LineCursor& line);

  bool ReadTaskReference(LineCursor& line, TaskId& id, std::string& name);
  bool ReadPosition(LineCursor& line, Position& position);
  bool ReadIdentity(LineCursor& line, Identity& identity);
  bool UnknownTask(LineCursor& line, const std::string& name);

  State state_ = State::kStart;
  uint32_t version_ = 0;
  absl::Status status_;
  std::set<std::string_view> keys_read_;
  bool message_begun_ = false;
  std::map<std::string, std::set<TaskId>> tasks_;  // by name
  Schedule schedule_;
};

bool ScheduleParser::ReadLine(LineCursor& line) {
  if (line.AtEnd()) return true;
  switch (state_) {
    case State::kStart:
      return ReadVersion(line);
    case State::kFields:
      return ReadKey(line);
    case State::kEnded: {
      constexpr std::string_view kNothing = "nothing after the line \"end\"";
      std::string_view word;
      return line.Word(kNothing, word) && line.Fail(kNothing);
    }
  }
  return false;
}

bool ScheduleParser::ReadVersion(LineCursor& line) {
  if (!line.Keyword(kVersionKey) ||
      !line.Number("a format version", version_)) {
    return false;
  }
  if (version_ == 0 || version_ > kScheduleFormatVersion) {
    status_ = absl::FailedPreconditionError(absl::StrCat(
        line.Where(), ": this schedule has format version ", version_,
        "; this build of Interleave reads versions 1 to ",
        kScheduleFormatVersion));
    return false;
  }
  state_ = State::kFields;
  return line.End();
}

bool ScheduleParser::ReadKey(LineCursor& line) {
  using P = ScheduleParser;
  static constexpr Key kKeys[] = {
      {"test", &P::ReadTest, false},
      {"program", &P::ReadProgram, false},
      {"argument", &P::ReadArgument, true},
      {"option", &P::ReadOption, true},
      {"strategy", &P::ReadStrategy, false},
      {"seed", &P::ReadSeed, false},
      {"execution", &P::ReadExecution, false},
      {"finding", &P::ReadFinding, false},
      {"message", &P::ReadMessage, true},
      {"task", &P::ReadTask, true},
      {"switch", &P::ReadSwitch, true},
      {"value", &P::ReadValue, true},
      {kEndKey, &P::ReadEnd, false},
  };
  constexpr std::string_view kExpected =
      "one of test, program, argument, option, strategy, seed, execution, "
      "finding, message, task, switch, value, end";
  std::string_view word;
  if (!line.Word(kExpected, word)) return false;
  for (const Key& key : kKeys) {
    if (key.name != word) continue;
    if (!keys_read_.insert(key.name).second && !key.repeats) {
      return line.Fail(
          absl::StrCat("one line ", FormatQuoted(key.name), " in all"),
          " once more");
    }
    return (this->*key.read)(line);
  }
  return line.Fail(kExpected);
}

bool ScheduleParser::ReadTest(LineCursor& line) {
  return line.Name("the name of a test", schedule_.test) && line.End();
}

bool ScheduleParser::ReadProgram(LineCursor& line) {
  return line.Name("the file name of a program", schedule_.program) &&
         line.End();
}

bool ScheduleParser::ReadArgument(LineCursor& line) {
  std::string argument;
  if (!line.Name("an argument of the program", argument)) return false;
  schedule_.arguments.push_back(std::move(argument));
  return line.End();
}

bool ScheduleParser::ReadOption(LineCursor& line) {
  constexpr std::string_view kExpected =
      "an option of the program's executions, such as races=off";
  std::string option;
  if (!line.Name(kExpected, option)) return false;
  const size_t equals = option.find('=');
  if (equals == option.npos || !IsRecordedOption(option.substr(0, equals))) {
    return line.Fail(kExpected);
  }
  schedule_.options.push_back(std::move(option));
  return line.End();
}

bool ScheduleParser::ReadStrategy(LineCursor& line) {
  return line.Name("the name of a strategy", schedule_.strategy) && line.End();
}

bool ScheduleParser::ReadSeed(LineCursor& line) {
  return line.Number("a seed (a number)", schedule_.seed) && line.End();
}

bool ScheduleParser::ReadExecution(LineCursor& line) {
  return line.Number("the number of an execution", schedule_.execution) &&
         line.End();
}

bool ScheduleParser::ReadFinding(LineCursor& line) {
  constexpr std::string_view kExpected =
      "\"none\" or a kind of finding, such as assertion";
  std::string_view word;
  if (!line.Word(kExpected, word)) return false;
  schedule_.finding = FindingKindFromName(word);
  if (!schedule_.finding && word != "none") return line.Fail(kExpected);
  return line.End();
}

bool ScheduleParser::ReadMessage(LineCursor& line) {
  std::string text;
  if (!line.Rest(text)) return false;
  absl::StrAppend(&schedule_.message, message_begun_ ? "\n" : "", text);
  message_begun_ = true;
  return true;
}

bool ScheduleParser::ReadTask(LineCursor& line) {
  TaskId id = kNoTask;
  std::string name;
  if (!line.Number("the number of a task", id) || !line.Name(kATask, name)) {
    return false;
  }
  if (!tasks_[name].insert(id).second) {
    return line.Fail("each task once", " once more");
  }
  return line.End();
}

bool ScheduleParser::ReadSwitch(LineCursor& line) {
  RecordedChoice recorded;
  recorded.choice.kind = ChoiceKind::kSwitch;
  const bool ok =
      ReadTaskReference(line, recorded.choice.task, recorded.task) &&
      line.Number(kACount, recorded.choice.at) &&
      ReadPosition(line, recorded.position) &&
      ReadIdentity(line, recorded.identity) &&
      (recorded.position.blocked = line.TryKeyword("blocked"), true) &&
      line.Keyword("->") &&
      ReadTaskReference(line, recorded.choice.value, recorded.to) &&
      line.End(&recorded.place);
  if (ok) schedule_.choices.push_back(std::move(recorded));
  return ok;
}

bool ScheduleParser::ReadValue(LineCursor& line) {
  constexpr std::string_view kExpected =
      "VALUE/COUNT with a value below the count, such as 0/2";
  RecordedChoice recorded;
  Choice& choice = recorded.choice;
  choice.kind = ChoiceKind::kValue;
  std::string_view word;
  if (!(ReadTaskReference(line, choice.task, recorded.task) &&
        line.Number(kACount, choice.at) && line.Word(kExpected, word))) {
    return false;
  }
  const size_t slash = word.find('/');
  if (slash == std::string_view::npos ||
      !ParseDigits(word.substr(0, slash), choice.value) ||
      !ParseDigits(word.substr(slash + 1), choice.count) ||
      choice.value >= choice.count) {
    return line.Fail(kExpected);
  }
  for (int i = 1; i < kLibertyCount; ++i) {
    const auto liberty = static_cast<Liberty>(i);
    if (!line.TryKeyword(LibertyName(liberty))) continue;
    choice.liberty = liberty;
    break;
  }
  if (!line.End(&recorded.place)) return false;
  schedule_.choices.push_back(std::move(recorded));
  return true;
}

bool ScheduleParser::ReadEnd(LineCursor& line) {
  state_ = State::kEnded;
  return line.End();
}

bool ScheduleParser::ReadTaskReference(LineCursor& line, TaskId& id,
                                       std::string& name) {
  if (!line.Name(kATask, name)) return false;
  const auto task = tasks_.find(name);
  if (task == tasks_.end()) return UnknownTask(line, name);
  const std::set<TaskId>& ids = task->second;
  std::optional<uint32_t> number;
  const std::string numbered = absl::StrCat(
      FormatName(name), "@N with the number of one of the tasks of this name");
  if (!line.Suffix('@', numbered, number)) return false;
  if (number ? !ids.contains(*number) : ids.size() > 1) {
    return line.Fail(numbered);
  }
  id = number ? *number : *ids.begin();
  return true;
}

bool ScheduleParser::UnknownTask(LineCursor& line, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& [known, ids] : tasks_) names.push_back(known);
  const std::string nearest = NearestName(name, names);
  return line.Fail(
      "the name of a task with a line \"task\" above",
      nearest.empty() ? "" : absl::StrCat("; did you mean \"", nearest, "\"?"));
}

bool ScheduleParser::ReadPosition(LineCursor& line, Position& position) {
  constexpr std::string_view kExpected =
      "an operation, such as lock+1, or \"point\" and a name";
  std::string_view word;
  if (!line.Word(kExpected, word)) return false;
  const size_t plus = word.find('+');
  const std::optional<OperationKind> kind =
      OperationKindFromName(word.substr(0, plus));
  if (!kind) return line.Fail(kExpected);
  position.kind = *kind;
  if (plus != std::string_view::npos &&
      (*kind == OperationKind::kPoint ||
       !ParseDigits(word.substr(plus + 1), position.occurrence) ||
       position.occurrence == 0)) {
    return line.Fail(kExpected);
  }
  if (*kind == OperationKind::kPoint) {
    if (!line.Point(position.point, position.occurrence)) return false;
  } else if (line.TryKeyword("after")) {
    position.anchor_occurrence = 1;
    if (!line.Point(position.anchor, position.anchor_occurrence)) {
      return false;
    }
  }
  return true;
}

bool ScheduleParser::ReadIdentity(LineCursor& line, Identity& identity) {
  if (version_ < 2) return true;
  if (line.TryKeyword("on") && !line.Name("an object", identity.object)) {
    return false;
  }
  if (!line.TryKeyword("in")) return true;
  constexpr std::string_view kNumbered =
      "a function, and #N for the N-th time in it";
  std::optional<uint32_t> number;
  if (!line.Name("a function", identity.function) ||
      !line.Suffix('#', kNumbered, number)) {
    return false;
  }
  identity.occurrence = number.value_or(1);
  return identity.occurrence != 0 || line.Fail(kNumbered);
}

}  // namespace

absl::StatusOr<Schedule> ParseSchedule(std::string_view text,
                                       std::string_view file) {
  ScheduleParser parser;
  int number = 0;
  size_t last_length = 0;
  for (std::optional<std::string_view> rest = text; rest;) {
    const std::string_view text_line = TakeLine(rest);
    LineCursor line(text_line, file, ++number);
    if (!parser.ReadLine(line)) {
      return parser.status().ok() ? line.status() : parser.status();
    }
    last_length = text_line.size();
  }
  if (!parser.ended()) {
    return absl::InvalidArgumentError(absl::StrCat(
        std::string(file), ":", number, ":", last_length + 1, ": expected ",
        FormatQuoted(parser.begun() ? kEndKey : kVersionKey),
        ", found the end of the file"));
  }
  return parser.Take();
}

}  // namespace interleave
