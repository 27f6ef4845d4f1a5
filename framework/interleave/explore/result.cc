// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/result.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "interleave/base/text.h"

namespace interleave {
namespace {

std::string Plural(uint64_t count, const char* noun) {
  return absl::StrCat(count, " ", noun, count == 1 ? "" : "s");
}

std::string VerifiedLine(const ExploreResult& result) {
  if (result.bound.has_value()) {
    return absl::StrCat("verified: all schedules with at most ",
                        Plural(*result.bound, "preemption"), " (",
                        Plural(result.executions, "execution"), ")");
  }
  // Of the schedules that differ in the order of independent operations only,
  // one was run.
  const char* const noun = result.strategy == "dpor" ? "trace" : "schedule";
  return absl::StrCat("verified: all ", Plural(result.executions, noun));
}

std::string PassedLine(const ExploreResult& result) {
  std::string line =
      absl::StrCat("passed: ", Plural(result.executions, "schedule"));
  if (result.estimate > 0) {
    absl::StrAppend(&line, absl::StrFormat(" of about %.2g", result.estimate));
  }
  if (result.bound.has_value()) {
    absl::StrAppend(&line, "; all with at most ",
                    Plural(*result.bound, "preemption"));
  }
  return line;
}

// Behind what is known by then.
std::string InterruptedText(const ExploreResult& result) {
  std::string text = absl::StrCat("interrupted after ",
                                  Plural(result.executions, "execution"));
  if (result.estimate > 0) {
    absl::StrAppend(&text, absl::StrFormat(" of about %.2g", result.estimate));
  }
  if (result.bound.has_value()) {
    absl::StrAppend(&text, "; all with at most ",
                    Plural(*result.bound, "preemption"));
  }
  if (result.checkpoint_path.empty())
    return text + "; it can't be gone on with";
  return absl::StrCat(
      text, "; checkpoint in ", result.checkpoint_path,
      "; go on with --interleave_resume=", result.checkpoint_path);
}

std::string ReplayLine(const ReplayOutcome& replay) {
  const char* name = ReplayVerdictName(replay.verdict);
  switch (replay.verdict) {
    case ReplayVerdict::kReproduced:
      return name;
    case ReplayVerdict::kPassed:
      return absl::StrCat(name, ": same order, no finding");
    default:
      return absl::StrCat(name, " at step ", replay.step, ": ", replay.reason);
  }
}

}  // namespace

const char* VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kFailed:
      return "failed";
    case Verdict::kVerified:
      return "verified";
    case Verdict::kPassed:
      return "passed";
  }
  return "failed";
}

const char* ReplayVerdictName(ReplayVerdict verdict) {
  switch (verdict) {
    case ReplayVerdict::kReproduced:
      return "reproduced";
    case ReplayVerdict::kPassed:
      return "passed";
    case ReplayVerdict::kInfeasible:
      return "infeasible";
    case ReplayVerdict::kDiverged:
      return "diverged";
  }
  return "diverged";
}

std::string ResultLine(const ExploreResult& result) {
  const std::string replay =
      result.replay.has_value() && result.strategy == "replay"
          ? absl::StrCat("replay ", ReplayLine(*result.replay))
          : std::string();
  if (!result.failures.empty()) {
    const Failure& first = result.failures.front();
    const std::string failed =
        absl::StrCat("failed: ", Text(FindingKindName(first.finding.kind)),
                     " in execution ", first.execution);
    const std::string line =
        replay.empty() ? failed : absl::StrCat(replay, "; ", failed);
    return result.interrupted
               ? absl::StrCat(line, "; ", InterruptedText(result))
               : line;
  }
  if (!result.problems.empty()) {
    return absl::StrCat("failed: ", result.problems.front());
  }
  if (!replay.empty()) return replay;
  if (result.interrupted) {
    return absl::StrCat("passed: ", InterruptedText(result));
  }
  return result.verdict == Verdict::kVerified ? VerifiedLine(result)
                                              : PassedLine(result);
}

}  // namespace interleave
