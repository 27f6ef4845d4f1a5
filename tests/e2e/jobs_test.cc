// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Several processes, interrupts and checkpoints of real test binaries.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr char kCheckpoint[] =
    "interleave_schedules/JobsTest.Counts.checkpoint";

Ended RunTool(const Scratch& scratch, std::vector<std::string> arguments,
              const std::vector<std::string>& variables = {}) {
  arguments.insert(arguments.begin(), {INTERLEAVE_TOOL, "explore"});
  return scratch.Run(arguments, variables);
}

Ended RunSample(const Scratch& scratch, std::vector<std::string> arguments,
                const std::vector<std::string>& variables = {}) {
  arguments.insert(arguments.begin(), SAMPLE_JOBS);
  return scratch.Run(arguments, variables);
}

// Without what tells the time.
std::string Timeless(const std::string& text) {
  const std::regex times("[0-9.]+ (s|ms)\\b|\\([0-9]+ ms[^)]*\\)");
  return std::regex_replace(text, times, "TIME");
}

TEST(JobsTest, TheReportIsTheSameByOneAndByTwo) {
  const Scratch one;
  const Scratch two;
  const Ended by_one =
      RunSample(one, {"--interleave_jobs=1", "--interleave_outcomes"});
  const Ended by_two =
      RunSample(two, {"--interleave_jobs=2", "--interleave_outcomes"});
  EXPECT_EQ(by_one.code, 1) << by_one;
  EXPECT_EQ(by_two.code, 1) << by_two;
  EXPECT_EQ(Timeless(by_two.out), Timeless(by_one.out));
  EXPECT_EQ(two.Files(), one.Files());
  EXPECT_EQ(two.Read("interleave_schedules/JobsTest.Finds.schedule"),
            one.Read("interleave_schedules/JobsTest.Finds.schedule"));
  EXPECT_THAT(by_two.out, HasSubstr("verified: all 12869 schedules"));
  EXPECT_THAT(by_two.out, HasSubstr("for a reason of its own"));
}

// Without the flag, a test that asks for two finds a process that has none of
// the threads of the tests before it.
TEST(JobsTest, OneTestMayAskForTwo) {
  const Scratch scratch;
  const Ended ended = RunSample(scratch, {"--gtest_filter=*Counts:*WantsTwo"});
  EXPECT_EQ(ended.code, 0) << ended;
}

