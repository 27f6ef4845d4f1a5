// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Whole programs in which a task stays where it is for ever: found, with where
// that is, and named when it is a system call.

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

struct HangWay {
  const char* name;  // of programs/hangs.cc
  const char* message;
  const char* place;
};
void PrintTo(const HangWay& way, std::ostream* out) { *out << way.name; }

class ProgramsHangTest : public testing::TestWithParam<HangWay> {
 protected:
  Ended Explore(std::vector<std::string> words) const {
    std::vector<std::string> command = {
        INTERLEAVE_TOOL,
        "explore",
        "--races",
        "off",
        "--strategy",
        "exhaustive",
        "--hang",
        "1",
        "--json",
        "result.json",
        std::string(PROGRAMS_WITH_RACES) + "hangs"};
    command.insert(command.end(), words.begin(), words.end());
    return scratch_.Run(command);
  }

  const Scratch scratch_;
};

INSTANTIATE_TEST_SUITE_P(
    Ways, ProgramsHangTest,
    testing::Values(
        HangWay{"computes", "the task computes and comes to no", "hangs.cc"},
        HangWay{"waits", "the task waits in read, which is not", "hangs.cc"},
        HangWay{"locks", "the task waits in flock, which is not", "hangs.cc"},
        HangWay{"accepts", "the task waits in accept, which is", "hangs.cc"},
        HangWay{"undisturbed", "the process could not be interrupted", ""}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_P(ProgramsHangTest, IsFound) {
  const Ended ended = Explore({GetParam().name});
  EXPECT_EQ(ended.code, kFinding) << ended;
  const Json finding = Json::parse(scratch_.Read("result.json"))["findings"][0];
  EXPECT_EQ(finding["kind"], "hang");
  EXPECT_EQ(finding["task"], "main");
  EXPECT_THAT(finding["message"].get<std::string>(),
              HasSubstr(GetParam().message));
  EXPECT_THAT(finding["location"].get<std::string>(),
              HasSubstr(GetParam().place));
}

TEST_P(ProgramsHangTest, TheFixedTwinIsVerified) {
  const Ended ended = Explore({GetParam().name, "FIXED"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
}

}  // namespace
}  // namespace interleave::e2e
