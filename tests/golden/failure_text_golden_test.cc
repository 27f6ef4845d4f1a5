// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "golden/golden_file.h"
#include "gtest/gtest.h"
#include "interleave/report/failure_text.h"
#include "unit/report/fake_place_resolver.h"
#include "unit/report/trace_builder.h"

namespace interleave {
namespace {

using enum OperationKind;

FakePlaceResolver PoolSource() {
  return FakePlaceResolver({
      {42, "const int old = sockets_;"},
      {44, "std::lock_guard lock(idle_mutex_);"},
      {46, "sockets_ = 0;"},
      {50, "std::lock_guard lock(busy_mutex_);"},
      {61, "const int now = sockets_ + 1;"},
      {62, "sockets_ = now;"},
      {80, "EXPECT_EQ(pool.size(), pool.idle());"},
  });
}

FailureReport ReportOf(const std::string& test, const std::string& file) {
  FailureReport report;
  report.test = test;
  report.program = "pool_test";
  report.schedule.seed = 42;
  report.schedule.strategy = "pct";
  report.schedule.execution = 17;
  report.executions = 17;
  report.token = "il1-AgEDBQABAgQBAAEJ5f3q";
  report.schedule_path = absl::StrCat("interleave-out/", file, ".schedule");
  report.replay_command =
      absl::StrCat("./pool_test --gtest_filter=", test,
                   " --interleave_replay=", report.schedule_path);
  return report;
}

Trace LostReturnTrace() {
  return TraceBuilder({"main", "reset", "return"})
      .Step(0, kStart)
      .Step(0, kCreate, "T1", 71)
      .Step(0, kCreate, "T2", 72)
      .Step(1, kStart)
      .Step(1, kLock, "mutex 1", 40)
      .Step(1, kUnlock, "mutex 1", 41)
      .Point(1, "pool.reset.loaded", 42)
      .Step(2, kStart)
      .Point(2, "pool.return.loaded", 61)
      .Point(2, "pool.return.stored", 62)
      .Step(2, kLock, "mutex 2", 64)
      .Step(2, kUnlock, "mutex 2", 65)
      .Step(2, kSignal, "condition 1", 66)
      .Step(2, kEnd)
      .Point(1, "pool.reset.stored", 46)
      .Step(1, kEnd)
      .Step(0, kJoin, "reset", 78)
      .Waited()
      .Step(0, kJoin, "return", 79)
      .Build();
}

FailureReport LostReturn() {
  FailureReport report =
      ReportOf("PoolTest.ResetWhileReturning", "reset_while_returning");
  report.trace = LostReturnTrace();
  report.finding.kind = FindingKind::kAssertion;
  report.finding.message =
      "Expected equality of these values:\n"
      "  pool.size()\n    Which is: 0\n"
      "  pool.idle()\n    Which is: 1\n";
  report.finding.task = 0;
  report.finding.task_name = "main";
  report.finding.step = 18;
  report.finding.file = "pool.cc";
  report.finding.line = 80;
  return report;
}

TaskStanding WaitingForMutex(TaskId task, std::string name, std::string mutex,
                             int line, TaskId holder, std::string holder_name,
                             int holder_line) {
  TaskStanding standing;
  standing.task = task;
  standing.name = std::move(name);
  standing.next = kLock;
  standing.object = std::move(mutex);
  standing.site = PcOfLine(line);
  standing.holder = holder;
  standing.holder_name = std::move(holder_name);
  standing.holder_site = PcOfLine(holder_line);
  return standing;
}

FailureReport Deadlock() {
  FailureReport report = ReportOf("PoolTest.Close", "close");
  report.trace = TraceBuilder({"main", "reset", "return"})
                     .Step(0, kStart)
                     .Step(0, kCreate, "T1", 71)
                     .Step(0, kCreate, "T2", 72)
                     .Step(1, kStart)
                     .Step(1, kLock, "mutex 1", 44)
                     .Step(2, kStart)
                     .Step(2, kLock, "mutex 2", 50)
                     .Build();
  report.finding.kind = FindingKind::kDeadlock;
  report.finding.message = "no task can go on";
  report.finding.task = 2;
  report.finding.step = 7;
  TaskStanding main;
  main.task = 0;
  main.name = "main";
  main.next = kJoin;
  main.object = "reset";
  main.site = PcOfLine(78);
  main.holder = 1;
  main.holder_name = "reset";
  report.standings = {
      main,
      WaitingForMutex(1, "reset", "mutex 2", 50, 2, "return", 50),
      WaitingForMutex(2, "return", "mutex 1", 44, 1, "reset", 44),
  };
  return report;
}

FailureReport ManyTasks() {
  FailureReport report = ReportOf("PoolTest.FortyClients", "forty_clients");
  std::vector<std::string> names = {"main"};
  for (int i = 1; i <= 40; ++i) names.push_back(absl::StrCat("client", i));
  TraceBuilder builder(names);
  for (TaskId task = 1; task <= 40; ++task) {
    builder.Step(0, kCreate, absl::StrCat("T", task), 71);
  }
  for (TaskId task = 1; task <= 40; ++task) builder.Step(task, kStart);
  for (const TaskId task : {3, 9, 3, 21, 22, 40}) {
    builder.Point(task, "pool.return.loaded", 61);
  }
  report.trace = builder.Build();
  report.finding.message = "Set changed during iteration";
  report.finding.task = 40;
  report.finding.task_name = "client40";
  report.finding.step = 86;
  return report;
}

std::string Format(const FailureReport& report,
                   const FailureTextOptions& options = {}) {
  FakePlaceResolver resolver = PoolSource();
  return FormatFailure(report, resolver, options);
}

TEST(FailureTextGoldenTest, Assertion) {
  EXPECT_TRUE(MatchesGolden(Format(LostReturn()), "assertion"));
}

TEST(FailureTextGoldenTest, AssertionWithFullTrace) {
  EXPECT_TRUE(MatchesGolden(Format(LostReturn(), {.full_trace = true}),
                            "assertion_full_trace"));
}

TEST(FailureTextGoldenTest, AssertionOnANarrowTerminal) {
  EXPECT_TRUE(
      MatchesGolden(Format(LostReturn(), {.width = 70}), "assertion_narrow"));
}

TEST(FailureTextGoldenTest, Deadlock) {
  EXPECT_TRUE(MatchesGolden(Format(Deadlock()), "deadlock"));
}

TEST(FailureTextGoldenTest, ManyTasks) {
  EXPECT_TRUE(MatchesGolden(Format(ManyTasks()), "many_tasks"));
}

TEST(FailureTextGoldenTest, LongTokenOfACrashThatDidNotRepeat) {
  FailureReport report = LostReturn();
  report.finding.kind = FindingKind::kCrash;
  report.finding.message = "SIGSEGV";
  report.token = "il1-" + std::string(300, 'A');
  report.deterministic = false;
  EXPECT_TRUE(MatchesGolden(Format(report), "crash_long_token"));
}

TEST(FailureTextGoldenTest, ProgramWithoutATest) {
  FailureReport report;
  report.program = "server";
  report.finding.kind = FindingKind::kLeak;
  report.finding.message = "T1 was neither joined nor detached";
  report.schedule.seed = 42;
  EXPECT_TRUE(MatchesGolden(Format(report), "program"));
}

TEST(GoldenFilesTest, HoldNoAddress) {
  const std::regex address("0x[0-9a-fA-F]{4,}");
  for (const std::string& text : AllGoldenTexts()) {
    EXPECT_FALSE(std::regex_search(text, address)) << text;
  }
}

TEST(GoldenFilesTest, HoldNoTrailingSpace) {
  for (const std::string& text : AllGoldenTexts()) {
    EXPECT_EQ(text.find(" \n"), std::string::npos) << text;
  }
}

TEST(LineDiffTest, MarksWhatDiffers) {
  EXPECT_EQ(LineDiff("a\nb\nc\n", "a\nx\nc\nd\n"), "  a\n- b\n+ x\n  c\n+ d\n");
}

}  // namespace
}  // namespace interleave
