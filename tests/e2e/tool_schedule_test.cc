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

TEST_F(ToolScheduleTest, VerifySaysAllInItsLastLine) {
  const Ended ended = Tool({"verify", schedule_, "--on", SAMPLE_COUNTER,
                            "--test", kFixed, "--json", "result.json"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out,
              ContainsRegex(
                  "interleave verify: CounterTest.LostUpdateFixed: recorded "
                  "schedule infeasible at step [0-9]+ \\(.* waits for mutex 1, "
                  "which .* holds since step [0-9]+\\); "
                  "[0-9]+ of [0-9]+ steps matched; "
                  "all [0-9]+ schedules within 2 switches of it pass; "
                  "verified: all [0-9]+ schedules, [0-9]+ distinct traces.*; "
                  "checked [0-9]+ executions, exhaustively\\. Seed 1\\.\n$"));
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
  EXPECT_THAT(
      verify("delay-bounded", "--delays", "1").out,
      ContainsRegex("verified: all schedules with at most 1 delay "
                    "\\([0-9]+ executions\\).*exhaustively with at most 1 "
                    "delay\\. Seed"));
  EXPECT_THAT(verify("exhaustive", "--preemptions", "0").out,
              ContainsRegex("verified: all schedules with at most 0 "
                            "preemptions \\([0-9]+ executions\\).*"
                            "exhaustively with at most 0 preemptions\\. Seed"));
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

TEST_F(ToolScheduleTest, VerifyRunsTheOldBinaryToo) {
  const Ended ended = Tool({"verify", schedule_, "--old", SAMPLE_COUNTER,
                            "--new", SAMPLE_COUNTER, "--test", kFixed,
                            "--switches", "1", "--json", "result.json"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out, StartsWith("interleave verify: "
                                    "CounterTest.LostUpdateFixed: fails on the "
                                    "old binary, as recorded: assertion in "));
  EXPECT_THAT(ended.out, HasSubstr("within 1 switch of it pass"));
  const Json verify = Json::parse(scratch_.Read("result.json"))["verify"];
  EXPECT_EQ(verify["holds"], true);
  EXPECT_EQ(verify["old"]["kind"], "assertion");
  EXPECT_EQ(verify["new"]["verdict"], "infeasible");
  EXPECT_EQ(verify["new"]["neighbours"]["switches"], 1);
  EXPECT_EQ(verify["new"]["neighbours"]["exhaustive"], true);
  EXPECT_EQ(verify["new"]["exhaustive"], true);
  EXPECT_GT(verify["new"]["distinct_traces"], 0);
}

TEST_F(ToolScheduleTest, VerifyRefusesAScheduleThatDoesNotFailOnTheOld) {
  scratch_.Write("other.schedule",
                 "interleave-schedule 1\ntest CounterTest.LostUpdate\n"
                 "finding assertion\nend\n");
  const Ended ended = Tool({"verify", "other.schedule", "--old", SAMPLE_COUNTER,
                            "--new", SAMPLE_COUNTER, "--test", kFixed});
  EXPECT_EQ(ended.code, kError) << ended;
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err,
              HasSubstr("the schedule does not fail on the old binary "));
  EXPECT_THAT(ended.err, HasSubstr(": it passes there"));
}

TEST_F(ToolScheduleTest, VerifyHasNothingToFailWithWithoutAFinding) {
  scratch_.Write("passing.schedule",
                 "interleave-schedule 1\ntest CounterTest.LostUpdate\nend\n");
  const Ended ended = Tool({"verify", "passing.schedule", "--old",
                            SAMPLE_COUNTER, "--new", SAMPLE_COUNTER});
  EXPECT_EQ(ended.code, kError) << ended;
  EXPECT_THAT(ended.err, HasSubstr("recorded without a finding"));
}

TEST_F(ToolScheduleTest, VerifyIsNoSuccessWhereNothingMatched) {
  scratch_.Write("strange.schedule",
                 "interleave-schedule 1\ntest CounterTest.LostUpdate\n"
                 "finding assertion\ntask 7 nobody\ntask 8 other\n"
                 "switch nobody 2 point no.such.point#1 -> other\nend\n");
  const Ended ended = Tool({"verify", "strange.schedule", "--new",
                            SAMPLE_COUNTER, "--test", kFixed});
  EXPECT_EQ(ended.code, kError) << ended;
  EXPECT_THAT(ended.out, HasSubstr("not verified: no step of the schedule has "
                                   "a counterpart"));
}

TEST_F(ToolScheduleTest, VerifyPrintsAParagraphInMarkdown) {
  const Ended ended =
      Tool({"verify", schedule_, "--old", SAMPLE_COUNTER, "--new",
            SAMPLE_COUNTER, "--test", kFixed, "--markdown"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out, StartsWith("**Verified**: "
                                    "`CounterTest.LostUpdateFixed`. The "
                                    "recorded schedule fails on the old "));
  EXPECT_EQ(ended.out.find('\n'), ended.out.size() - 1);
}

TEST_F(ToolScheduleTest, VerifyRefusesNoSwitches) {
  const Ended ended =
      Tool({"verify", schedule_, "--on", SAMPLE_COUNTER, "--switches", "0"});
  EXPECT_EQ(ended.code, kError) << ended;
  EXPECT_THAT(ended.err, HasSubstr("switches must be at least 1"));
}

// --- draft. ---

TEST_F(ToolScheduleTest, DraftSaysTheOrderByAScript) {
  const Ended ended = Tool(
      {"draft", schedule_, "-o", "regression_test.cc", "--on", SAMPLE_COUNTER});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  // Not the failure that the script was tried with, in files that are gone.
  EXPECT_EQ(ended.err, "");
  const std::string text = scratch_.Read("regression_test.cc");
  EXPECT_THAT(text, HasSubstr("INTERLEAVE_REGRESSION_TEST("));
  EXPECT_THAT(text, HasSubstr(".Until(\"counter.add.loaded\""));
  EXPECT_THAT(text, HasSubstr("\"CounterTest.LostUpdate\""));
  EXPECT_EQ(
      text,
      (Tool({"draft", schedule_, "-o", "-", "--on", SAMPLE_COUNTER}).out));
}

TEST_F(ToolScheduleTest, DraftTakesAResult) {
  const Ended found = scratch_.Run(
      {SAMPLE_COUNTER, "--gtest_filter=CounterTest.LostUpdate",
       "--interleave_json=result.json", "--interleave_schedule_dir=found"});
  const Ended ended = Tool({"draft", "result.json", "-o", "-"});
  EXPECT_EQ(ended.code, kNoFinding) << ended << found;
  EXPECT_THAT(ended.out, ContainsRegex("//   first: .*counter.add.loaded"));
}

TEST_F(ToolScheduleTest, DraftLeavesAPlaceToFillWhereNoTestIsNamed) {
  scratch_.Write("nameless.schedule",
                 "interleave-schedule 1\nfinding assertion\nend\n");
  const Ended ended = Tool({"draft", "nameless.schedule", "-o", "test.cc"});
  EXPECT_EQ(ended.code, kFinding) << ended;
  EXPECT_THAT(ended.err, HasSubstr("FILL IN"));
  EXPECT_THAT(scratch_.Read("test.cc"), HasSubstr("FILL IN"));
  const Ended with_body = Tool({"draft", "nameless.schedule", "-o", "-",
                                "--body", "Run()", "--include", "run.h"});
  EXPECT_EQ(with_body.code, kNoFinding) << with_body;
  EXPECT_THAT(with_body.out, HasSubstr("#include \"run.h\"\n"));
  EXPECT_THAT(with_body.out, HasSubstr("  Run();\n"));
}

TEST_F(ToolScheduleTest, DraftRefusesWhatIsNoFinding) {
  scratch_.Write("passing.schedule", "interleave-schedule 1\ntest A.B\nend\n");
  scratch_.Write("empty.json", "{\"tests\": []}");
  scratch_.Write("broken.json", "{\"tests\": ");
  const BadCommand commands[] = {
      {"no file", {"absent.schedule"}, "absent.schedule"},
      {"no finding", {"passing.schedule"}, "without a finding"},
      {"no finding in a result", {"empty.json"}, "has no finding"},
      {"no JSON", {"broken.json"}, "is no JSON of a result"},
      {"no name", {schedule_, "--name", "Reset"}, "expected a test's name"},
      {"its own name",
       {schedule_, "--name", "CounterTest.LostUpdate"},
       "can't have the name"},
      {"no test binary", {schedule_, "--on", "/bin/true"}, "no test binary"}};
  for (const BadCommand& bad : commands) {
    std::vector<std::string> command = {"draft", "-o", "out.cc"};
    command.insert(command.end(), bad.arguments.begin(), bad.arguments.end());
    const Ended ended = Tool(command);
    EXPECT_EQ(ended.code, kError) << bad.what << ended;
    EXPECT_THAT(ended.err, HasSubstr(bad.said)) << bad.what;
    EXPECT_EQ(ended.out, "") << bad.what;
  }
}

TEST_F(ToolScheduleTest, VerifyNeedsABinary) {
  const Ended ended = Tool({"verify", schedule_});
  EXPECT_EQ(ended.code, kError) << ended;
  EXPECT_THAT(ended.err, HasSubstr("--on"));
}

}  // namespace
}  // namespace interleave::e2e
