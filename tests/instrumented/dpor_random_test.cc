// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs drawn at random: dpor comes to the outcomes and to the kinds of
// findings that depth-first search comes to, in no more executions.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <semaphore>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

struct Shared {
  std::atomic<int> first = 0;
  std::atomic<int> second = 0;
  int plain = 0;
  std::mutex mutex;
  std::mutex other;
  std::condition_variable condition;
  bool ready = false;
  std::counting_semaphore<4> semaphore{1};
};

using Step = std::function<int(Shared&)>;

// What a thread may do, and what it sees by it.
const std::vector<Step>& Steps() {
  static const auto* const steps = new std::vector<Step>{
      [](Shared& s) { return s.first.load(std::memory_order_relaxed); },
      [](Shared& s) {
        s.first.store(1, std::memory_order_release);
        return 0;
      },
      [](Shared& s) { return s.first.fetch_add(2); },
      [](Shared& s) { return s.second.load(); },
      [](Shared& s) {
        s.second.store(3);
        return 0;
      },
      [](Shared& s) {
        int expected = 0;
        return s.second.compare_exchange_strong(expected, 5) ? 1 : expected;
      },
      [](Shared& s) { return s.plain; },
      [](Shared& s) { return ++s.plain; },
      [](Shared& s) {
        const std::lock_guard hold(s.mutex);
        return ++s.plain;
      },
      [](Shared& s) {
        const std::lock_guard hold(s.mutex);
        const std::lock_guard hold_other(s.other);
        return s.first.exchange(7);
      },
      [](Shared& s) {
        const std::lock_guard hold_other(s.other);
        const std::lock_guard hold(s.mutex);
        return s.plain;
      },
      [](Shared& s) {
        if (!s.mutex.try_lock()) return 0;
        s.mutex.unlock();
        return 1;
      },
      [](Shared& s) {
        s.semaphore.acquire();
        s.semaphore.release();
        return 0;
      },
      [](Shared& s) { return s.semaphore.try_acquire() ? 1 : 0; },
      [](Shared& s) {
        std::unique_lock hold(s.mutex);
        if (!s.ready) s.condition.wait(hold);
        return s.plain;
      },
      [](Shared& s) {
        const std::lock_guard hold(s.mutex);
        s.ready = true;
        s.condition.notify_one();
        return 0;
      },
      [](Shared& s) {
        s.condition.notify_all();
        return 0;
      },
      [](Shared&) { return static_cast<int>(Choose(2)); },
      [](Shared&) {
        INTERLEAVE_POINT("test.point");
        return 0;
      },
  };
  return *steps;
}

// For each thread, the numbers of its steps.
using Program = std::vector<std::vector<size_t>>;

void RunProgram(const Program& program) {
  Shared shared;
  std::vector<std::string> seen(program.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < program.size(); ++i) {
    threads.emplace_back([&, i] {
      for (const size_t step : program[i]) {
        seen[i] += std::to_string(Steps()[step](shared)) + " ";
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::string outcome = std::to_string(shared.first) + " " +
                        std::to_string(shared.second) + " " +
                        std::to_string(shared.plain);
  for (const std::string& one : seen) outcome += "; " + one;
  RecordOutcome(outcome);
}

struct Seen {
  bool all = false;  // schedules were run
  std::set<std::string> outcomes;
  std::set<FindingKind> findings;
  uint64_t executions = 0;
};

Seen SeenBy(const char* strategy, const Program& program,
            uint64_t executions_max) {
  Options options;
  options.strategy = strategy;
  options.executions = executions_max;
  options.findings_max = 1'000;
  const ExploreResult result = Explore(
      options, [&program] { RunProgram(program); }, "Test");
  Seen seen;
  seen.executions = result.executions;
  seen.all = result.exhausted;
  for (const RecordedOutcome& outcome : result.outcomes) {
    seen.outcomes.insert(outcome.value);
  }
  for (const Failure& failure : result.failures) {
    seen.findings.insert(failure.finding.kind);
  }
  return seen;
}

// False when depth-first search has too much to do.
bool ExpectTheSame(const Program& program, uint64_t executions_max) {
  const Seen all = SeenBy("dfs", program, executions_max);
  if (!all.all) return false;
  const Seen reduced = SeenBy("dpor", program, executions_max);
  EXPECT_TRUE(reduced.all) << testing::PrintToString(program);
  EXPECT_EQ(reduced.outcomes, all.outcomes) << testing::PrintToString(program);
  EXPECT_EQ(reduced.findings, all.findings) << testing::PrintToString(program);
  EXPECT_LE(reduced.executions, all.executions)
      << testing::PrintToString(program);
  return true;
}

Program Draw(Random& random, uint32_t threads, uint32_t steps) {
  Program program(threads);
  for (std::vector<size_t>& thread : program) {
    const uint32_t count = 1 + random.Below(steps);
    for (uint32_t i = 0; i < count; ++i) {
      thread.push_back(random.Below(static_cast<uint32_t>(Steps().size())));
    }
  }
  return program;
}

class DporRandomTest : public testing::TestWithParam<uint64_t> {};

TEST_P(DporRandomTest, HasTheOutcomesOfDepthFirstSearch) {
  Random random(GetParam());
  int compared = 0;
  while (compared < 100) {
    compared += ExpectTheSame(Draw(random, 2, 3), 3'000);
    ASSERT_FALSE(HasFailure()) << "program " << compared;
  }
  // Of three threads, those that have few schedules.
  for (int drawn = 0; drawn < 5; ++drawn) {
    ExpectTheSame(Draw(random, 3, 1), 20'000);
    ASSERT_FALSE(HasFailure()) << "program " << drawn << " of three threads";
  }
}
INSTANTIATE_TEST_SUITE_P(Hundreds, DporRandomTest,
                         testing::Range<uint64_t>(1, 11));

}  // namespace
}  // namespace interleave
