// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Whole programs that end while threads of theirs still run: what they do at
// their exit is explored too.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

class ProgramsExitTest : public testing::TestWithParam<const char*> {
 protected:
  Ended Explore(const std::string& strategy,
                std::vector<std::string> words = {}) const {
    std::vector<std::string> command = {
        INTERLEAVE_TOOL,
        "explore",
        "--strategy",
        strategy,
        "--executions",
        "0",
        "--json",
        "result.json",
        "--fail-on-exit-code",
        "--option",
        "allow_no_overlap",
        "--races",
        "off",
        std::string(PROGRAMS_WITH_RACES) + "exits",
        GetParam()};
    command.insert(command.end(), words.begin(), words.end());
    return scratch_.Run(command);
  }
  std::string Kind() const {
    return Json::parse(scratch_.Read("result.json"))["findings"][0]["kind"];
  }

  const Scratch scratch_;
};

INSTANTIATE_TEST_SUITE_P(Ways, ProgramsExitTest,
                         testing::Values("destructor", "atexit", "quick_exit",
                                         "_exit", "pthread_exit"),
                         [](const auto& info) {
                           std::string title;
                           for (const char* at = info.param; *at != 0; ++at) {
                             if (*at != '_') title += *at;
                           }
                           return title;
                         });

// A thread that has not come to its end when the program does might have gone
// on first: dpor has to know that, too.
TEST_P(ProgramsExitTest, WhatRacesWithTheExitIsFound) {
  const bool waits = std::string(GetParam()) == "pthread_exit";
  for (const char* strategy : {"exhaustive", "dpor", "optimal-dpor"}) {
    const Ended ended = Explore(strategy);
    if (waits) {
      // The process lives until its last thread has ended.
      EXPECT_EQ(ended.code, kNoFinding) << ended;
      EXPECT_THAT(ended.out, HasSubstr("exits: verified: all "));
      continue;
    }
    EXPECT_EQ(ended.code, kFinding) << strategy << "\n" << ended;
    EXPECT_EQ(Kind(),
              std::string(GetParam()) == "_exit" ? "exit-code" : "crash");
  }
}

TEST_P(ProgramsExitTest, TheFixedTwinIsVerified) {
  const Ended ended = Explore("optimal-dpor", {"FIXED"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("exits: verified: all "));
}

TEST_P(ProgramsExitTest, RfDporRefusesToEndBeforeAThread) {
  const Ended ended = Explore("rf-dpor");
  if (std::string(GetParam()) == "pthread_exit") {
    EXPECT_EQ(ended.code, kNoFinding) << ended;
    return;
  }
  EXPECT_EQ(ended.code, kFinding) << ended;
}

}  // namespace
}  // namespace interleave::e2e
