// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The ways from one task to another, and from one execution to the next.

#include "interleave/runtime/execution_steps.h"

#include <gtest/gtest.h>
#include <pthread.h>

#include <cfenv>
#include <limits>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/point.h"
#include "interleave/strategy/random.h"

namespace interleave {
namespace {

const ExecutionResult& RunOnce(Strategy& strategy,
                               absl::FunctionRef<void()> body) {
  strategy.Begin();
  const ExecutionResult& result = ProcessExecution().Run(body, strategy, {});
  strategy.End(result);
  return result;
}

TEST(ExecutionStepsTest, ATaskCalculatesAsItsCreatorDidAndKeepsThatToItself) {
  LinkDoors();
  RandomStrategy random(1);
  const auto third = [] {
    volatile double one = 1;
    volatile double three = 3;
    return one / three;
  };
  const double down = [&] {
    std::fesetround(FE_DOWNWARD);
    const double value = third();
    std::fesetround(FE_TONEAREST);
    return value;
  }();
  for (int i = 0; i < 50; ++i) {
    RunOnce(random, [&] {
      std::fesetround(FE_UPWARD);
      std::thread a([&] {
        EXPECT_EQ(std::fegetround(), FE_UPWARD);
        EXPECT_GT(third(), down);
        std::fesetround(FE_DOWNWARD);
        INTERLEAVE_POINT("test.down");
        EXPECT_EQ(std::fegetround(), FE_DOWNWARD);
        EXPECT_EQ(third(), down);
      });
      INTERLEAVE_POINT("test.up");
      EXPECT_EQ(std::fegetround(), FE_UPWARD);
      EXPECT_GT(third(), down);
      a.join();
      EXPECT_EQ(std::fegetround(), FE_UPWARD);
    });
    EXPECT_EQ(std::fegetround(), FE_TONEAREST);
  }
}

// Executions of `body` by RunWhile until `count` are over, and how often the
// way led back here.
struct Ran {
  std::vector<Choices> choices;
  int returns = 0;
};

Ran RunMany(Strategy& strategy, absl::FunctionRef<void()> body, size_t count) {
  Ran ran;
  while (ran.choices.size() < count) {
    ++ran.returns;
    strategy.Begin();
    const ExecutionResult& last = ProcessExecution().RunWhile(
        body, strategy, {}, [&](const ExecutionResult& result) {
          if (ran.choices.size() + 1 == count) return false;
          ran.choices.push_back(result.choices);
          strategy.End(result);
          return strategy.Begin();
        });
    ran.choices.push_back(last.choices);
    strategy.End(last);
  }
  return ran;
}

class RunWhileTest : public ::testing::Test {
 protected:
  // The first two executions of an exploration always lead back.
  static constexpr int kReturns = 3;

  void SetUp() override {
    LinkDoors();
    ProcessExecution().BeginExploration();
  }

  RandomStrategy random_{1};
};

void TwoTasks() {
  const auto points = [] {
    INTERLEAVE_POINT("test.first");
    INTERLEAVE_POINT("test.second");
  };
  std::thread a(points);
  std::thread b(points);
  a.join();
  b.join();
}

TEST_F(RunWhileTest, DoesWhatOneRunAfterAnotherDoes) {
  constexpr size_t kExecutions = 200;
  const Ran ran = RunMany(random_, &TwoTasks, kExecutions);
  EXPECT_EQ(ran.returns, kReturns);
  RandomStrategy again(1);
  for (size_t i = 0; i < kExecutions; ++i) {
    ASSERT_EQ(RunOnce(again, &TwoTasks).choices, ran.choices[i]) << i;
  }
}

TEST_F(RunWhileTest, EachExecutionBeginsOnTheSameStackWithTheSameIdentity) {
  std::set<std::pair<pthread_t, const void*>> seen;
  const Ran ran = RunMany(
      random_,
      [&seen] {
        const int here = 0;
        seen.emplace(pthread_self(), &here);
        TwoTasks();
      },
      20);
  EXPECT_EQ(ran.returns, kReturns);
  EXPECT_EQ(seen.size(), 1u);
}

TEST_F(RunWhileTest, EachExecutionBeginsWithThreadLocalVariablesMadeAnew) {
  static thread_local int count = 3;
  RunMany(
      random_,
      [] {
        EXPECT_EQ(++count, 4);
        std::thread a([] { EXPECT_EQ(++count, 4); });
        a.join();
      },
      20);
}

TEST_F(RunWhileTest, EachExecutionCalculatesAsTheHostDoes) {
  int executions = 0;
  const Ran ran = RunMany(
      random_,
      [&executions] {
        ++executions;
        EXPECT_EQ(std::fegetround(), FE_TONEAREST);
        EXPECT_EQ(std::fetestexcept(FE_ALL_EXCEPT), 0);
        std::fesetround(FE_UPWARD);
        volatile double huge = std::numeric_limits<double>::max();
        huge = huge * 2;
        EXPECT_NE(std::fetestexcept(FE_OVERFLOW), 0);
        TwoTasks();
      },
      20);
  EXPECT_EQ(ran.returns, kReturns);
  EXPECT_EQ(executions, 20);
  EXPECT_EQ(std::fegetround(), FE_TONEAREST);
}

TEST_F(RunWhileTest, ComesBackWithAFinding) {
  int executions = 0;
  const Ran ran = RunMany(
      random_,
      [&executions] {
        Task& self = *CurrentTask();
        if (++executions % 2 == 0) {
          self.execution->AddFinding(self, FindingKind::kAssertion, "even");
        }
      },
      20);
  EXPECT_EQ(executions, 20);
  EXPECT_EQ(ran.returns, 11);  // after the first, and with the ten findings
}

TEST_F(RunWhileTest, ComesBackFromADeadlockAndGoesOn) {
  int executions = 0;
  RunMany(
      random_,
      [&executions] {
        ++executions;
        pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
        pthread_mutex_lock(&mutex);
        if (executions % 3 == 0) pthread_mutex_lock(&mutex);
        TwoTasks();
      },
      30);
  EXPECT_EQ(executions, 30);
}

TEST_F(RunWhileTest, ComesBackWhenTheBodyIsLeftOrEndsBeforeOthers) {
  int executions = 0;
  const Ran left = RunMany(
      random_,
      [&executions] {
        ++executions;
        pthread_exit(nullptr);
      },
      10);
  EXPECT_EQ(left.returns, 10);
  const Ran outlived = RunMany(
      random_,
      [&executions] {
        ++executions;
        std::thread([] { INTERLEAVE_POINT("test.late"); }).detach();
      },
      200);
  EXPECT_GT(outlived.returns, 10);
  EXPECT_LT(outlived.returns, 190);
  EXPECT_EQ(executions, 210);
}

}  // namespace
}  // namespace interleave
