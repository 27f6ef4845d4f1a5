// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What explorations come to as JSON, for messages between the processes of one
// exploration and for checkpoints.
//
// Texts of the program's have C escapes, since they need not be UTF-8. Places
// in the program are addresses, which mean the same in processes forked from
// one; `WithoutAddresses` takes them off for others.
// Thread safety: pure functions. Cost: linear in what is given.

#ifndef INTERLEAVE_EXPLORE_RESULT_JSON_H_
#define INTERLEAVE_EXPLORE_RESULT_JSON_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "interleave/explore/found.h"
#include "interleave/explore/json_reader.h"
#include "interleave/explore/result.h"
#include "interleave/explore/tally.h"

namespace interleave {

nlohmann::ordered_json TallyToJson(const Tally& tally);
Tally TallyFromJson(const JsonReader& json);

nlohmann::ordered_json FindingToJson(const Finding& finding);
Finding FindingFromJson(const JsonReader& json);

nlohmann::ordered_json FoundToJson(const std::vector<Found>& found);
std::vector<Found> FoundFromJson(const JsonReader& json);

nlohmann::ordered_json NotesToJson(const Notes& notes);
Notes NotesFromJson(const JsonReader& json);

nlohmann::ordered_json StandingsToJson(
    const std::vector<TaskStanding>& standings);
std::vector<TaskStanding> StandingsFromJson(const JsonReader& json);

nlohmann::ordered_json ReplayToJson(const std::optional<ReplayOutcome>& replay);
std::optional<ReplayOutcome> ReplayFromJson(const JsonReader& json);

nlohmann::ordered_json ResultToJson(const ExploreResult& result);
ExploreResult ResultFromJson(const JsonReader& json);

nlohmann::ordered_json TokensToJson(const std::vector<Choices>& all);
std::vector<Choices> TokensFromJson(const JsonReader& json);

nlohmann::ordered_json StringsToJson(const std::vector<std::string>& strings);
std::vector<std::string> StringsFromJson(const JsonReader& json);

Finding WithoutAddresses(Finding finding);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_RESULT_JSON_H_
