// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/story_json.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "unit/explain/access_list.h"
#include "unit/report/fake_place_resolver.h"
#include "unit/report/trace_builder.h"

namespace interleave {
namespace {

using Json = nlohmann::json;

Failure LostUpdate() {
  Failure failure;
  failure.trace = TraceBuilder({"main", "a", "b"})
                      .Step(1, OperationKind::kAtomicLoad, "memory 1", 10)
                      .Point(2, "n.store", 19)
                      .Step(1, OperationKind::kAtomicStore, "memory 1", 11)
                      .Build();
  failure.trace.accesses =
      AccessList(3).Read(1, 0, 3).Write(2, 0, 3, 4).Build().accesses;
  failure.trace.accesses[0].stack = StackAtLine(10);
  TaskStanding standing;
  standing.name = "a";
  standing.next = OperationKind::kJoin;
  standing.object = "b";
  standing.site = PcOfLine(30);
  failure.standings = {standing};
  Explanation explanation;
  explanation.before = {3, 20, 3, 6};
  explanation.after = {1, 3, 3, 2};
  explanation.minimality = Minimality::kLeast;
  explanation.orders = {{1, 2, Trials::Answer::kPasses}};
  explanation.defect = DefectClass::kLostUpdate;
  explanation.facts = {{0}, {1}};
  failure.explanation = explanation;
  return failure;
}

TEST(StoryJsonTest, HasAllThatIsNeededToExplainTheFailure) {
  FakePlaceResolver resolver({{10, "old = n;"}});
  const Json story = Json::parse(StoryToJson(LostUpdate(), resolver));
  EXPECT_EQ(story["tasks"], Json({"main", "a", "b"}));
  ASSERT_EQ(story["steps"].size(), 3u);
  EXPECT_EQ(story["steps"][0], Json::parse(R"({"step": 1, "task": "a", "at": 1,
              "operation": "atomic-load", "object": "memory 1", "waited": false, "switched": false,
              "critical": true, "location": "pool.cc:10", "file": "pool.cc",
              "source": "old = n;", "stack": 0})"));
  EXPECT_EQ(story["stacks"][0], Json::parse("[0]"));
  EXPECT_EQ(story["frames"][0],
            Json::parse(R"({"function": "Pool::Use", "location": "pool.cc:10",
              "file": "pool.cc", "source": "old = n;"})"));
  EXPECT_EQ(story["steps"][1]["object"], "n.store");
  EXPECT_EQ(story["steps"][2]["critical"], false);
  EXPECT_EQ(story["steps_left_out"], 0);
  ASSERT_EQ(story["accesses"].size(), 2u);
  EXPECT_EQ(story["accesses"][1]["before"], 3);
  EXPECT_EQ(story["accesses"][1]["after"], 4);
  EXPECT_EQ(story["standings"][0]["location"], "pool.cc:30");
  const Json& explanation = story["explanation"];
  EXPECT_EQ(explanation["defect"], "lost update");
  EXPECT_EQ(explanation["facts"].size(), 2u);
  EXPECT_EQ(explanation["orders"], Json::parse(R"([{"first": 1, "second": 2,
                             "otherwise": "passes"}])"));
  EXPECT_EQ(explanation["schedule"]["minimality"], "least");
  EXPECT_EQ(explanation["schedule"]["found_with"]["preemptions"], 3);
}

TEST(StoryJsonTest, OfLongTracesTheFirstAndTheLastStepsAreTold) {
  Failure failure;
  TraceBuilder builder({"main"});
  for (size_t i = 0; i < kStoryStepsMax + 5; ++i) {
    builder.Step(0, OperationKind::kYield);
  }
  failure.trace = builder.Build();
  FakePlaceResolver resolver;
  const Json story = Json::parse(StoryToJson(failure, resolver));
  EXPECT_EQ(story["steps"].size(), kStoryStepsMax);
  EXPECT_EQ(story["steps_left_out"], 5);
  const size_t first = kStoryStepsMax / 20;
  EXPECT_EQ(story["left_out"],
            Json::parse(absl::StrCat("[{\"from\": ", first + 1, ", \"to\": ",
                                     first + 5, ", \"steps\": 5}]")));
  EXPECT_FALSE(story.contains("explanation"));
}

TEST(StoryJsonTest, TellsWhoHoldsWhatAndWhoWaits) {
  Failure failure;
  failure.trace = TraceBuilder({"main", "a"})
                      .Step(0, OperationKind::kLock, "mutex 1")
                      .Step(1, OperationKind::kYield)
                      .Step(0, OperationKind::kUnlock, "mutex 1")
                      .Step(1, OperationKind::kLock, "mutex 1")
                      .Build();
  FakePlaceResolver resolver;
  const Json story = Json::parse(StoryToJson(failure, resolver));
  EXPECT_EQ(story["holds"], Json::parse(R"([
      {"task": "main", "object": "mutex 1", "from": 1, "to": 3,
       "shared": false},
      {"task": "a", "object": "mutex 1", "from": 4, "to": null,
       "shared": false}])"));
  EXPECT_EQ(story["waits"], Json::parse(R"([
      {"task": "a", "operation": "lock", "object": "mutex 1", "from": 2,
       "to": 4}])"));
}

TEST(StoryJsonTest, TheOrderThatPassesIsToldAsTheOneThatFails) {
  Failure failure = LostUpdate();
  OtherWay passing;
  passing.orders = {{1, 2, Trials::Answer::kPasses}};
  passing.trace = TraceBuilder({"main", "a", "b"})
                      .Point(2, "n.store", 19)
                      .Step(1, OperationKind::kAtomicLoad, "memory 1", 10)
                      .Step(1, OperationKind::kAtomicStore, "memory 1", 11)
                      .Build();
  failure.explanation->passing = passing;
  FakePlaceResolver resolver({{10, "old = n;"}});
  const Json story = Json::parse(StoryToJson(failure, resolver));
  const Json& told = story["passing"];
  EXPECT_EQ(told["orders"], story["explanation"]["orders"]);
  EXPECT_EQ(told["tasks"], story["tasks"]);
  ASSERT_EQ(told["steps"].size(), 3u);
  // The same step as the first of the other order, at the same place.
  EXPECT_EQ(told["steps"][1]["at"], 1);
  EXPECT_EQ(told["steps"][1]["critical"], true);
  EXPECT_EQ(told["steps"][1]["stack"], story["steps"][0]["stack"]);
  EXPECT_EQ(told["steps"][2]["critical"], false);
  EXPECT_EQ(told["steps_left_out"], 0);
}

// An address would make two runs differ.
TEST(StoryJsonTest, AnAddressIsAPointerWithANumber) {
  Failure failure;
  failure.trace = TraceBuilder({"main", "a"})
                      .Step(0, OperationKind::kAtomicStore, "memory 1", 10)
                      .Build();
  failure.trace.accesses =
      AccessList(2, 8).Write(0, 0, 0, 0x7f00'0000'1000).Build().accesses;
  FakePlaceResolver resolver;
  const Json story = Json::parse(StoryToJson(failure, resolver));
  EXPECT_EQ(story["accesses"][0]["before"], "null");
  EXPECT_EQ(story["accesses"][0]["after"], "pointer 1");
}

// What isn't UTF-8 must not make the file unreadable.
TEST(StoryJsonTest, TextOfTheProgramsIsData) {
  Failure failure;
  failure.trace =
      TraceBuilder({"a\xff\"<b>"}).Step(0, OperationKind::kYield).Build();
  FakePlaceResolver resolver;
  const Json story = Json::parse(StoryToJson(failure, resolver), nullptr,
                                 /*allow_exceptions=*/false);
  EXPECT_FALSE(story.is_discarded());
}

}  // namespace
}  // namespace interleave
