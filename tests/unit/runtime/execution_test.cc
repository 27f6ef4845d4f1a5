// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/execution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/point.h"
#include "interleave/strategy/random.h"
#include "interleave/strategy/replay.h"

namespace interleave {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

class ExecutionTest : public ::testing::Test {
 protected:
  void SetUp() override { LinkDoors(); }

  const ExecutionResult& Run(Strategy& strategy, absl::FunctionRef<void()> body,
                             const ExecutionLimits& limits = {}) {
    strategy.Begin();
    const ExecutionResult& result =
        ProcessExecution().Run(body, strategy, limits);
    strategy.End(result);
    return result;
  }

  RandomStrategy random_{1};
};

void* Nothing(void*) { return nullptr; }

TEST_F(ExecutionTest, GivesEachTaskItsOwnIdentity) {
  std::vector<pthread_t> identities;
  Run(random_, [&] {
    identities.push_back(pthread_self());
    std::thread a([&] { identities.push_back(pthread_self()); });
    a.join();
    errno = 5;
    std::thread b([] { errno = 7; });
    b.join();
    EXPECT_EQ(errno, 5);
  });
  ASSERT_EQ(identities.size(), 2u);
  EXPECT_NE(identities[0], identities[1]);
  EXPECT_NE(identities[0], pthread_self());
}

TEST_F(ExecutionTest, RunsATaskOnTheStackItsIdentityReports) {
  bool inside = false;
  Run(random_, [&] {
    std::thread([&] {
      pthread_attr_t attr;
      pthread_getattr_np(pthread_self(), &attr);
      void* low = nullptr;
      size_t size = 0;
      pthread_attr_getstack(&attr, &low, &size);
      pthread_attr_destroy(&attr);
      const char local = 0;
      inside = &local >= low && &local < static_cast<char*>(low) + size;
    }).join();
  });
  EXPECT_TRUE(inside);
}

TEST_F(ExecutionTest, ReplaysWhatItRecorded) {
  for (int round = 0; round < 200; ++round) {
    std::string first, second;
    std::string* order = &first;
    const auto body = [&] {
      std::thread threads[3];
      for (int i = 0; i < 3; ++i) {
        threads[i] = std::thread([&order, i] {
          for (int k = 0; k < 3; ++k) {
            INTERLEAVE_POINT("test.task.step");
            order->push_back(static_cast<char>('a' + i));
          }
        });
      }
      for (std::thread& thread : threads) thread.join();
    };
    const Choices choices = Run(random_, body).choices;
    order = &second;
    ReplayStrategy replay(choices);
    EXPECT_EQ(Run(replay, body).choices, choices);
    EXPECT_TRUE(replay.status().followed()) << replay.status().reason;
    EXPECT_EQ(first, second);
  }
}

TEST_F(ExecutionTest, NumbersTasksInOrderOfCreation) {
  std::vector<std::string> names;
  Run(random_, [&] {
    pthread_t thread;
    for (int i = 0; i < 2; ++i) {
      pthread_create(&thread, nullptr, &Nothing, nullptr);
      char name[16];
      pthread_getname_np(thread, name, sizeof name);
      names.emplace_back(name);
      pthread_join(thread, nullptr);
    }
  });
  EXPECT_THAT(names, ElementsAre("T1", "T2"));
}

TEST_F(ExecutionTest, OnlyOneOfTwoTasksThatWaitForAnEndJoinsIt) {
  // Time moves when nobody else can go on, so both wait before T1 ends.
  const ExecutionResult& result = Run(random_, [] {
    pthread_t target;
    const auto sleep = [](void*) -> void* {
      // style: virtual time
      std::this_thread::sleep_for(std::chrono::seconds(1));
      return nullptr;
    };
    pthread_create(&target, nullptr, sleep, nullptr);
    std::vector<int> errors;
    std::thread other([&] { errors.push_back(pthread_join(target, nullptr)); });
    errors.push_back(pthread_join(target, nullptr));
    other.join();
    EXPECT_THAT(errors, UnorderedElementsAre(0, EINVAL));
  });
  ASSERT_FALSE(result.findings.empty());
  EXPECT_EQ(result.findings[0].kind, FindingKind::kMisuse);
  EXPECT_THAT(result.findings[0].message,
              HasSubstr("joins T1, which was joined already"));
}

TEST_F(ExecutionTest, ReportsADeadlockAndGoesOnExploring) {
  int deadlocks = 0;
  for (int round = 0; round < 300; ++round) {
    pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
    const ExecutionResult& result = Run(random_, [&] {
      std::thread one([&] {
        pthread_mutex_lock(&a);
        pthread_mutex_lock(&b);
        pthread_mutex_unlock(&b);
        pthread_mutex_unlock(&a);
      });
      std::thread two([&] {
        pthread_mutex_lock(&b);
        pthread_mutex_lock(&a);
        pthread_mutex_unlock(&a);
        pthread_mutex_unlock(&b);
      });
      one.join();
      two.join();
    });
    if (result.findings.empty()) continue;
    ++deadlocks;
    EXPECT_EQ(result.findings.front().kind, FindingKind::kDeadlock);
    EXPECT_EQ(result.outcome, Outcome::kCut);
    EXPECT_EQ(result.standings.size(), 3u);
  }
  EXPECT_GT(deadlocks, 20);
  EXPECT_LT(deadlocks, 280);
}

TEST_F(ExecutionTest, ReportsTasksLeftUnjoined) {
  const ExecutionResult& result = Run(random_, [] {
    pthread_t thread;
    pthread_create(&thread, nullptr, &Nothing, nullptr);
  });
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].kind, FindingKind::kLeak);
  EXPECT_THAT(result.findings[0].message, HasSubstr("neither joined"));
}

