// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The parts of the command line tool that are more than wiring.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/e2e/program.h"
#include "tools/cli/process.h"
#include "tools/cli/run_result.h"
#include "tools/cli/test_filter.h"

extern char** environ;

namespace interleave::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// --- Filters. ---

TEST(TestFilterTest, MatchesAsGoogleTestDoes) {
  EXPECT_TRUE(MatchesFilter("*", "A.b"));
  EXPECT_TRUE(MatchesFilter("A.b", "A.b"));
  EXPECT_FALSE(MatchesFilter("A.b", "A.bc"));
  EXPECT_FALSE(MatchesFilter("A.b", "XA.b"));
  EXPECT_TRUE(MatchesFilter("A.?", "A.b"));
  EXPECT_FALSE(MatchesFilter("A.?", "A."));
  EXPECT_TRUE(MatchesFilter("*.b*d", "A.bbdd"));
  EXPECT_TRUE(MatchesFilter("*a*b*c*", "xaybzc"));
  EXPECT_FALSE(MatchesFilter("*a*b*c*", "xcybza"));
  EXPECT_TRUE(MatchesFilter("X:A.b", "A.b"));
  EXPECT_FALSE(MatchesFilter("", "A.b"));
  EXPECT_FALSE(MatchesFilter("*-A.b", "A.b"));
  EXPECT_TRUE(MatchesFilter("-A.b", "A.c"));
  EXPECT_FALSE(MatchesFilter("-A.c:A.b", "A.b"));
  EXPECT_FALSE(MatchesFilter("A.*-*b", "B.c"));
}

TEST(TestFilterTest, StandsPatternsThatBacktrackMuch) {
  const std::string name(20'000, 'a');
  EXPECT_FALSE(MatchesFilter("*a*a*a*a*a*a*a*ab", name));
}

TEST(TestFilterTest, KeepsTheOrderOfTheTests) {
  const std::vector<std::string> names = {"B.z", "A.y", "B.x"};
  EXPECT_THAT(SelectTests("B.*", names, "bin").value(),
              ElementsAre("B.z", "B.x"));
}

TEST(TestFilterTest, SaysWhatThereIs) {
  std::vector<std::string> names;
  for (int i = 0; i < 12; ++i)
    names.push_back("Suite.Test" + std::to_string(i));
  const std::string message(
      SelectTests("Suite.Tset1", names, "bin").status().message());
  EXPECT_THAT(message, HasSubstr("no INTERLEAVE_TEST of bin"));
  EXPECT_THAT(message, HasSubstr("Suite.Test9 and 2 more"));
}

// --- Results. ---

TEST(RunResultTest, ReadsWhatItKnowsAndPassesOverTheRest) {
  const absl::StatusOr<RunResult> result = ParseRunResult(
      R"({"verdict": "failed", "executions": 3, "seed": "7", "new": [1],
          "tests": [{"name": "A.b", "verdict": "failed", "executions": "no",
                     "findings": [{"kind": "race", "execution": 2}, 5],
                     "replay": {"verdict": "infeasible", "step": 4,
                                "reason": "r"}}, null]})");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->executions, 3u);
  ASSERT_EQ(result->tests.size(), 1u);
  const TestResult& test = result->tests[0];
  EXPECT_EQ(test.executions, 0u);
  EXPECT_EQ(test.seed, "7");
  ASSERT_EQ(test.findings.size(), 1u);
  EXPECT_EQ(test.findings[0].kind, "race");
  EXPECT_EQ(test.replay->step, 4u);
  EXPECT_EQ(ExitCodeOf(*result), ExitCode::kFinding);
}

TEST(RunResultTest, RefusesWhatIsNoResult) {
  for (const char* text : {"", "{", "[]", "3", "{}", "null", "{\"a\": 1}"}) {
    EXPECT_FALSE(ParseRunResult(text).ok()) << text;
  }
}

