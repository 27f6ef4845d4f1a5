// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/formats/page_data.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "interleave/report/kept_steps.h"
#include "tools/formats/fields.h"

namespace interleave::formats {
namespace {

// Cuts `list` of `owner`, and says by how much.
void CutList(Json& owner, const char* list, size_t entries_max) {
  if (!owner.is_object() || !Member(owner, list).is_array()) return;
  Json::array_t& entries = owner[list].get_ref<Json::array_t&>();
  if (entries.size() <= entries_max) return;
  const size_t left_out = entries.size() - entries_max;
  entries.resize(entries_max);
  // A new member moves the others.
  owner[absl::StrCat(list, "_left_out")] = left_out;
}

// Of a text that is too long, its beginning, up to the end of a character.
void CutText(std::string& text, size_t bytes_max) {
  if (text.size() <= bytes_max) return;
  size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
    --end;
  }
  const size_t left_out = text.size() - end;
  text.resize(end);
  absl::StrAppend(&text, "... (", left_out,
                  " bytes more are not on this page)");
}

// A key is text of ours; a value may be the program's.
void CutTexts(Json& json, size_t bytes_max) {
  if (json.is_string()) {
    CutText(json.get_ref<std::string&>(), bytes_max);
  } else if (json.is_structured()) {
    for (Json& part : json) CutTexts(part, bytes_max);
  }
}

std::vector<StepNumber> NumbersOf(const Json& steps, bool critical_only) {
  std::vector<StepNumber> numbers;
  for (const Json& step : steps) {
    if (critical_only && !FlagOf(step, "critical")) continue;
    numbers.push_back(NumberOf(step, "step"));
  }
  return numbers;
}

// `execution` has "steps": a story or its "passing".
void CutSteps(Json& execution, size_t steps_max) {
  if (!Member(execution, "steps").is_array()) return;
  Json& steps = execution["steps"];
  if (steps.size() <= steps_max) return;
  const std::vector<StepNumber> numbers = NumbersOf(steps, false);
  std::vector<LeftOut> before;
  for (const Json& gap : Member(execution, "left_out")) {
    before.push_back(
        {NumberOf(gap, "from"), NumberOf(gap, "to"), NumberOf(gap, "steps")});
  }
  const std::vector<size_t> indices =
      KeptSteps(numbers, NumbersOf(steps, true), steps_max);
  Json kept = Json::array();
  std::vector<StepNumber> told;
  for (const size_t i : indices) {
    told.push_back(numbers[i]);
    kept.push_back(std::move(steps[i]));
  }
  Json left_out = Json::array();
  uint64_t left_out_count = 0;
  for (const LeftOut& gap : LeftOutOf(numbers, indices, before)) {
    left_out.push_back(
        {{"from", gap.from}, {"to", gap.to}, {"steps", gap.steps}});
    left_out_count += gap.steps;
  }
  steps = std::move(kept);
  execution["steps_left_out"] = left_out_count;
  execution["left_out"] = std::move(left_out);
  Json accesses = Json::array();
  for (const Json& access : Member(execution, "accesses")) {
    if (std::binary_search(told.begin(), told.end(),
                           NumberOf(access, "step"))) {
      accesses.push_back(access);
    }
  }
  execution["accesses"] = std::move(accesses);
}

// Calls `act` for each execution that a finding of `data` shows.
template <typename Act>
void ForEachExecution(Json& data, const Act& act) {
  for (Json& test : data["tests"]) {
    if (!Member(test, "findings").is_array()) continue;
    for (Json& finding : test["findings"]) {
      if (!Member(finding, "story").is_object()) continue;
      Json& story = finding["story"];
      act(story);
      if (Member(story, "passing").is_object()) act(story["passing"]);
    }
  }
}

}  // namespace

Json PageData(const Json& result, const PageLimits& limits) {
  Json data = result;
  data.erase("findings");  // the tests have them
  for (Json& test : data["tests"]) {
    CutList(test, "outcomes", limits.entries_max);
    if (!Member(test, "coverage").is_object()) continue;
    CutList(test["coverage"], "pairs", limits.entries_max);
    CutList(test["coverage"], "reads", limits.entries_max);
  }
  size_t executions = 0;
  ForEachExecution(data, [&](Json&) { ++executions; });
  const size_t share = limits.steps_max / std::max<size_t>(1, executions);
  ForEachExecution(data, [&](Json& execution) {
    CutSteps(execution, std::max(share, limits.steps_min));
  });
  CutTexts(data, limits.text_max);
  return data;
}

std::string ScriptText(const Json& json) {
  const std::string text =
      json.dump(-1, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace);
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    // They are nowhere but in strings.
    if (c == '<' || c == '>' || c == '&') {
      absl::StrAppend(&escaped, "\\u00", absl::Hex(c, absl::kZeroPad2));
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace interleave::formats
