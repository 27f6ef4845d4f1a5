// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Explorations of whole programs that are interrupted, and go on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using Json = nlohmann::json;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr char kCheckpointOfTurns[] = "interleave_schedules/turns.checkpoint";

class ProgramsInterruptTest : public testing::Test {
 protected:
  Ended Explore(std::vector<std::string> options,
                const std::vector<std::string>& words) const {
    options.insert(options.begin(),
                   {INTERLEAVE_TOOL, "explore", "--strategy", "exhaustive",
                    "--json", "result.json", "--executions", "0"});
    options.insert(options.end(), words.begin(), words.end());
    return scratch_.Run(options);
  }
  uint64_t Executions() const {
    return Json::parse(scratch_.Read("result.json"))["executions"];
  }

  const Scratch scratch_;
};

TEST_F(ProgramsInterruptTest, AProgramHasTheSchedulesThatItsTestHas) {
  const Ended program = Explore({}, {PROGRAM_TURNS});
  EXPECT_EQ(program.code, kNoFinding) << program;
  EXPECT_THAT(program.out, HasSubstr("turns: verified: all "));
  const uint64_t of_program = Executions();
  const Ended test = Explore({}, {SAMPLE_TURNS});
  EXPECT_EQ(test.code, kNoFinding) << test;
  EXPECT_EQ(of_program, Executions());
}

TEST_F(ProgramsInterruptTest, GoesOnFromWhereItWasInterrupted) {
  Explore({}, {PROGRAM_TURNS});
  const uint64_t all = Executions();
  for (const char* jobs : {"1", "2"}) {
    const std::string counter = std::string("counter-") + jobs;
    const Ended half =
        Explore({"--jobs", jobs}, {PROGRAM_TURNS, scratch_.File(counter)});
    EXPECT_EQ(half.code, kFinding) << half;  // not all was explored
    EXPECT_THAT(half.out, ContainsRegex("passed: interrupted after [0-9]+ "));
    EXPECT_THAT(half.out, Not(HasSubstr("verified")));
    EXPECT_LT(Executions(), all);
    // The 40th was before.
    const Ended rest = Explore({"--resume", kCheckpointOfTurns, "--jobs", jobs},
                               {PROGRAM_TURNS, scratch_.File(counter)});
    EXPECT_EQ(rest.code, kNoFinding) << rest;
    EXPECT_THAT(rest.out, HasSubstr("turns: verified: all " +
                                    std::to_string(all) + " schedules"));
  }
}

// The terminal tells all processes of its foreground group.
TEST_F(ProgramsInterruptTest, AKeyOfTheTerminalEndsItInGoodOrder) {
  int terminal = -1;
  const pid_t tool = forkpty(&terminal, nullptr, nullptr, nullptr);
  ASSERT_GE(tool, 0);
  if (tool == 0) {
    // It has no end of its own.
    if (chdir(scratch_.path().c_str()) == 0) {
      execl(INTERLEAVE_TOOL, INTERLEAVE_TOOL, "explore", "--strategy", "random",
            "--time", "600", "--executions", "0", "--progress", "on",
            PROGRAM_TURNS, nullptr);
    }
    _exit(127);
  }
  std::string said;
  char buffer[4096];
  bool interrupted = false;
  for (ssize_t got = 0; (got = read(terminal, buffer, sizeof(buffer))) > 0;) {
    said.append(buffer, static_cast<size_t>(got));
    if (!interrupted && said.find("executions") != said.npos) {
      interrupted = write(terminal, "\x03", 1) == 1;
    }
  }
  int status = 0;
  waitpid(tool, &status, 0);
  close(terminal);
  EXPECT_TRUE(interrupted) << said;
  EXPECT_THAT(said, ContainsRegex("passed: interrupted after [0-9]+ exec"));
  EXPECT_THAT(said, HasSubstr(kCheckpointOfTurns));
  EXPECT_THAT(scratch_.Read(kCheckpointOfTurns), HasSubstr("\"random\""));
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT) << status;
}

}  // namespace
}  // namespace interleave::e2e