// It is done by one process, which leaves nothing in that of the others.
TEST(JobsTest, AScriptIsNotInTheWayOfTheTestsBehindIt) {
  const Scratch scratch;
  const Ended ended =
      RunSample(scratch, {"--gtest_filter=*HasAScript:*WantsTwo"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_THAT(ended.out, HasSubstr("strategy script"));
  EXPECT_THAT(ended.out, HasSubstr("verified: all 12869 schedules"));
}

TEST(JobsTest, AReplayIsTheSameWhateverTheJobs) {
  const Scratch scratch;
  RunSample(scratch, {"--gtest_filter=*Finds"});
  std::string first;
  for (const char* jobs : {"1", "2"}) {
    const Ended ended =
        RunSample(scratch, {"--gtest_filter=*Finds",
                            "--interleave_replay="
                            "interleave_schedules/JobsTest.Finds.schedule",
                            std::string("--interleave_jobs=") + jobs});
    EXPECT_EQ(ended.code, 1) << ended;
    EXPECT_THAT(ended.out, HasSubstr("replay reproduced"));
    if (first.empty()) first = Timeless(ended.out);
    EXPECT_EQ(Timeless(ended.out), first);
  }
}

TEST(JobsTest, GoesOnFromWhereItWasInterrupted) {
  for (const char* jobs : {"1", "2"}) {
    const Scratch scratch;
    const Ended half = RunTool(
        scratch, {SAMPLE_JOBS, "--filter", "*.Counts:*.Finds", "--jobs", jobs},
        {"SAMPLE_INTERRUPT_AT=2000"});
    EXPECT_EQ(half.code, kFinding) << half;
    EXPECT_THAT(half.out, ContainsRegex("passed: interrupted after [0-9]+ "
                                        "executions( of about [^;]*)?, [^;]* "
                                        "done; checkpoint in "));
    EXPECT_THAT(half.out, HasSubstr("not explored: the run was interrupted"));
    EXPECT_THAT(half.out,
                HasSubstr(std::string("go on with --resume ") + kCheckpoint));
    EXPECT_THAT(half.out, Not(HasSubstr("verified")));
    const Ended rest =
        RunTool(scratch, {SAMPLE_JOBS, "--resume", kCheckpoint, "--jobs", "2"});
    EXPECT_EQ(rest.code, kNoFinding) << rest;
    EXPECT_THAT(rest.out,
                HasSubstr("JobsTest.Counts: verified: all 12869 schedules"));
    const Ended outcomes =
        RunSample(scratch, {"--gtest_filter=*Counts", "--interleave_outcomes",
                            std::string("--interleave_resume=") + kCheckpoint});
    EXPECT_EQ(outcomes.code, 0) << outcomes;
    const Ended whole =
        RunSample(scratch, {"--gtest_filter=*Counts", "--interleave_outcomes"});
    EXPECT_EQ(Timeless(outcomes.out), Timeless(whole.out));
  }
}

// Every two steps depend on each other in a binary that is not instrumented: as
// many traces as schedules.
TEST(JobsTest, ReductionsAreSharedToo) {
  for (const char* strategy : {"dpor", "optimal-dpor"}) {
    const Scratch scratch;
    const std::string flag = std::string("--interleave_strategy=") + strategy;
    const Ended one = RunSample(
        scratch, {"--gtest_filter=*Counts", flag, "--interleave_jobs=1"});
    const Ended two = RunSample(
        scratch, {"--gtest_filter=*Counts", flag, "--interleave_jobs=2"});
    EXPECT_EQ(two.code, 0) << two;
    EXPECT_THAT(two.out, HasSubstr("verified: all 12869 traces"));
    EXPECT_EQ(Timeless(two.out), Timeless(one.out));
  }
}

TEST(JobsTest, AReductionGoesOnFromWhereItWasInterrupted) {
  for (const char* jobs : {"1", "2"}) {
    const Scratch scratch;
    const Ended half = RunTool(scratch,
                               {SAMPLE_JOBS, "--filter", "*.Counts", "--jobs",
                                jobs, "--strategy", "optimal-dpor"},
                               {"SAMPLE_INTERRUPT_AT=2000"});
    EXPECT_EQ(half.code, kFinding) << half;
    EXPECT_THAT(half.out, ContainsRegex("passed: interrupted after [0-9]+ "
                                        "executions"));
    const std::string checkpoint = scratch.Read(kCheckpoint);
    EXPECT_THAT(checkpoint, HasSubstr("\"strategy\": \"optimal-dpor\""));
    const Ended rest =
        RunTool(scratch, {SAMPLE_JOBS, "--resume", kCheckpoint, "--jobs", "2"});
    EXPECT_EQ(rest.code, kNoFinding) << rest;
    EXPECT_THAT(rest.out,
                HasSubstr("JobsTest.Counts: verified: all 12869 traces"));
    const Ended other = RunSample(
        scratch, {"--gtest_filter=*Counts", "--interleave_strategy=dpor",
                  std::string("--interleave_resume=") + kCheckpoint});
    EXPECT_EQ(other.code, 1) << other;
    EXPECT_THAT(other.out, HasSubstr("its strategy is \"optimal-dpor\", here "
                                     "it is \"dpor\""));
  }
}

TEST(JobsTest, ACheckpointOfSomethingElseIsRefused) {
  const Scratch scratch;
  RunSample(scratch, {"--gtest_filter=*Counts"}, {"SAMPLE_INTERRUPT_AT=50"});
  const std::string resume = std::string("--interleave_resume=") + kCheckpoint;
  const Ended test = RunSample(scratch, {"--gtest_filter=*Finds", resume});
  EXPECT_EQ(test.code, 1) << test;
  EXPECT_THAT(test.out, HasSubstr("its test is \"JobsTest.Counts\", here it is "
                                  "\"JobsTest.Finds\""));
  const Ended options = RunSample(scratch, {"--gtest_filter=*Counts", resume,
                                            "--interleave_preemptions=1"});
  EXPECT_EQ(options.code, 1) << options;
  EXPECT_THAT(options.out, HasSubstr("its preemptions is \"no bound\""));
  const Ended program =
      scratch.Run({SAMPLE_COUNTER, "--gtest_filter=*", resume});
  EXPECT_EQ(program.code, 1) << program;
  EXPECT_THAT(program.out, HasSubstr("its program is \"e2e_jobs\", here it is "
                                     "\"e2e_counter\"; its executable is"));
  const Ended by_tool =
      RunTool(scratch, {SAMPLE_COUNTER, "--resume", kCheckpoint});
  EXPECT_EQ(by_tool.code, kError) << by_tool;
}

TEST(JobsTest, ADamagedCheckpointIsRefusedAtOnce) {
  const Scratch scratch;
  scratch.Write("damaged.checkpoint", "{\"format\": \"interleave-check");
  const Ended binary =
      RunSample(scratch, {"--interleave_resume=damaged.checkpoint"});
  EXPECT_EQ(binary.code, kError) << binary;
  EXPECT_THAT(binary.err,
              HasSubstr("damaged.checkpoint: expected a checkpoint"));
  const Ended tool =
      RunTool(scratch, {SAMPLE_JOBS, "--resume", "damaged.checkpoint"});
  EXPECT_EQ(tool.code, kError) << tool;
  EXPECT_THAT(tool.err, HasSubstr("damaged.checkpoint: expected a checkpoint"));
  const Ended absent =
      RunTool(scratch, {SAMPLE_JOBS, "--resume", "absent.checkpoint"});
  EXPECT_EQ(absent.code, kError) << absent;
  EXPECT_THAT(absent.err, HasSubstr("absent.checkpoint"));
}

TEST(JobsTest, AWorkerThatEndsByItselfIsNoSuccess) {
  const Scratch scratch;
  const Ended ended = RunTool(scratch,
                              {SAMPLE_JOBS, "--filter", "*.Counts", "--jobs",
                               "2", "--option", "isolation=none"},
                              {"SAMPLE_DIES=1"});
  EXPECT_EQ(ended.code, kFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("ended by itself, with exit status 0"));
}

TEST(JobsTest, ABodyThatEndsTheProcessIsAFindingByAnyNumber) {
  const Scratch scratch;
  for (const char* jobs : {"1", "2"}) {
    const Ended ended =
        RunTool(scratch, {SAMPLE_JOBS, "--filter", "*.Counts", "--jobs", jobs},
                {"SAMPLE_EXITS=1"});
    EXPECT_EQ(ended.code, kFinding) << ended;
    EXPECT_THAT(ended.out, HasSubstr("the body called _exit(0), which would "
                                     "end the test binary"));
  }
}

TEST(JobsTest, VerifiesTheSameByOneAndByTwo) {
  const Scratch scratch;
  RunSample(scratch, {"--gtest_filter=*Finds"});
  std::string first;
  for (const char* jobs : {"1", "2"}) {
    const Ended ended =
        scratch.Run({INTERLEAVE_TOOL, "verify",
                     "interleave_schedules/JobsTest.Finds.schedule", "--on",
                     SAMPLE_JOBS, "--test", "JobsTest.Counts", "--jobs", jobs});
    EXPECT_EQ(ended.code, kNoFinding) << ended;
    EXPECT_THAT(ended.out, HasSubstr("verified: all 12869 schedules"));
    if (first.empty()) first = ended.out;
    EXPECT_EQ(ended.out, first);
    const Ended again =
        scratch.Run({INTERLEAVE_TOOL, "verify",
                     "interleave_schedules/JobsTest.Finds.schedule", "--on",
                     SAMPLE_JOBS, "--jobs", jobs});
    EXPECT_EQ(again.code, kFinding) << again;
    EXPECT_THAT(again.out, HasSubstr("recorded schedule reproduced"));
  }
}

TEST(JobsTest, WrongNumbersOfJobsAreRefused) {
  const Scratch scratch;
  for (const char* jobs : {"0", "257", "-1", "two", ""}) {
    const Ended ended = RunTool(scratch, {SAMPLE_JOBS, "--jobs", jobs});
    EXPECT_EQ(ended.code, kError) << ended;
  }
  const Ended binary = RunSample(scratch, {"--interleave_jobs=0"});
  EXPECT_EQ(binary.code, kError) << binary;
  EXPECT_THAT(binary.err, HasSubstr("jobs is from 1 to 256"));
}

}  // namespace
}  // namespace interleave::e2e
