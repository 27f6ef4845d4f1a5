// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// `interleave replay`, `show` and `verify`: a schedule from its finding to the
// fix.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/e2e/printed_report.h"
#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using testing::ContainsRegex;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kFixed[] = "CounterTest.LostUpdateFixed";

// A folder with the schedule of CounterTest.LostUpdate, as it was found.
class ToolScheduleTest : public testing::Test {
 protected:
  ToolScheduleTest() {
    found_ = scratch_.Run(
        {SAMPLE_COUNTER, "--gtest_filter=CounterTest.LostUpdate",
         "--interleave_schedule_dir=.", "--interleave_explain=off"});
    schedule_ = "CounterTest.LostUpdate.schedule";
  }

  Ended Tool(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), INTERLEAVE_TOOL);
    return scratch_.Run(arguments);
  }
  static std::string LastLine(const std::string& text) {
    const size_t end = text.find_last_not_of('\n');
    if (end == std::string::npos) return "";
    const size_t begin = text.rfind('\n', end);
    return text.substr(begin + 1, end - begin);
  }

  const Scratch scratch_;
  Ended found_;
  std::string schedule_;
};

// --- replay. ---

TEST_F(ToolScheduleTest, ReplayReproducesTheFinding) {
  const Ended ended = Tool(
      {"replay", schedule_, "--on", SAMPLE_COUNTER, "--json", "result.json"});
  EXPECT_EQ(ended.code, kFinding) << ended;
  EXPECT_THAT(LastLine(ended.out),
              StartsWith("interleave replay: CounterTest.LostUpdate: "
                         "reproduced: assertion in task main at "));
  EXPECT_EQ(ReadReport(ended.out, "CounterTest.LostUpdate").story,
            ReadReport(found_.out, "CounterTest.LostUpdate").story);
  const Json result = Json::parse(scratch_.Read("result.json"));
  EXPECT_EQ(result["tests"][0]["replay"]["verdict"], "reproduced");
}

TEST_F(ToolScheduleTest, ReplayTakesATokenToo) {
  const std::string token =
      ReadReport(found_.out, "CounterTest.LostUpdate").token;
  const Ended ended = Tool({"replay", token, "--on", SAMPLE_COUNTER, "--test",
                            "CounterTest.LostUpdate"});
  EXPECT_EQ(ended.code, kFinding) << ended;
  EXPECT_THAT(LastLine(ended.out), HasSubstr("reproduced"));
}

TEST_F(ToolScheduleTest, ReplayOnTheFixedTwinIsInfeasibleAndNoFailure) {
  const Ended ended =
      Tool({"replay", schedule_, "--on", SAMPLE_COUNTER, "--test", kFixed});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(LastLine(ended.out),
              ContainsRegex("LostUpdateFixed: infeasible at step [0-9]+: "));
}

TEST_F(ToolScheduleTest, ReplayOfAPassingOrderPasses) {
  scratch_.Write("passing.schedule",
                 "interleave-schedule 1\ntest CounterTest.LostUpdate\nend\n");
  const Ended ended =
      Tool({"replay", "passing.schedule", "--on", SAMPLE_COUNTER});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(LastLine(ended.out), EndsWith("passed: same order, no finding"));
}

TEST_F(ToolScheduleTest, ReplayThatDivergesIsAnError) {
  scratch_.Write("other.schedule",
                 "interleave-schedule 1\n"
                 "test CounterTest.LostUpdate\n"
                 "finding assertion\n"
                 "task 0 main\n"
                 "task 1 first\n"
                 "switch first 2 point counter.add.removed#1 -> main\n"
                 "end\n");
  const Ended ended =
      Tool({"replay", "other.schedule", "--on", SAMPLE_COUNTER});
  EXPECT_EQ(ended.code, kError) << ended;
  EXPECT_THAT(LastLine(ended.out), HasSubstr("diverged at step "));
}

TEST_F(ToolScheduleTest, ReplayFindsTheProgramBesideTheFile) {
  const fs::path program(SAMPLE_COUNTER);
  fs::create_symlink(program, scratch_.File(program.filename().string()));
  fs::create_directory(scratch_.File("elsewhere"));
  const Ended ended = Tool({"replay", schedule_});
  EXPECT_EQ(ended.code, kFinding) << ended;
}

