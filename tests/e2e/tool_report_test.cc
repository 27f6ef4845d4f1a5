// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// interleave report, of what a real exploration wrote; tests/formats reads what
// each format holds.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ToolReportTest : public testing::Test {
 protected:
  Ended Tool(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), INTERLEAVE_TOOL);
    return scratch_.Run(arguments);
  }
  Ended Explore() const {
    return Tool({"explore", SAMPLE_COUNTER, "--filter",
                 "CounterTest.LostUpdate", "--json", "result.json"});
  }

  const Scratch scratch_;
};

TEST_F(ToolReportTest, WritesTheResultOfAnExploration) {
  Explore();
  const Ended ended = Tool({"report", "result.json", "-o", "found.sarif"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_EQ(ended.out, "interleave report: found.sarif\n");
  const std::string sarif = scratch_.Read("found.sarif");
  EXPECT_THAT(sarif, HasSubstr("\"version\": \"2.1.0\""));
  EXPECT_THAT(sarif, HasSubstr("counter.cc"));
  EXPECT_THAT(sarif, HasSubstr("\"importance\": \"essential\""));
}

TEST_F(ToolReportTest, ReplaysAScheduleAndExplainsIt) {
  const Ended found = Explore();
  const std::string schedule =
      "interleave_schedules/CounterTest.LostUpdate.schedule";
  const Ended ended =
      Tool({"report", schedule, "--on", SAMPLE_COUNTER, "-o", "story.md"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_THAT(ended.out, HasSubstr("came before")) << found;
  EXPECT_THAT(scratch_.Read("story.md"),
              StartsWith("**CounterTest\\.LostUpdate**: "));
}

TEST_F(ToolReportTest, ThePageHasTheOrderThatPassesBesideTheOneThatFails) {
  Explore();
  const Ended ended = Tool({"report", "result.json", "-o", "result.html"});
  EXPECT_EQ(ended.code, 0) << ended;
  const std::string page = scratch_.Read("result.html");
  EXPECT_THAT(page, StartsWith("<!doctype html>"));
  EXPECT_THAT(page, HasSubstr("<caption>The order that fails</caption>"));
  EXPECT_THAT(page, HasSubstr("<caption>An order that passes</caption>"));
  EXPECT_THAT(page, HasSubstr("counter.cc"));
  // The one file is all there is.
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST_F(ToolReportTest, NothingIsWrittenOverWhatIsRead) {
  Explore();
  const std::string result = scratch_.Read("result.json");
  const std::string schedule =
      "interleave_schedules/CounterTest.LostUpdate.schedule";
  const std::string recorded = scratch_.Read(schedule);
  const std::vector<std::vector<std::string>> commands = {
      {"report", "result.json", "-o", "result.json"},
      {"report", schedule, "--format", "markdown", "-o", schedule},
      {"draft", schedule, "-o", schedule},
      {"replay", schedule, "--on", SAMPLE_COUNTER, "--json", schedule},
      {"verify", schedule, "--on", SAMPLE_COUNTER, "--json", schedule}};
  for (const std::vector<std::string>& command : commands) {
    const Ended ended = Tool(command);
    EXPECT_EQ(ended.code, 2) << command[0] << ended;
    EXPECT_THAT(ended.err, HasSubstr("is the file that is read")) << ended;
  }
  EXPECT_EQ(scratch_.Read("result.json"), result);
  EXPECT_EQ(scratch_.Read(schedule), recorded);
}

TEST_F(ToolReportTest, SaysWhyAScheduleCannotBeReplayed) {
  const Ended ended = Tool({"report", "absent.schedule", "-o", "story.md"});
  EXPECT_EQ(ended.code, 2) << ended;
  EXPECT_THAT(ended.err, HasSubstr("absent.schedule"));
}

}  // namespace
}  // namespace interleave::e2e
