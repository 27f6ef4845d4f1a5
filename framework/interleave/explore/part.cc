// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/part.h"

#include "absl/strings/escaping.h"
#include "interleave/explore/result_json.h"

namespace interleave {
namespace {

using Json = nlohmann::ordered_json;

ProcessExtras g_extras;

}  // namespace

void SetProcessExtras(const ProcessExtras& extras) { g_extras = extras; }
const ProcessExtras& GetProcessExtras() { return g_extras; }

Json SentNotesToJson(const std::vector<Divisible::Note>& notes) {
  Json list = Json::array();
  for (const Divisible::Note& note : notes) {
    list.push_back({{"depth", note.depth}, {"text", note.text}});
  }
  return list;
}

std::vector<Divisible::Note> SentNotesFromJson(const JsonReader& json) {
  std::vector<Divisible::Note> notes;
  const size_t size = json.size();
  for (size_t i = 0; i < size; ++i) {
    notes.push_back(
        {json.At(i)["depth"].Number<uint64_t>(), json.At(i)["text"].String()});
  }
  return notes;
}

Json PartReportToJson(const PartReport& report) {
  return {{"end", static_cast<uint32_t>(report.end)},
          {"rest", report.rest},
          {"tally", TallyToJson(report.tally)},
          {"found", FoundToJson(report.found)},
          {"name", report.name},
          {"summary", report.summary},
          {"notes_heeded", report.notes_heeded},
          {"lessons", TokensToJson(report.lessons)},
          {"notes", NotesToJson(report.notes)},
          {"neighbours", report.neighbours},
          {"problems", StringsToJson(report.problems)},
          {"refusal", report.refusal},
          {"extra", absl::CEscape(report.extra)},
          {"replay", ReplayToJson(report.replay)}};
}

PartReport PartReportFromJson(const JsonReader& json) {
  constexpr auto kLast = static_cast<uint64_t>(PartEnd::kLesson);
  PartReport report;
  report.end = static_cast<PartEnd>(json["end"].NumberUpTo(kLast));
  report.rest = json["rest"].String();
  report.tally = TallyFromJson(json["tally"]);
  report.found = FoundFromJson(json["found"]);
  report.name = json["name"].String();
  report.summary = json["summary"].String();
  report.notes_heeded = json["notes_heeded"].Number<uint64_t>();
  report.lessons = TokensFromJson(json["lessons"]);
  report.notes = NotesFromJson(json["notes"]);
  report.neighbours = json["neighbours"].Number<uint64_t>();
  report.problems = StringsFromJson(json["problems"]);
  report.refusal = json["refusal"].String();
  report.extra = json["extra"].Escaped();
  report.replay = ReplayFromJson(json["replay"]);
  return report;
}

}  // namespace interleave
