// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A whole program whose threads talk over sockets.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using testing::HasSubstr;

class ProgramsServerTest : public testing::TestWithParam<const char*> {
 protected:
  Ended Explore(std::vector<std::string> options,
                const std::vector<std::string>& words = {}) const {
    options.insert(options.begin(), {INTERLEAVE_TOOL, "explore", "--races",
                                     "off", "--fail-on-exit-code"});
    options.push_back(std::string(GetParam()) + "server");
    options.insert(options.end(), words.begin(), words.end());
    return scratch_.Run(options);
  }

  const Scratch scratch_;
};

INSTANTIATE_TEST_SUITE_P(Races, ProgramsServerTest,
                         testing::Values(PROGRAMS_WITH_RACES,
                                         PROGRAMS_WITHOUT_RACES),
                         [](const auto& info) {
                           return info.index == 0 ? "Judged" : "NotJudged";
                         });

TEST_P(ProgramsServerTest, ItsLostCountIsFoundAndReplayed) {
  const std::vector<std::string> options = {"--executions", "5000"};
  const Ended ended = Explore(options);
  EXPECT_EQ(ended.code, kFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("the program ended with exit code 1"));
  const Ended again = scratch_.Run({INTERLEAVE_TOOL, "replay",
                                    "interleave_schedules/server.schedule",
                                    "--in", std::string(GetParam())});
  EXPECT_EQ(again.code, kFinding) << again;
  EXPECT_THAT(again.out, HasSubstr("the program ended with exit code 1"));
}

TEST_P(ProgramsServerTest, TwiceTheSame) {
  const std::vector<std::string> options = {
      "--executions", "30", "--strategy", "random", "--json", "result.json"};
  Explore(options, {"FIXED"});
  const std::string first = scratch_.Read("result.json");
  Explore(options, {"FIXED"});
  const auto all_but_time = [](const std::string& text) {
    auto result = nlohmann::json::parse(text);
    result.erase("seconds");
    for (auto& test : result["tests"]) {
      test.erase("seconds");
      test.erase("sentence");
    }
    return result;
  };
  EXPECT_EQ(all_but_time(first), all_but_time(scratch_.Read("result.json")));
}

TEST_P(ProgramsServerTest, TheFixedTwinHasNoFindingByTwoJobs) {
  const Ended ended =
      Explore({"--executions", "200", "--strategy", "random", "--jobs", "2"},
              {"FIXED"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
}

}  // namespace
}  // namespace interleave::e2e
