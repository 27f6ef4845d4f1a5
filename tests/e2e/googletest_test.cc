// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// INTERLEAVE_TESTs are GoogleTest tests: what GoogleTest offers works for them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

size_t CountOf(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

TEST(GoogleTestTest, RunsOrdinaryTestsBesideOurs) {
  const Scratch scratch;
  const Ended ended =
      scratch.Run({SAMPLE_COUNTER, "--gtest_filter=-*.LostUpdate"});
  EXPECT_EQ(ended.code, 0) << ended;
  for (const char* test :
       {"OrdinaryTest.IsNoneOfOurs", "CounterTest.LostUpdateFixed",
        "CounterFixture.IsMadeAnewInEachExecution",
        "CounterFixture.ServesOrdinaryTestsToo"}) {
    EXPECT_THAT(ended.out, HasSubstr(std::string("OK ] ") + test));
  }
}

TEST(GoogleTestTest, ListsAllTests) {
  const Scratch scratch;
  const Ended ended = scratch.Run({SAMPLE_COUNTER, "--gtest_list_tests"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_THAT(ended.out, HasSubstr("CounterTest.\n  LostUpdate\n"));
  EXPECT_THAT(ended.out, HasSubstr("OrdinaryTest.\n"));
}

TEST(GoogleTestTest, ListsOursAloneWithOurFlag) {
  const Scratch scratch;
  const Ended ended = scratch.Run({SAMPLE_COUNTER, "--interleave_list"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_EQ(ended.out,
            "CounterTest.LostUpdate\n"
            "CounterTest.LostUpdateFixed\n"
            "CounterFixture.IsMadeAnewInEachExecution\n");
}

TEST(GoogleTestTest, RunsOnlyWhatTheFilterMatches) {
  const Scratch scratch;
  const Ended ended = scratch.Run(
      {SAMPLE_COUNTER, "--gtest_filter=CounterTest.*-*.LostUpdate"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_THAT(ended.out, HasSubstr("Running 1 test from"));
}

TEST(GoogleTestTest, SharesTestsOutAmongShards) {
  const Scratch scratch;
  size_t ran = 0;
  for (const char* index : {"0", "1", "2"}) {
    const Ended ended = scratch.Run(
        {SAMPLE_COUNTER, "--gtest_filter=-*.LostUpdate"},
        {"GTEST_TOTAL_SHARDS=3", std::string("GTEST_SHARD_INDEX=") + index});
    EXPECT_EQ(ended.code, 0) << ended;
    ran += CountOf(ended.out, "[       OK ]");
  }
  EXPECT_EQ(ran, 4u);
}

TEST(GoogleTestTest, RepeatsTests) {
  const Scratch scratch;
  const Ended ended =
      scratch.Run({SAMPLE_COUNTER, "--gtest_filter=*.LostUpdateFixed",
                   "--gtest_repeat=3", "--interleave_json=result.json"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_EQ(CountOf(ended.out, "OK ] CounterTest.LostUpdateFixed"), 3u);
  const Json result = Json::parse(scratch.Read("result.json"));
  ASSERT_EQ(result["tests"].size(), 3u);
  EXPECT_EQ(result["tests"][0]["executions"], result["tests"][2]["executions"]);
}

TEST(GoogleTestTest, FindsTheSameWhenRepeated) {
  const Scratch scratch;
  const Ended ended =
      scratch.Run({SAMPLE_COUNTER, "--gtest_filter=*.LostUpdate",
                   "--gtest_repeat=2", "--interleave_json=result.json"});
  EXPECT_EQ(ended.code, 1) << ended;
  const Json result = Json::parse(scratch.Read("result.json"));
  ASSERT_EQ(result["findings"].size(), 2u);
  EXPECT_EQ(result["findings"][0]["execution"],
            result["findings"][1]["execution"]);
}

TEST(GoogleTestTest, WritesXml) {
  const Scratch scratch;
  const Ended ended =
      scratch.Run({SAMPLE_COUNTER, "--gtest_filter=CounterTest.*",
                   "--gtest_output=xml:result.xml"});
  EXPECT_EQ(ended.code, 1) << ended;
  const std::string xml = scratch.Read("result.xml");
  EXPECT_THAT(xml, HasSubstr("<testcase name=\"LostUpdateFixed\""));
  EXPECT_THAT(xml, HasSubstr("<failure message=\""));
  EXPECT_THAT(xml, HasSubstr("interleave_verdict"));
  EXPECT_THAT(xml, HasSubstr("value=\"verified\""));
  EXPECT_THAT(xml, ContainsRegex("interleave_schedule\" value=\"il1-"));
}

TEST(GoogleTestTest, WritesJson) {
  const Scratch scratch;
  scratch.Run({SAMPLE_COUNTER, "--gtest_filter=CounterTest.*",
               "--gtest_output=json:result.json"});
  const Json json = Json::parse(scratch.Read("result.json"), nullptr, false);
  EXPECT_EQ(json["tests"], 2);
  EXPECT_EQ(json["failures"], 1);
}

TEST(GoogleTestTest, BreaksOffAtTheFirstFailureWhenAsked) {
  const Scratch scratch;
  const Ended ended =
      scratch.Run({SAMPLE_FINDINGS, "--gtest_filter=FindingsTest.*",
                   "--gtest_fail_fast", "--interleave_json=result.json"});
  EXPECT_EQ(ended.code, 1) << ended;
  const Json result = Json::parse(scratch.Read("result.json"));
  EXPECT_EQ(result["tests"].size(), 1u);
}

TEST(GoogleTestTest, SkipsTests) {
  const Scratch scratch;
  const Ended ended =
      scratch.Run({SAMPLE_FINDINGS, "--gtest_filter=EmptyTest.Skipped"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_THAT(ended.out, HasSubstr("SKIPPED ] EmptyTest.Skipped"));
  EXPECT_THAT(ended.out, HasSubstr("the machine is too small"));
}

TEST(GoogleTestTest, ShowsOurFlagsWithHelp) {
  const Scratch scratch;
  const Ended ended = scratch.Run({SAMPLE_COUNTER, "--help"});
  EXPECT_THAT(ended.out + ended.err, HasSubstr("gtest_filter"));
  EXPECT_THAT(ended.out + ended.err, Not(HasSubstr("[ RUN")));
}

struct BadFlag {
  const char* flag;
  const char* said;
};

void PrintTo(const BadFlag& bad, std::ostream* out) { *out << bad.flag; }

class BadFlagsTest : public testing::TestWithParam<BadFlag> {};

TEST_P(BadFlagsTest, AreRefusedBeforeAnythingRuns) {
  const Scratch scratch;
  const Ended ended = scratch.Run({SAMPLE_COUNTER, GetParam().flag});
  EXPECT_NE(ended.code, 0) << ended;
  EXPECT_EQ(ended.signal, 0) << ended;
  EXPECT_THAT(ended.err, HasSubstr(GetParam().said));
  EXPECT_THAT(ended.out, Not(HasSubstr("[ RUN")));
}

INSTANTIATE_TEST_SUITE_P(
    Flags, BadFlagsTest,
    testing::Values(
        BadFlag{"--interleave_strategy=exhaustiv", "exhaustive"},
        BadFlag{"--interleave_strategy=", "strategy"},
        BadFlag{"--interleave_confidence=2", "above 0 and below 1"},
        BadFlag{"--interleave_seed=abc", "seed"},
        BadFlag{"--interleave_seed=-1", "seed"},
        BadFlag{"--interleave_executions=1e3", "executions"},
        BadFlag{"--interleave_executions=0", "limit"},
        BadFlag{"--interleave_seconds=-1", "seconds"},
        BadFlag{"--interleave_seconds=soon", "seconds"},
        BadFlag{"--interleave_seconds=nan", "seconds"},
        BadFlag{"--interleave_preemptions=-1", "preemptions"},
        BadFlag{"--interleave_slice=0", "slice"},
        BadFlag{"--interleave_steps_max=0", "steps_max"},
        BadFlag{"--interleave_stack_bytes=1000", "stack_bytes"},
        BadFlag{"--interleave_timeouts=sometimes", "when-idle"},
        BadFlag{"--interleave_findings_max=0", "findings_max"},
        BadFlag{"--interleave_progress=maybe", "auto"},
        BadFlag{"--interleave_replay=absent.schedule", "absent.schedule"},
        BadFlag{"--interleave_replay=il1-damaged", "token"},
        BadFlag{"--interleave_verify=absent.schedule", "absent.schedule"},
        BadFlag{"--interleave_script_file=absent.script", "absent.script"},
        BadFlag{"--interleave_stratgy=random", "interleave_stratgy"}));

}  // namespace
}  // namespace interleave::e2e