TEST_F(ExecutionTest, StopsAtTheStepLimitAndNamesTheFlag) {
  ExecutionLimits limits;
  limits.steps_max = 100;
  const ExecutionResult& result = Run(
      random_,
      [] {
        std::thread([] {
          for (;;) INTERLEAVE_POINT("test.task.spins");
        }).join();
      },
      limits);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].kind, FindingKind::kStepLimit);
  EXPECT_THAT(result.findings[0].message, HasSubstr("--interleave_steps_max"));
  EXPECT_EQ(result.steps, 100u);
}

TEST_F(ExecutionTest, SleepsOnVirtualTimeInOrderOfDeadlines) {
  using std::chrono_literals::operator""h;
  std::string order;
  Run(random_, [&] {
    std::thread late([&] {
      std::this_thread::sleep_for(2h);  // style: virtual time
      order += "late";
    });
    std::thread early([&] {
      std::this_thread::sleep_for(1h);  // style: virtual time
      order += "early ";
    });
    late.join();
    early.join();
  });
  EXPECT_EQ(order, "early late");
}

TEST_F(ExecutionTest, PassesThroughWhileTheSchedulerItselfRuns) {
  // A strategy that calls doors: they must not come back to the scheduler.
  class Intruder final : public Strategy {
   public:
    bool Begin() override { return true; }
    uint32_t Choose(const ChoicePoint&) override {
      INTERLEAVE_POINT("test.strategy.point");
      pthread_mutex_lock(&mutex_);
      pthread_mutex_unlock(&mutex_);
      return 0;
    }
    void End(const ExecutionResult&) override {}

   private:
    pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  } intruder;
  const ExecutionResult& result = Run(intruder, [] {
    std::thread a([] { INTERLEAVE_POINT("test.task.step"); });
    std::thread b([] { INTERLEAVE_POINT("test.task.step"); });
    a.join();
    b.join();
  });
  EXPECT_EQ(result.outcome, Outcome::kCompleted);
  EXPECT_EQ(result.steps, 9u);  // 3 starts, 2 creates, 2 points, 2 joins
}

TEST_F(ExecutionTest, ReusesTheIdentityOfAJoinedTask) {
  const ExecutionResult& result = Run(random_, [] {
    for (int i = 0; i < 5'000; ++i) std::thread([] {}).join();
  });
  EXPECT_EQ(result.tasks, 5'001u);
  EXPECT_TRUE(result.findings.empty());
}

}  // namespace
}  // namespace interleave
