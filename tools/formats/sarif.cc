// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// SARIF 2.1.0, OASIS standard, sections 3.14 (run), 3.27 (result), 3.36
// (codeFlow).

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/formats/fields.h"
#include "tools/formats/format.h"

namespace interleave::formats {
namespace {

// `text` is "pool.cc:42"; `file` is the whole of its path, where that is known.
Json PhysicalLocation(const std::string& text, const std::string& file = "") {
  Location location = LocationOf(text);
  if (!file.empty()) location.file = file;
  Json physical = {{"artifactLocation", {{"uri", location.file}}}};
  if (location.line > 0) physical["region"] = {{"startLine", location.line}};
  return physical;
}

// Of a step, or of a fact.
Json LocationJson(const Json& place, const std::string& message) {
  Json location = {{"message", {{"text", message}}}};
  const std::string where = TextOf(place, "location");
  if (!where.empty()) {
    location["physicalLocation"] =
        PhysicalLocation(where, TextOf(place, "file"));
  }
  return location;
}

// "main: start", "A: lock mutex 1"
std::string OperationOf(const Json& place, const char* object) {
  std::string text =
      absl::StrCat(TextOf(place, "task"), ": ", TextOf(place, "operation"));
  const std::string on = TextOf(place, object);
  if (!on.empty()) absl::StrAppend(&text, " ", on);
  return text;
}

// The steps, in order; a viewer walks through them.
Json CodeFlow(const Json& story) {
  Json locations = Json::array();
  for (const Json& step : Member(story, "steps")) {
    locations.push_back(
        {{"location", LocationJson(step, OperationOf(step, "object"))},
         {"executionOrder", NumberOf(step, "step")},
         {"importance",
          FlagOf(step, "critical") ? "essential" : "unimportant"}});
  }
  if (locations.empty()) return nullptr;
  return {
      {"threadFlows", Json::array({{{"id", "the interleaving"},
                                    {"locations", std::move(locations)}}})}};
}

Json ResultOf(const Json& test, const Json& finding) {
  const Json& story = Member(finding, "story");
  const Json& explanation = Member(story, "explanation");
  const std::string defect = TextOf(explanation, "defect");
  std::string text = absl::StrCat(TextOf(test, "name"), ": ", TitleOf(finding));
  if (!defect.empty()) absl::StrAppend(&text, " (", defect, ")");
  Json result = {{"ruleId", TextOf(finding, "kind")},
                 {"level", "error"},
                 {"message", {{"text", text}}},
                 {"properties",
                  {{"test", TextOf(test, "name")},
                   {"schedule", TextOf(finding, "schedule")},
                   {"defect", defect}}}};
  const std::string where = TextOf(finding, "location");
  if (!where.empty()) {
    result["locations"] =
        Json::array({{{"physicalLocation", PhysicalLocation(where)}}});
  }
  Json related = Json::array();
  for (const Json& fact : Member(explanation, "facts")) {
    related.push_back(
        LocationJson(fact, absl::StrCat("step ", NumberOf(fact, "step"), ", ",
                                        OperationOf(fact, "variable"))));
  }
  if (!related.empty()) result["relatedLocations"] = std::move(related);
  Json flow = CodeFlow(story);
  if (!flow.is_null()) result["codeFlows"] = Json::array({std::move(flow)});
  return result;
}

}  // namespace

std::string ToSarif(const Json& result) {
  Json results = Json::array();
  std::set<std::string> kinds;
  for (const Json& test : Member(result, "tests")) {
    for (const Json& finding : Member(test, "findings")) {
      kinds.insert(TextOf(finding, "kind"));
      results.push_back(ResultOf(test, finding));
    }
  }
  Json rules = Json::array();
  for (const std::string& kind : kinds) {
    rules.push_back({{"id", kind},
                     {"shortDescription",
                      {{"text", absl::StrCat("a schedule ends in ", kind)}}}});
  }
  const Json driver = {{"name", "Interleave"}, {"rules", std::move(rules)}};
  const Json sarif = {
      {"$schema",
       "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/"
       "sarif-schema-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs", Json::array({{{"tool", {{"driver", driver}}},
                             {"results", std::move(results)}}})}};
  return sarif.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace interleave::formats