TEST(RunResultTest, DescribesAFindingOnOneLine) {
  FindingResult assertion;
  assertion.kind = "assertion";
  assertion.message = "first\n    second\n";
  assertion.task = "main";
  assertion.location = "a.cc:3";
  EXPECT_EQ(DescribeFinding(assertion),
            "assertion in task main at a.cc:3: first second");
  FindingResult race;
  race.kind = "race";
  race.message = std::string(9'999, 'x');
  const std::string line = DescribeFinding(race);
  EXPECT_LT(line.size(), 200u);
  EXPECT_THAT(line, testing::EndsWith("xx..."));
  FindingResult deadlock;
  deadlock.kind = "deadlock";
  EXPECT_EQ(DescribeFinding(deadlock), "deadlock");
}

// --- Processes. ---

TEST(ProcessTest, KeepsBothStreamsAndTheExitStatus) {
  const auto end = RunProcess(
      {.command = {"/bin/sh", "-c", "echo out; echo err >&2; exit 3"},
       .output = Output::kCapture});
  ASSERT_TRUE(end.ok());
  EXPECT_EQ(end->output, "out\n");
  EXPECT_EQ(end->error, "err\n");
  EXPECT_EQ(DescribeEnd(*end), "ended with exit status 3");
}

TEST(ProcessTest, KeepsMoreThanAPipeHolds) {
  const auto end =
      RunProcess({.command = {"/usr/bin/head", "-c", "3000000", "/dev/zero"},
                  .output = Output::kCapture});
  ASSERT_TRUE(end.ok());
  EXPECT_EQ(end->output.size(), 3'000'000u);
  EXPECT_EQ(end->exit_status, 0);
}

TEST(ProcessTest, KillsWhatDoesNotEnd) {
  const auto end = RunProcess({.command = {"/bin/sleep", "100"},
                               .output = Output::kCapture,
                               .seconds_max = 0.2});
  ASSERT_TRUE(end.ok());
  EXPECT_TRUE(end->timed_out);
  EXPECT_FALSE(end->ok());
}

TEST(ProcessTest, DoesNotWaitForWhatTheProgramLeftBehind) {
  const auto end =
      RunProcess({.command = {"/bin/sh", "-c", "sleep 100 & echo $!"},
                  .output = Output::kCapture});
  ASSERT_TRUE(end.ok());
  EXPECT_EQ(kill(std::stoi(end->output), SIGKILL), 0);
}

TEST(ProcessTest, LeavesVariablesOut) {
  setenv("LEFT_OUT", "1", 1);
  setenv("LEFT_OUT_NOT", "2", 1);
  const auto end =
      RunProcess({.command = {"/bin/sh", "-c", "echo $LEFT_OUT,$LEFT_OUT_NOT"},
                  .output = Output::kCapture,
                  .without_variables = {"LEFT_OUT"}});
  ASSERT_TRUE(end.ok());
  EXPECT_EQ(end->output, ",2\n");
}

TEST(ProcessTest, SaysWhyAProgramCannotBeStarted) {
  const auto end = RunProcess({.command = {"/absent"}});
  EXPECT_THAT(std::string(end.status().message()),
              HasSubstr("/absent cannot be run: No such file"));
}

// The tool hands SIGTERM on, so that nothing is left behind.
TEST(ProcessTest, EndsWithTheProgramWhenTold) {
  const e2e::Scratch scratch;
  scratch.Write("tests", R"(#!/bin/sh
case "$1" in --interleave_list) echo A.b; exit;; esac
echo $$ > started.new
mv started.new started
exec sleep 100
)");
  scratch.Run({"/bin/chmod", "+x", "tests"});
  const std::string script = scratch.Write("run", R"(#!/bin/sh
"$1" explore ./tests &
tool=$!
while [ ! -e started ]; do :; done
kill -TERM $tool
wait $tool
echo status $?
kill -0 $(cat started) 2>/dev/null && echo left behind
ls "$TMPDIR"
)");
  scratch.Run({"/bin/mkdir", "tmp"});
  const e2e::Ended ended = scratch.Run({"/bin/sh", script, INTERLEAVE_TOOL},
                                       {"TMPDIR=" + scratch.File("tmp")});
  EXPECT_EQ(ended.out, "status 143\n") << ended;
}

}  // namespace
}  // namespace interleave::cli
