// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Part: some of the executions of an exploration, and what they came to.
//
// Plain data. What a Divisible search has left is divided into parts, which
// have an order: that in which one process would come to them.

#ifndef INTERLEAVE_EXPLORE_PART_H_
#define INTERLEAVE_EXPLORE_PART_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "interleave/explore/found.h"
#include "interleave/explore/json_reader.h"
#include "interleave/explore/tally.h"
#include "interleave/strategy/divisible.h"

namespace interleave {

// How the executions of a part ended.
enum class PartEnd : uint8_t {
  kOpen,    // something is left to try
  kDone,    // nothing is
  kFatal,   // the search cannot go on behind it: the body isn't deterministic
  kLesson,  // something was learnt: the whole search must begin again
};

// What the executions of a part have come to.
struct PartReport {
  PartEnd end = PartEnd::kOpen;
  std::string rest;  // what is left, for Divisible::Load
  Tally tally;
  std::vector<Found> found;
  std::string name;           // of the strategy that drew the last
  std::string summary;        // Divisible::Summary
  uint64_t notes_heeded = 0;  // of those that were for the part
  std::vector<Choices> lessons;
  Notes notes;
  // Only of the part that replays a schedule and what is near it.
  std::optional<ReplayOutcome> replay;
  uint64_t neighbours = 0;
  std::vector<std::string> problems;
  std::string refusal;  // Search::refusal()
  std::string extra;    // ProcessExtras
};

nlohmann::ordered_json PartReportToJson(const PartReport& report);
PartReport PartReportFromJson(const JsonReader& json);

nlohmann::ordered_json SentNotesToJson(
    const std::vector<Divisible::Note>& notes);
std::vector<Divisible::Note> SentNotesFromJson(const JsonReader& json);

// What executions leave in their process beside what Exploration knows of, for
// whoever asked for the exploration. All may be null.
struct ProcessExtras {
  std::string (*take)() = nullptr;  // in the process that ran them
  void (*give)(const std::string& taken) = nullptr;  // in the one that asked
};
void SetProcessExtras(const ProcessExtras& extras);
const ProcessExtras& GetProcessExtras();

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_PART_H_
