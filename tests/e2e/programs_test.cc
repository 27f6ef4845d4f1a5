// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Whole programs: explored, replayed and verified by the tool, and not touched
// when they are started normally.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using Json = nlohmann::json;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

// The argument: with ThreadSanitizer's runtime.
class ProgramsTest : public testing::TestWithParam<bool> {
 protected:
  static std::string Path(const std::string& name) {
    return (GetParam() ? PROGRAMS_WITH_RACES : PROGRAMS_WITHOUT_RACES) + name;
  }
  Ended Tool(std::vector<std::string> arguments,
             const std::vector<std::string>& variables = {}) const {
    arguments.insert(arguments.begin(), INTERLEAVE_TOOL);
    return scratch_.Run(arguments, variables);
  }
  Ended Explore(const std::string& name, std::vector<std::string> options,
                const std::vector<std::string>& words = {}) const {
    options.insert(options.begin(), {"explore", "--races", "off",
                                     "--executions", "5000", Path(name)});
    options.insert(options.end(), words.begin(), words.end());
    return Tool(options);
  }

  const Scratch scratch_;
};

INSTANTIATE_TEST_SUITE_P(Races, ProgramsTest, testing::Bool(),
                         [](const auto& info) {
                           return info.param ? "Judged" : "NotJudged";
                         });

