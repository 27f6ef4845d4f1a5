// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/run_result.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace interleave::cli {
namespace {

using Json = nlohmann::json;

constexpr size_t kMessageShownMax = 120;

// A byte of UTF-8 that continues a character.
bool IsInsideCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// The field's value if it is there and of the type wanted, else `otherwise`.
template <typename Value>
Value Field(const Json& object, const char* name, Value otherwise) {
  const auto found = object.find(name);
  if (found == object.end()) return otherwise;
  try {
    return found->get<Value>();
  } catch (const Json::exception&) {
    return otherwise;
  }
}

// The objects of an array field; what is no object is left out.
std::vector<Json> Objects(const Json& object, const char* name) {
  std::vector<Json> objects;
  const auto found = object.find(name);
  if (found == object.end() || !found->is_array()) return objects;
  for (const Json& item : *found) {
    if (item.is_object()) objects.push_back(item);
  }
  return objects;
}

// A number or a string, since many readers hold numbers in 53 bits.
std::string Seed(const Json& object) {
  const auto found = object.find("seed");
  if (found == object.end()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

FindingResult ParseFinding(const Json& json) {
  return {.kind = Field<std::string>(json, "kind", "finding"),
          .message = Field<std::string>(json, "message", ""),
          .task = Field<std::string>(json, "task", ""),
          .location = Field<std::string>(json, "location", ""),
          .execution = Field<uint64_t>(json, "execution", 0),
          .schedule = Field<std::string>(json, "schedule", "")};
}

// An empty object where there is none.
Json ObjectField(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || !found->is_object() ? Json::object() : *found;
}

std::optional<ReplayResult> ParseReplay(const Json& test) {
  const auto found = test.find("replay");
  if (found == test.end() || !found->is_object()) return std::nullopt;
  ReplayResult replay;
  replay.verdict = Field<std::string>(*found, "verdict", "");
  replay.step = Field<uint64_t>(*found, "step", 0);
  replay.reason = Field<std::string>(*found, "reason", "");
  replay.switches = Field<uint64_t>(*found, "switches", 0);
  replay.matched = Field<uint64_t>(*found, "matched", 0);
  for (const Json& drift : Objects(*found, "drift")) {
    replay.drift.push_back({Field<uint64_t>(drift, "step", 0),
                            Field<std::string>(drift, "what", ""),
                            Field<std::string>(drift, "text", "")});
  }
  replay.changes_wanted = Field<uint64_t>(*found, "changes_wanted", 0);
  replay.changes_done = Field<uint64_t>(*found, "changes_done", 0);
  const Json obstacle = ObjectField(*found, "obstacle");
  replay.waiting = Field<std::string>(obstacle, "task", "");
  replay.object = Field<std::string>(obstacle, "object", "");
  replay.holder = Field<std::string>(obstacle, "holder", "");
  replay.since = Field<uint64_t>(obstacle, "since", 0);
  return replay;
}

TestResult ParseTest(const Json& json) {
  TestResult test{
      .name = Field<std::string>(json, "name", ""),
      .verdict = Field<std::string>(json, "verdict", ""),
      .sentence = Field<std::string>(json, "sentence", ""),
      .executions = Field<uint64_t>(json, "executions", 0),
      .seed = Seed(json),
      .findings = {},
      .problems = Field<std::vector<std::string>>(json, "problems", {}),
      .nothing_controlled = Field<bool>(json, "nothing_controlled", false),
      .neighbours = Field<uint64_t>(json, "neighbours", 0),
      .interrupted = Field<bool>(json, "interrupted", false),
      .checkpoint = Field<std::string>(json, "checkpoint", ""),
      .replay = ParseReplay(json),
      .exhausted = Field<bool>(json, "exhausted", false),
      .bound_of = {},
      .bound_most = 0,
      .distinct_traces = std::nullopt,
      .more_traces = false};
  const Json bound = ObjectField(json, "bound");
  test.bound_of = Field<std::string>(bound, "of", "");
  test.bound_most = Field<uint64_t>(bound, "most", 0);
  if (const Json coverage = ObjectField(json, "coverage"); !coverage.empty()) {
    test.distinct_traces = Field<uint64_t>(coverage, "distinct_traces", 0);
    test.more_traces = Field<bool>(coverage, "more_traces", false);
  }
  for (const Json& finding : Objects(json, "findings")) {
    test.findings.push_back(ParseFinding(finding));
  }
  return test;
}

bool HasFindings(const TestResult& test) { return !test.findings.empty(); }

// Failed for another reason than that nothing was controlled.
bool FailedOtherwise(const TestResult& test) {
  return (test.verdict == "failed" && !test.nothing_controlled) ||
         test.interrupted;
}

bool NothingControlled(const TestResult& test) {
  return test.verdict == "failed" && test.nothing_controlled;
}

}  // namespace

absl::StatusOr<RunResult> ParseRunResult(std::string text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("verdict")) {
    return absl::InvalidArgumentError(
        "the test binary's result is not what this version of the tool reads");
  }
  RunResult result{
      .verdict = Field<std::string>(json, "verdict", ""),
      .executions = Field<uint64_t>(json, "executions", 0),
      .seed = Seed(json),
      .seconds = Field<double>(json, "seconds", 0),
      .nothing_controlled = Field<bool>(json, "nothing_controlled", false),
      .tests = {},
      .text = std::move(text)};
  for (const Json& test : Objects(json, "tests")) {
    result.tests.push_back(ParseTest(test));
    if (result.tests.back().seed.empty()) {
      result.tests.back().seed = result.seed;
    }
  }
  return result;
}

ExitCode ExitCodeOf(const RunResult& result) {
  const std::vector<TestResult>& tests = result.tests;
  if (std::any_of(tests.begin(), tests.end(), &HasFindings) ||
      std::any_of(tests.begin(), tests.end(), &FailedOtherwise)) {
    return ExitCode::kFinding;
  }
  if (std::any_of(tests.begin(), tests.end(), &NothingControlled)) {
    return ExitCode::kNothingControlled;
  }
  return ExitCode::kNoFinding;
}

std::string DescribeFinding(const FindingResult& finding) {
  std::string text = finding.kind;
  if (!finding.task.empty()) absl::StrAppend(&text, " in task ", finding.task);
  if (!finding.location.empty()) {
    absl::StrAppend(&text, " at ", finding.location);
  }
  std::string message = finding.message;
  absl::RemoveExtraAsciiWhitespace(&message);
  if (message.size() > kMessageShownMax) {
    size_t end = kMessageShownMax;
    while (end > 0 && IsInsideCharacter(message[end])) --end;
    message.resize(end);
    message += "...";
  }
  if (!message.empty()) absl::StrAppend(&text, ": ", message);
  return text;
}

}  // namespace interleave::cli
