// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What every strategy keeps to. A new one is added to `Cases`, nowhere else.

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/strategy/bytes.h"
#include "interleave/strategy/estimate.h"
#include "interleave/strategy/exhaustive.h"
#include "interleave/strategy/iterated_bounds.h"
#include "interleave/strategy/named_replay.h"
#include "interleave/strategy/neighbourhood.h"
#include "interleave/strategy/pct.h"
#include "interleave/strategy/pos.h"
#include "interleave/strategy/random.h"
#include "interleave/strategy/replay.h"
#include "interleave/strategy/rff.h"
#include "interleave/strategy/script.h"
#include "interleave/strategy/sticky_random.h"
#include "interleave/strategy/surw.h"
#include "interleave/strategy/uniform_walk.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Program;
using simulated::RunOnce;

struct Case {
  std::string name;
  // A new strategy, always the same.
  std::function<std::unique_ptr<Strategy>()> make;
};

template <typename S, typename... Args>
Case Of(std::string name, Args... args) {
  return {std::move(name), [args...] { return std::make_unique<S>(args...); }};
}

std::unique_ptr<Strategy> MakeScript() {
  return std::make_unique<ScriptStrategy>(
      Script().Run("main").UntilBlocked().Order("sim.a", 3, "sim.b", 3),
      std::make_unique<RandomStrategy>(3));
}

// One that has seen another program than it will get.
template <typename S>
std::unique_ptr<Strategy> MakeLearned() {
  auto strategy = std::make_unique<S>(1);
  const simulated::Task task{{simulated::Write(0), simulated::Lock(1),
                              simulated::Unlock(1), simulated::Write(0)},
                             ""};
  for (int i = 0; i < 3; ++i) {
    RunOnce(simulated::Together({task, task, task}), *strategy);
    strategy->UseSeen();
  }
  return strategy;
}
// Switches, a wait, and a value to the base 256.
constexpr uint8_t kBytes[] = {0, 35, 2, 24, 64, 130, 255, 7, 1, 0, 99, 4};

RecordedChoice FirstSwitch() {
  RecordedChoice recorded;
  recorded.choice = {ChoiceKind::kSwitch, 0, 3, 1, 0};
  recorded.task = "main";
  recorded.to = "worker1";
  recorded.position = {OperationKind::kCreate, "", 2, "", 0, false};
  return recorded;
}

std::vector<Case> Cases() {
  const Choices choices = {{ChoiceKind::kSwitch, 0, 3, 1, 0},
                           {ChoiceKind::kSwitch, 1, 3, 0, 0}};
  return {
      Of<BytesStrategy>("Bytes", std::span<const uint8_t>(kBytes)),
      Of<BytesStrategy>("NoBytes", std::span<const uint8_t>()),
      Of<ExhaustiveStrategy>("Exhaustive"),
      Of<ExhaustiveStrategy>("ExhaustivePreemptions", Bound::Preemptions(1)),
      Of<ExhaustiveStrategy>("ExhaustiveDelays", Bound::Delays(1)),
      Of<IteratedBoundsStrategy>("IteratedPreemptions", Bound::Preemptions(2)),
      Of<IteratedBoundsStrategy>("IteratedDelays", Bound::Delays(2)),
      Of<KnuthEstimator>("KnuthEstimator", 1u),
      Of<KnuthEstimator>("KnuthEstimatorWithinDelays", 1u, 0u,
                         Bound::Delays(2)),
      Of<NamedReplayStrategy>("NamedReplay",
                              std::vector<RecordedChoice>{FirstSwitch()}),
      Of<NeighbourhoodStrategy>("Neighbourhood", choices),
      Of<PctStrategy>("Pct", 1u, 3u, 20u),
      Of<PctStrategy>("PctOfDepth1", 1u, 1u, 20u),
      Of<PctStrategy>("PctThatKnowsNothing", 1u, 3u, 0u),
      Of<PosStrategy>("Pos", 1u, 0u, &simulated::WouldBeOrdered),
      Of<RandomStrategy>("Random", 1u),
      Of<ReplayStrategy>("Replay", choices),
      Of<RffStrategy>("Rff", 1u),
      {"Script", MakeScript},
      Of<StickyRandomStrategy>("StickyRandom", 1u, 4u),
      {"Surw", &MakeLearned<SurwStrategy>},
      Of<SurwStrategy>("SurwThatKnowsNothing", 1u),
      {"UniformWalk", &MakeLearned<UniformWalkStrategy>},
      Of<UniformWalkStrategy>("UniformWalkThatKnowsNothing", 1u),
  };
}

