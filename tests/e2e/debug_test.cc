// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// gdb on replays, of tests and of whole programs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

constexpr char kDeadlockSchedule[] =
    "interleave_schedules/FindingsTest.Deadlock.schedule";

class DebugTest : public testing::Test {
 protected:
  // `commands` of gdb's, in the replay of `schedule` by `binary`.
  Ended Debug(const std::string& schedule, const std::string& binary,
              const std::vector<std::string>& commands) const {
    std::vector<std::string> words = {INTERLEAVE_TOOL, "debug", schedule,
                                      "--on",          binary,  "--batch"};
    for (const std::string& command : commands) {
      words.insert(words.end(), {"--execute", command});
    }
    return scratch_.Run(words);
  }
  void RecordDeadlock() const {
    scratch_.Run({INTERLEAVE_TOOL, "explore", SAMPLE_FINDINGS, "--filter",
                  "FindingsTest.Deadlock"});
  }

  const Scratch scratch_;
};

// main takes left; the other has right and waits for left.
TEST_F(DebugTest, ShowsAllTasksWithTheirStacks) {
  RecordDeadlock();
  const Ended ended =
      Debug(kDeadlockSchedule, SAMPLE_FINDINGS,
            {"break interleave::Execution::Cut", "run", "interleave tasks",
             "interleave apply main backtrace 1"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out, ContainsRegex("waits to lock mutex [12], held by T1"));
  EXPECT_THAT(ended.out, HasSubstr("held by main"));
  // The body's frame, and the thread's.
  EXPECT_THAT(ended.out,
              ContainsRegex("TestBody \\(\\) at [^\n]*findings.cc:"));
  EXPECT_THAT(ended.out,
              ContainsRegex("operator\\(\\) \\(\\) at [^\n]*findings.cc:"));
}

TEST_F(DebugTest, GoesToAStepAndToTheNextSwitch) {
  RecordDeadlock();
  const Ended ended =
      Debug(kDeadlockSchedule, SAMPLE_FINDINGS,
            {"interleave step 3", "interleave next", "interleave step 2"});
  EXPECT_THAT(ended.out, HasSubstr(" runs, step 3: ")) << ended;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("main runs, step "),
                               HasSubstr("T1 runs, step ")));
  EXPECT_THAT(ended.out, HasSubstr("findings.cc:"));
  EXPECT_THAT(ended.err, HasSubstr("is reached"));
}

TEST_F(DebugTest, FollowsAWholeProgram) {
  const std::string program = std::string(PROGRAMS_WITHOUT_RACES) + "ends";
  scratch_.Run({INTERLEAVE_TOOL, "explore", "--races", "off", "--strategy",
                "exhaustive", program, "null"});
  const Ended ended = Debug("interleave_schedules/ends.schedule", program,
                            {"interleave step 2", "interleave tasks",
                             "interleave step 100000", "backtrace 3"});
  EXPECT_THAT(ended.out, ContainsRegex("main runs, step [0-9]+: create"))
      << ended;
  EXPECT_THAT(ended.out, HasSubstr("SIGSEGV, Segmentation fault"));
  EXPECT_THAT(ended.out, HasSubstr("stopped before that step"));
  EXPECT_THAT(ended.out, HasSubstr("ends.cc:"));
}

TEST_F(DebugTest, SaysWhatIsMissing) {
  RecordDeadlock();
  const Ended absent =
      scratch_.Run({INTERLEAVE_TOOL, "debug", kDeadlockSchedule, "--on",
                    SAMPLE_FINDINGS, "--debugger", "no-such-gdb"});
  EXPECT_EQ(absent.code, kError) << absent;
  EXPECT_THAT(absent.err, HasSubstr("no-such-gdb is not installed"));
  const Ended other = scratch_.Run(
      {INTERLEAVE_TOOL, "debug", kDeadlockSchedule, "--on", SAMPLE_COUNTER});
  EXPECT_EQ(other.code, kError) << other;
  EXPECT_THAT(other.err, HasSubstr("FindingsTest.Deadlock"));
}

}  // namespace
}  // namespace interleave::e2e
