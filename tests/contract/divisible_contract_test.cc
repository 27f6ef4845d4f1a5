// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What every search keeps to that can be divided: its parts, in their order,
// have the executions of the whole, each once; or if they keep none, as many,
// each another (tests/programs/parts_test.cc compares what they stand for). A
// new one is added to `Cases`.

#include <algorithm>
#include <list>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "interleave/explore/auto_search.h"
#include "interleave/explore/search.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/point.h"
#include "interleave/schedule/schedule.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Arbitrary;
using simulated::Execution;
using simulated::Order;
using simulated::Program;
using simulated::RunOnce;
using simulated::Uniform;

struct Case {
  std::string name;
  Options options;
};

std::vector<Case> Cases() {
  return {
      {"Exhaustive", {.strategy = "exhaustive"}},
      // Walks come early with a small budget.
      {"ExhaustiveThatWalks", {.strategy = "exhaustive", .executions = 30}},
      {"DelayBoundedThatWalks",
       {.strategy = "delay-bounded", .executions = 30}},
      {"ExhaustiveBounded", {.strategy = "exhaustive", .preemptions = 1}},
      {"PreemptionBounded", {.strategy = "preemption-bounded"}},
      {"PreemptionBoundedTo1",
       {.strategy = "preemption-bounded", .preemptions = 1}},
      {"DelayBounded", {.strategy = "delay-bounded"}},
      {"DelayBoundedTo2", {.strategy = "delay-bounded", .delays = 2}},
      {"Random", {.strategy = "random", .executions = 500}},
      {"StickyRandom", {.strategy = "sticky-random", .executions = 500}},
      // In code that isn't instrumented it asks nothing of tasks; else see
      // JobsFuzzingTest.
      {"Pos", {.strategy = "pos", .executions = 500}},
      {"Pct", {.strategy = "pct", .executions = 500}},
      {"PctOfDepth1", {.strategy = "pct", .executions = 300, .depth = 1}},
      {"PctUntilItIsSure", {.strategy = "pct", .depth = 2, .confidence = 0.9}},
      {"Surw", {.strategy = "surw", .executions = 500}},
      {"UniformWalk", {.strategy = "uniform-walk", .executions = 500}},
      {"Rff", {.strategy = "rff", .executions = 1'500}},
      {"Dpor", {.strategy = "dpor"}},
      {"DporBoundedTo1", {.strategy = "dpor", .preemptions = 1}},
      {"OptimalDpor", {.strategy = "optimal-dpor"}},
      {"AutoThatProves", {.strategy = "auto", .executions = 5'000}},
      {"AutoThatSamples", {.strategy = "auto", .executions = 300}},
  };
}

// Reductions ask what simulated tasks don't know: theirs are real ones. A real
// program passes points, and draws where there is a number.
using RealTask = std::vector<uint32_t>;

void RunTask(const RealTask& task) {
  for (const uint32_t values : task) {
    INTERLEAVE_POINT("contract.task.step");
    if (values != 0) interleave::Choose(values);
  }
}

void RunTasks(const std::vector<RealTask>& tasks) {
  std::vector<std::thread> threads;
  for (const RealTask& task : tasks) {
    threads.emplace_back([&task] { RunTask(task); });
  }
  for (std::thread& thread : threads) thread.join();
}

std::vector<RealTask> RealTasks(Random& random) {
  std::vector<RealTask> tasks(2);
  for (RealTask& task : tasks) {
    for (uint32_t i = 1 + random.Below(3); i > 0; --i) {
      task.push_back(random.OneIn(4) ? 2 : 0);
    }
  }
  return tasks;
}

constexpr size_t kExecutionsMax = 3'000;

struct AnyProgram {
  Program simulated;
  std::vector<RealTask> real;
};

std::vector<std::string> ExecuteReal(const std::vector<RealTask>& tasks,
                                     Search& search, size_t count) {
  LinkDoors();
  ProcessExecution().BeginExploration();
  std::vector<std::string> orders;
  while (orders.size() < count && search.Begin()) {
    const ExecutionResult& result =
        ProcessExecution().Run([&] { RunTasks(tasks); }, search, {});
    search.End(result);
    if (!search.WasRedundant()) orders.push_back(FormatToken(result.choices));
  }
  return orders;
}

// One execution after another, until nothing is left or `count` took place.
std::vector<std::string> Execute(const AnyProgram& any, Search& search,
                                 size_t count = kExecutionsMax) {
  const Program& program = any.simulated;
  if (program.empty()) return ExecuteReal(any.real, search, count);
  std::vector<std::string> orders;
  while (orders.size() < count) {
    const std::optional<Execution> run = RunOnce(program, search);
    if (!run.has_value()) break;
    orders.push_back(Order(*run));
  }
  return orders;
}

struct Part {
  std::string text;
  std::vector<std::string> orders;
  bool done = false;
};

class DivisibleContractTest : public ::testing::TestWithParam<Case> {
 protected:
  std::unique_ptr<Search> Make() const {
    const Options& options = GetParam().options;
    // Tasks are not those of an execution.
    if (options.strategy == "auto") {
      return std::make_unique<AutoSearch>(options, &simulated::WouldBeOrdered);
    }
    return MakeSearch(options);
  }

  std::unique_ptr<Search> MakePart(const std::string& text) const {
    std::unique_ptr<Search> search = Make();
    EXPECT_TRUE(search->divisible()->Load(text)) << text;
    return search;
  }

  // All executions, by parts that are stopped, divided and taken up again as
  // `random` says.
  std::vector<std::string> RunInParts(const AnyProgram& program,
                                      Random random) {
    const std::unique_ptr<Search> whole = Make();
    std::vector<std::string> orders;
    std::string round = whole->divisible()->Describe();
    while (!round.empty() && orders.size() < kExecutionsMax) {
      std::list<Part> parts = {{round, {}, false}};
      RunRound(program, parts, random, *whole->divisible());
      for (const Part& part : parts) {
        orders.insert(orders.end(), part.orders.begin(), part.orders.end());
      }
      round = whole->divisible()->NextRound();
    }
    exhausted_ = whole->exhausted();
    bound_ = whole->bound();
    return orders;
  }

  AnyProgram Draw(Random& random, uint32_t seed) const {
    if (!Make()->divisible()->KeepsOrder()) return {{}, RealTasks(random)};
    return {seed < 5 ? Uniform(2, seed + 1) : Arbitrary(random), {}};
  }

  AnyProgram Small(uint32_t count, uint32_t yields) const {
    if (Make()->divisible()->KeepsOrder()) return {Uniform(count, yields), {}};
    return {{}, std::vector<RealTask>(count, RealTask(yields, 0))};
  }

  bool exhausted_ = false;
  std::optional<Bound> bound_;

 private:
  void RunRound(const AnyProgram& program, std::list<Part>& parts,
                Random& random, Divisible& whole) const {
    for (;;) {
      std::vector<std::list<Part>::iterator> open;
      for (auto it = parts.begin(); it != parts.end(); ++it) {
        if (!it->done) open.push_back(it);
      }
      if (open.empty()) return;
      const auto part = open[random.Below(static_cast<uint32_t>(open.size()))];
      const std::unique_ptr<Search> search = MakePart(part->text);
      for (const std::string& order :
           Execute(program, *search, random.Below(7))) {
        part->orders.push_back(order);
      }
      Divisible& divisible = *search->divisible();
      const bool gives = divisible.split_depth() != Divisible::kIndivisible;
      EXPECT_TRUE(!gives || !divisible.is_done());
      if (random.OneIn(2)) {
        const std::optional<Divisible::Part> given = divisible.Split();
        EXPECT_EQ(given.has_value(), gives);
        if (given.has_value()) {
          parts.insert(std::next(part), {given->text, {}, false});
        }
      }
      for (const std::string& wish : divisible.TakeWishes()) {
        if (const auto granted = whole.Grant(wish)) {
          parts.push_back({granted->text, {}, false});
        }
      }
      part->text = divisible.Describe();
      part->done = divisible.is_done();
      whole.Absorb(divisible.Summary());
    }
  }
};

TEST_P(DivisibleContractTest, PartsInTheirOrderAreTheWhole) {
  for (uint32_t seed = 0; seed < 20; ++seed) {
    Random random(seed);
    const std::unique_ptr<Search> one = Make();
    const AnyProgram program = Draw(random, seed);
    const std::vector<std::string> expected = Execute(program, *one);
    if (expected.size() == kExecutionsMax) continue;  // too large to repeat
    const std::vector<std::string> orders = RunInParts(program, random);
    if (one->divisible()->KeepsOrder()) {
      EXPECT_EQ(orders, expected) << "seed " << seed;
    } else {
      EXPECT_EQ(orders.size(), expected.size()) << "seed " << seed;
      const std::set<std::string> different(orders.begin(), orders.end());
      EXPECT_EQ(different.size(), orders.size()) << "seed " << seed;
    }
    EXPECT_EQ(exhausted_, one->exhausted()) << "seed " << seed;
    EXPECT_EQ(bound_, one->bound()) << "seed " << seed;
  }
}

TEST_P(DivisibleContractTest, WhatIsDescribedIsTheSameWhenLoaded) {
  const std::unique_ptr<Search> search = Make();
  for (int i = 0; i < 100 && !search->divisible()->is_done(); ++i) {
    const std::string text = search->divisible()->Describe();
    EXPECT_EQ(MakePart(text)->divisible()->Describe(), text);
    for (const char c : text) EXPECT_TRUE(c >= ' ' && c <= '~') << text;
    Execute(Small(2, 2), *search, 3);
  }
}

TEST_P(DivisibleContractTest, RefusesTextsThatAreCutOffOrDamaged) {
  const std::unique_ptr<Search> search = Make();
  Execute(Small(3, 2), *search, 40);
  const std::string text = search->divisible()->Describe();
  for (const char* wrong : {"",
                            " ",
                            "il1-",
                            "path 1",
                            "path 9/2/3/0/0/0/0/0",
                            "bound",
                            "bound 0",
                            "1 - path 1",
                            "1 5/0 path",
                            "1 - bound 0",
                            "0 -",
                            "5",
                            "5 to 4",
                            "5 to",
                            "5 to 6 ",
                            "proving",
                            "sampling 1 2 3",
                            "0 to 64 with",
                            "0 to 64 with ?",
                            "5 on with 3/4",
                            "0 to 100 with 3/4",
                            "with 3/4",
                            "0 to 64 with 0:/0",
                            "0 to 64 with 0.x:1/0",
                            "0 to 64 with 7 0:1@",
                            "0 to 64 with 7 0:@2"}) {
    EXPECT_FALSE(Make()->divisible()->Load(wrong)) << wrong;
  }
  for (size_t i = 0; i < text.size(); ++i) {
    for (const char c : {'?', '/', ' ', '-'}) {
      std::string damaged = text;
      damaged[i] = c;
      if (damaged == text) continue;
      // Either it means something, or it is refused: nothing else may happen.
      const std::unique_ptr<Search> other = Make();
      if (other->divisible()->Load(damaged)) other->divisible()->Describe();
    }
    const std::unique_ptr<Search> other = Make();
    if (other->divisible()->Load(text.substr(0, i))) {
      EXPECT_FALSE(other->divisible()->Describe().empty());
    }
  }
  EXPECT_FALSE(Make()->divisible()->Load(text + "?"));
}

INSTANTIATE_TEST_SUITE_P(Searches, DivisibleContractTest,
                         ::testing::ValuesIn(Cases()),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace interleave