class StrategyContractTest : public ::testing::TestWithParam<Case> {
 protected:
  std::unique_ptr<Strategy> Make() const { return GetParam().make(); }
};

constexpr int kExecutions = 10;

// The execution either comes to its end or was given up, and no answer is out
// of range.
void ExpectKeepsRules(const Program& program, Strategy& strategy) {
  for (int i = 0; i < kExecutions; ++i) {
    const auto run = RunOnce(program, strategy);
    if (!run) return;
    ASSERT_EQ(run->broken_rules, "");
    if (!strategy.WantsEveryPoint() && !strategy.WantsLonePoints()) {
      ASSERT_EQ(run->asked, run->result.choice_points);
    }
  }
}

TEST_P(StrategyContractTest, AnswersInRange) {
  Random random(11);
  for (int i = 0; i < 100; ++i) {
    const auto strategy = Make();
    ExpectKeepsRules(simulated::Arbitrary(random), *strategy);
  }
}

TEST_P(StrategyContractTest, AnswersInRangeWhenTheProgramIsNeverTheSame) {
  Random random(12);
  const auto strategy = Make();
  for (int i = 0; i < 100; ++i) {
    const auto run = RunOnce(simulated::Arbitrary(random), *strategy);
    if (!run) return;
    ASSERT_EQ(run->broken_rules, "");
  }
}

TEST_P(StrategyContractTest, AnswersTheSameEachTime) {
  Random random(13);
  for (int i = 0; i < 30; ++i) {
    const Program program = simulated::Arbitrary(random);
    const auto one = Make();
    const auto two = Make();
    for (int n = 0; n < kExecutions; ++n) {
      const auto first = RunOnce(program, *one);
      const auto second = RunOnce(program, *two);
      ASSERT_EQ(first.has_value(), second.has_value());
      if (!first) break;
      ASSERT_EQ(first->steps, second->steps);
      ASSERT_EQ(first->result.choices, second->result.choices);
    }
  }
}

TEST_P(StrategyContractTest, HandlesOneToAHundredTasks) {
  for (uint32_t tasks : {1u, 2u, 3u, 10u, 63u, 64u, 65u, 100u}) {
    const auto strategy = Make();
    ExpectKeepsRules(simulated::Uniform(tasks, 2), *strategy);
  }
}

TEST_P(StrategyContractTest, HandlesAProgramWithoutChoices) {
  const auto strategy = Make();
  ExpectKeepsRules({{{simulated::Yield(), simulated::Draw(1)}, ""}}, *strategy);
}

TEST_P(StrategyContractTest, HandlesManyValues) {
  simulated::Task task;
  for (uint32_t count : {1u, 2u, 3u, 1000u, 1u << 31}) {
    task.ops.push_back(simulated::Draw(count));
  }
  const auto strategy = Make();
  ExpectKeepsRules({task}, *strategy);
}

TEST_P(StrategyContractTest, SurvivesAnExecutionThatEndsAtOnce) {
  const auto strategy = Make();
  for (int i = 0; i < 3 && strategy->Begin(); ++i) {
    ExecutionResult cut;
    cut.outcome = Outcome::kCut;
    strategy->End(cut);
  }
}

TEST_P(StrategyContractTest, StaysAtItsEnd) {
  const auto strategy = Make();
  const Program program = simulated::Uniform(2, 1);
  for (int i = 0; i < 100; ++i) {
    if (RunOnce(program, *strategy)) continue;
    EXPECT_FALSE(strategy->Begin());
    EXPECT_FALSE(strategy->Begin());
    return;
  }
}

TEST_P(StrategyContractTest, WantsTheSamePointsAllItsLife) {
  const auto strategy = Make();
  const bool wants = strategy->WantsEveryPoint();
  RunOnce(simulated::Uniform(2, 2), *strategy);
  EXPECT_EQ(strategy->WantsEveryPoint(), wants);
}

INSTANTIATE_TEST_SUITE_P(Strategies, StrategyContractTest,
                         ::testing::ValuesIn(Cases()),
                         [](const ::testing::TestParamInfo<Case>& tested) {
                           return tested.param.name;
                         });

}  // namespace
}  // namespace interleave
