// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs written by hand: what is known of them holds of all their schedules,
// and strategies that leave schedules out come to it in one execution for each
// Mazurkiewicz trace.

#include <time.h>

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "interleave/base/text.h"
#include "tests/programs/explored.h"
#include "tests/programs/program.h"
#include "tests/programs/thread.h"
#include "tests/programs/uncontrolled.h"

namespace interleave {
namespace {

class ProgramsTest : public testing::TestWithParam<Program> {};

TEST_P(ProgramsTest, HaveTheSameTracesByEveryStrategy) {
  const Program& program = GetParam();
  const Explored all = ExploreTraces("exhaustive", program.body);
  EXPECT_TRUE(all.all);
  EXPECT_EQ(all.contradiction, "");
  EXPECT_EQ(all.traces.size(), program.traces);
  EXPECT_EQ(absl::StrJoin(all.outcomes, " | "), Text(program.outcomes));
  EXPECT_EQ(all.findings, program.findings);
  EXPECT_EQ(CoveredTraces("exhaustive", program.body), program.traces);
  for (const std::string& strategy : ReducingStrategies()) {
    EXPECT_EQ(CoveredTraces(strategy, program.body), program.traces);
    for (int time = 0; time < 2; ++time) {
      EXPECT_TRUE(
          MeetsTheSame(strategy, ExploreTraces(strategy, program.body), all));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Correct, ProgramsTest,
                         testing::ValuesIn(CorrectPrograms()), NameOf);
INSTANTIATE_TEST_SUITE_P(Wrong, ProgramsTest,
                         testing::ValuesIn(WrongPrograms()), NameOf);

// Who reads the clock moves it, and so when the other is due.
void SleepsAfterAReading() {
  int first = 0;
  const auto note = [&](int me) {
    const Uncontrolled uncontrolled;
    if (first == 0) first = me;
  };
  Together(
      [&] {
        Sleep(std::chrono::milliseconds(1));
        note(1);
      },
      [&] {
        timespec now{};
        clock_gettime(CLOCK_MONOTONIC, &now);  // style: wall clock
        Sleep(std::chrono::milliseconds(1));
        note(2);
      });
  Final({first});
}

TEST(ClockTest, IsReadInEitherOrderByEveryStrategy) {
  const Explored all = ExploreTraces("exhaustive", SleepsAfterAReading);
  EXPECT_EQ(all.outcomes, (std::set<std::string>{"1", "2"}));
  for (const std::string& strategy : ReducingStrategies()) {
    EXPECT_TRUE(MeetsTheSame(
        strategy, ExploreTraces(strategy, SleepsAfterAReading), all));
  }
}

TEST(ProgramListTest, HasAFixedTwinOfEachWrongProgramAndFindsNothingInIt) {
  std::set<std::string> correct;
  for (const Program& program : CorrectPrograms()) {
    EXPECT_TRUE(program.findings.empty()) << program.name;
    EXPECT_TRUE(correct.emplace(program.name).second) << program.name;
  }
  for (const Program& program : WrongPrograms()) {
    EXPECT_FALSE(program.findings.empty()) << program.name;
    EXPECT_TRUE(correct.contains(std::string(program.name) + "Fixed"))
        << program.name;
  }
}

}  // namespace
}  // namespace interleave
