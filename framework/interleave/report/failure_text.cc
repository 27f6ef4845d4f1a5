// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/failure_text.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/report/colour.h"
#include "interleave/report/explanation_text.h"
#include "interleave/report/path_text.h"
#include "interleave/report/places_text.h"
#include "interleave/report/plain_text.h"
#include "interleave/report/standings_text.h"
#include "interleave/report/story.h"

namespace interleave {
namespace {

constexpr size_t kIndent = 4;

std::string TaskName(const FailureReport& report) {
  const Finding& finding = report.finding;
  if (!finding.task_name.empty()) return finding.task_name;
  if (finding.task < report.trace.task_names.size()) {
    return report.trace.task_names[finding.task];
  }
  return absl::StrCat("T", finding.task);
}

std::string Headline(const FailureReport& report, PlaceResolver& resolver) {
  const Finding& finding = report.finding;
  std::string text =
      absl::StrCat(report.test.empty() ? report.program : report.test, ": ",
                   Text(FindingKindName(finding.kind)));
  if (finding.task != kNoTask && !ConcernsAllTasks(finding.kind)) {
    absl::StrAppend(&text, " in task ", TaskName(report));
  }
  if (finding.step != 0) absl::StrAppend(&text, " at step ", finding.step);
  const Place place = FindingPlace(finding, resolver);
  if (!place.file.empty()) {
    absl::StrAppend(&text, ", ",
                    PlaceText(DisplayPath(place.file), place.line));
  }
  absl::StrAppend(&text, "\n");
  if (!Trim(finding.message).empty()) {
    absl::StrAppend(&text, "\n", Indent(finding.message, kIndent));
  }
  return text;
}

std::string PlacesSection(const FailureReport& report,
                          PlaceResolver& resolver) {
  const std::string places = FormatPlaces(report.finding, resolver);
  return places.empty() ? "" : absl::StrCat("\n", places);
}

// Where tasks stand is what the finding is about.
bool IsAboutStanding(FindingKind kind) {
  switch (kind) {
    case FindingKind::kDeadlock:
    case FindingKind::kLivelock:
    case FindingKind::kLeak:
    case FindingKind::kStepLimit:
    case FindingKind::kHang:
      return true;
    default:
      return false;
  }
}

std::string StandingsSection(const FailureReport& report,
                             PlaceResolver& resolver) {
  if (report.standings.empty() || !IsAboutStanding(report.finding.kind)) {
    return "";
  }
  const std::string cycle = FindWaitCycle(report.standings);
  const std::string title = cycle.empty()
                                ? "Where each task stood"
                                : absl::StrCat("Who waits for whom: ", cycle);
  return absl::StrCat(
      "\n", title, "\n\n",
      Indent(FormatStandings(report.standings, resolver, &report.trace),
             kIndent));
}

std::string WhySection(const FailureReport& report, PlaceResolver& resolver,
                       const FailureTextOptions& options) {
  if (!report.explanation.has_value()) return "";
  const std::string why =
      FormatExplanation(*report.explanation, report.trace, resolver,
                        options.width - static_cast<int>(kIndent));
  return why.empty() ? "" : absl::StrCat("\nWhy\n\n", Indent(why, kIndent));
}

// Below the columns: what is marked, and how simple the schedule is.
std::string SimplicityText(const FailureReport& report,
                           const FailureTextOptions& options, bool is_marked) {
  if (!report.explanation.has_value()) return "";
  const std::string simple = MinimalityText(*report.explanation);
  std::string text;
  if (is_marked) text += "* decides. ";
  if (!simple.empty()) absl::StrAppend(&text, "The schedule has ", simple, ".");
  if (text.empty()) return "";
  return absl::StrCat(
      "\n", Indent(Wrap(text, static_cast<size_t>(options.width) - kIndent),
                   kIndent));
}

std::string StorySection(const FailureReport& report, PlaceResolver& resolver,
                         const FailureTextOptions& options) {
  const Trace& trace = report.trace;
  if (trace.steps.empty()) {
    return "\nThe interleaving was not recorded; a replay shows it.\n";
  }
  StoryOptions story;
  story.full = options.full_trace;
  if (report.explanation.has_value()) {
    story.critical = CriticalSteps(*report.explanation, trace);
  }
  const std::vector<StoryRow> rows =
      BuildStory(trace, report.finding, resolver, story);
  const auto shown = std::count_if(
      rows.begin(), rows.end(),
      [](const StoryRow& row) { return !row.finding && !row.folded; });
  std::string text = absl::StrCat("\nThe interleaving (", shown, " of ",
                                  trace.step_count(), " steps");
  if (static_cast<size_t>(shown) < trace.steps.size()) {
    absl::StrAppend(&text, "; ", trace.steps_left_out > 0 ? "" : "all ",
                    trace.steps.size(), " steps: --interleave_full_trace");
  }
  absl::StrAppend(
      &text, ")\n\n",
      Indent(FormatColumns(rows, trace.task_names,
                           options.width - static_cast<int>(kIndent)),
             kIndent));
  absl::StrAppend(&text,
                  SimplicityText(report, options, !story.critical.empty()));
  if (!report.deterministic) {
    absl::StrAppend(
        &text,
        "\n    Careful: replaying the schedule did not repeat this failure "
        "step by step,\n    so the test depends on something besides its "
        "schedule (a clock, an address,\n    a file, state kept from an "
        "execution before).\n");
  }
  return text;
}

// Where the last lines of `text` begin; npos: it has no more.
size_t BeginOfLastLines(std::string_view text) {
  constexpr size_t kLinesMax = 20;
  size_t begin = text.size();
  for (size_t lines = 0; lines < kLinesMax && begin != text.npos; ++lines) {
    begin = begin == 0 ? text.npos : text.rfind('\n', begin - 1);
  }
  return begin == text.npos ? begin : begin + 1;
}

// What the program wrote: its last lines, and all of a sanitizer's report,
// which tells nothing new behind its summary.
std::string OutputSection(const FailureReport& report) {
  std::string_view text = report.output;
  if (const size_t error = text.find("Sanitizer: "),
      summary = text.find("\nSUMMARY: ");
      error != text.npos && summary != text.npos && error < summary) {
    text = text.substr(0, text.find('\n', summary + 1));
  }
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  if (text.empty()) return "";
  size_t begin = BeginOfLastLines(text);
  if (const size_t report_begins = text.find("\n==");
      begin != text.npos && report_begins < begin) {
    begin = report_begins + 1;
  }
  const bool is_all = begin == text.npos;
  if (!is_all) text.remove_prefix(begin);
  return absl::StrCat("\nWhat the program wrote",
                      is_all ? "" : " (the last lines)", "\n\n",
                      Indent(text, kIndent));
}

std::string Field(std::string_view name, std::string_view value) {
  std::string text(name);
  text.resize(std::max<size_t>(name.size() + 2, 12), ' ');
  return absl::StrCat(std::string(kIndent, ' '), text, Text(value), "\n");
}

std::string AgainSection(const FailureReport& report) {
  const Schedule& schedule = report.schedule;
  std::string text = "\nHow to see it again\n\n";
  absl::StrAppend(&text, Field("seed", absl::StrCat(schedule.seed)));
  if (!schedule.strategy.empty()) {
    absl::StrAppend(&text, Field("strategy", schedule.strategy));
  }
  if (schedule.execution != 0) {
    std::string execution = absl::StrCat(schedule.execution);
    if (report.executions != 0) {
      absl::StrAppend(&execution, " of ", report.executions);
    }
    absl::StrAppend(&text, Field("execution", execution));
  }
  if (!report.token.empty()) {
    const bool fits = report.token.size() <= kTokenShownMax;
    std::string rest =
        absl::StrCat("too long to show (", report.token.size(), " characters)");
    if (!report.schedule_path.empty()) rest += "; use the schedule file";
    absl::StrAppend(&text, Field("token", fits ? report.token : rest));
  }
  if (!report.schedule_path.empty()) {
    absl::StrAppend(&text, Field("schedule", report.schedule_path));
  }
  if (!report.replay_command.empty()) {
    absl::StrAppend(&text, Field("replay", report.replay_command));
  }
  return text;
}

std::string PinSection(const FailureReport& report) {
  const std::string test = FormatPinnedTest(report);
  if (test.empty()) return "";
  return absl::StrCat("\nA test that keeps this interleaving\n\n",
                      Indent(test, kIndent));
}

// "Sizes/PoolTest" -> "Sizes_PoolTest": a name for a macro's argument.
std::string Identifier(std::string_view name) {
  std::string identifier(name);
  for (char& c : identifier) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return identifier;
}

}  // namespace

std::string FormatFailure(const FailureReport& report, PlaceResolver& resolver,
                          const FailureTextOptions& options) {
  const std::string text = absl::StrCat(
      Headline(report, resolver), PlacesSection(report, resolver),
      StandingsSection(report, resolver), WhySection(report, resolver, options),
      StorySection(report, resolver, options), OutputSection(report),
      AgainSection(report), PinSection(report));
  return options.colour ? Coloured(text) : text;
}

std::string FormatPinnedTest(const FailureReport& report) {
  const bool by_token =
      !report.token.empty() && report.token.size() <= kTokenShownMax;
  const std::string& source = by_token ? report.token : report.schedule_path;
  const size_t dot = report.test.find('.');
  if (source.empty() || dot == std::string::npos) return "";
  const std::string suite = Identifier(report.test.substr(0, dot));
  const std::string name = Identifier(report.test.substr(dot + 1));
  const std::string next(std::string_view("INTERLEAVE_TEST(").size(), ' ');
  return absl::StrCat("INTERLEAVE_TEST(", suite, ", ", name, "_Pinned,\n", next,
                      "{.replay = \"", absl::CEscape(source), "\"}) {\n",
                      "  // Paste the body of ", report.test, " here.\n}\n");
}

}  // namespace interleave
