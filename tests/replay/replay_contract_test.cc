// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The contract of replay: every execution of every strategy, written as a token
// or as a schedule file and read again, is repeated operation by operation.

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <thread>

#include "interleave/explore/operation_log.h"
#include "interleave/explore/search.h"
#include "interleave/explore/trace_recorder.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/point.h"
#include "interleave/schedule/schedule.h"
#include "interleave/strategy/named_replay.h"
#include "interleave/strategy/replay.h"

namespace interleave {
namespace {

constexpr int kExecutions = 60;

void Unlocked() {
  int count = 0;
  const auto add = [&] {
    const int before = count;
    INTERLEAVE_POINT("contract.loaded");
    count = before + 1;
  };
  std::thread a(add), b(add);
  add();
  a.join();
  b.join();
}

void Locked() {
  std::mutex mutex;
  std::condition_variable changed;
  int turn = 0;
  std::thread other([&] {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::seconds(1), [&] { return turn == 1; });
    turn = 2;
  });
  {
    const std::lock_guard lock(mutex);
    turn = static_cast<int>(Choose(2));
  }
  changed.notify_all();
  other.join();
}

// Ends in a deadlock in some executions.
void Crossed() {
  std::mutex a, b;
  std::thread other([&] {
    const std::lock_guard first(a);
    const std::lock_guard second(b);
  });
  const std::lock_guard first(b);
  const std::lock_guard second(a);
  other.join();
}

void Mixed() {
  std::shared_mutex mutex;
  std::future<int> answer = std::async(std::launch::async, [&] {
    NameTask("reader");
    const std::shared_lock lock(mutex);
    return 1;
  });
  {
    const std::unique_lock lock(mutex);
    std::this_thread::yield();
  }
  answer.get();
}

struct Program {
  const char* name;
  void (*body)();
};

struct Case {
  Program program;
  const char* strategy;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.program.name << " under " << c.strategy;
}

struct Ran {
  ExecutionResult result;
  OperationLog log;
};

Ran RunOnce(void (*body)(), Strategy& strategy) {
  Ran ran;
  ran.result = ProcessExecution().Run(body, strategy, {}, &ran.log);
  strategy.End(ran.result);
  return ran;
}

void ExpectSame(const Ran& original, const Ran& again) {
  EXPECT_EQ(original.log.FirstDifference(again.log).text, "");
  EXPECT_EQ(original.result.choices, again.result.choices);
  EXPECT_EQ(original.result.outcome, again.result.outcome);
  EXPECT_EQ(original.result.steps, again.result.steps);
  ASSERT_EQ(original.result.findings.size(), again.result.findings.size());
  for (size_t i = 0; i < original.result.findings.size(); ++i) {
    EXPECT_EQ(original.result.findings[i].message,
              again.result.findings[i].message);
  }
}

// The schedule as a file says it.
Schedule Written(void (*body)(), const Choices& choices) {
  TraceRecorder recorder;
  ReplayStrategy replay(choices);
  replay.Begin();
  ProcessExecution().Run(body, replay, {}, &recorder);
  Schedule schedule;
  schedule.test = "Contract.Test";
  schedule.choices = recorder.Describe(choices);
  return schedule;
}

class ReplayContractTest : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override { LinkDoors(); }
};

TEST_P(ReplayContractTest, RepeatsEveryExecutionFromToken) {
  const auto [program, name] = GetParam();
  const auto search = MakeSearch({.strategy = name, .executions = kExecutions});
  for (int i = 0; i < kExecutions && search->Begin(); ++i) {
    const Ran original = RunOnce(program.body, *search);
    const auto choices = ParseToken(FormatToken(original.result.choices));
    ASSERT_TRUE(choices.ok()) << choices.status();
    ReplayStrategy replay(*choices);
    replay.Begin();
    ExpectSame(original, RunOnce(program.body, replay));
    EXPECT_TRUE(replay.status().followed()) << replay.status().reason;
  }
}

TEST_P(ReplayContractTest, RepeatsEveryExecutionByNamesFromAFile) {
  const auto [program, name] = GetParam();
  const auto search = MakeSearch({.strategy = name, .executions = kExecutions});
  for (int i = 0; i < kExecutions && search->Begin(); ++i) {
    const Ran original = RunOnce(program.body, *search);
    const std::string text =
        FormatSchedule(Written(program.body, original.result.choices));
    const auto schedule = ParseSchedule(text, "contract.schedule");
    ASSERT_TRUE(schedule.ok()) << schedule.status();
    NamedReplayStrategy replay(schedule->choices);
    replay.Begin();
    ExpectSame(original, RunOnce(program.body, replay));
    EXPECT_TRUE(replay.status().followed()) << replay.status().reason << text;
  }
}

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (const Program& program : {Program{"Unlocked", &Unlocked},
                                 {"Locked", &Locked},
                                 {"Crossed", &Crossed},
                                 {"Mixed", &Mixed}}) {
    for (const SearchKind& kind : SearchKinds()) {
      // It takes instrumented code only.
      if (kind.name == std::string_view("rf-dpor")) continue;
      cases.push_back({program, kind.name});
    }
  }
  return cases;
}

INSTANTIATE_TEST_SUITE_P(AllStrategies, ReplayContractTest,
                         testing::ValuesIn(Cases()));

}  // namespace
}  // namespace interleave