TEST_P(ProgramsTest, StartedNormallyNothingDiffers) {
  const Ended ended = scratch_.Run({Path("lost_update"), "FIXED"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_EQ(ended.out, "count is 2\n");
  EXPECT_EQ(ended.err, "");
  const Ended failed = scratch_.Run({Path("whole"), "fail"}, {"WORD=x"});
  EXPECT_EQ(failed.code, 9) << failed;
  EXPECT_THAT(failed.out, HasSubstr("read '', 2 words, last fail, constructed, "
                                    "run 1, in "));
  EXPECT_EQ(failed.err, "");
  EXPECT_TRUE(scratch_.Files().empty());
}

TEST_P(ProgramsTest, TheExitCodeIsAFindingWhenThatIsAsked) {
  const Ended passed = Explore("lost_update", {"--strategy", "exhaustive"});
  EXPECT_EQ(passed.code, kNoFinding) << passed;
  EXPECT_THAT(passed.out, HasSubstr("lost_update: verified: all "));
  const Ended failed = Explore(
      "lost_update", {"--strategy", "exhaustive", "--fail-on-exit-code"});
  EXPECT_EQ(failed.code, kFinding) << failed;
  EXPECT_THAT(failed.out, HasSubstr("lost_update: exit-code in task main"));
  EXPECT_THAT(failed.out, HasSubstr("the program ended with exit code 3"));
  EXPECT_THAT(failed.out, HasSubstr("What the program wrote\n\n"
                                    "    count is 1\n"));
}

TEST_P(ProgramsTest, TheFixedTwinIsVerified) {
  for (const char* strategy : {"exhaustive", "dpor", "optimal-dpor"}) {
    const Ended ended =
        Explore("lost_update", {"--strategy", strategy, "--fail-on-exit-code"},
                {"FIXED"});
    EXPECT_EQ(ended.code, kNoFinding) << ended;
    EXPECT_THAT(ended.out, HasSubstr("lost_update: verified: all "));
  }
}

// Two increments, each a load and a store: who loads first, and what the other
// has done by then; two ways to be in turn, two to lose one.
TEST_P(ProgramsTest, TracesOfTheLostIncrementAreThoseKnownOnPaper) {
  const Ended ended = Explore("lost_update", {"--strategy", "optimal-dpor"});
  EXPECT_THAT(ended.out, HasSubstr("verified: all 4 traces")) << ended;
  const Ended fixed =
      Explore("lost_update", {"--strategy", "optimal-dpor"}, {"FIXED"});
  EXPECT_THAT(fixed.out, HasSubstr("verified: all 2 traces")) << fixed;
}

TEST_P(ProgramsTest, EveryStrategyFindsTheLostIncrement) {
  for (const char* strategy :
       {"auto", "random", "sticky-random", "pct", "pos", "surw", "uniform-walk",
        "rff", "exhaustive", "preemption-bounded", "delay-bounded", "dpor",
        "optimal-dpor", "rf-dpor"}) {
    const Ended ended = Tool({"explore", "--races", "off", "--strategy",
                              strategy, "--executions", "300",
                              "--fail-on-exit-code", Path("lost_update")});
    EXPECT_EQ(ended.code, kFinding) << strategy << "\n" << ended;
    EXPECT_THAT(ended.out, HasSubstr("exit-code")) << strategy;
  }
}

TEST_P(ProgramsTest, SeveralProcessesComeToTheSame) {
  const Ended one = Explore("lost_update",
                            {"--strategy", "exhaustive", "--json", "one.json"});
  const Ended two = Explore(
      "lost_update",
      {"--strategy", "exhaustive", "--jobs", "2", "--json", "two.json"});
  EXPECT_EQ(two.code, kNoFinding) << two;
  EXPECT_EQ(Json::parse(scratch_.Read("one.json"))["executions"],
            Json::parse(scratch_.Read("two.json"))["executions"]);
}

TEST_P(ProgramsTest, ARunIsTheSameTwice) {
  const auto explore = [this] {
    const Ended ended =
        Explore("lost_update", {"--strategy", "random", "--fail-on-exit-code"});
    EXPECT_EQ(ended.code, kFinding) << ended;
    return scratch_.Read("interleave_schedules/lost_update.schedule");
  };
  const std::string first = explore();
  EXPECT_EQ(first, explore());
}

TEST_P(ProgramsTest, TheScheduleFileIsAllThatAReplayNeeds) {
  const Ended found = Explore(
      "lost_update", {"--strategy", "exhaustive", "--fail-on-exit-code"},
      {"some words", ""});
  ASSERT_EQ(found.code, kFinding) << found;
  const std::string schedule = "interleave_schedules/lost_update.schedule";
  EXPECT_THAT(scratch_.Read(schedule),
              HasSubstr("program lost_update\nargument \"some words\"\n"
                        "argument \"\"\n"));
  const std::string folder =
      GetParam() ? PROGRAMS_WITH_RACES : PROGRAMS_WITHOUT_RACES;
  const Ended replayed = Tool({"replay", schedule, "--in", folder});
  EXPECT_EQ(replayed.code, kFinding) << replayed;
  EXPECT_THAT(replayed.out,
              EndsWith("interleave replay: lost_update: reproduced: exit-code "
                       "in task main: the program ended with exit code 3\n"));
  // The command that the report names does the same.
  const size_t at = found.out.find("interleave replay ");
  ASSERT_NE(at, std::string::npos);
  std::vector<std::string> command =
      SplitCommand(found.out.substr(at, found.out.find('\n', at) - at));
  command.front() = INTERLEAVE_TOOL;
  EXPECT_THAT(scratch_.Run(command).out,
              HasSubstr("reproduced: exit-code in task main"));
  // Fixed, it can't be followed, or passes.
  const Ended fixed =
      Tool({"verify", schedule, "--on", Path("lost_update"), "--strategy",
            "exhaustive", "--executions", "5000", "--", "FIXED"});
  EXPECT_EQ(fixed.code, kNoFinding) << fixed;
  // The old program is started as it was.
  const Ended both =
      Tool({"verify", schedule, "--old", Path("lost_update"), "--new",
            Path("lost_update"), "--executions", "500", "--", "FIXED"});
  EXPECT_EQ(both.code, kNoFinding) << both;
  EXPECT_THAT(both.out, HasSubstr("fails on the old binary, as recorded: "
                                  "exit-code in task main"));
  EXPECT_THAT(both.out, HasSubstr(", which T"));
}

TEST_P(ProgramsTest, ATokenIsReplayed) {
  const Ended found = Explore(
      "lost_update", {"--strategy", "exhaustive", "--fail-on-exit-code"});
  const size_t at = found.out.find("il1-");
  ASSERT_NE(at, std::string::npos) << found;
  const std::string token = found.out.substr(at, found.out.find('\n', at) - at);
  const Ended replayed = Tool({"replay", token, "--on", Path("lost_update"),
                               "--option", "races=off", "--fail-on-exit-code"});
  EXPECT_EQ(replayed.code, kFinding) << replayed;
  EXPECT_THAT(replayed.out, HasSubstr("reproduced: exit-code"));
}

TEST_P(ProgramsTest, EachExecutionBeginsTheSameWay) {
  const std::string input = scratch_.Write("input", "first line\nsecond\n");
  // A shell gives it the file as standard input.
  const Ended ended = scratch_.Run(
      {"/bin/sh", "-c",
       std::string("exec '") + INTERLEAVE_TOOL + "' explore --races off " +
           "--strategy exhaustive --executions 0 --fail-on-exit-code " +
           "--option findings_max=2 '" + Path("whole") + "' fail < input"},
      {"WORD=given"});
  EXPECT_EQ(ended.code, kFinding) << ended;
  EXPECT_THAT(ended.out,
              HasSubstr("read 'first line', 2 words, last fail, constructed, "
                        "run 1, in " +
                        scratch_.path() + ", WORD=given, told=0\n"));
  EXPECT_THAT(ended.out, Not(HasSubstr("nondeterminism")));
}

TEST_P(ProgramsTest, AThreadBeforeMainIsRefused) {
  const Ended ended = Explore("early_thread", {});
  EXPECT_EQ(ended.code, kError) << ended;
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, HasSubstr("early_thread cannot be explored: it has "
                                   "started threads before"));
  EXPECT_EQ(scratch_.Run({Path("early_thread")}).code, 0);
}

TEST_P(ProgramsTest, NothingControlledIsNoSuccess) {
  const Ended ended = Explore("alone", {});
  EXPECT_EQ(ended.code, kNothingControlled) << ended;
  EXPECT_THAT(ended.out, HasSubstr("alone: no task was controlled"));
  const Ended allowed = Explore("alone", {"--allow-uncontrolled"});
  EXPECT_EQ(allowed.code, kNoFinding) << allowed;
}

TEST_P(ProgramsTest, ADeadlockOfMainIsFound) {
  const Ended ended =
      Explore("deadlock", {"--strategy", "dpor", "--option", "findings_max=3"});
  EXPECT_EQ(ended.code, kFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("deadlock: deadlock at step"));
  const Ended fixed = Explore("deadlock", {"--strategy", "dpor"}, {"FIXED"});
  EXPECT_EQ(fixed.code, kNoFinding) << fixed;
}

TEST_P(ProgramsTest, BadOptionsAreRefused) {
  const Ended unknown = Explore("alone", {"--option", "no_such=1"});
  EXPECT_EQ(unknown.code, kError) << unknown;
  EXPECT_THAT(unknown.err, HasSubstr("there is no option --interleave_no_such "
                                     "for whole programs"));
  const Ended bad = Explore("alone", {"--option", "steps_max=many"});
  EXPECT_EQ(bad.code, kError) << bad;
  EXPECT_THAT(bad.err, HasSubstr("--interleave_steps_max has no value"));
  const Ended of_tests =
      Tool({"explore", SAMPLE_COUNTER, "--fail-on-exit-code"});
  EXPECT_EQ(of_tests.code, kError) << of_tests;
  EXPECT_THAT(of_tests.err, HasSubstr("is for whole programs"));
}

TEST(ProgramRacesTest, ARaceOfAProgramIsAFinding) {
  const Scratch scratch;
  const Ended ended =
      scratch.Run({INTERLEAVE_TOOL, "explore",
                   std::string(PROGRAMS_WITH_RACES) + "lost_update"});
  EXPECT_EQ(ended.code, kFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("lost_update: race in task T"));
  const Ended fixed =
      scratch.Run({INTERLEAVE_TOOL, "explore", "--strategy", "optimal-dpor",
                   std::string(PROGRAMS_WITH_RACES) + "lost_update", "FIXED"});
  EXPECT_EQ(fixed.code, kNoFinding) << fixed;
}

}  // namespace
}  // namespace interleave::e2e
