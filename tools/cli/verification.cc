// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/verification.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave::cli {
namespace {

using Json = nlohmann::ordered_json;

// As many steps of a schedule as a paragraph can name.
constexpr size_t kDriftsShown = 5;

const ReplayResult& ReplayOf(const Verification& verification) {
  return *verification.test.replay;
}

std::string Count(uint64_t count, const char* one, const char* many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

// The folder of a source is the machine's.
std::string FileAndLine(const std::string& location) {
  return location.substr(location.rfind('/') + 1);
}

std::string ShortFinding(FindingResult finding) {
  finding.location = FileAndLine(finding.location);
  return DescribeFinding(finding);
}

// How words of the program are put: as they are, or as Markdown's code.
using Quote = std::string (*)(std::string_view);

// On one line, without what a terminal or a reader's eye would act on: control
// characters, and those that reverse the order of what follows.
std::string AsIs(std::string_view text) {
  std::string line(text);
  for (const char* const turn :
       {"\xe2\x80\xaa", "\xe2\x80\xab", "\xe2\x80\xac", "\xe2\x80\xad",
        "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa7", "\xe2\x81\xa8",
        "\xe2\x81\xa9"}) {
    absl::StrReplaceAll({{turn, "?"}}, &line);
  }
  for (char& c : line) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    if (IsControl(c)) c = '?';
  }
  return line;
}

// In a fence of more backticks than there are together in it.
std::string AsCode(std::string_view text) {
  const std::string line = AsIs(text);
  size_t longest = 0;
  size_t run = 0;
  for (const char c : line) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  const bool touches =
      line.empty() || line.front() == '`' || line.back() == '`';
  const char* const space = touches ? " " : "";
  return absl::StrCat(fence, space, line, space, fence);
}

// "T2 waits for mutex 1, which T1 holds since step 9"
std::string ObstacleText(const ReplayResult& replay, Quote quote) {
  if (replay.waiting.empty()) return quote(replay.reason);
  std::string text =
      absl::StrCat(quote(replay.waiting), " waits for ", quote(replay.object));
  if (replay.holder.empty()) return text;
  absl::StrAppend(&text, ", which ", quote(replay.holder), " holds");
  if (replay.since > 0) absl::StrAppend(&text, " since step ", replay.since);
  return text;
}

std::string MatchedText(const ReplayResult& replay) {
  return absl::StrCat(replay.matched, " of ",
                      Count(replay.switches, "step", "steps"), " matched");
}

// "infeasible at step 5 (T2 waits for mutex 1 held by T1); 3 of 5 steps
// matched"
std::string RecordedText(const ReplayResult& replay, Quote quote) {
  std::string text = absl::StrCat("recorded schedule ", replay.verdict);
  const bool at_step =
      replay.verdict == "infeasible" || replay.verdict == "diverged";
  if (at_step) absl::StrAppend(&text, " at step ", replay.step);
  const std::string why = ObstacleText(replay, quote);
  if (!replay.reason.empty()) absl::StrAppend(&text, " (", why, ")");
  if (replay.switches > 0 && replay.verdict != "reproduced") {
    absl::StrAppend(&text, "; ", MatchedText(replay));
  }
  return text;
}

std::string WithinText(uint64_t changes) {
  return absl::StrCat("within ", Count(changes, "switch", "switches"),
                      " of it");
}

bool AllNeighboursTried(const ReplayResult& replay) {
  return replay.changes_done >= replay.changes_wanted;
}

std::string NeighboursText(const TestResult& test) {
  const ReplayResult& replay = *test.replay;
  const std::string schedules = Count(test.neighbours, "schedule", "schedules");
  if (AllNeighboursTried(replay)) {
    return absl::StrCat("all ", schedules, " ",
                        WithinText(replay.changes_wanted));
  }
  const std::string some =
      absl::StrCat(schedules, " ", WithinText(replay.changes_wanted));
  if (replay.changes_done == 0) return some;
  return absl::StrCat(some, ", all ", WithinText(replay.changes_done),
                      " among them,");
}

// The first finding, and where in the search it was met.
std::string FindingText(const TestResult& test, Quote quote) {
  const FindingResult& finding = test.findings.front();
  std::string text;
  if (finding.execution > 1 + test.neighbours) {
    text = absl::StrCat(NeighboursText(test), " pass; failed in execution ",
                        finding.execution);
  } else if (finding.execution > 1) {
    text = absl::StrCat("failed ", WithinText(test.replay->changes_wanted));
  } else {
    text = "failed";
  }
  absl::StrAppend(&text, ": ", quote(ShortFinding(finding)));
  if (!finding.schedule.empty()) {
    absl::StrAppend(&text, " (", quote(finding.schedule), ")");
  }
  return text;
}

// Unless the sentence says so anyway.
std::string TracesText(const TestResult& test) {
  if (!test.distinct_traces.has_value() ||
      absl::StrContains(test.sentence, "distinct trace")) {
    return "";
  }
  return absl::StrCat(
      ", ", test.more_traces ? "more than " : "",
      Count(*test.distinct_traces, "distinct trace", "distinct traces"));
}

std::string BoundText(const TestResult& test) {
  if (test.bound_of.empty()) return "";
  std::string of = test.bound_of;
  if (test.bound_most == 1) of.pop_back();  // "preemptions", "delays"
  return absl::StrCat(test.exhausted ? "" : ", but for all", " with at most ",
                      test.bound_most, " ", of);
}

std::string CheckedText(const TestResult& test) {
  return absl::StrCat(
      "checked ", Count(test.executions, "execution", "executions"),
      TracesText(test), ", ",
      test.exhausted ? "exhaustively" : "not exhaustively", BoundText(test));
}

std::string DriftText(const DriftResult& drift, Quote quote) {
  return absl::StrCat("step ", drift.step, " ", drift.what, ": ",
                      quote(drift.text));
}

// The first line, without what differs from run to run: addresses.
std::string Comparable(const std::string& message) {
  const std::string line = message.substr(0, message.find('\n'));
  std::string text;
  for (size_t i = 0; i < line.size(); ++i) {
    text += line[i];
    if (!absl::EndsWith(text, "0x")) continue;
    while (i + 1 < line.size() && absl::ascii_isxdigit(line[i + 1])) ++i;
  }
  return text;
}

// In the schedule's words.
FindingResult RecordedFinding(const Verification& verification) {
  FindingResult recorded;
  recorded.kind = verification.finding;
  recorded.message = verification.message;
  return recorded;
}

// What it says of the old binary: the kind is the recorded one.
std::string OldText(const Verification& verification, Quote quote) {
  const std::string now = quote(ShortFinding(*verification.old_finding));
  if (FailsAsRecorded(verification)) {
    return absl::StrCat("fails on the old binary, as recorded: ", now);
  }
  return absl::StrCat("fails on the old binary: ", now, "; recorded was: ",
                      quote(ShortFinding(RecordedFinding(verification))));
}

Json DriftsJson(const ReplayResult& replay) {
  Json drifts = Json::array();
  for (const DriftResult& drift : replay.drift) {
    drifts.push_back(
        {{"step", drift.step}, {"what", drift.what}, {"text", drift.text}});
  }
  return drifts;
}

Json NewJson(const Verification& verification) {
  const TestResult& test = verification.test;
  const ReplayResult& replay = ReplayOf(verification);
  Json json = {{"verdict", replay.verdict}, {"step", replay.step},
               {"reason", replay.reason},   {"steps", replay.switches},
               {"matched", replay.matched}, {"drift", DriftsJson(replay)}};
  if (!replay.waiting.empty()) {
    json["obstacle"] = {{"task", replay.waiting},
                        {"object", replay.object},
                        {"holder", replay.holder},
                        {"since", replay.since}};
  }
  json["neighbours"] = {{"schedules", test.neighbours},
                        {"switches", replay.changes_wanted},
                        {"all_within", replay.changes_done},
                        {"exhaustive", AllNeighboursTried(replay)}};
  json["executions"] = test.executions;
  if (test.distinct_traces.has_value()) {
    json["distinct_traces"] = *test.distinct_traces;
    json["more_traces"] = test.more_traces;
  }
  json["exhaustive"] = test.exhausted;
  if (!test.bound_of.empty()) {
    json["bound"] = {{"of", test.bound_of}, {"most", test.bound_most}};
  }
  json["sentence"] = test.sentence;
  return json;
}

}  // namespace

