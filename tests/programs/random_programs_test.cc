// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs drawn at random: strategies that leave executions out come to the
// final states and the findings that depth-first search comes to, in one
// execution for each Mazurkiewicz trace.

#include <cstdint>
#include <iterator>
#include <optional>

#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "tests/programs/explored.h"
#include "tests/programs/random_program.h"

namespace interleave {
namespace {

// False when depth-first search has too much to do. Where tasks wait for an
// absl::Mutex, optimal-dpor may give executions up (docs/limits.md).
bool ExpectTheSame(const RandomProgram& program, uint64_t executions_max,
                   StepsOf steps_of = StepsOf::kStandard,
                   uint32_t liberties = 0) {
  const auto body = [&program] { program.Run(); };
  const Limits limits{0, std::nullopt, liberties};
  const Explored all = ExploreTraces("exhaustive", body,
                                     {executions_max, std::nullopt, liberties});
  EXPECT_EQ(all.contradiction, "") << program.Text();
  if (!all.all) return false;
  EXPECT_EQ(CoveredTraces("exhaustive", body, limits), all.traces.size())
      << program.Text();
  for (const std::string& strategy : ReducingStrategies()) {
    const bool may_give_up = steps_of == StepsOf::kMore;
    EXPECT_TRUE(MeetsTheSame(may_give_up ? "dpor" : strategy,
                             ExploreTraces(strategy, body, limits), all))
        << strategy << "\n"
        << program.Text();
  }
  return true;
}

// ... within bounds on preemptions.
void ExpectTheSameWithinBounds(const RandomProgram& program,
                               uint32_t liberties) {
  const auto body = [&program] { program.Run(); };
  for (uint32_t bound = 0; bound < 3; ++bound) {
    const Limits limits{0, bound, liberties};
    const Explored all = ExploreTraces("exhaustive", body, limits);
    for (const std::string& strategy : BoundedStrategies()) {
      EXPECT_TRUE(ComesToTheSame(ExploreTraces(strategy, body, limits), all))
          << strategy << " within " << bound << " preemptions\n"
          << program.Text();
    }
  }
}

class RandomProgramsTest : public testing::TestWithParam<uint64_t> {
 protected:
  void Compare(int programs, size_t tasks, uint32_t steps_max,
               uint64_t executions_max, StepsOf steps_of = StepsOf::kStandard,
               uint32_t liberties = 0) {
    for (int compared = 0; compared < programs;) {
      const RandomProgram program =
          DrawProgram(random_, tasks, steps_max, steps_of);
      if (!ExpectTheSame(program, executions_max, steps_of, liberties)) {
        continue;
      }
      ExpectTheSameWithinBounds(program, liberties);
      ++compared;
      ASSERT_FALSE(HasFailure())
          << "program " << compared << " of seed " << GetParam();
    }
  }

 private:
  Random random_{GetParam()};
};

TEST_P(RandomProgramsTest, AreExploredAsByDepthFirstSearch) {
  Compare(70, 2, 3, 1'000);
  Compare(20, 3, 1, 1'000);
  Compare(10, 4, 1, 1'000);
}
TEST_P(RandomProgramsTest,
       OfFutexesAbslAndNestedLocksAreExploredAsByDepthFirstSearch) {
  Compare(10, 2, 2, 1'000, StepsOf::kMore);
  Compare(10, 3, 1, 1'000, StepsOf::kMore);
}
// Waits end for nothing, free locks are refused, deadlines come at a signal.
TEST_P(RandomProgramsTest, WithLibertiesAreExploredAsByDepthFirstSearch) {
  Compare(20, 2, 3, 1'000, StepsOf::kStandard, 1);
  Compare(6, 3, 1, 1'000, StepsOf::kStandard, 1);
  Compare(4, 3, 1, 1'000, StepsOf::kStandard, 2);
  Compare(4, 2, 2, 1'000, StepsOf::kMore, 1);
}
INSTANTIATE_TEST_SUITE_P(Hundreds, RandomProgramsTest,
                         testing::Range<uint64_t>(1, 11));

// In searches of 140,000 programs these were not met whole: a deadline
// beside a lock's holder, a signal beside a lock, a time that was over already,
// a try between a lock and the same once more.
class SeedsThatOnceFailedTest : public testing::TestWithParam<uint64_t> {};

TEST_P(SeedsThatOnceFailedTest, AreExploredAsByDepthFirstSearch) {
  static constexpr struct {
    size_t tasks;
    uint32_t steps_max;
  } kShapes[] = {{2, 3}, {3, 1}, {3, 2}, {4, 1}, {2, 2}};
  Random random(GetParam());
  const auto& shape = kShapes[GetParam() % std::size(kShapes)];
  EXPECT_TRUE(
      ExpectTheSame(DrawProgram(random, shape.tasks, shape.steps_max), 20'000));
}
INSTANTIATE_TEST_SUITE_P(Seeds, SeedsThatOnceFailedTest,
                         testing::Values<uint64_t>(16'249, 24'197, 101'200,
                                                   316'905, 331'555));

}  // namespace
}  // namespace interleave
