// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs and tests that AddressSanitizer ends, in some of their schedules:
// its report is the finding.

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

class SanitizerTest : public testing::Test {
 protected:
  Ended Explore(const std::vector<std::string>& words) const {
    std::vector<std::string> command = {INTERLEAVE_TOOL, "explore",
                                        "--strategy",    "exhaustive",
                                        "--json",        "result.json"};
    command.insert(command.end(), words.begin(), words.end());
    return scratch_.Run(command);
  }
  void ExpectUseAfterFree() const {
    const Json findings = Json::parse(scratch_.Read("result.json"))["findings"];
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0]["kind"], "crash");
    EXPECT_EQ(findings[0]["task"], "main");
    EXPECT_THAT(findings[0]["message"].get<std::string>(),
                HasSubstr("AddressSanitizer: heap-use-after-free"));
  }

  const Scratch scratch_;
};

TEST_F(SanitizerTest, AReportInAProgramIsAFinding) {
  const Ended ended = Explore({PROGRAM_FREED});
  EXPECT_EQ(ended.code, kFinding) << ended;
  ExpectUseAfterFree();
  EXPECT_THAT(ended.out, HasSubstr("What the program wrote"));
  EXPECT_THAT(ended.out, HasSubstr("ERROR: AddressSanitizer"));
  const Ended fixed = Explore({PROGRAM_FREED, "FIXED"});
  EXPECT_EQ(fixed.code, kNoFinding) << fixed;
  EXPECT_THAT(fixed.out, HasSubstr("verified: all "));
}

TEST_F(SanitizerTest, AReportInATestIsAFinding) {
  const Ended ended = Explore({SAMPLE_FREED, "--filter", "*.IsRead"});
  EXPECT_EQ(ended.code, kFinding) << ended;
  ExpectUseAfterFree();
  const Ended fixed = Explore({SAMPLE_FREED, "--filter", "*.IsReadFixed"});
  EXPECT_EQ(fixed.code, kNoFinding) << fixed;
}

}  // namespace
}  // namespace interleave::e2e
