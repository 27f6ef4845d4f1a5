// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Whole programs that crash in some of their schedules: each way is a finding
// with its kind, its task and its schedule, and exploration goes on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

struct Way {
  const char* name;  // of programs/ends.cc
  const char* kind;
  const char* message;  // a part of it
  const char* place;    // "" where it isn't known
};
void PrintTo(const Way& way, std::ostream* out) { *out << way.name; }

std::string TitleOf(const testing::TestParamInfo<Way>& info) {
  std::string title;
  bool begins = true;
  for (const char* at = info.param.name; *at != '\0'; ++at) {
    if (*at == '-') {
      begins = true;
      continue;
    }
    title += begins ? static_cast<char>(*at - 'a' + 'A') : *at;
    begins = false;
  }
  return title;
}

class ProgramsCrashTest : public testing::TestWithParam<Way> {
 protected:
  Ended Explore(const char* folder, std::vector<std::string> words) const {
    std::vector<std::string> command = {INTERLEAVE_TOOL,
                                        "explore",
                                        "--races",
                                        "off",
                                        "--strategy",
                                        "exhaustive",
                                        "--json",
                                        "result.json",
                                        "--executions",
                                        "0",
                                        "--option",
                                        "findings_max=5",
                                        "--memory-limit",
                                        "16",
                                        std::string(folder) + "ends"};
    command.insert(command.end(), words.begin(), words.end());
    return scratch_.Run(command);
  }

  const Scratch scratch_;
};

INSTANTIATE_TEST_SUITE_P(
    Ways, ProgramsCrashTest,
    testing::Values(
        Way{"null", "crash", "SIGSEGV (Segmentation fault): a null pointer",
            "ends.cc"},
        Way{"assert", "assertion", "Assertion `g_ready' failed", "ends.cc"},
        Way{"abort", "crash", "SIGABRT (Aborted): abort was called", "ends.cc"},
        Way{"throw", "exception", "std::runtime_error: not ready", "ends.cc"},
        Way{"terminate", "exception", "main called std::terminate", "ends.cc"},
        Way{"divide", "crash", "SIGFPE", "ends.cc"},
        Way{"trap", "crash", "SIGILL", "ends.cc"},
        Way{"kill", "crash", "the process was ended by SIGKILL", ""},
        Way{"kill-group", "crash", "the process was ended by SIGKILL", ""},
        Way{"system-call", "crash", "the process ended with exit status 5", ""},
        Way{"call-null", "crash", "a null pointer was used (address 0)",
            "ends.cc"},
        Way{"overflow", "crash", "stack overflow", ""},
        Way{"allocate", "out-of-memory", "", ""}),
    &TitleOf);

TEST_P(ProgramsCrashTest, IsAFindingAndExplorationGoesOn) {
  for (const char* folder : {PROGRAMS_WITH_RACES, PROGRAMS_WITHOUT_RACES}) {
    const Ended ended = Explore(folder, {GetParam().name});
    EXPECT_EQ(ended.code, kFinding) << ended;
    const Json test = Json::parse(scratch_.Read("result.json"))["tests"][0];
    // It was met, and nothing else, and all schedules were tried.
    EXPECT_TRUE(test["exhausted"].get<bool>()) << ended;
    ASSERT_EQ(test["findings"].size(), 1u) << ended;
    const Json& finding = test["findings"][0];
    EXPECT_EQ(finding["kind"], GetParam().kind);
    EXPECT_THAT(finding["message"].get<std::string>(),
                HasSubstr(GetParam().message));
    EXPECT_EQ(finding["task"], "main");
    EXPECT_THAT(finding["location"].get<std::string>(),
                HasSubstr(GetParam().place));
    EXPECT_THAT(ended.out, HasSubstr("What the program wrote\n\n    started"));
    // Its schedule leads there again.
    const Ended replayed = scratch_.Run({INTERLEAVE_TOOL, "replay",
                                         finding["schedule"].get<std::string>(),
                                         "--on", std::string(folder) + "ends"});
    EXPECT_EQ(replayed.code, kFinding) << replayed;
    EXPECT_THAT(replayed.out,
                HasSubstr(std::string("reproduced: ") + GetParam().kind));
  }
}

TEST_P(ProgramsCrashTest, TheFixedTwinIsVerified) {
  for (const char* folder : {PROGRAMS_WITH_RACES, PROGRAMS_WITHOUT_RACES}) {
    const Ended ended = Explore(folder, {GetParam().name, "FIXED"});
    EXPECT_EQ(ended.code, kNoFinding) << ended;
    EXPECT_THAT(ended.out, HasSubstr("ends: verified: all "));
  }
}

}  // namespace
}  // namespace interleave::e2e