TEST_F(ToolScheduleTest, ReplayFindsTheProgramInTheCurrentFolder) {
  const fs::path program(SAMPLE_COUNTER);
  fs::create_symlink(program, scratch_.File(program.filename().string()));
  scratch_.Write("kept/it.schedule", scratch_.Read(schedule_));
  const Ended ended = Tool({"replay", "kept/it.schedule"});
  EXPECT_EQ(ended.code, kFinding) << ended;
}

TEST_F(ToolScheduleTest, ReplayFindsTheProgramInFoldersNamed) {
  const std::string folder = fs::path(SAMPLE_COUNTER).parent_path();
  const Ended ended =
      Tool({"replay", "--in", "absent", "--in", folder, schedule_});
  EXPECT_EQ(ended.code, kFinding) << ended;
}

TEST_F(ToolScheduleTest, ReplayNamesOnWhenTheProgramIsNotThere) {
  const Ended ended = Tool({"replay", schedule_});
  EXPECT_EQ(ended.code, kError) << ended;
  EXPECT_THAT(ended.err, HasSubstr("--on BINARY"));
}

TEST_F(ToolScheduleTest, ReplayRunsNoProgramOutsideOfTheFoldersNamed) {
  scratch_.Write("evil.schedule",
                 "interleave-schedule 1\n"
                 "test CounterTest.LostUpdate\n"
                 "program ../../bin/true\n"
                 "end\n");
  const Ended ended = Tool({"replay", "evil.schedule"});
  EXPECT_EQ(ended.code, kError) << ended;
  EXPECT_THAT(ended.err, HasSubstr("is not the name of a file"));
}

// --- show. ---

TEST_F(ToolScheduleTest, ShowPrintsTheSwitchesInColumns) {
  const Ended ended = Tool({"show", schedule_});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out, StartsWith("test        CounterTest.LostUpdate\n"));
  EXPECT_THAT(ended.out, HasSubstr("\nfinding     assertion\n"));
  EXPECT_THAT(ended.out, HasSubstr("counter.add.loaded"));
  EXPECT_THAT(ended.out, ContainsRegex("step .* first .* where"));
  EXPECT_THAT(ended.out, ContainsRegex("counter.cc:[0-9]+"));
  EXPECT_THAT(ended.out, HasSubstr("FAILED: "));
}

TEST_F(ToolScheduleTest, ShowShowsTheEndOfALongSchedule) {
  std::string text = "interleave-schedule 1\ntask 0 main\ntask 7 other\n";
  for (int i = 1; i <= 300; ++i) {
    const std::string at = std::to_string(i);
    text += "switch main " + at + " point a.b#" + at + " -> other\n";
    text += "switch other " + at + " lock -> main\n";
  }
  scratch_.Write("long.schedule", text + "end\n");
  const Ended some = Tool({"show", "long.schedule"});
  EXPECT_EQ(some.code, kNoFinding) << some;
  EXPECT_THAT(some.out, HasSubstr("the last 60 of 601 rows"));
  EXPECT_THAT(some.out, HasSubstr("a.b#300"));
  const Ended all = Tool({"show", "long.schedule", "--full"});
  EXPECT_THAT(all.out, HasSubstr("a.b#2 "));
  EXPECT_THAT(all.out, HasSubstr("a.b#300"));
}

