// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/json.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/report/path_text.h"
#include "interleave/report/story.h"

namespace interleave {
namespace {

// Keeps the order of the fields as they are written below.
using Json = nlohmann::ordered_json;

Json FindingsJson(std::span<const FindingJson> findings) {
  Json array = Json::array();
  for (const FindingJson& finding : findings) {
    array.push_back({{"kind", finding.kind},
                     {"message", finding.message},
                     {"task", finding.task},
                     {"location", finding.location},
                     {"execution", finding.execution},
                     {"schedule", finding.schedule}});
    if (finding.story.empty()) continue;
    array.back()["story"] = Json::parse(finding.story);
  }
  return array;
}

Json ConfidenceJson(const Confidence& confidence) {
  Json depths = Json::array();
  for (const Confidence::Depth& depth : confidence.depths) {
    depths.push_back({{"depth", depth.depth},
                      {"executions", depth.executions},
                      {"probability", confidence.ChanceAt(depth)}});
  }
  return {{"tasks", confidence.tasks},
          {"steps", confidence.steps},
          {"steps_longest", confidence.steps_longest},
          {"depths", std::move(depths)},
          {"executions_more_for_99", confidence.MoreFor(Confidence::kSure)}};
}

Json MembersJson(const std::vector<MemberCount>& members) {
  Json array = Json::array();
  for (const MemberCount& member : members) {
    array.push_back({{"name", member.name},
                     {"executions", member.executions},
                     {"distinct_traces", member.distinct}});
  }
  return array;
}

Json OutcomesJson(const std::vector<RecordedOutcome>& outcomes) {
  Json array = Json::array();
  for (const RecordedOutcome& outcome : outcomes) {
    array.push_back({{"value", outcome.value},
                     {"count", outcome.count},
                     {"token", outcome.token}});
  }
  return array;
}

Json CoverageJson(const CoverageReport& coverage) {
  Json pairs = Json::array();
  for (const CoverageReport::Pair& pair : coverage.pairs) {
    pairs.push_back({{"first", pair.first},
                     {"second", pair.second},
                     {"on_object", pair.on_object},
                     {"of_points", pair.of_points},
                     {"one_order_only", pair.one_order_only}});
  }
  Json reads = Json::array();
  for (const CoverageReport::Read& read : coverage.reads) {
    reads.push_back({{"place", read.place}, {"from", read.from}});
  }
  return {{"executions", coverage.executions},
          {"distinct_traces", coverage.distinct_traces},
          {"more_traces", coverage.more_traces},
          {"sees_memory", coverage.sees_memory},
          {"points", coverage.points},
          {"pairs", std::move(pairs)},
          {"reads", std::move(reads)}};
}

Json ReplayToJson(const ReplayJson& replay) {
  Json json = {{"verdict", replay.verdict},
               {"step", replay.step},
               {"reason", replay.reason}};
  if (!replay.following.has_value()) return json;
  const ReplayOutcome& following = *replay.following;
  json["switches"] = following.switches;
  json["matched"] = following.matched;
  json["drift"] = Json::array();
  for (const Drift& drift : following.drift) {
    json["drift"].push_back(
        {{"step", drift.step}, {"what", drift.what}, {"text", drift.text}});
  }
  if (const Obstacle& obstacle = following.obstacle; !obstacle.task.empty()) {
    json["obstacle"] = {{"task", obstacle.task},
                        {"object", obstacle.object},
                        {"holder", obstacle.holder},
                        {"since", obstacle.since}};
  }
  json["changes_wanted"] = following.changes_wanted;
  json["changes_done"] = following.changes_done;
  return json;
}

Json TestsJson(std::span<const TestJson> tests) {
  Json array = Json::array();
  for (const TestJson& test : tests) {
    Json entry = {{"name", test.name},
                  {"verdict", test.verdict},
                  {"sentence", test.sentence},
                  {"strategy", test.strategy},
                  {"seed", test.seed},
                  {"executions", test.executions},
                  {"exhausted", test.exhausted},
                  {"seconds", test.seconds},
                  {"findings", FindingsJson(test.findings)},
                  {"races", FindingsJson(test.races)},
                  {"only_timeouts", FindingsJson(test.only_timeouts)},
                  {"problems", test.problems},
                  {"nothing_controlled", test.nothing_controlled},
                  {"neighbours", test.neighbours},
                  {"interrupted", test.interrupted},
                  {"checkpoint", test.checkpoint},
                  {"stopped_by", test.stopped_by},
                  {"steps", test.steps},
                  {"outcomes", OutcomesJson(test.outcomes)}};
    if (test.estimate.is_known()) {
      entry["estimate"] = {{"value", test.estimate.value},
                           {"low", test.estimate.low},
                           {"high", test.estimate.high}};
    }
    if (test.done.has_value()) entry["done"] = *test.done;
    if (test.bound.has_value()) {
      entry["bound"] = {{"of", test.bound->of}, {"most", test.bound->most}};
    }
    if (test.confidence.has_value()) {
      entry["confidence"] = ConfidenceJson(*test.confidence);
    }
    if (!test.members.empty()) entry["members"] = MembersJson(test.members);
    if (test.coverage.has_value()) {
      entry["coverage"] = CoverageJson(*test.coverage);
    }
    if (test.replay.has_value()) {
      entry["replay"] = ReplayToJson(*test.replay);
    }
    array.push_back(std::move(entry));
  }
  return array;
}

std::string Dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

FindingJson DescribeFinding(const Finding& finding, PlaceResolver& resolver,
                            uint64_t execution, std::string schedule) {
  const Place place = FindingPlace(finding, resolver);
  std::string task = finding.task_name;
  if (task.empty() && finding.task != kNoTask) {
    task = absl::StrCat("T", finding.task);
  }
  return {.kind = std::string(FindingKindName(finding.kind)),
          .message = finding.message,
          .task = std::move(task),
          .location = PlaceText(DisplayPath(place.file), place.line),
          .execution = execution,
          .schedule = std::move(schedule),
          .story = {}};
}

ResultJson Summarise(std::string program, std::vector<TestJson> tests) {
  // From best to worst; a test with another word is taken for the worst.
  constexpr std::string_view kVerdicts[] = {"verified", "passed", "failed"};
  const auto rank = [&](std::string_view verdict) {
    return std::find(std::begin(kVerdicts), std::end(kVerdicts) - 1, verdict) -
           std::begin(kVerdicts);
  };
  ResultJson result;
  result.program = std::move(program);
  result.verdict = tests.empty() ? "failed" : "verified";
  result.exhausted = !tests.empty();
  for (const TestJson& test : tests) {
    if (rank(test.verdict) > rank(result.verdict))
      result.verdict = test.verdict;
    result.executions += test.executions;
    result.exhausted = result.exhausted && test.exhausted;
    result.seconds += test.seconds;
    result.nothing_controlled |= test.nothing_controlled;
    result.findings.insert(result.findings.end(), test.findings.begin(),
                           test.findings.end());
    result.seed = test.seed;
    result.strategy = test.strategy;
  }
  result.tests = std::move(tests);
  return result;
}

std::string ToJson(const ResultJson& result) {
  return Dump({{"version", kJsonFormatVersion},
               {"program", result.program},
               {"verdict", result.verdict},
               {"strategy", result.strategy},
               {"seed", result.seed},
               {"executions", result.executions},
               {"exhausted", result.exhausted},
               {"seconds", result.seconds},
               {"nothing_controlled", result.nothing_controlled},
               {"findings", FindingsJson(result.findings)},
               {"tests", TestsJson(result.tests)}});
}

std::string ToJson(std::span<const FindingJson> findings) {
  return Dump(FindingsJson(findings));
}

}  // namespace interleave
