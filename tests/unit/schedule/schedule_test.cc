// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/schedule.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "random_schedule.h"

namespace interleave {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

RecordedChoice Switch(TaskId task, const std::string& name, uint32_t at,
                      const Position& position, TaskId to,
                      const std::string& to_name) {
  RecordedChoice recorded;
  recorded.choice = {
      .kind = ChoiceKind::kSwitch, .task = task, .at = at, .value = to};
  recorded.task = name;
  recorded.to = to_name;
  recorded.position = position;
  return recorded;
}

RecordedChoice Value(TaskId task, const std::string& name, uint32_t at,
                     uint32_t value, uint32_t count) {
  RecordedChoice recorded;
  recorded.choice = {.kind = ChoiceKind::kValue,
                     .task = task,
                     .at = at,
                     .value = value,
                     .count = count};
  recorded.task = name;
  return recorded;
}

Position At(OperationKind kind, uint32_t occurrence = 1) {
  Position position;
  position.kind = kind;
  position.occurrence = occurrence;
  return position;
}

Position AtPoint(const std::string& name) {
  Position position = At(OperationKind::kPoint);
  position.point = name;
  return position;
}

Position After(const std::string& anchor, uint32_t anchor_occurrence,
               Position position) {
  position.anchor = anchor;
  position.anchor_occurrence = anchor_occurrence;
  return position;
}

Position Blocked(Position position) {
  position.blocked = true;
  return position;
}

Schedule SampleSchedule() {
  Schedule schedule;
  schedule.test = "PoolTest.ResetWhileReturning";
  schedule.program = "pool_test";
  schedule.strategy = "random";
  schedule.seed = 42;
  schedule.execution = 17;
  schedule.finding = FindingKind::kAssertion;
  schedule.message = "Value of: pool.size()\n  Actual: 3";
  schedule.choices = {
      Switch(0, "main", 4, Blocked(At(OperationKind::kJoin)), 1, "reset"),
      Switch(1, "reset", 2, AtPoint("pool.reset.loaded"), 2, "return"),
      Switch(
          2, "return", 5,
          Blocked(After("pool.return.loaded", 3, At(OperationKind::kLock, 2))),
          1, "reset"),
      Switch(1, "reset", 7, At(OperationKind::kEnd), 2, "return"),
      Value(0, "main", 3, 1, 2)};
  schedule.choices[0].place = "pool.cc:30";
  return schedule;
}

void ExpectRoundTrip(const Schedule& schedule) {
  const std::string text = FormatSchedule(schedule);
  const absl::StatusOr<Schedule> parsed = ParseSchedule(text, "file");
  ASSERT_TRUE(parsed.ok()) << parsed.status() << "\n" << text;
  EXPECT_TRUE(*parsed == schedule) << text << "became\n"
                                   << FormatSchedule(*parsed);
}

TEST(ScheduleTextTest, ReadsAsDocumented) {
  EXPECT_EQ(FormatSchedule(SampleSchedule()),
            R"(interleave-schedule 1
test PoolTest.ResetWhileReturning
program pool_test
strategy random
seed 42
execution 17
finding assertion
message Value of: pool.size()
message   Actual: 3
task 0 main
task 1 reset
task 2 return
switch main 4 join+1 blocked -> reset  # pool.cc:30
switch reset 2 point pool.reset.loaded#1 -> return
switch return 5 lock+2 after pool.return.loaded#3 blocked -> reset
switch reset 7 end -> return
value main 3 1/2
end
)");
}

TEST(ScheduleTextTest, RoundTripsEveryField) {
  ExpectRoundTrip(SampleSchedule());
}

TEST(ScheduleTextTest, RoundTripsTheEmptySchedule) {
  ExpectRoundTrip(Schedule());
  EXPECT_EQ(FormatSchedule(Schedule()),
            "interleave-schedule 1\nseed 0\nexecution 0\nfinding none\nend\n");
}

TEST(ScheduleTextTest, RoundTripsEveryFinding) {
  for (int i = 0; i < kFindingKindCount; ++i) {
    Schedule schedule;
    schedule.finding = static_cast<FindingKind>(i);
    ExpectRoundTrip(schedule);
  }
}

TEST(ScheduleTextTest, RoundTripsEveryOperation) {
  for (int i = 0; i < kOperationKindCount; ++i) {
    const auto kind = static_cast<OperationKind>(i);
    const Position position =
        kind == OperationKind::kPoint ? AtPoint("a.b") : At(kind);
    Schedule schedule;
    schedule.choices = {Switch(0, "main", 1, position, 1, "T1")};
    ExpectRoundTrip(schedule);
    schedule.choices[0].position.occurrence = 2;
    ExpectRoundTrip(schedule);
  }
}

TEST(ScheduleTextTest, RoundTripsTheLargestNumbers) {
  Schedule schedule;
  schedule.seed = UINT64_MAX;
  schedule.execution = UINT64_MAX;
  schedule.choices = {
      Switch(UINT32_MAX, "a", UINT32_MAX,
             After("a.b", UINT32_MAX, At(OperationKind::kLock, UINT32_MAX)),
             UINT32_MAX - 1, "b"),
      Value(0, "main", 0, UINT32_MAX - 1, UINT32_MAX)};
  ExpectRoundTrip(schedule);
}

TEST(ScheduleTextTest, RoundTripsMessagesAsTheyAre) {
  for (const char* message : {"one line",
                              "two\nlines",
                              "ends in a line feed\n",
                              "\n",
                              "\n\n",
                              "\nbegins with one",
                              "  indented",
                              "blank at the end ",
                              "carriage return\r\nand on",
                              "tab\tinside",
                              "# no comment",
                              "with # inside",
                              "\"quoted\"",
                              "\"half quoted",
                              "back\\slash",
                              "\x1b[31mred\x1b[0m",
                              "end",
                              "task 0 main",
                              "   ",
                              "\xe2\x82\xac and \xff"}) {
    Schedule schedule;
    schedule.message = message;
    ExpectRoundTrip(schedule);
  }
}

TEST(ScheduleTextTest, QuotesAMessageLineOnlyWhereItMust) {
  Schedule schedule;
  schedule.message = "  plain # \"line\" \\\nblank at the end \n\"quoted\"";
  EXPECT_THAT(FormatSchedule(schedule),
              HasSubstr("message   plain # \"line\" \\\n"
                        "message \"blank at the end \"\n"
                        "message \"\\\"quoted\\\"\"\n"));
}

TEST(ScheduleTextTest, TellsTasksOfOneNameApartByNumber) {
  Schedule schedule;
  const Position start = At(OperationKind::kStart);
  schedule.choices = {Switch(1, "worker", 3, start, 2, "worker"),
                      Switch(2, "worker", 1, start, 3, "my task")};
  EXPECT_THAT(FormatSchedule(schedule), HasSubstr(R"(task 1 worker
task 2 worker
task 3 "my task"
switch worker@1 3 start -> worker@2
switch worker@2 1 start -> "my task"
)"));
  ExpectRoundTrip(schedule);
}

TEST(ScheduleTextTest, KeepsBothNamesOfARenamedTask) {
  Schedule schedule;
  const Position start = At(OperationKind::kStart);
  schedule.choices = {Switch(0, "main", 1, start, 1, "T1"),
                      Switch(1, "reset", 3, start, 0, "main")};
  EXPECT_THAT(FormatSchedule(schedule),
              HasSubstr("task 0 main\ntask 1 T1\ntask 1 reset\n"));
  ExpectRoundTrip(schedule);
}

TEST(ScheduleTextTest, KeepsPlacesOnOneLine) {
  Schedule schedule = SampleSchedule();
  schedule.choices[0].place = "odd\nname.cc:3";
  EXPECT_THAT(FormatSchedule(schedule), HasSubstr("  # odd?name.cc:3\n"));
}

TEST(ScheduleTextTest, RoundTripsRandomSchedules) {
  Random random(1);
  for (int i = 0; i < 1000; ++i) {
    ExpectRoundTrip(RandomSchedule(random));
    if (HasFailure()) break;
  }
}

TEST(ScheduleTest, RawChoicesAreThoseThatReplay) {
  const Schedule schedule = SampleSchedule();
  const std::vector<RecordedChoice>& choices = schedule.choices;
  EXPECT_THAT(
      schedule.RawChoices(),
      ElementsAre(choices[0].choice, choices[1].choice, choices[2].choice,
                  choices[3].choice, choices[4].choice));
}

TEST(ScheduleTest, AWholeProgramsArgumentsAndOptionsAreKept) {
  Schedule schedule;
  schedule.program = "prog";
  schedule.arguments = {"input.txt", "", "two words", "--flag=\"x\"", "#"};
  schedule.options = {"races=off", "stack_bytes=1048576"};
  const std::string text = FormatSchedule(schedule);
  const absl::StatusOr<Schedule> parsed = ParseSchedule(text, "file");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(*parsed, schedule) << text;
}

}  // namespace
}  // namespace interleave
