// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/result_text.h"

#include <algorithm>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "interleave/base/text.h"
#include "interleave/report/path_text.h"
#include "interleave/report/place_resolver.h"
#include "interleave/report/places_text.h"
#include "interleave/report/plain_text.h"
#include "interleave/report/standings_text.h"
#include "interleave/report/story.h"
#include "interleave/report/story_json.h"

namespace interleave {
namespace {

// "build/prog" -> "build"
std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == path.npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// " -- 'a b' c", for a shell.
std::string ArgumentsText(const Schedule& schedule) {
  std::string text;
  for (const std::string& argument : schedule.arguments) {
    absl::StrAppend(&text, text.empty() ? " -- '" : " '",
                    absl::StrReplaceAll(argument, {{"'", "'\\''"}}), "'");
  }
  return text;
}

std::string ReplayCommand(const ExploreResult& result, const Failure& failure,
                          const ResultTextOptions& options) {
  const std::string& from =
      failure.schedule_path.empty() ? failure.token : failure.schedule_path;
  if (from.empty()) return {};
  if (options.whole_program) {
    return failure.schedule_path.empty()
               ? absl::StrCat("interleave replay ", from, " --on ",
                              InvocationName(), ArgumentsText(failure.schedule))
               : absl::StrCat("interleave replay ", from, " --in ",
                              FolderOf(InvocationName()));
  }
  const std::string command =
      options.replay_command.empty()
          ? absl::StrCat(InvocationName(), " --gtest_filter=", result.test)
          : options.replay_command;
  if (!options.replay_prefix.empty()) {
    return absl::StrCat(options.replay_prefix, from, " ", command);
  }
  return absl::StrCat(command, " --interleave_replay=", from);
}

FailureReport ReportOf(const ExploreResult& result, const Failure& failure,
                       const ResultTextOptions& options) {
  FailureReport report;
  report.test = result.test;
  report.finding = failure.finding;
  report.trace = failure.trace;
  report.standings = failure.standings;
  report.schedule = failure.schedule;
  report.token = failure.token;
  report.schedule_path = failure.schedule_path;
  report.replay_command = ReplayCommand(result, failure, options);
  report.output = failure.output;
  report.program = failure.schedule.program;
  report.explanation = failure.explanation;
  report.deterministic = std::none_of(
      result.failures.begin(), result.failures.end(), [](const Failure& other) {
        return other.finding.kind == FindingKind::kNondeterminism;
      });
  report.executions = result.executions;
  return report;
}

// What is noted is no failure.
std::string_view NotedAs(const Finding& finding) {
  return finding.kind == FindingKind::kRace ? ": noted and explored: "
                                            : ": noted: ";
}

void AppendRaces(const ExploreResult& result, PlaceResolver& resolver,
                 std::string* text) {
  for (const NotedRace& race : result.races) {
    const Place place = FindingPlace(race.finding, resolver);
    absl::StrAppend(text, result.test, Text(NotedAs(race.finding)),
                    race.finding.message, "\n", race.finding.task_name,
                    " here");
    if (!place.file.empty()) {
      absl::StrAppend(text, ": ",
                      PlaceText(DisplayPath(place.file), place.line), "  ",
                      Text(Trim(place.source)));
    }
    absl::StrAppend(text, "\n", FormatPlaces(race.finding, resolver),
                    "One schedule that has it: ", race.token, "\n");
  }
}

void AppendLimits(const ExploreResult& result, std::string* text) {
  for (const Unmodelled& unmodelled : result.unmodelled) {
    absl::StrAppend(text, "Not modelled: ", unmodelled.name, ": ",
                    unmodelled.meaning, ".\n");
  }
  for (const std::string& rule : result.suppressed) {
    absl::StrAppend(text, "Suppressed: findings that ", rule, " matches.\n");
  }
  if (!result.uncontrolled_threads.empty()) {
    absl::StrAppend(text, "Threads that ran outside of control: ",
                    absl::StrJoin(result.uncontrolled_threads, ", "),
                    ". What they do is not part of any schedule.\n");
  }
  if (result.identities_made_anew) {
    absl::StrAppend(text,
                    "The executable is stripped: thread_local variables are "
                    "made fresh by making new threads in each execution, "
                    "which is slow. Link it without -s.\n");
  }
}

}  // namespace

std::string FormatResult(const ExploreResult& result,
                         const ResultTextOptions& options) {
  ProcessPlaceResolver resolver;
  std::string text;
  for (const Failure& failure : result.failures) {
    absl::StrAppend(&text,
                    FormatFailure(ReportOf(result, failure, options), resolver,
                                  options.failure),
                    "\n");
  }
  for (const std::string& problem : result.problems) {
    absl::StrAppend(&text, result.test, ": ", problem, ".\n");
  }
  if (result.replay.has_value() && !result.replay->standings.empty() &&
      result.failures.empty()) {
    absl::StrAppend(&text, "Where every task stood:\n",
                    FormatStandings(result.replay->standings, resolver));
  }
  AppendRaces(result, resolver, &text);
  AppendLimits(result, &text);
  // Of one that found something it would be no news.
  if (result.confidence.has_value() && result.verdict == Verdict::kPassed) {
    const std::string sure = ConfidenceText(*result.confidence);
    if (!sure.empty()) absl::StrAppend(&text, result.test, ": ", sure, ".\n");
  }
  if (!result.members.empty() && result.verdict == Verdict::kPassed) {
    absl::StrAppend(&text, result.test, ": executions (distinct traces): ",
                    MembersText(result.members), ".\n");
  }
  absl::StrAppend(&text, result.test, ": ", ResultLine(result), ". Seed ",
                  result.seed, ", strategy ", result.strategy, ", ",
                  absl::StrFormat("%.2f s", result.seconds), ".\n");
  return text;
}

std::string FormatOutcomes(const ExploreResult& result) {
  std::string text;
  for (const RecordedOutcome& outcome : result.outcomes) {
    absl::StrAppend(&text,
                    absl::StrFormat("  %-20s %10d x   %s\n", outcome.value,
                                    outcome.count, outcome.token));
  }
  return text;
}

std::string FormatCoverage(const ExploreResult& result) {
  if (result.coverage == nullptr) return {};
  ProcessPlaceResolver resolver;
  return FormatCoverage(
      DescribeCoverage(*result.coverage, result.met_points, resolver));
}

TestJson DescribeResult(const ExploreResult& result) {
  ProcessPlaceResolver resolver;
  TestJson json;
  json.name = result.test;
  json.verdict = VerdictName(result.verdict);
  json.strategy = result.strategy;
  json.seed = result.seed;
  json.executions = result.executions;
  json.exhausted = result.exhausted;
  json.seconds = result.seconds;
  json.sentence = ResultLine(result);
  json.estimate = result.estimate;
  json.done = result.exhausted ? 1 : result.done;
  json.confidence = result.confidence;
  json.members = result.members;
  json.steps = result.steps;
  json.outcomes = result.outcomes;
  json.stopped_by = LimitName(result.stopped_by);
  json.problems = result.problems;
  json.neighbours = result.neighbours;
  json.interrupted = result.interrupted;
  json.checkpoint = result.checkpoint_path;
  json.nothing_controlled = result.nothing_controlled;
  if (result.coverage != nullptr) {
    json.coverage =
        DescribeCoverage(*result.coverage, result.met_points, resolver);
  }
  if (result.bound.has_value()) {
    json.bound = BoundJson{std::string(BoundKindName(result.bound->kind)),
                           result.bound->most};
  }
  if (result.replay.has_value()) {
    json.replay =
        ReplayJson{ReplayVerdictName(result.replay->verdict),
                   result.replay->step, result.replay->reason, std::nullopt};
    if (result.replay->changes_wanted > 0) {
      json.replay->following = result.replay;
    }
  }
  for (const Failure& failure : result.failures) {
    json.findings.push_back(DescribeFinding(
        failure.finding, resolver, failure.execution,
        failure.schedule_path.empty() ? failure.token : failure.schedule_path));
    if (failure.trace.steps.empty()) continue;
    json.findings.back().story = StoryToJson(failure, resolver);
  }
  for (const NotedRace& race : result.races) {
    const bool is_race = race.finding.kind == FindingKind::kRace;
    (is_race ? json.races : json.only_timeouts)
        .push_back(DescribeFinding(race.finding, resolver, /*execution=*/0,
                                   race.token));
  }
  return json;
}

std::string InvocationName() {
  std::ifstream in("/proc/self/cmdline", std::ios::binary);
  std::string name;
  std::getline(in, name, '\0');
  return name;
}

}  // namespace interleave
