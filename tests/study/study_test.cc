// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Each program of the study is what it says: its bug is found, and the fixed
// twin has none that is.

#include <set>
#include <string>

#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "tests/study/study_program.h"

namespace interleave::study {
namespace {

class StudyTest : public testing::TestWithParam<StudyProgram> {
 protected:
  // An execution of many tasks takes long.
  static Options With(const char* strategy) {
    Options options;
    options.strategy = strategy;
    options.seed = 1;
    options.executions = GetParam().tasks > 20 ? 100 : 3'000;
    options.allow_single_schedule = true;
    options.schedule_dir = testing::TempDir();
    options.explain = "off";
    return options;
  }
};

TEST_P(StudyTest, TheBugIsFoundBySomeStrategy) {
  for (const char* strategy : {"rff", "auto", "sticky-random"}) {
    const ExploreResult result = Explore(With(strategy), GetParam().buggy);
    if (result.failures.empty()) continue;
    EXPECT_EQ(result.failures[0].finding.kind, GetParam().finding)
        << FormatResult(result);
    return;
  }
  ADD_FAILURE() << "no strategy found it";
}

TEST_P(StudyTest, TheFixedTwinPasses) {
  for (const char* strategy : {"auto", "rff"}) {
    const ExploreResult result = Explore(With(strategy), GetParam().fixed);
    EXPECT_TRUE(result.failures.empty()) << FormatResult(result);
    EXPECT_TRUE(result.problems.empty()) << FormatResult(result);
  }
}

INSTANTIATE_TEST_SUITE_P(Programs, StudyTest,
                         testing::ValuesIn(StudyPrograms()),
                         [](const auto& param) {
                           return std::string(param.param.name);
                         });

TEST(StudyProgramsTest, AreManyAndHaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const StudyProgram& program : StudyPrograms()) {
    EXPECT_TRUE(names.insert(program.name).second) << program.name;
    EXPECT_FALSE(program.kind.empty()) << program.name;
    EXPECT_NE(program.buggy, program.fixed) << program.name;
  }
  EXPECT_GE(names.size(), 30u);
}

}  // namespace
}  // namespace interleave::study