TEST_F(ToolScheduleTest, ShowStandsLargeNumbersAndManyTasks) {
  std::string text = "interleave-schedule 1\n";
  for (int i = 0; i < 50; ++i) {
    text += "task " + std::to_string(4000000000u + i) + " worker\n";
  }
  for (int i = 0; i + 1 < 50; ++i) {
    text += "switch worker@" + std::to_string(4000000000u + i) +
            " 1 start -> worker@" + std::to_string(4000000000u + i + 1) + "\n";
  }
  scratch_.Write("wide.schedule", text + "end\n");
  const Ended ended = Tool({"show", "wide.schedule"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("worker@4000000049"));
}

TEST_F(ToolScheduleTest, ShowPrintsNothingThatATerminalActsOn) {
  scratch_.Write("escape.schedule",
                 "interleave-schedule 1\n"
                 "test \"\\x1b[2J\"\n"
                 "message \"\\x1b]0;title\\x07\"\n"
                 "end\n");
  const Ended ended = Tool({"show", "escape.schedule"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_EQ(ended.out.find('\x1b'), std::string::npos);
}

TEST_F(ToolScheduleTest, ShowSaysWhenThereAreNoSwitches) {
  scratch_.Write("none.schedule", "interleave-schedule 1\nend\n");
  const Ended ended = Tool({"show", "none.schedule"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("No switches"));
}

// --- verify. ---

TEST_F(ToolScheduleTest, VerifyPrintsOneLineToPaste) {
  const Ended ended = Tool({"verify", schedule_, "--on", SAMPLE_COUNTER,
                            "--test", kFixed, "--json", "result.json"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out,
              ContainsRegex(
                  "^interleave verify: CounterTest.LostUpdateFixed: recorded "
                  "schedule infeasible at step [0-9]+ \\(.*waits at lock.*\\); "
                  "[0-9]+ schedules within one change of it pass; "
                  "verified: all [0-9]+ schedules\\. Seed 1\\.\n$"));
  EXPECT_EQ(ended.out.find('\n'), ended.out.size() - 1);
  EXPECT_THAT(ended.err, HasSubstr("[ RUN      ] CounterTest"));
  EXPECT_EQ(Json::parse(scratch_.Read("result.json"))["verdict"], "verified");
}

TEST_F(ToolScheduleTest, VerifyCountsTheSchedulesThatExploreCounts) {
  const Ended explored = Tool(
      {"explore", SAMPLE_COUNTER, "--filter", kFixed, "--json", "result.json"});
  const Json result = Json::parse(scratch_.Read("result.json"));
  const Ended ended =
      Tool({"verify", schedule_, "--on", SAMPLE_COUNTER, "--test", kFixed});
  EXPECT_THAT(
      ended.out,
      HasSubstr("verified: all " +
                std::to_string(result["executions"].get<int>()) + " schedules"))
      << explored;
}

TEST_F(ToolScheduleTest, VerifySaysWithinWhichBound) {
  const auto verify = [&](const char* strategy, const char* option,
                          const char* most) {
    return Tool({"verify", schedule_, "--on", SAMPLE_COUNTER, "--test", kFixed,
                 "--strategy", strategy, option, most});
  };
  EXPECT_THAT(verify("delay-bounded", "--delays", "1").out,
              ContainsRegex("verified: all schedules with at most 1 delay "
                            "\\([0-9]+ executions\\)\\. Seed"));
  EXPECT_THAT(verify("exhaustive", "--preemptions", "0").out,
              ContainsRegex("verified: all schedules with at most 0 "
                            "preemptions \\([0-9]+ executions\\)\\. Seed"));
}

TEST_F(ToolScheduleTest, VerifySaysThatTheFindingIsStillThere) {
  const Ended ended = Tool({"verify", schedule_, "--on", SAMPLE_COUNTER});
  EXPECT_EQ(ended.code, kFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("recorded schedule reproduced; failed: "
                                   "assertion in task main at "));
  EXPECT_THAT(ended.err, HasSubstr("The interleaving"));
}

TEST_F(ToolScheduleTest, VerifyFindsWhatIsOneChangeAway) {
  scratch_.Write("passing.schedule",
                 "interleave-schedule 1\ntest CounterTest.LostUpdate\nend\n");
  const Ended ended =
      Tool({"verify", "passing.schedule", "--on", SAMPLE_COUNTER});
  EXPECT_EQ(ended.code, kFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("recorded schedule passed; "));
  EXPECT_THAT(ended.out, HasSubstr("failed "));
}

TEST_F(ToolScheduleTest, VerifyNeedsABinary) {
  const Ended ended = Tool({"verify", schedule_});
  EXPECT_EQ(ended.code, kError) << ended;
  EXPECT_THAT(ended.err, HasSubstr("--on"));
}

}  // namespace
}  // namespace interleave::e2e
