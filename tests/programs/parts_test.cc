// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Parts of a partial order reduction, whenever it is divided and however late
// they hear of each other, have the traces of the whole, each once.

#include <string>

#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "tests/programs/explored.h"
#include "tests/programs/explored_in_parts.h"
#include "tests/programs/program.h"
#include "tests/programs/random_program.h"

namespace interleave {
namespace {

class PartsTest : public testing::Test {
 protected:
  void ExpectTheWhole(absl::FunctionRef<void()> body, int times) {
    for (const std::string& strategy : ReducingStrategies()) {
      const Explored whole = ExploreTraces(strategy, body);
      for (int i = 0; i < times; ++i) {
        const Explored parts =
            ExploreTracesInParts(strategy, body, {}, random_, &division_);
        // Parts of optimal-dpor, too, give some executions up.
        EXPECT_TRUE(MeetsTheSame("dpor", parts, whole)) << strategy;
      }
    }
  }

  // Within a bound not even an execution is another one.
  void ExpectTheWholeWithinBounds(absl::FunctionRef<void()> body, int times) {
    for (uint32_t bound = 0; bound < 3; ++bound) {
      const Limits limits{0, bound};
      const Explored whole = ExploreTraces("dpor", body, limits);
      for (int i = 0; i < times; ++i) {
        const Explored parts =
            ExploreTracesInParts("dpor", body, limits, random_, &division_);
        EXPECT_TRUE(ComesToTheSame(parts, whole));
        EXPECT_EQ(parts.executions, whole.executions);
        EXPECT_EQ(parts.traces.size(), whole.traces.size());
      }
    }
  }

  Random random_{1};
  Division division_;
};

constexpr uint64_t kExecutionsMax = 2'000;

class RandomPartsTest : public PartsTest,
                        public testing::WithParamInterface<uint64_t> {
 protected:
  void Divide(int programs, size_t tasks, uint32_t steps_max) {
    for (int i = 0; i < programs; ++i) {
      const RandomProgram program = DrawProgram(random_, tasks, steps_max);
      const auto body = [&program] { program.Run(); };
      const Explored all = ExploreTraces("dpor", body, {kExecutionsMax});
      if (!all.all) continue;
      // Seed 2 has a program with values and tasks asleep, of which traces were
      // missed where both meet.
      EXPECT_TRUE(
          MeetsTheSame("dpor", ExploreTraces("optimal-dpor", body), all));
      ExpectTheWhole(body, 2);
      ExpectTheWholeWithinBounds(body, 1);
      ASSERT_FALSE(HasFailure())
          << "program " << i << " of seed " << GetParam() << ":\n"
          << program.Text();
    }
  }
};

TEST_P(RandomPartsTest, AreTheWhole) {
  random_ = Random(GetParam());
  Divide(60, 2, 3);
  Divide(40, 3, 2);
  Divide(20, 4, 1);
  EXPECT_GT(division_.parts, 1'000u);
  EXPECT_GT(division_.granted, 100u);
}

INSTANTIATE_TEST_SUITE_P(Hundreds, RandomPartsTest,
                         testing::Values<uint64_t>(1, 2, 3, 4, 5, 23, 24));

class ProgramPartsTest : public PartsTest,
                         public testing::WithParamInterface<Program> {};

TEST_P(ProgramPartsTest, AreTheWhole) {
  ExpectTheWhole(GetParam().body, 5);
  ExpectTheWholeWithinBounds(GetParam().body, 2);
}

INSTANTIATE_TEST_SUITE_P(Correct, ProgramPartsTest,
                         testing::ValuesIn(CorrectPrograms()), NameOf);
INSTANTIATE_TEST_SUITE_P(Wrong, ProgramPartsTest,
                         testing::ValuesIn(WrongPrograms()), NameOf);

}  // namespace
}  // namespace interleave
