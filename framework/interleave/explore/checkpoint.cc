// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/checkpoint.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <type_traits>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "interleave/base/text.h"
#include "interleave/explore/result_json.h"
#include "interleave/explore/schedule_file.h"
#include "interleave/explore/search.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kFormat[] = "interleave-checkpoint";

// Options::preemptions or Options::delays without a value.
constexpr char kNoBound[] = "no bound";

constexpr char kNumberTwice[] = "is that of another part too";
constexpr uint64_t kPartNumberMax = uint64_t{1} << 62;

// By PartEnd.
constexpr const char* kEndNames[] = {"open", "done", "fatal", "lesson"};

std::string HashOfExecutable() {
  const absl::StatusOr<std::string> bytes = ReadWholeFile("/proc/self/exe");
  if (!bytes.ok()) return "unreadable";
  uint64_t hash = 0xcbf29ce484222325u;  // FNV-1a
  for (const char byte : *bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3u;
  }
  return absl::StrFormat("%016x", hash);
}

// A build that differs in anything has another executable.
const std::string& ExecutableHash() {
  static const auto* const hash = new std::string(HashOfExecutable());
  return *hash;
}

std::vector<Found> WithoutAddresses(std::vector<Found> found) {
  for (Found& one : found) {
    one.finding = interleave::WithoutAddresses(std::move(one.finding));
    one.failure.reset();
  }
  return found;
}

// Which hold addresses.
std::optional<ReplayOutcome> WithoutStandings(
    std::optional<ReplayOutcome> replay) {
  if (replay.has_value()) replay->standings.clear();
  return replay;
}

Json PartToJson(const Part& part) {
  return {{"number", part.id},
          {"giver", part.giver},
          {"depth", part.depth},
          {"notes", SentNotesToJson(part.notes)},
          {"end", kEndNames[static_cast<size_t>(part.end)]},
          {"left", part.text},
          {"strategy", part.name},
          {"tally", TallyToJson(part.tally)},
          {"found", FoundToJson(WithoutAddresses(part.found))}};
}

PartEnd EndFromJson(const JsonReader& json) {
  const std::string name = json.String();
  const auto* const found =
      std::find(std::begin(kEndNames), std::end(kEndNames), name);
  if (found == std::end(kEndNames)) {
    json.Fail(absl::StrCat("expected open, done, fatal or lesson, found \"",
                           name, "\""));
    return PartEnd::kOpen;
  }
  return static_cast<PartEnd>(found - std::begin(kEndNames));
}

Part PartFromJson(const JsonReader& json) {
  Part part;
  part.id = json["number"].NumberUpTo(kPartNumberMax);
  part.giver = json["giver"].NumberUpTo(kPartNumberMax);
  part.depth = json["depth"].Number<uint64_t>();
  part.notes = SentNotesFromJson(json["notes"]);
  part.end = EndFromJson(json["end"]);
  part.text = json["left"].String();
  part.name = json["strategy"].String();
  part.tally = TallyFromJson(json["tally"]);
  part.found = FoundFromJson(json["found"]);
  return part;
}

Json IdentityToJson(const Checkpoint::Identity& identity) {
  Json json = Json::object();
  for (const auto& [name, value] : identity) json[name] = absl::CEscape(value);
  return json;
}

// Numbers say which part is meant: each is one part's.
void CheckNumbers(const Checkpoint& checkpoint, const JsonReader& file) {
  std::set<uint64_t> numbers;
  size_t index = 0;
  for (const Part& part : checkpoint.parts) {
    const JsonReader entry = file["parts"].At(index++)["number"];
    if (!numbers.insert(part.id).second) entry.Fail(kNumberTwice);
  }
}

std::string PartTextError(const Part& part, Divisible& search) {
  if (part.end == PartEnd::kOpen && !search.Load(part.text)) return "left";
  if (!search.PassesOn()) return {};
  if (part.end == PartEnd::kDone &&
      !(search.Load(part.text) && search.is_done())) {
    return "left";
  }
  for (const Divisible::Note& note : part.notes) {
    if (!search.Load(note.text)) return "notes";
  }
  return {};
}

// A search by these options would take all the texts in it. Where not, which.
std::string TextError(const Checkpoint& checkpoint, const Options& options) {
  const std::unique_ptr<Search> search = MakeSearch(options);
  if (!search->divisible()->Load(checkpoint.round)) return "round";
  if (!search->divisible()->LoadGranted(checkpoint.granted)) return "granted";
  size_t index = 0;
  for (const Part& part : checkpoint.parts) {
    const std::string where = PartTextError(part, *search->divisible());
    if (!where.empty() && !checkpoint.replaying) {
      return absl::StrCat("parts[", index, "].", where);
    }
    ++index;
  }
  return {};
}

}  // namespace

