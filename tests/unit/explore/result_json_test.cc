// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/result_json.h"

#include <cmath>

#include "gtest/gtest.h"
#include "interleave/explore/failure_json.h"

namespace interleave {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kOddText[] = "two\nlines \"quoted\" \xff";

Finding AFinding() {
  Finding finding;
  finding.kind = FindingKind::kRace;
  finding.message = kOddText;
  finding.task = 2;
  finding.task_name = "T2";
  finding.step = 17;
  finding.file = "pool.cc";
  finding.line = 63;
  finding.stack = {kOddText, kOddText + 1};
  finding.places = {{"T1 read before", {kOddText + 2}}};
  finding.address = kOddText + 3;
  return finding;
}

Tally ATally() {
  Tally tally;
  tally.executions = 10;
  tally.steps = 200;
  tally.choice_points = 30;
  tally.cut_by_steps = 2;
  tally.tasks_max = 4;
  tally.overlapped = true;
  Coverage coverage;
  coverage.executions = 9;
  coverage.sees_memory = true;
  coverage.traces = {1, 1'000, ~uint64_t{0}};
  coverage.more_traces = true;
  coverage.pairs = {
      {{}, {OperationKind::kRead, "+0x12"}, 4},
      {{OperationKind::kPoint, "a.b.c"}, {OperationKind::kPoint, kOddText}, 3}};
  tally.coverage = std::make_shared<const Coverage>(coverage);
  tally.outcomes = {
      {"a", 6, FormatToken({})},
      {kOddText, 4, FormatToken({{ChoiceKind::kSwitch, 0, 3, 1, 0}})}};
  return tally;
}

Failure AFailure() {
  Failure failure;
  failure.finding = AFinding();
  failure.execution = 5;
  failure.schedule.test = "Suite.Name";
  failure.schedule.program = "binary";
  failure.schedule.strategy = "dfs";
  failure.schedule.finding = FindingKind::kRace;
  failure.token = "il1-token";
  failure.schedule_path = "a/b.schedule";
  failure.trace.task_names = {"main", "T1"};
  TraceStep step;
  step.number = 3;
  step.task = 1;
  step.at = 2;
  step.kind = OperationKind::kLock;
  step.object = "mutex 1";
  step.stack = {kOddText};
  step.file = "f.cc";
  step.line = 7;
  step.waited = true;
  failure.trace.steps = {step};
  TaskStanding standing;
  standing.task = 1;
  standing.name = "T1";
  standing.enabled = true;
  standing.next = OperationKind::kLock;
  standing.object = "mutex 1";
  standing.site = kOddText;
  standing.holder = 0;
  standing.holder_name = "main";
  failure.standings = {standing};
  TraceAccess access;
  access.task = 1;
  access.step = 3;
  access.is_step = true;
  access.kind = OperationKind::kAtomicStore;
  access.address = kOddText;
  access.bytes = 8;
  access.life = 2;
  access.stack = {kOddText};
  access.known = true;
  access.before = ~uint64_t{0};
  access.after = 5;
  failure.trace.accesses = {access};
  Explanation explanation;
  explanation.before = {4, 90, 3, 7};
  explanation.after = {1, 20, 2, 3, 8};
  explanation.minimality = Minimality::kLeast;
  explanation.searched_below = 1;
  explanation.executions = 77;
  explanation.ran_out_of_time = true;
  explanation.orders = {{2, 5, Trials::Answer::kFailsElse}};
  explanation.together = true;
  explanation.orders_tried = 6;
  explanation.all_tried = true;
  explanation.defect = DefectClass::kAba;
  explanation.facts = {{0}};
  OtherWay passing;
  passing.orders = {{2, 5, Trials::Answer::kPasses}};
  passing.trace = failure.trace;
  passing.trace.task_names = {"main"};
  explanation.passing = passing;
  failure.explanation = explanation;
  return failure;
}

TEST(ResultJsonTest, TalliesAreReadAsWritten) {
  std::string error;
  const Json json = TallyToJson(ATally());
  EXPECT_TRUE(TallyFromJson({json, &error}) == ATally());
  EXPECT_EQ(error, "");
}

TEST(ResultJsonTest, FindingsAreReadAsWritten) {
  std::string error;
  const Json json = FindingToJson(AFinding());
  const Finding read = FindingFromJson({json, &error});
  EXPECT_EQ(error, "");
  EXPECT_EQ(FindingToJson(read), json);
  EXPECT_EQ(read.message, kOddText);
  EXPECT_EQ(read.stack, AFinding().stack);
  EXPECT_EQ(read.address, AFinding().address);
}

TEST(ResultJsonTest, FailuresAreReadAsWritten) {
  std::string error;
  const Json json = FailureToJson(AFailure());
  const Failure read = FailureFromJson({json, &error});
  EXPECT_EQ(error, "");
  EXPECT_EQ(FailureToJson(read), json);
  EXPECT_EQ(read.schedule, AFailure().schedule);
  EXPECT_EQ(read.trace.steps.size(), 1u);
  ASSERT_EQ(read.trace.accesses.size(), 1u);
  EXPECT_EQ(read.trace.accesses[0].before, ~uint64_t{0});
  ASSERT_TRUE(read.explanation.has_value());
  EXPECT_EQ(read.explanation->after, (ScheduleSize{1, 20, 2, 3, 8}));
  EXPECT_EQ(read.explanation->defect, DefectClass::kAba);
  EXPECT_EQ(read.explanation->facts.size(), 1u);
  ASSERT_TRUE(read.explanation->passing.has_value());
  EXPECT_EQ(read.explanation->passing->orders.size(), 1u);
  EXPECT_EQ(read.explanation->passing->trace.steps.size(), 1u);
  EXPECT_EQ(read.explanation->passing->trace.accesses.size(), 1u);
}

TEST(ResultJsonTest, WhatIsSaidOfTheSpaceIsReadAsWritten) {
  ExploreResult result;
  result.bound = Bound::Delays(2);
  result.trying = Bound::Preemptions(3);
  result.estimate = {1.2e6, 4e5, INFINITY};
  result.done = 0.3;
  result.redundant = 4;
  result.searched = 90;
  result.repeated = 7;
  result.stopped_by = Limit::kMemory;
  result.confidence = Confidence{3, 40, 44, {{1, 50, 0.125}, {2, 60, 0.875}}};
  result.cut_by_steps = 5;
  result.members = {{"rff", 20, 12}, {"pct", 9, 9}};
  result.counts_traces = true;
  std::string error;
  const Json json = ResultToJson(result);
  const ExploreResult read = ResultFromJson(JsonReader(json, &error));
  EXPECT_EQ(error, "");
  EXPECT_EQ(read.bound, result.bound);
  EXPECT_EQ(read.trying, result.trying);
  EXPECT_EQ(read.estimate.value, result.estimate.value);
  EXPECT_EQ(read.estimate.low, result.estimate.low);
  EXPECT_EQ(read.estimate.high, result.estimate.high);
  EXPECT_EQ(read.done, result.done);
  EXPECT_EQ(ResultLine(read), ResultLine(result));
  EXPECT_EQ(read.redundant, 4u);
  EXPECT_EQ(read.repeated, 7u);
  EXPECT_EQ(read.stopped_by, Limit::kMemory);
  EXPECT_EQ(read.confidence, result.confidence);
  EXPECT_EQ(read.members, result.members);
  EXPECT_TRUE(read.counts_traces);
  EXPECT_EQ(read.cut_by_steps, 5u);
}

TEST(ResultJsonTest, AFailureOfTheSearchItselfHasNoSchedule) {
  Failure failure;
  failure.finding.kind = FindingKind::kNondeterminism;
  std::string error;
  const Json json = FailureToJson(failure);
  EXPECT_EQ(FailureToJson(FailureFromJson({json, &error})), json);
  EXPECT_EQ(error, "");
}

TEST(ResultJsonTest, NotesAreReadAsWritten) {
  Notes notes;
  notes.races = {{AFinding(), FormatToken({})}};
  notes.met_points = {"a.b.c"};
  notes.unmodelled = {{"fork", "the child"}};
  notes.suppressed = {"race:Pool"};
  notes.uncontrolled_threads = {"worker", "worker"};
  notes.identities_made_anew = true;
  std::string error;
  const Json json = NotesToJson(notes);
  EXPECT_EQ(NotesToJson(NotesFromJson({json, &error})), json);
  EXPECT_EQ(error, "");
}

TEST(ResultJsonTest, FoundAndTokensAreReadAsWritten) {
  const std::vector<Found> found = {
      {AFinding(), {{ChoiceKind::kValue, 1, 2, 3, 4}}, "dfs", ATally()},
      {AFinding(), {}, "", Tally()}};
  std::string error;
  const Json json = FoundToJson(found);
  EXPECT_EQ(FoundToJson(FoundFromJson({json, &error})), json);
  EXPECT_EQ(error, "");
}

TEST(ResultJsonTest, AddressesAreTakenOff) {
  const Finding bare = WithoutAddresses(AFinding());
  EXPECT_TRUE(bare.stack.empty());
  EXPECT_TRUE(bare.places.empty());
  EXPECT_EQ(bare.address, nullptr);
  EXPECT_EQ(bare.message, kOddText);
}

TEST(ResultJsonTest, SaysWhatIsWrong) {
  Json json = TallyToJson(ATally());
  json["outcomes"][1]["value"] = "a";
  std::string error;
  TallyFromJson({json, &error});
  EXPECT_EQ(error, "outcomes: expected each value once, in order");
  error.clear();
  json = FindingToJson(AFinding());
  json["kind"] = "sloth";
  FindingFromJson({json, &error});
  EXPECT_EQ(error, "kind: expected a kind of finding, found \"sloth\"");
  error.clear();
  json = Json::array({"il1-damaged"});
  TokensFromJson({json, &error});
  EXPECT_EQ(error.substr(0, 5), "[0]: ");
}

TEST(ResultJsonTest, SaysWhatIsWrongInWhatIsCovered) {
  const auto error_with = [](const char* field, const Json& value) {
    Json json = TallyToJson(ATally());
    json["coverage"][0][field] = value;
    std::string error;
    TallyFromJson({json, &error});
    return error;
  };
  EXPECT_EQ(error_with("executions", 9u), "");
  EXPECT_EQ(error_with("traces", "AQAAAAAAAAAC"),
            "coverage[0].traces: expected hashes of eight bytes in base 64");
  EXPECT_EQ(error_with("traces", "!"),
            "coverage[0].traces: expected hashes of eight bytes in base 64");
  EXPECT_EQ(error_with("traces", "AQAAAAAAAAABAAAAAAAAAA=="),
            "coverage[0].traces: expected each hash once, in order");
  EXPECT_NE(error_with("pairs", 7), "");
  Json pair = TallyToJson(ATally())["coverage"][0]["pairs"][0];
  pair["relations"] = 8u;
  EXPECT_NE(error_with("pairs", Json::array({pair})), "");
  pair["relations"] = 1u;
  EXPECT_EQ(error_with("pairs", Json::array({pair})), "");
  pair["first"] = Json::array({1});
  EXPECT_EQ(error_with("pairs", Json::array({pair})),
            "coverage[0].pairs[0].first: expected a kind of operation and a "
            "place");
}

}  // namespace
}  // namespace interleave
