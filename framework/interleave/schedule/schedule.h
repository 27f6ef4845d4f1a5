// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Schedule: a recorded execution as data, as a text file and as a token.
//
// docs/schedule_format.md describes both forms. The file says each switch
// twice: by the task's count of schedule points, which replays exactly, and by
// names, which is how it is found again after the code around it changed.

#ifndef INTERLEAVE_SCHEDULE_SCHEDULE_H_
#define INTERLEAVE_SCHEDULE_SCHEDULE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "interleave/schedule/choice.h"
#include "interleave/schedule/finding.h"
#include "interleave/schedule/operation.h"

namespace interleave {

// Where in its own course a task stands, in names.
//
// The operation before which it stands is the `occurrence`-th one of its kind
// since the last yield point the task passed (the anchor), or since the task's
// start when `anchor` is empty. A yield point needs no anchor: it is the
// `occurrence`-th of its name in the task.
struct Position {
  OperationKind kind = OperationKind::kStart;
  std::string point;  // kPoint only
  uint32_t occurrence = 1;
  std::string anchor;
  uint32_t anchor_occurrence = 0;
  // The task could not carry the operation out: it had to give way.
  bool blocked = false;

  friend bool operator==(const Position&, const Position&) = default;
};

// What was about to be done at a Position, by names that a change of lines or
// of what is around it leaves alone. Empty where nobody recorded it.
struct Identity {
  std::string object;    // "mutex 2"
  std::string function;  // "Pool::Reset", the user's own, without parameters
  // The how-manieth operation of its kind the task does in that function.
  uint32_t occurrence = 1;

  bool empty() const { return object.empty() && function.empty(); }
  friend bool operator==(const Identity&, const Identity&) = default;
};

struct RecordedChoice {
  Choice choice;
  std::string task;   // name of choice.task
  std::string to;     // kSwitch: name of the task that goes on
  Position position;  // kSwitch: where `task` gives way
  Identity identity;  // kSwitch: of what it was about to do there
  std::string place;  // "pool.cc:42", for the reader only; may be empty

  friend bool operator==(const RecordedChoice&,
                         const RecordedChoice&) = default;
};

struct Schedule {
  std::string test;     // "PoolTest.ResetWhileReturning"
  std::string program;  // file name of the binary, no folder
  // Of a whole program, as it was started; nothing for a test.
  std::vector<std::string> arguments;
  // ... and the options that say what its executions are: "races=off".
  std::vector<std::string> options;
  std::string strategy;  // which strategy found it
  uint64_t seed = 0;
  uint64_t execution = 0;  // in which execution of its exploration, from 1
  std::optional<FindingKind> finding;  // none: the execution passed
  std::string message;                 // of the finding; may have several lines
  std::vector<RecordedChoice> choices;

  Choices RawChoices() const;

  friend bool operator==(const Schedule&, const Schedule&) = default;
};

// The names that `options` may have: those that a schedule depends on.
bool IsRecordedOption(std::string_view name);

// What is read: all versions up to this one. What is written: the lowest that
// has a word for all of it.
inline constexpr int kScheduleFormatVersion = 2;

// REQUIRES: the fields hold what their comments say
// ENSURES: ParseSchedule(FormatSchedule(s), ...) == s
std::string FormatSchedule(const Schedule& schedule);

// `file` is the name used in errors: "FILE:LINE:COLUMN: expected ..., found
// ...". Fails with kInvalidArgument for damaged text and kFailedPrecondition
// for a file of another version.
absl::StatusOr<Schedule> ParseSchedule(std::string_view text,
                                       std::string_view file);

// The choices alone, on one line: "il1-" and URL-safe base64 with a checksum.
std::string FormatToken(const Choices& choices);
absl::StatusOr<Choices> ParseToken(std::string_view token);

}  // namespace interleave

#endif  // INTERLEAVE_SCHEDULE_SCHEDULE_H_