Checkpoint::Identity IdentityOf(const Options& options, std::string_view test) {
  const auto most = [](const std::optional<uint32_t>& bound) {
    return bound.has_value() ? absl::StrCat(*bound) : kNoBound;
  };
  return {
      {"program", ProgramName()},
      {"executable", ExecutableHash()},
      {"test", std::string(test)},
      {"strategy", options.strategy == "dfs" ? "exhaustive" : options.strategy},
      {"seed", absl::StrCat(options.seed)},
      {"preemptions", most(options.preemptions)},
      {"delays", most(options.delays)},
      {"depth", most(options.depth)},
      {"confidence", options.confidence.has_value()
                         ? absl::StrCat(*options.confidence)
                         : kNoBound},
      {"slice", absl::StrCat(options.slice)},
      {"steps_max", absl::StrCat(options.steps_max)},
      {"stack_bytes", absl::StrCat(options.stack_bytes)},
      {"timeouts", options.timeouts},
      {"only_timeouts", options.only_timeouts},
      {"spurious_wakeups", absl::StrCat(options.spurious_wakeups)},
      {"futex_wakeups", absl::StrCat(options.futex_wakeups)},
      {"weak_failures", most(options.weak_failures)},
      {"try_lock_failures", absl::StrCat(options.try_lock_failures)},
      {"timeouts_at_signal", absl::StrCat(options.timeouts_at_signal)},
      {"serial_threads", absl::StrCat(options.serial_threads)},
      {"points", options.points},
      {"races", options.races},
      {"heap", options.heap},
      // Whether it is printed is no matter.
      {"coverage", options.coverage == "print" ? "on" : options.coverage},
      {"findings_max", absl::StrCat(options.findings_max)},
      {"verify", options.verify},
      {"switches", absl::StrCat(options.switches)}};
}

std::string Mismatch(const Checkpoint& checkpoint, const Options& options,
                     std::string_view test) {
  std::string differs;
  for (const auto& [name, here] : IdentityOf(options, test)) {
    const auto there = std::find_if(
        checkpoint.identity.begin(), checkpoint.identity.end(),
        [&, &wanted = name](const auto& e) { return e.first == wanted; });
    if (there == checkpoint.identity.end()) {
      absl::StrAppend(&differs, differs.empty() ? "" : "; ",
                      "it doesn't say its ", name);
    } else if (there->second != here) {
      absl::StrAppend(&differs, differs.empty() ? "" : "; ", "its ", name,
                      " is \"", there->second, "\", here it is \"", here, "\"");
    }
  }
  if (!differs.empty()) {
    return absl::StrCat("the checkpoint ", options.resume,
                        " is of another exploration: ", differs);
  }
  const std::string where = TextError(checkpoint, options);
  if (where.empty()) return {};
  return absl::StrCat(options.resume, ": ", where, ": strategy ",
                      options.strategy, " makes no such text");
}

absl::Status TakeOptions(const Checkpoint& checkpoint, Options* options) {
  std::string wrong;
  const auto take = [&](const char* name, auto* option) {
    using Option = std::remove_reference_t<decltype(*option)>;
    for (const auto& [key, value] : checkpoint.identity) {
      if (key != name) continue;
      if constexpr (std::is_same_v<Option, std::string>) {
        *option = value;
      } else if (!ParseDigits(value, *option)) {
        wrong = absl::StrCat("of.", name, ": expected a whole number from 0 ",
                             "on, found \"", value, "\"");
      }
    }
  };
  options->executions = checkpoint.executions_max;
  take("strategy", &options->strategy);
  take("seed", &options->seed);
  take("slice", &options->slice);
  take("steps_max", &options->steps_max);
  take("stack_bytes", &options->stack_bytes);
  take("timeouts", &options->timeouts);
  take("only_timeouts", &options->only_timeouts);
  take("spurious_wakeups", &options->spurious_wakeups);
  take("futex_wakeups", &options->futex_wakeups);
  take("try_lock_failures", &options->try_lock_failures);
  take("timeouts_at_signal", &options->timeouts_at_signal);
  take("serial_threads", &options->serial_threads);
  take("points", &options->points);
  take("races", &options->races);
  take("heap", &options->heap);
  take("coverage", &options->coverage);
  take("findings_max", &options->findings_max);
  take("verify", &options->verify);
  take("switches", &options->switches);
  const auto take_bound = [&](const char* name,
                              std::optional<uint32_t>* option) {
    std::string most;
    take(name, &most);
    option->reset();
    if (most != kNoBound) take(name, &option->emplace());
  };
  take_bound("preemptions", &options->preemptions);
  take_bound("delays", &options->delays);
  take_bound("depth", &options->depth);
  take_bound("weak_failures", &options->weak_failures);
  std::string confidence;
  take("confidence", &confidence);
  options->confidence.reset();
  if (confidence != kNoBound &&
      !absl::SimpleAtod(confidence, &options->confidence.emplace())) {
    wrong = absl::StrCat("of.confidence: expected a number, found \"",
                         confidence, "\"");
  }
  return wrong.empty() ? absl::OkStatus() : absl::InvalidArgumentError(wrong);
}

