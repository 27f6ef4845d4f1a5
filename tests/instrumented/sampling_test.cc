// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Strategies that sample, on instrumented programs: their accesses to memory
// are schedule points, and what races is known.

#include <atomic>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/execution.h"
#include "interleave/schedule/schedule.h"
#include "interleave/strategy/footprint.h"
#include "interleave/strategy/pos.h"
#include "interleave/strategy/random.h"

namespace interleave {
namespace {

// Chooses at random, and compares the two ways to ask what would be ordered,
// for all that could go on.
class ComparingStrategy final : public Strategy {
 public:
  bool Begin() override { return random_.Begin(); }
  // Not instrumented: the tasks that come here would race on its counts.
  __attribute__((no_sanitize("thread"))) uint32_t Choose(
      const ChoicePoint& point) override {
    for (const TaskState* one : point.enabled) {
      for (const TaskState* other : point.enabled) {
        if (one == other) continue;
        const bool expected =
            AreOrdered(FootprintOf(*one), FootprintOf(*other));
        wrong += WouldBeOrdered(*one, *other) != expected ? 1 : 0;
        (expected ? ordered : independent) += 1;
      }
    }
    return point.count == 1 ? 0 : random_.Choose(point);
  }
  void End(const ExecutionResult& result) override { random_.End(result); }
  bool WantsLonePoints() const override { return true; }

  int wrong = 0;
  int ordered = 0;
  int independent = 0;

 private:
  RandomStrategy random_{1};
};

void Accesses() {
  std::atomic<uint32_t> words[3] = {};
  std::atomic<uint8_t> bytes[4] = {};
  std::mutex mutex;
  const auto access = [&](uint32_t mine) {
    words[mine].store(1);
    words[2].fetch_add(words[1 - mine].load());
    bytes[mine].store(1);
    bytes[3].store(static_cast<uint8_t>(mine));
    const std::lock_guard lock(mutex);
    words[2].load();
    std::this_thread::yield();
  };
  std::thread a(access, 0), b(access, 1);
  a.join();
  b.join();
}

TEST(WouldBeOrderedTest, SaysWhatFootprintsSay) {
  ComparingStrategy comparing;
  for (int i = 0; i < 200; ++i) {
    comparing.Begin();
    comparing.End(ProcessExecution().Run(&Accesses, comparing, {}));
  }
  EXPECT_EQ(comparing.wrong, 0);
  EXPECT_GT(comparing.ordered, 100);
  EXPECT_GT(comparing.independent, 100);
}

// One task writes a flag behind 24 accesses of its own, which are schedule
// points and race with nothing; the other reads the flag at once. To see it
// set, a uniform choice at each step takes 24 and more steps of one task in a
// row.
void LateFlag() {
  std::atomic<int> own = 0;
  std::atomic<int> flag = 0;
  std::thread writer([&] {
    for (int i = 0; i < 24; ++i) own.store(i);
    flag.store(1);
  });
  const int seen = flag.load();
  writer.join();
  INTERLEAVE_CHECK(seen == 0);
}

uint64_t ExecutionsToFind(const std::string& strategy, uint64_t most) {
  Options options;
  options.strategy = strategy;
  options.executions = most;
  const ExploreResult result = Explore(options, &LateFlag, "Test.LateFlag");
  return result.failures.empty() ? most + 1 : result.failures[0].execution;
}

// The chance of pct is a half and more, that of surw a half of the executions
// that draw the flag, that of the others one in some 27: less than e^-20 in all
// of 600. That of random is less than 2^-23 for each.
void AccessesOfMany() {
  std::atomic<uint32_t> words[4] = {};
  std::atomic<uint8_t> bytes[8] = {};
  std::vector<std::thread> tasks;
  for (uint32_t mine = 0; mine < 5; ++mine) {
    tasks.emplace_back([&, mine] {
      words[mine % 3].fetch_add(words[3].load());
      bytes[mine].store(1);
      words[3].store(mine);
      bytes[mine % 2].load();
    });
  }
  for (std::thread& task : tasks) task.join();
}

class PosTest : public testing::TestWithParam<void (*)()> {};

// Who races with whom of memory is known by a table; asked of each pair of
// tasks, the same is drawn.
TEST_P(PosTest, DrawsAsIfEachPairOfTasksWereAsked) {
  PosStrategy by_table(1);
  PosStrategy by_pairs(1, 0, &WouldBeOrdered);
  Execution& execution = ProcessExecution();
  execution.BeginExploration();
  const auto token = [&](Strategy& strategy) {
    strategy.Begin();
    const ExecutionResult result = execution.Run(GetParam(), strategy, {});
    strategy.End(result);
    return FormatToken(result.choices);
  };
  // What is done in the first execution alone, and which memory is shared.
  RandomStrategy random(1);
  for (int i = 0; i < 20; ++i) token(random);
  std::set<std::string> drawn;
  for (int i = 0; i < 300; ++i) {
    const std::string expected = token(by_pairs);
    ASSERT_EQ(token(by_table), expected) << "execution " << i;
    drawn.insert(expected);
  }
  EXPECT_GT(drawn.size(), 100u);
}

INSTANTIATE_TEST_SUITE_P(, PosTest,
                         testing::Values(&Accesses, &AccessesOfMany));

TEST(SamplingTest, FindsWhatAUniformChoiceAtEachStepDoesNot) {
  for (const char* strategy : {"pct", "pos", "surw", "uniform-walk"}) {
    EXPECT_LE(ExecutionsToFind(strategy, 600), 600u) << strategy;
  }
  EXPECT_GT(ExecutionsToFind("random", 600), 600u);
}

TEST(SamplingTest, GivesTheSameResultTwice) {
  for (const char* strategy : {"pct", "pos", "surw", "uniform-walk"}) {
    EXPECT_EQ(ExecutionsToFind(strategy, 600), ExecutionsToFind(strategy, 600))
        << strategy;
  }
}

// Whoever runs alone in a loop that does something in each round keeps others
// from ever going on, if priorities alone decide.
TEST(SamplingTest, NobodyWaitsForEverForATaskOfALowPriority) {
  Options options;
  options.strategy = "pct";
  options.executions = 200;
  options.steps_max = 100'000;
  const ExploreResult result = Explore(
      options,
      [] {
        std::atomic<bool> ready = false;
        std::atomic<uint64_t> rounds = 0;
        std::thread setter([&] { ready = true; });
        while (!ready) ++rounds;
        setter.join();
      },
      "Test.Rounds");
  EXPECT_EQ(result.verdict, Verdict::kPassed) << FormatResult(result);
  ASSERT_TRUE(result.confidence.has_value());
  EXPECT_LT(result.confidence->steps, 10'000u);
}

}  // namespace
}  // namespace interleave
