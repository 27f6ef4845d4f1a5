// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/json.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
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
  }
  return array;
}

Json TestsJson(std::span<const TestJson> tests) {
  Json array = Json::array();
  for (const TestJson& test : tests) {
    array.push_back({{"name", test.name},
                     {"verdict", test.verdict},
                     {"strategy", test.strategy},
                     {"executions", test.executions},
                     {"exhausted", test.exhausted},
                     {"seconds", test.seconds},
                     {"findings", FindingsJson(test.findings)}});
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
          .schedule = std::move(schedule)};
}

std::string ToJson(const ResultJson& result) {
  return Dump({{"version", kJsonFormatVersion},
               {"program", result.program},
               {"verdict", result.verdict},
               {"strategy", result.strategy},
               {"seed", absl::StrCat(result.seed)},
               {"executions", result.executions},
               {"exhausted", result.exhausted},
               {"seconds", result.seconds},
               {"findings", FindingsJson(result.findings)},
               {"tests", TestsJson(result.tests)}});
}

std::string ToJson(std::span<const FindingJson> findings) {
  return Dump(FindingsJson(findings));
}

}  // namespace interleave