bool FailsAsRecorded(const Verification& verification) {
  return verification.old_finding.has_value() &&
         verification.old_finding->kind == verification.finding &&
         Comparable(verification.old_finding->message) ==
             Comparable(verification.message);
}

Holding HoldingOf(const Verification& verification) {
  const TestResult& test = verification.test;
  const ReplayResult& replay = ReplayOf(verification);
  const ExitCode code = ExitCodeOf(verification.all);
  if (!test.findings.empty()) return {ExitCode::kFinding, "there is a finding"};
  if (code == ExitCode::kFinding) {
    return {code,
            test.problems.empty() ? "the test failed" : test.problems.front()};
  }
  if (code != ExitCode::kNoFinding || test.nothing_controlled) {
    return {ExitCode::kNothingControlled, "nothing was controlled"};
  }
  if (replay.matched == 0 && replay.switches > 0) {
    return {ExitCode::kError, "no step of the schedule has a counterpart"};
  }
  if (replay.verdict == "diverged" && !test.exhausted &&
      !AllNeighboursTried(replay)) {
    return {ExitCode::kError,
            "the schedule diverged, and not all near it was tried"};
  }
  return {};
}

std::string VerificationText(const Verification& verification) {
  const TestResult& test = verification.test;
  const ReplayResult& replay = ReplayOf(verification);
  const std::string head =
      absl::StrCat("interleave verify: ", AsIs(test.name), ": ");
  std::string text;
  if (verification.old_finding.has_value()) {
    absl::StrAppend(&text, head, OldText(verification, &AsIs), "\n");
  }
  for (const DriftResult& drift : replay.drift) {
    absl::StrAppend(&text, head, DriftText(drift, &AsIs), "\n");
  }
  absl::StrAppend(&text, head, RecordedText(replay, &AsIs), "; ");
  if (!test.findings.empty()) {
    absl::StrAppend(&text, FindingText(test, &AsIs));
  } else {
    absl::StrAppend(&text, NeighboursText(test),
                    test.neighbours == 1 ? " passes; " : " pass; ",
                    AsIs(test.sentence), "; ", CheckedText(test));
  }
  const Holding holding = HoldingOf(verification);
  if (!holding.why_not.empty() && test.findings.empty()) {
    absl::StrAppend(&text, "; not verified: ", AsIs(holding.why_not));
  }
  return absl::StrCat(text, ". Seed ", test.seed, ".\n");
}

