// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The programs written by hand where races are asked for, with
// ThreadSanitizer's runtime and by clocks alone: what is found is found by
// depth-first search and by strategies that leave executions out, and nothing
// in the correct ones.

#include <set>
#include <string>

#include "gtest/gtest.h"
#include "interleave/runtime/happens_before.h"
#include "tests/programs/explored.h"
#include "tests/programs/program.h"

namespace interleave {
namespace {

std::set<FindingKind> FindingsOf(const std::string& strategy,
                                 void (*program)()) {
  const Counts counts = CountExecutions(strategy, program, "fail");
  EXPECT_TRUE(counts.all) << strategy;
  return counts.findings;
}

class ProgramRacesTest : public testing::TestWithParam<Program> {};

TEST_P(ProgramRacesTest, HaveTheSameFindingsByEveryStrategy) {
  const Program& program = GetParam();
  std::set<FindingKind> expected = program.findings;
  for (const FindingKind kind : program.judged) {
    if (kind == FindingKind::kRace || IsJudgedByTsan()) expected.insert(kind);
  }
  EXPECT_EQ(FindingsOf("exhaustive", program.body), expected);
  for (const std::string& strategy : ReducingStrategies()) {
    EXPECT_EQ(FindingsOf(strategy, program.body), expected) << strategy;
  }
}

INSTANTIATE_TEST_SUITE_P(Correct, ProgramRacesTest,
                         testing::ValuesIn(CorrectPrograms()), NameOf);
INSTANTIATE_TEST_SUITE_P(Wrong, ProgramRacesTest,
                         testing::ValuesIn(WrongPrograms()), NameOf);

}  // namespace
}  // namespace interleave
