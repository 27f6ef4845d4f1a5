// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What the default needs to find the bugs of the study, beside the best of the
// strategies that it takes turns of: its mean over kSeeds seeds is at most
// twice that of the best one, on every program.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/strategy/dpor.h"
#include "tests/study/study_program.h"

namespace interleave::study {
namespace {

constexpr uint64_t kSeeds = 40;

// Executions to the bug, over all seeds; one that didn't find it counts as all
// its executions. None when there are more than `max`.
std::optional<uint64_t> SumOf(const StudyProgram& program, const char* strategy,
                              uint64_t budget, uint64_t max) {
  uint64_t sum = 0;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Options options;
    options.strategy = strategy;
    options.seed = seed;
    options.executions = std::min(budget, max - sum + 1);
    options.allow_single_schedule = true;
    options.schedule_dir = testing::TempDir();
    const ExploreResult result = Explore(options, program.buggy);
    sum += result.failures.empty() ? options.executions
                                   : result.failures[0].execution;
    if (sum > max) return std::nullopt;
  }
  return sum;
}

class PortfolioTest : public testing::TestWithParam<StudyProgram> {};

TEST_P(PortfolioTest, IsAtMostTwiceTheBestMember) {
  constexpr uint64_t kAll = std::numeric_limits<uint64_t>::max() / 2;
  const StudyProgram& program = GetParam();
  const uint64_t budget = program.tasks > 20 ? 300 : 3'000;
  uint64_t best = kAll;
  for (const char* member : {"rff", "surw", "pct", "sticky-random", "pos",
                             "random", "preemption-bounded", "optimal-dpor"}) {
    const bool is_refused = std::string_view(member) == "optimal-dpor" &&
                            program.tasks + size_t{1} > DporStrategy::kTasksMax;
    if (is_refused) continue;
    best = SumOf(program, member, budget, best).value_or(best);
  }
  const std::optional<uint64_t> sum = SumOf(program, "auto", budget, kAll);
  ASSERT_TRUE(sum.has_value());
  EXPECT_LE(*sum, 2 * best) << "the best member needs " << best
                            << " executions for " << kSeeds << " seeds";
  RecordProperty("auto", std::to_string(*sum));
  RecordProperty("best", std::to_string(best));
}

INSTANTIATE_TEST_SUITE_P(Programs, PortfolioTest,
                         testing::ValuesIn(StudyPrograms()),
                         [](const auto& param) {
                           return std::string(param.param.name);
                         });

}  // namespace
}  // namespace interleave::study