std::string VerificationMarkdown(const Verification& verification) {
  const TestResult& test = verification.test;
  const ReplayResult& replay = ReplayOf(verification);
  const Holding holding = HoldingOf(verification);
  std::string text =
      absl::StrCat("**", holding.why_not.empty() ? "Verified" : "Not verified",
                   "**: ", AsCode(test.name), ". ");
  if (verification.old_finding.has_value()) {
    absl::StrAppend(&text, "The recorded schedule ",
                    OldText(verification, &AsCode), ". ");
  } else if (!verification.finding.empty()) {
    absl::StrAppend(&text,
                    "The recorded schedule failed when it was recorded: ",
                    AsCode(ShortFinding(RecordedFinding(verification))), ". ");
  }
  absl::StrAppend(&text, "On the new one: ", RecordedText(replay, &AsCode),
                  ". ");
  if (!replay.drift.empty()) {
    absl::StrAppend(&text, "Since it was recorded, the code has drifted: ");
    for (size_t i = 0; i < replay.drift.size() && i < kDriftsShown; ++i) {
      absl::StrAppend(&text, i == 0 ? "" : "; ",
                      DriftText(replay.drift[i], &AsCode));
    }
    if (replay.drift.size() > kDriftsShown) {
      absl::StrAppend(&text, "; and ", replay.drift.size() - kDriftsShown,
                      " more");
    }
    text += ". ";
  }
  if (!test.findings.empty()) {
    absl::StrAppend(&text, "What was searched: ", FindingText(test, &AsCode),
                    ". ");
  } else {
    std::string near = NeighboursText(test);
    if (near.front() == 'a') near.front() = 'A';
    absl::StrAppend(&text, near, test.neighbours == 1 ? " passes" : " pass",
                    ". The rest: ", AsCode(test.sentence), ". ");
  }
  std::string checked = CheckedText(test);
  checked.front() = 'C';
  absl::StrAppend(&text, checked, "; seed ", test.seed, ".");
  if (!holding.why_not.empty() && test.findings.empty()) {
    absl::StrAppend(&text, " Not verified, because ", AsCode(holding.why_not),
                    ".");
  }
  return text + "\n";
}

std::string VerificationJson(const Verification& verification) {
  Json all = Json::parse(verification.all.text, nullptr,
                         /*allow_exceptions=*/false);
  if (!all.is_object()) return verification.all.text;
  const Holding holding = HoldingOf(verification);
  Json verify = {{"holds", holding.why_not.empty()},
                 {"why_not", holding.why_not},
                 {"finding", verification.finding},
                 {"message", verification.message}};
  if (verification.old_finding.has_value()) {
    verify["old"] = {
        {"verdict", "reproduced"},
        {"as_recorded", FailsAsRecorded(verification)},
        {"kind", verification.old_finding->kind},
        {"message", verification.old_finding->message},
        {"task", verification.old_finding->task},
        {"location", FileAndLine(verification.old_finding->location)}};
  }
  verify["new"] = NewJson(verification);
  all["verify"] = std::move(verify);
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace interleave::cli