std::string FormatCheckpoint(const Checkpoint& checkpoint) {
  Json parts = Json::array();
  for (const Part& part : checkpoint.parts) parts.push_back(PartToJson(part));
  Notes notes = checkpoint.notes;
  for (NotedRace& race : notes.races) {
    race.finding = interleave::WithoutAddresses(std::move(race.finding));
  }
  const Json json = {
      {"format", kFormat},
      {"version", kCheckpointFormatVersion},
      {"of", IdentityToJson(checkpoint.identity)},
      {"executions_max", checkpoint.executions_max},
      {"replaying", checkpoint.replaying},
      {"executions_before", checkpoint.executions_before},
      {"replay", ReplayToJson(WithoutStandings(checkpoint.replay))},
      {"neighbours", checkpoint.neighbours},
      {"lessons", TokensToJson(checkpoint.lessons)},
      {"round", checkpoint.round},
      {"summaries", StringsToJson(checkpoint.summaries)},
      {"granted", checkpoint.granted},
      {"settled", TallyToJson(checkpoint.settled)},
      {"found", FoundToJson(WithoutAddresses(checkpoint.found))},
      {"parts", std::move(parts)},
      {"notes", NotesToJson(notes)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

absl::StatusOr<Checkpoint> ParseCheckpoint(std::string_view text,
                                           const std::string& file) {
  const auto wrong = [&](const std::string& what) {
    return absl::InvalidArgumentError(absl::StrCat(file, ": ", what));
  };
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) {
    return wrong("expected a checkpoint, found no JSON (is it cut off?)");
  }
  std::string error;
  const JsonReader reader(json, &error);
  const std::string format = reader["format"].String();
  if (format != kFormat) {
    return wrong(absl::StrCat("expected a checkpoint, with the format \"",
                              kFormat, "\""));
  }
  const uint64_t version = reader["version"].Number<uint64_t>();
  if (error.empty() && version != kCheckpointFormatVersion) {
    return wrong(absl::StrCat("is of version ", version, ", this is ",
                              kCheckpointFormatVersion));
  }
  Checkpoint checkpoint;
  for (const auto& [name, value] : IdentityOf({}, "")) {
    checkpoint.identity.emplace_back(name,
                                     reader["of"][name.c_str()].Escaped());
  }
  checkpoint.executions_max = reader["executions_max"].Number<uint64_t>();
  checkpoint.replaying = reader["replaying"].Bool();
  checkpoint.executions_before = reader["executions_before"].Number<uint64_t>();
  checkpoint.replay = ReplayFromJson(reader["replay"]);
  checkpoint.neighbours = reader["neighbours"].Number<uint64_t>();
  checkpoint.lessons = TokensFromJson(reader["lessons"]);
  checkpoint.round = reader["round"].String();
  checkpoint.summaries = StringsFromJson(reader["summaries"]);
  checkpoint.granted = reader["granted"].String();
  checkpoint.settled = TallyFromJson(reader["settled"]);
  checkpoint.found = FoundFromJson(reader["found"]);
  const JsonReader parts = reader["parts"];
  for (size_t i = 0; i < parts.size(); ++i) {
    checkpoint.parts.push_back(PartFromJson(parts.At(i)));
  }
  checkpoint.notes = NotesFromJson(reader["notes"]);
  if (error.empty()) CheckNumbers(checkpoint, reader);
  if (!error.empty()) return wrong(error);
  return checkpoint;
}

absl::StatusOr<Checkpoint> ReadCheckpoint(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadWholeFile(path);
  if (!text.ok()) return text.status();
  return ParseCheckpoint(*text, path);
}

void Checkpoint::Leave(const Options& options, ExploreResult* result) const {
  const absl::StatusOr<std::string> path =
      WriteTestFile(FormatCheckpoint(*this), result->test, "checkpoint",
                    options.schedule_dir);
  if (path.ok()) {
    result->checkpoint_path = *path;
  } else {
    result->problems.push_back(absl::StrCat(
        "the checkpoint could not be written: ", path.status().message(),
        "; --interleave_schedule_dir names another folder"));
  }
}

}  // namespace interleave
