// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What is told of each program's bug: its name, that the schedule is simpler
// and still fails, and that the orders decide.

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "tests/study/study_program.h"

namespace interleave::study {
namespace {

using enum DefectClass;

// By the bug, read in the program's source. kUnknown where none of the names
// is right, or accesses to memory alone don't tell.
DefectClass ExpectedClass(std::string_view program) {
  static const std::map<std::string_view, DefectClass> kClasses = {
      {"lost_update", kLostUpdate},
      {"lost_updates", kLostUpdate},
      {"check_then_act", kCheckThenAct},
      {"account_transfer", kLostUpdate},
      {"two_variables", kOrderViolation},
      {"lazy_initialisation", kCheckThenAct},
      {"double_checked", kOrderViolation},
      {"reference_count", kWriteWriteRead},
      {"string_buffer", kCheckThenAct},
      {"iterator_invalidation", kCheckThenAct},
      {"wrong_lock", kLostUpdate},
      {"split_critical_section", kLostUpdate},
      {"ticket_numbers", kLostUpdate},
      {"two_locks", kLockOrderDeadlock},
      {"three_philosophers", kLockOrderDeadlock},
      {"five_philosophers", kLockOrderDeadlock},
      {"reader_writer_upgrade", kCheckThenAct},
      {"try_without_looking", kWriteWriteRead},
      {"lock_and_call_back", kLockOrderDeadlock},
      {"test_then_set", kCheckThenAct},
      {"aba_stack", kAba},
      {"two_producers", kLostUpdate},
      {"push_without_asking", kLostUpdate},
      {"one_try", kReadWriteRead},
      {"reorder_10", kOrderViolation},
      {"use_before_initialisation", kOrderViolation},
      {"publish_before_ready", kOrderViolation},
      {"ring_buffer", kOrderViolation},
      {"lost_wakeup", kLostWakeup},
      {"missed_signal", kLostWakeup},
      {"semaphore_of_two", kLostUpdate},
  };
  const auto found = kClasses.find(program);
  return found == kClasses.end() ? kUnknown : found->second;
}

// Large ones take long, and their strategies' own tests look at them.
std::vector<StudyProgram> SmallPrograms() {
  std::vector<StudyProgram> all = StudyPrograms();
  std::erase_if(all, [](const StudyProgram& program) {
    return program.name.ends_with("_100");
  });
  return all;
}

Options Search() {
  Options options;
  options.executions = 100'000;
  options.schedule_dir = testing::TempDir();
  return options;
}

ExploreResult Find(const StudyProgram& program) {
  return Explore(Search(), program.buggy,
                 std::string("Story.") + std::string(program.name));
}

class StoryTest : public testing::TestWithParam<StudyProgram> {};
INSTANTIATE_TEST_SUITE_P(Programs, StoryTest,
                         testing::ValuesIn(SmallPrograms()),
                         [](const auto& program) {
                           return std::string(program.param.name);
                         });

TEST_P(StoryTest, IsSimplerStillFailsAndHasTheRightName) {
  const ExploreResult result = Find(GetParam());
  ASSERT_EQ(result.failures.size(), 1u);
  const Failure& failure = result.failures[0];
  ASSERT_TRUE(failure.explanation.has_value());
  const Explanation& explanation = *failure.explanation;
  EXPECT_LE(explanation.after, explanation.before);
  const DefectClass expected = ExpectedClass(GetParam().name);
  if (expected != kUnknown) {
    EXPECT_EQ(DefectClassName(explanation.defect), DefectClassName(expected))
        << FormatResult(result);
  }
  // Both the token and the file lead to it.
  for (const std::string& from : {failure.token, failure.schedule_path}) {
    Options options;
    options.replay = from;
    const ExploreResult again = Explore(options, GetParam().buggy, result.test);
    ASSERT_TRUE(again.replay.has_value());
    EXPECT_EQ(again.replay->verdict, ReplayVerdict::kReproduced) << from;
  }
  // No schedule with fewer preemptions fails: asked of the search that proves.
  if (explanation.minimality == Minimality::kLeast &&
      explanation.after.preemptions > 0) {
    Options below = Search();
    below.strategy = "exhaustive";
    below.preemptions = explanation.after.preemptions - 1;
    below.explain = "off";
    const ExploreResult none = Explore(below, GetParam().buggy, result.test);
    EXPECT_TRUE(none.failures.empty()) << FormatResult(none);
    EXPECT_TRUE(none.exhausted);
  }
}

TEST_P(StoryTest, IsToldTheSameTwice) {
  const auto tell = [] {
    ExploreResult result = Find(GetParam());
    result.seconds = 0;
    return FormatResult(result);
  };
  EXPECT_EQ(tell(), tell());
}

TEST(ExplainTest, NamesAtLeastTwentyProgramsRight) {
  const std::vector<StudyProgram> all = SmallPrograms();
  const auto named =
      std::count_if(all.begin(), all.end(), [](const StudyProgram& program) {
        return ExpectedClass(program.name) != kUnknown;
      });
  EXPECT_GE(named, 20);
}

TEST(ExplainTest, CanBeLeftOut) {
  Options options = Search();
  options.explain = "off";
  const ExploreResult result =
      Explore(options, FindStudyProgram("lost_update").buggy, "Story.Off");
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_FALSE(result.failures[0].explanation.has_value());
}

TEST(ExplainTest, AReplayIsExplainedWhereThatIsAskedFor) {
  const StudyProgram program = FindStudyProgram("lost_update");
  Options options = Search();
  options.explain = "off";
  const ExploreResult found = Explore(options, program.buggy, "Story.Replay");
  Options replay;
  replay.replay = found.failures.at(0).token;
  EXPECT_FALSE(Explore(replay, program.buggy, "Story.Replay")
                   .failures.at(0)
                   .explanation.has_value());
  replay.explain = "on";
  const ExploreResult told = Explore(replay, program.buggy, "Story.Replay");
  ASSERT_TRUE(told.failures.at(0).explanation.has_value());
  EXPECT_EQ(told.failures.at(0).explanation->defect, kLostUpdate);
  // The schedule is the one that was given.
  EXPECT_EQ(told.failures.at(0).token, found.failures.at(0).token);
}

TEST(ExplainTest, SeveralJobsTellAStoryToo) {
  const StudyProgram program = FindStudyProgram("lost_update");
  Options options = Search();
  options.strategy = "dpor";
  options.jobs = 2;
  const ExploreResult result = Explore(options, program.buggy, "Story.Jobs");
  ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
  ASSERT_TRUE(result.failures[0].explanation.has_value());
  EXPECT_EQ(result.failures[0].explanation->defect, kLostUpdate);
  EXPECT_THAT(FormatResult(result), testing::HasSubstr("lost update: "));
}

}  // namespace
}  // namespace interleave::study
