// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Tests whose bodies crash: each crash fails its test, with its schedule, and
// the binary goes on with the next test.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;
using testing::Not;

struct BodyCrash {
  const char* test;  // of samples/crash.cc
  const char* message;
  const char* place;
};
void PrintTo(const BodyCrash& crash, std::ostream* out) { *out << crash.test; }

const BodyCrash kBodyCrashes[] = {
    {"UsesNull", "SIGSEGV (Segmentation fault): a null pointer", "crash.cc:"},
    {"Aborts", "SIGABRT (Aborted): abort was called", "crash.cc:"},
    {"OverflowsItsStack", "--interleave_stack_bytes", "crash.cc:"},
    {"KillsItself", "the process was ended by SIGKILL", ""},
    {"LeavesByASystemCall", "the process ended with exit status 5", ""},
};

std::vector<std::string> BuildsOfCrash() {
#ifdef SAMPLE_CRASH_JUDGED  // by ThreadSanitizer's runtime
  return {SAMPLE_CRASH, SAMPLE_CRASH_JUDGED};
#else
  return {SAMPLE_CRASH};
#endif
}

Ended RunCrash(const Scratch& scratch, std::vector<std::string> flags,
               const std::string& filter = "*",
               const std::string& binary = SAMPLE_CRASH) {
  flags.insert(flags.begin(), {binary, "--gtest_filter=" + filter,
                               "--interleave_json=result.json"});
  return scratch.Run(flags);
}

std::string TestFilter(const char* test) {
  return std::string("CrashTest.") + test;
}

class IsolationTest : public testing::TestWithParam<BodyCrash> {
 protected:
  const Scratch scratch_;
};

INSTANTIATE_TEST_SUITE_P(Ways, IsolationTest, testing::ValuesIn(kBodyCrashes),
                         [](const auto& info) {
                           return std::string(info.param.test);
                         });

TEST_P(IsolationTest, ACrashFailsItsTestWithItsSchedule) {
  const std::string filter = TestFilter(GetParam().test);
  for (const std::string& binary : BuildsOfCrash()) {
    for (const char* jobs : {"1", "2"}) {
      const Ended ended = RunCrash(
          scratch_, {std::string("--interleave_jobs=") + jobs}, filter, binary);
      EXPECT_EQ(ended.code, 1) << ended;
      const Json findings =
          Json::parse(scratch_.Read("result.json"))["findings"];
      ASSERT_EQ(findings.size(), 1u) << ended;
      EXPECT_EQ(findings[0]["kind"], "crash");
      EXPECT_EQ(findings[0]["task"], "main");
      EXPECT_THAT(findings[0]["message"].get<std::string>(),
                  HasSubstr(GetParam().message));
      EXPECT_THAT(findings[0]["location"].get<std::string>(),
                  HasSubstr(GetParam().place));
    }
    const Ended replayed =
        scratch_.Run({INTERLEAVE_TOOL, "replay",
                      "interleave_schedules/CrashTest." +
                          std::string(GetParam().test) + ".schedule",
                      "--on", binary});
    EXPECT_EQ(replayed.code, kFinding) << replayed;
    EXPECT_THAT(replayed.out, HasSubstr("reproduced: crash"));
  }
}

TEST_P(IsolationTest, WithoutItTheCrashEndsTheBinary) {
  const Ended ended = RunCrash(scratch_, {"--interleave_isolation=none"},
                               TestFilter(GetParam().test));
  EXPECT_THAT(ended.out, Not(HasSubstr("FAILED")));
  EXPECT_TRUE(ended.signal != 0 || ended.code == 5) << ended;
}

TEST(IsolationOfTestsTest, TheBinaryGoesOnWithTheNextTest) {
  const Scratch scratch;
  const Ended ended = RunCrash(scratch, {});
  EXPECT_EQ(ended.code, 1) << ended;
  EXPECT_EQ(Json::parse(scratch.Read("result.json"))["tests"].size(), 9u);
  EXPECT_THAT(ended.out, HasSubstr("[  FAILED  ] CrashTest.UsesNull "));
  EXPECT_THAT(ended.out, HasSubstr("[       OK ] CrashTest.UsesNullFixed "));
  EXPECT_THAT(ended.out,
              HasSubstr("UsesNullFixed: verified: all 11 schedules"));
}

// abort at once, or the trap after it, or neither.
TEST(IsolationOfTestsTest, TheSearchGoesOnToOtherCrashesAndToItsEnd) {
  const Scratch scratch;
  for (const char* jobs : {"1", "2"}) {
    const Ended ended = RunCrash(
        scratch, {std::string("--interleave_jobs=") + jobs}, "*.CrashesTwice");
    EXPECT_THAT(ended.out, HasSubstr("SIGABRT (Aborted): abort was called"));
    EXPECT_THAT(ended.out, HasSubstr("SIGILL (Illegal instruction)"));
    EXPECT_THAT(ended.out, HasSubstr("1 more finding; tried: all 7 schedules"));
  }
}

TEST(IsolationOfTestsTest, FixturesAndTheirFailuresAreAsEver) {
  const Scratch scratch;
  const Ended ended =
      RunCrash(scratch, {"--gtest_output=xml:result.xml"}, "CrashFixture.*");
  EXPECT_EQ(ended.code, 1) << ended;
  EXPECT_THAT(ended.out, HasSubstr("the suite is set up"));
  EXPECT_THAT(ended.out, HasSubstr("seen by the body"));
  EXPECT_THAT(ended.out, HasSubstr("SIGABRT"));
  const std::string xml = scratch.Read("result.xml");
  EXPECT_THAT(xml, HasSubstr("name=\"met\" value=\"something\""));
  EXPECT_THAT(xml, HasSubstr("interleave_verdict"));
}

// What a body does to the program's memory stays where it was done.
TEST(IsolationOfTestsTest, GlobalsAreThoseOfTheProcessThatRanTheBody) {
  const Scratch scratch;
  EXPECT_THAT(RunCrash(scratch, {}, "CrashFixture.Fails").out,
              HasSubstr("taken down after 0 executions"));
  EXPECT_THAT(
      RunCrash(scratch, {"--interleave_isolation=none"}, "CrashFixture.Fails")
          .out,
      Not(HasSubstr("taken down after 0 executions")));
}

TEST(IsolationOfTestsTest, ABadValueIsRefused) {
  const Scratch scratch;
  const Ended ended = RunCrash(scratch, {"--interleave_isolation=thread"});
  EXPECT_EQ(ended.code, kError) << ended;
  EXPECT_THAT(ended.err, HasSubstr("is process or none, not \"thread\""));
}

}  // namespace
}  // namespace interleave::e2e
