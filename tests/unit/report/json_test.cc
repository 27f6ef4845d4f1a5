// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/json.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "unit/report/fake_place_resolver.h"

namespace interleave {
namespace {

using nlohmann::json;

TEST(JsonTest, HasEveryField) {
  ResultJson result;
  result.program = "pool_test";
  result.verdict = "failed";
  result.strategy = "portfolio";
  result.seed = ~uint64_t{0};
  result.executions = 17;
  result.seconds = 0.25;
  result.findings = {{.kind = "assertion",
                      .message = "Set \"changed\"\n",
                      .task = "reset",
                      .location = "pool.cc:63",
                      .execution = 17,
                      .schedule = "out/reset.schedule",
                      .story = {}}};
  TestJson& of_test = result.tests.emplace_back();
  of_test.name = "PoolTest.Reset";
  of_test.verdict = "verified";
  of_test.strategy = "dpor";
  of_test.executions = 3;
  of_test.exhausted = true;
  of_test.sentence = "verified: all 3 traces";
  of_test.estimate = {1200, 400, INFINITY};
  of_test.done = 0.5;
  of_test.stopped_by = "seconds";
  of_test.bound = BoundJson{"delays", 2};
  of_test.members = {{"rff", 20, 12}};
  of_test.steps = 90;
  of_test.outcomes = {{"<2>", 3, "il1-x"}};
  const json read = json::parse(ToJson(result));
  EXPECT_EQ(read["version"], 1);
  EXPECT_EQ(read["program"], "pool_test");
  EXPECT_EQ(read["verdict"], "failed");
  EXPECT_EQ(read["strategy"], "portfolio");
  EXPECT_EQ(read["seed"], ~uint64_t{0});
  EXPECT_EQ(read["executions"], 17);
  EXPECT_EQ(read["exhausted"], false);
  EXPECT_EQ(read["seconds"], 0.25);
  const json& finding = read["findings"].at(0);
  EXPECT_EQ(finding["kind"], "assertion");
  EXPECT_EQ(finding["message"], "Set \"changed\"\n");
  EXPECT_EQ(finding["task"], "reset");
  EXPECT_EQ(finding["location"], "pool.cc:63");
  EXPECT_EQ(finding["execution"], 17);
  EXPECT_EQ(finding["schedule"], "out/reset.schedule");
  const json& test = read["tests"].at(0);
  EXPECT_EQ(test["name"], "PoolTest.Reset");
  EXPECT_EQ(test["exhausted"], true);
  EXPECT_TRUE(test["findings"].empty());
  EXPECT_EQ(test["sentence"], "verified: all 3 traces");
  EXPECT_EQ(test["estimate"]["value"], 1200);
  EXPECT_EQ(test["estimate"]["low"], 400);
  EXPECT_TRUE(test["estimate"]["high"].is_null());
  EXPECT_EQ(test["done"], 0.5);
  EXPECT_EQ(test["stopped_by"], "seconds");
  EXPECT_EQ(test["bound"], json({{"of", "delays"}, {"most", 2}}));
  EXPECT_EQ(test["steps"], 90);
  EXPECT_EQ(test["outcomes"], json::parse(R"([{"value": "<2>", "count": 3,
                                "token": "il1-x"}])"));
  ASSERT_EQ(test["members"].size(), 1u);
  EXPECT_EQ(
      test["members"].at(0),
      json({{"name", "rff"}, {"executions", 20}, {"distinct_traces", 12}}));
}

TEST(JsonTest, LeavesOutWhatIsNotKnown) {
  ResultJson result;
  result.tests.emplace_back();
  const json test = json::parse(ToJson(result))["tests"].at(0);
  for (const char* field : {"estimate", "done", "bound", "replay", "members"}) {
    EXPECT_FALSE(test.contains(field)) << field;
  }
}

TEST(JsonTest, ReplacesWhatIsNotUtf8) {
  std::vector<FindingJson> findings(1);
  findings[0].kind = "crash";
  findings[0].message = "a\xff\xc3 b";
  const json read = json::parse(ToJson(findings));
  EXPECT_EQ(read.at(0)["message"], "a\xef\xbf\xbd\xef\xbf\xbd b");
}

TEST(JsonTest, ListsAreThereWhenEmpty) {
  EXPECT_EQ(ToJson(std::span<const FindingJson>()), "[]\n");
  EXPECT_TRUE(json::parse(ToJson(ResultJson()))["findings"].is_array());
}

TEST(JsonTest, DescribesAFinding) {
  Finding finding;
  finding.kind = FindingKind::kRace;
  finding.message = "data race";
  finding.task = 2;
  finding.stack = StackAtLine(12);
  FakePlaceResolver resolver;
  const FindingJson described =
      DescribeFinding(finding, resolver, 5, "il1-abc");
  EXPECT_EQ(described.kind, "race");
  EXPECT_EQ(described.task, "T2");
  EXPECT_EQ(described.location, "pool.cc:12");
  EXPECT_EQ(described.execution, 5u);
  EXPECT_EQ(described.schedule, "il1-abc");
}

}  // namespace
}  // namespace interleave
