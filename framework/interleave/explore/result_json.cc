// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/result_json.h"

#include <bit>
#include <cstdint>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/explore/failure_json.h"
#include "interleave/explore/json_parts.h"
#include "interleave/schedule/finding.h"
#include "interleave/schedule/operation.h"

namespace interleave {
namespace {

using json_parts::AddressFromJson;
using json_parts::Escape;
using json_parts::Json;
using json_parts::ListOf;
using json_parts::NumberOf;
using json_parts::OperationFromJson;
using json_parts::ReadList;
using json_parts::StackFromJson;
using json_parts::StackToJson;

Json TokenToJson(const Choices& choices) { return FormatToken(choices); }

Choices TokenFromJson(const JsonReader& json) {
  const std::string text = json.String();
  if (text.empty()) return {};
  absl::StatusOr<Choices> choices = ParseToken(text);
  if (choices.ok()) return *std::move(choices);
  json.Fail(std::string(choices.status().message()));
  return {};
}

FindingKind KindFromJson(const JsonReader& json) {
  const std::string name = json.String();
  const std::optional<FindingKind> kind = FindingKindFromName(name);
  if (!kind.has_value()) {
    json.Fail(absl::StrCat("expected a kind of finding, found \"", name, "\""));
  }
  return kind.value_or(FindingKind::kAssertion);
}

Json OutcomeToJson(const RecordedOutcome& outcome) {
  return {{"value", Escape(outcome.value)},
          {"count", outcome.count},
          {"token", outcome.token}};
}

RecordedOutcome OutcomeFromJson(const JsonReader& json) {
  RecordedOutcome outcome;
  outcome.value = json["value"].Escaped();
  outcome.count = json["count"].Number<uint64_t>();
  outcome.token = FormatToken(TokenFromJson(json["token"]));
  return outcome;
}

Json StandingToJson(const TaskStanding& standing) {
  return {{"task", standing.task},
          {"name", Escape(standing.name)},
          {"finished", standing.finished},
          {"enabled", standing.enabled},
          {"next", static_cast<uint32_t>(standing.next)},
          {"point", standing.point},
          {"object", Escape(standing.object)},
          {"site", NumberOf(standing.site)},
          {"holder", standing.holder},
          {"holder_name", Escape(standing.holder_name)},
          {"holder_site", NumberOf(standing.holder_site)}};
}

TaskStanding StandingFromJson(const JsonReader& json) {
  TaskStanding standing;
  standing.task = json["task"].Number<TaskId>();
  standing.name = json["name"].Escaped();
  standing.finished = json["finished"].Bool();
  standing.enabled = json["enabled"].Bool();
  standing.next = OperationFromJson(json["next"]);
  standing.point = json["point"].String();
  standing.object = json["object"].Escaped();
  standing.site = AddressFromJson(json["site"]);
  standing.holder = json["holder"].Number<TaskId>();
  standing.holder_name = json["holder_name"].Escaped();
  standing.holder_site = AddressFromJson(json["holder_site"]);
  return standing;
}

Json RaceToJson(const NotedRace& race) {
  return {{"finding", FindingToJson(race.finding)}, {"token", race.token}};
}

NotedRace RaceFromJson(const JsonReader& json) {
  return {FindingFromJson(json["finding"]),
          FormatToken(TokenFromJson(json["token"]))};
}

Json PlaceToJson(const RelatedPlace& place) {
  return {{"title", Escape(place.title)}, {"stack", StackToJson(place.stack)}};
}

RelatedPlace PlaceFromJson(const JsonReader& json) {
  return {json["title"].Escaped(), StackFromJson(json["stack"])};
}

// Numbers by their bits, so that they are the same afterwards.
double DoubleFromJson(const JsonReader& json) {
  return std::bit_cast<double>(json.Number<uint64_t>());
}

Json EstimateToJson(const Estimate& estimate) {
  return {{"value", std::bit_cast<uint64_t>(estimate.value)},
          {"low", std::bit_cast<uint64_t>(estimate.low)},
          {"high", std::bit_cast<uint64_t>(estimate.high)}};
}

Estimate EstimateFromJson(const JsonReader& json) {
  return {DoubleFromJson(json["value"]), DoubleFromJson(json["low"]),
          DoubleFromJson(json["high"])};
}

// A list of one, or empty.
Json BoundToJson(const std::optional<Bound>& bound) {
  Json list = Json::array();
  if (bound.has_value()) {
    list.push_back(
        {{"of", static_cast<uint32_t>(bound->kind)}, {"most", bound->most}});
  }
  return list;
}

std::optional<Bound> BoundFromJson(const JsonReader& json) {
  if (json.size() == 0) return std::nullopt;
  constexpr auto kLast = static_cast<uint64_t>(BoundKind::kDelays);
  const JsonReader one = json.At(0);
  return Bound{static_cast<BoundKind>(one["of"].NumberUpTo(kLast)),
               one["most"].Number<uint32_t>()};
}

Json CoveredPlaceToJson(const CoveredPlace& place) {
  return {static_cast<uint32_t>(place.kind), Escape(place.name)};
}

CoveredPlace CoveredPlaceFromJson(const JsonReader& json) {
  if (json.size() != 2) {
    json.Fail("expected a kind of operation and a place");
    return {};
  }
  return {OperationFromJson(json.At(0)), json.At(1).Escaped()};
}

Json CoveredPairToJson(const CoveredPair& pair) {
  return {{"first", CoveredPlaceToJson(pair.first)},
          {"second", CoveredPlaceToJson(pair.second)},
          {"relations", pair.relations}};
}

CoveredPair CoveredPairFromJson(const JsonReader& json) {
  constexpr uint64_t kAll = BitOf(Relation::kOnObject) |
                            BitOf(Relation::kOfPoints) |
                            BitOf(Relation::kReadsFrom);
  return {CoveredPlaceFromJson(json["first"]),
          CoveredPlaceFromJson(json["second"]),
          static_cast<uint8_t>(json["relations"].NumberUpTo(kAll))};
}

constexpr size_t kHashBytes = sizeof(uint64_t);

// Eight bytes for each, the lowest first, in base 64.
std::string HashesText(const std::vector<uint64_t>& hashes) {
  std::string bytes;
  bytes.reserve(hashes.size() * kHashBytes);
  for (const uint64_t hash : hashes) {
    for (size_t i = 0; i < kHashBytes; ++i) {
      bytes.push_back(static_cast<char>(hash >> (8 * i)));
    }
  }
  return absl::Base64Escape(bytes);
}

std::vector<uint64_t> HashesFromJson(const JsonReader& json) {
  std::string bytes;
  std::vector<uint64_t> hashes;
  if (!absl::Base64Unescape(json.String(), &bytes) ||
      bytes.size() % kHashBytes != 0) {
    json.Fail("expected hashes of eight bytes in base 64");
    return hashes;
  }
  for (size_t at = 0; at < bytes.size(); at += kHashBytes) {
    uint64_t hash = 0;
    for (size_t i = kHashBytes; i-- > 0;) {
      hash = hash << 8 | static_cast<unsigned char>(bytes[at + i]);
    }
    if (!hashes.empty() && hashes.back() >= hash) {
      json.Fail("expected each hash once, in order");
      return {};
    }
    hashes.push_back(hash);
  }
  return hashes;
}

// A list of one, or empty.
Json CoverageToJson(const Coverage* coverage) {
  Json list = Json::array();
  if (coverage == nullptr) return list;
  list.push_back({{"executions", coverage->executions},
                  {"sees_memory", coverage->sees_memory},
                  {"traces", HashesText(coverage->traces)},
                  {"more_traces", coverage->more_traces},
                  {"pairs", ListOf(coverage->pairs, &CoveredPairToJson)}});
  return list;
}

Coverage CoverageFromJson(const JsonReader& json) {
  Coverage coverage;
  coverage.executions = json["executions"].Number<uint64_t>();
  coverage.sees_memory = json["sees_memory"].Bool();
  coverage.traces = HashesFromJson(json["traces"]);
  coverage.more_traces = json["more_traces"].Bool();
  coverage.pairs = ReadList(json["pairs"], &CoveredPairFromJson);
  return coverage;
}

}  // namespace

Json TallyToJson(const Tally& tally) {
  return {{"executions", tally.executions},
          {"steps", tally.steps},
          {"choice_points", tally.choice_points},
          {"cut_by_steps", tally.cut_by_steps},
          {"tasks_max", tally.tasks_max},
          {"overlapped", tally.overlapped},
          {"coverage", CoverageToJson(tally.coverage.get())},
          {"outcomes", ListOf(tally.outcomes, &OutcomeToJson)}};
}

Tally TallyFromJson(const JsonReader& json) {
  Tally tally;
  tally.executions = json["executions"].Number<uint64_t>();
  tally.steps = json["steps"].Number<uint64_t>();
  tally.choice_points = json["choice_points"].Number<uint64_t>();
  tally.cut_by_steps = json["cut_by_steps"].Number<uint64_t>();
  tally.tasks_max = json["tasks_max"].Number<uint32_t>();
  tally.overlapped = json["overlapped"].Bool();
  if (json["coverage"].size() > 0) {
    tally.coverage = std::make_shared<const Coverage>(
        CoverageFromJson(json["coverage"].At(0)));
  }
  tally.outcomes = ReadList(json["outcomes"], &OutcomeFromJson);
  for (size_t i = 1; i < tally.outcomes.size(); ++i) {
    if (tally.outcomes[i - 1].value < tally.outcomes[i].value) continue;
    json["outcomes"].Fail("expected each value once, in order");
  }
  return tally;
}

Json FindingToJson(const Finding& finding) {
  return {{"kind", std::string(FindingKindName(finding.kind))},
          {"message", Escape(finding.message)},
          {"task", finding.task},
          {"task_name", Escape(finding.task_name)},
          {"step", finding.step},
          {"file", Escape(finding.file)},
          {"line", static_cast<uint32_t>(finding.line)},
          {"stack", StackToJson(finding.stack)},
          {"places", ListOf(finding.places, &PlaceToJson)},
          {"address", NumberOf(finding.address)}};
}

Finding FindingFromJson(const JsonReader& json) {
  Finding finding;
  finding.kind = KindFromJson(json["kind"]);
  finding.message = json["message"].Escaped();
  finding.task = json["task"].Number<TaskId>();
  finding.task_name = json["task_name"].Escaped();
  finding.step = json["step"].Number<StepNumber>();
  finding.file = json["file"].Escaped();
  finding.line = json["line"].Number<int>();
  finding.stack = StackFromJson(json["stack"]);
  finding.places = ReadList(json["places"], &PlaceFromJson);
  finding.address = AddressFromJson(json["address"]);
  return finding;
}

Finding WithoutAddresses(Finding finding) {
  finding.stack.clear();
  finding.places.clear();
  finding.address = nullptr;
  return finding;
}

Json FoundToJson(const std::vector<Found>& found) {
  return ListOf(found, [](const Found& one) -> Json {
    Json failure = Json::array();
    if (one.failure.has_value()) failure.push_back(FailureToJson(*one.failure));
    return {{"finding", FindingToJson(one.finding)},
            {"token", TokenToJson(one.choices)},
            {"strategy", one.strategy},
            {"tally", TallyToJson(one.tally)},
            {"failure", std::move(failure)}};
  });
}

std::vector<Found> FoundFromJson(const JsonReader& json) {
  return ReadList(json, [](const JsonReader& one) -> Found {
    Found found = {FindingFromJson(one["finding"]), TokenFromJson(one["token"]),
                   one["strategy"].String(), TallyFromJson(one["tally"])};
    if (one["failure"].size() > 0) {
      found.failure = FailureFromJson(one["failure"].At(0));
    }
    return found;
  });
}

Json NotesToJson(const Notes& notes) {
  const auto unmodelled = [](const Unmodelled& entry) -> Json {
    return {{"name", entry.name}, {"meaning", entry.meaning}};
  };
  return {{"races", ListOf(notes.races, &RaceToJson)},
          {"met_points", StringsToJson(notes.met_points)},
          {"unmodelled", ListOf(notes.unmodelled, unmodelled)},
          {"suppressed",
           StringsToJson({notes.suppressed.begin(), notes.suppressed.end()})},
          {"uncontrolled_threads", StringsToJson(notes.uncontrolled_threads)},
          {"identities_made_anew", notes.identities_made_anew}};
}

Notes NotesFromJson(const JsonReader& json) {
  Notes notes;
  notes.races = ReadList(json["races"], &RaceFromJson);
  notes.met_points = StringsFromJson(json["met_points"]);
  notes.unmodelled =
      ReadList(json["unmodelled"], [](const JsonReader& entry) -> Unmodelled {
        return {entry["name"].String(), entry["meaning"].String()};
      });
  for (std::string& rule : StringsFromJson(json["suppressed"])) {
    notes.suppressed.insert(std::move(rule));
  }
  notes.uncontrolled_threads = StringsFromJson(json["uncontrolled_threads"]);
  notes.identities_made_anew = json["identities_made_anew"].Bool();
  return notes;
}

Json StandingsToJson(const std::vector<TaskStanding>& standings) {
  return ListOf(standings, &StandingToJson);
}

std::vector<TaskStanding> StandingsFromJson(const JsonReader& json) {
  return ReadList(json, &StandingFromJson);
}

// A list of one, or of none.
namespace {

Json DriftToJson(const Drift& drift) {
  return {{"step", drift.step},
          {"what", Escape(drift.what)},
          {"text", Escape(drift.text)}};
}

Drift DriftFromJson(const JsonReader& json) {
  return {json["step"].Number<uint64_t>(), json["what"].Escaped(),
          json["text"].Escaped()};
}

}  // namespace

Json ReplayToJson(const std::optional<ReplayOutcome>& replay) {
  Json list = Json::array();
  if (!replay.has_value()) return list;
  list.push_back({{"verdict", static_cast<uint32_t>(replay->verdict)},
                  {"step", replay->step},
                  {"reason", Escape(replay->reason)},
                  {"standings", StandingsToJson(replay->standings)},
                  {"switches", replay->switches},
                  {"matched", replay->matched},
                  {"drift", ListOf(replay->drift, &DriftToJson)},
                  {"waiting", Escape(replay->obstacle.task)},
                  {"object", Escape(replay->obstacle.object)},
                  {"holder", Escape(replay->obstacle.holder)},
                  {"since", replay->obstacle.since},
                  {"changes_wanted", replay->changes_wanted},
                  {"changes_done", replay->changes_done}});
  return list;
}

std::optional<ReplayOutcome> ReplayFromJson(const JsonReader& json) {
  if (json.size() == 0) return std::nullopt;
  constexpr auto kLast = static_cast<uint64_t>(ReplayVerdict::kDiverged);
  const JsonReader one = json.At(0);
  ReplayOutcome replay;
  replay.verdict = static_cast<ReplayVerdict>(one["verdict"].NumberUpTo(kLast));
  replay.step = one["step"].Number<StepNumber>();
  replay.reason = one["reason"].Escaped();
  replay.standings = StandingsFromJson(one["standings"]);
  replay.switches = one["switches"].Number<uint64_t>();
  replay.matched = one["matched"].Number<uint64_t>();
  replay.drift = ReadList(one["drift"], &DriftFromJson);
  replay.obstacle = {one["waiting"].Escaped(), one["object"].Escaped(),
                     one["holder"].Escaped(),
                     one["since"].Number<StepNumber>()};
  replay.changes_wanted = one["changes_wanted"].Number<uint64_t>();
  replay.changes_done = one["changes_done"].Number<uint64_t>();
  return replay;
}

namespace {

Json ConfidenceToJson(const std::optional<Confidence>& confidence) {
  Json list = Json::array();
  if (!confidence.has_value()) return list;
  Json depths = ListOf(confidence->depths, [](const Confidence::Depth& depth) {
    return Json{{"depth", depth.depth},
                {"executions", depth.executions},
                {"share", std::bit_cast<uint64_t>(depth.share)}};
  });
  list.push_back({{"tasks", confidence->tasks},
                  {"steps", confidence->steps},
                  {"steps_longest", confidence->steps_longest},
                  {"depths", std::move(depths)}});
  return list;
}

std::optional<Confidence> ConfidenceFromJson(const JsonReader& json) {
  if (json.size() == 0) return std::nullopt;
  const JsonReader one = json.At(0);
  Confidence confidence;
  confidence.tasks = one["tasks"].Number<uint32_t>();
  confidence.steps = one["steps"].Number<uint64_t>();
  confidence.steps_longest = one["steps_longest"].Number<uint64_t>();
  confidence.depths = ReadList(one["depths"], [](const JsonReader& depth) {
    return Confidence::Depth{depth["depth"].Number<uint32_t>(),
                             depth["executions"].Number<uint64_t>(),
                             DoubleFromJson(depth["share"])};
  });
  return confidence;
}

Json MemberToJson(const MemberCount& member) {
  return {{"name", Escape(member.name)},
          {"executions", member.executions},
          {"distinct", member.distinct}};
}

MemberCount MemberFromJson(const JsonReader& json) {
  return {json["name"].Escaped(), json["executions"].Number<uint64_t>(),
          json["distinct"].Number<uint64_t>()};
}

}  // namespace

Json ResultToJson(const ExploreResult& result) {
  Notes notes;
  notes.races = result.races;
  notes.unmodelled = result.unmodelled;
  notes.suppressed.insert(result.suppressed.begin(), result.suppressed.end());
  notes.uncontrolled_threads = result.uncontrolled_threads;
  notes.identities_made_anew = result.identities_made_anew;
  notes.met_points = result.met_points;
  Tally tally;
  tally.executions = result.executions;
  tally.coverage = result.coverage;
  tally.steps = result.steps;
  tally.cut_by_steps = result.cut_by_steps;
  tally.outcomes = result.outcomes;
  Json done = Json::array();
  if (result.done.has_value()) {
    done.push_back(std::bit_cast<uint64_t>(*result.done));
  }
  return {{"test", Escape(result.test)},
          {"verdict", static_cast<uint32_t>(result.verdict)},
          {"failures", ListOf(result.failures, &FailureToJson)},
          {"problems", StringsToJson(result.problems)},
          {"nothing_controlled", result.nothing_controlled},
          {"tally", TallyToJson(tally)},
          {"exhausted", result.exhausted},
          {"bound", BoundToJson(result.bound)},
          {"trying", BoundToJson(result.trying)},
          {"estimate", EstimateToJson(result.estimate)},
          {"done", std::move(done)},
          {"redundant", result.redundant},
          {"searched", result.searched},
          {"repeated", result.repeated},
          {"stopped_by", static_cast<uint32_t>(result.stopped_by)},
          {"confidence", ConfidenceToJson(result.confidence)},
          {"members", ListOf(result.members, &MemberToJson)},
          {"counts_traces", result.counts_traces},
          {"strategy", Escape(result.strategy)},
          {"seed", result.seed},
          {"seconds", std::bit_cast<uint64_t>(result.seconds)},
          {"replay", ReplayToJson(result.replay)},
          {"notes", NotesToJson(notes)},
          {"neighbours", result.neighbours},
          {"interrupted", result.interrupted},
          {"checkpoint_path", Escape(result.checkpoint_path)}};
}

ExploreResult ResultFromJson(const JsonReader& json) {
  constexpr auto kLast = static_cast<uint64_t>(Verdict::kPassed);
  ExploreResult result;
  result.test = json["test"].Escaped();
  result.verdict = static_cast<Verdict>(json["verdict"].NumberUpTo(kLast));
  result.failures = ReadList(json["failures"], &FailureFromJson);
  result.problems = StringsFromJson(json["problems"]);
  result.nothing_controlled = json["nothing_controlled"].Bool();
  Tally tally = TallyFromJson(json["tally"]);
  result.executions = tally.executions;
  result.steps = tally.steps;
  result.cut_by_steps = tally.cut_by_steps;
  result.outcomes = std::move(tally.outcomes);
  result.coverage = std::move(tally.coverage);
  result.exhausted = json["exhausted"].Bool();
  result.bound = BoundFromJson(json["bound"]);
  result.trying = BoundFromJson(json["trying"]);
  result.estimate = EstimateFromJson(json["estimate"]);
  if (json["done"].size() > 0) result.done = DoubleFromJson(json["done"].At(0));
  result.redundant = json["redundant"].Number<uint64_t>();
  result.searched = json["searched"].Number<uint64_t>();
  result.repeated = json["repeated"].Number<uint64_t>();
  constexpr auto kLastLimit = static_cast<uint64_t>(Limit::kConfidence);
  result.stopped_by =
      static_cast<Limit>(json["stopped_by"].NumberUpTo(kLastLimit));
  result.confidence = ConfidenceFromJson(json["confidence"]);
  result.members = ReadList(json["members"], &MemberFromJson);
  result.counts_traces = json["counts_traces"].Bool();
  result.strategy = json["strategy"].Escaped();
  result.seed = json["seed"].Number<uint64_t>();
  result.seconds = DoubleFromJson(json["seconds"]);
  result.replay = ReplayFromJson(json["replay"]);
  Notes notes = NotesFromJson(json["notes"]);
  result.races = std::move(notes.races);
  result.met_points = std::move(notes.met_points);
  result.unmodelled = std::move(notes.unmodelled);
  result.suppressed.assign(notes.suppressed.begin(), notes.suppressed.end());
  result.uncontrolled_threads = std::move(notes.uncontrolled_threads);
  result.identities_made_anew = notes.identities_made_anew;
  result.neighbours = json["neighbours"].Number<uint64_t>();
  result.interrupted = json["interrupted"].Bool();
  result.checkpoint_path = json["checkpoint_path"].Escaped();
  return result;
}

Json TokensToJson(const std::vector<Choices>& all) {
  return ListOf(all, &TokenToJson);
}

std::vector<Choices> TokensFromJson(const JsonReader& json) {
  return ReadList(json, &TokenFromJson);
}

Json StringsToJson(const std::vector<std::string>& strings) {
  return ListOf(strings, [](const std::string& text) { return Escape(text); });
}

std::vector<std::string> StringsFromJson(const JsonReader& json) {
  return ReadList(json, [](const JsonReader& text) { return text.Escaped(); });
}

}  // namespace interleave
