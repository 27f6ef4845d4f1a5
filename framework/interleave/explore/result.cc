// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/result.h"

#include <string_view>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "interleave/base/text.h"
#include "interleave/explore/search.h"

namespace interleave {
namespace {

// "traces", "classes".
std::string Plural(absl::string_view noun) {
  return absl::StrCat(noun, absl::EndsWith(noun, "s") ? "es" : "s");
}

// "1 trace", "2 traces".
std::string Count(uint64_t count, absl::string_view noun) {
  return absl::StrCat(count, " ",
                      count == 1 ? std::string(noun) : Plural(noun));
}

// By whose words it is told what executions stand for; may be null.
const SearchKind* KindOf(const ExploreResult& result) {
  return FindSearchKind(result.counts_traces
                            ? "optimal-dpor"
                            : std::string_view(result.strategy));
}

// What an execution stands for.
const char* NounOf(const ExploreResult& result) {
  const SearchKind* const kind = KindOf(result);
  return kind == nullptr ? "schedule" : kind->noun;
}

// One execution stands for several schedules.
bool StandsForMany(const ExploreResult& result) {
  const SearchKind* const kind = KindOf(result);
  return kind != nullptr && kind->reduces;
}

// "about 1.2e6 interleavings": no range, for it is not what was tried.
std::string InterleavingsText(const ExploreResult& result) {
  return absl::StrCat("of ", ValueText(result.estimate), " interleavings");
}

// What a search that is exhausted has tried.
std::string ProvenText(const ExploreResult& result) {
  if (result.bound.has_value()) {
    return absl::StrCat("all ", Plural(NounOf(result)), " with ",
                        BoundText(*result.bound), " (",
                        Count(result.searched, "execution"), ")");
  }
  std::string line = absl::StrCat(
      "all ", Count(result.searched - result.repeated, NounOf(result)));
  if (result.repeated > 0) {
    absl::StrAppend(&line, " (", Count(result.searched, "execution"), ")");
  }
  if (StandsForMany(result) && result.estimate.is_known()) {
    absl::StrAppend(&line, " (", InterleavingsText(result), ")");
  }
  return line;
}

// " of about 1.2e6 (between 4e5 and 4e6) with at most 2 delays, 0.8 % done"
std::string SpaceText(const ExploreResult& result) {
  std::string text;
  if (result.estimate.is_known() && StandsForMany(result)) {
    absl::StrAppend(&text, " (", InterleavingsText(result), ")");
  } else if (result.estimate.is_known()) {
    absl::StrAppend(&text, " of ", EstimateText(result.estimate));
    if (result.trying.has_value()) {
      absl::StrAppend(&text, " with ", BoundText(*result.trying));
    }
  }
  if (result.done.has_value()) {
    absl::StrAppend(&text, ", ", ShareText(*result.done), " done");
  }
  return text;
}

// ", 312 distinct traces", unless that is what was counted.
std::string CoveredText(const ExploreResult& result) {
  const bool counted = std::string_view(NounOf(result)) == "trace";
  if (result.coverage == nullptr || counted) return {};
  return absl::StrCat(", ", TracesText(*result.coverage));
}

std::string LimitText(const ExploreResult& result) {
  const char* const name = LimitName(result.stopped_by);
  switch (result.stopped_by) {
    case Limit::kNone:
      return {};
    case Limit::kSeconds:
      return absl::StrFormat(" in %.*f s (--interleave_%s)",
                             result.seconds < 10 ? 2 : 0, result.seconds, name);
    case Limit::kExecutions:
    case Limit::kMemory:
    case Limit::kConfidence:
      return absl::StrCat("; stopped by --interleave_", name);
  }
  return {};
}

std::string PassedLine(const ExploreResult& result) {
  std::string line = absl::StrCat(
      "passed: ", Count(result.searched - result.repeated, NounOf(result)),
      SpaceText(result), CoveredText(result));
  if (result.bound.has_value()) {
    absl::StrAppend(&line, "; all with ", BoundText(*result.bound));
  }
  return absl::StrCat(line, LimitText(result));
}

// The first finding, and how far the search went on after it.
std::string FailedLine(const ExploreResult& result) {
  const Failure& first = result.failures.front();
  std::string line =
      absl::StrCat("failed: ", Text(FindingKindName(first.finding.kind)),
                   " in execution ", first.execution);
  if (const size_t more = result.failures.size() - 1; more > 0) {
    absl::StrAppend(&line, " and ", more, " more ",
                    more == 1 ? "finding" : "findings");
  }
  if (result.exhausted) {
    absl::StrAppend(&line, "; tried: ", ProvenText(result));
  } else {
    absl::StrAppend(&line, LimitText(result));
  }
  // What would have followed was left out, though the search went on.
  if (result.cut_by_steps > 0) {
    absl::StrAppend(&line, "; ", Count(result.cut_by_steps, "execution"),
                    " stopped by --interleave_steps_max, with all that would "
                    "have followed");
  }
  return line;
}

// Behind what is known by then.
std::string InterruptedText(const ExploreResult& result) {
  std::string text =
      absl::StrCat("interrupted after ", Count(result.executions, "execution"),
                   SpaceText(result));
  if (result.bound.has_value()) {
    absl::StrAppend(&text, "; all with ", BoundText(*result.bound));
  }
  if (result.checkpoint_path.empty()) {
    return absl::StrCat(text, "; it can't be gone on with");
  }
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

const char* LimitName(Limit limit) {
  switch (limit) {
    case Limit::kNone:
      return "";
    case Limit::kExecutions:
      return "executions";
    case Limit::kSeconds:
      return "seconds";
    case Limit::kMemory:
      return "memory_mb";
    case Limit::kConfidence:
      return "confidence";
  }
  return "";
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

std::string MembersText(const std::vector<MemberCount>& members) {
  std::string text;
  for (const MemberCount& member : members) {
    if (member.executions == 0) continue;
    absl::StrAppend(&text, text.empty() ? "" : ", ", member.name, " ",
                    member.executions, " (", member.distinct, ")");
  }
  return text;
}

std::string ResultLine(const ExploreResult& result) {
  const std::string replay =
      result.replay.has_value() && result.strategy == "replay"
          ? absl::StrCat("replay ", ReplayLine(*result.replay))
          : std::string();
  if (!result.failures.empty()) {
    const std::string line =
        absl::StrCat(replay, replay.empty() ? "" : "; ", FailedLine(result));
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
  if (result.verdict != Verdict::kVerified) return PassedLine(result);
  return absl::StrCat("verified: ", ProvenText(result), CoveredText(result));
}

}  // namespace interleave
