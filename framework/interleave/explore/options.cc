// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/options.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/base/nearest_name.h"
#include "interleave/explore/search.h"
#include "interleave/explore/shared_page.h"
#include "interleave/runtime/happens_before.h"

namespace interleave {
namespace {

constexpr size_t kStackBytesMin = 64 * 1024;
// What is found by chance is of a small depth.
constexpr uint32_t kDepthMax = 100;

// The names of the strategies for which `holds`.
template <typename Holds>
std::vector<std::string> NamesOf(Holds holds) {
  std::vector<std::string> names;
  for (const SearchKind& kind : SearchKinds()) {
    if (holds(kind)) names.emplace_back(kind.name);
  }
  return names;
}

std::string StrategyError(const std::string& strategy) {
  if (FindSearchKind(strategy) != nullptr) return {};
  const std::vector<std::string> names =
      NamesOf([](const SearchKind&) { return true; });
  const std::string nearest = NearestName(strategy, names);
  return absl::StrCat("there is no strategy \"", strategy, "\"",
                      nearest.empty() ? "" : "; did you mean \"", nearest,
                      nearest.empty() ? "" : "\"?", " Strategies are ",
                      absl::StrJoin(names, ", "));
}

// "exhaustive", "dfs" or "preemption-bounded", in quotes.
std::string Alternatives(const std::vector<std::string>& names) {
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    const char* const before = i == 0                  ? ""
                               : i + 1 == names.size() ? " or "
                                                       : ", ";
    absl::StrAppend(&text, before, "\"", names[i], "\"");
  }
  return text;
}

}  // namespace

std::optional<Points> PointsOf(std::string_view word) {
  if (word == "sync") return Points::kSync;
  if (word == "atomics") return Points::kAtomics;
  if (word == "shared") return Points::kShared;
  if (word == "all") return Points::kAll;
  return std::nullopt;
}

std::optional<OnlyTimeouts> OnlyTimeoutsOf(std::string_view word) {
  if (word == "note") return OnlyTimeouts::kNote;
  if (word == "fail") return OnlyTimeouts::kFail;
  if (word == "off") return OnlyTimeouts::kOff;
  return std::nullopt;
}

std::optional<Races> RacesOf(std::string_view word) {
  if (word == "fail") return Races::kFail;
  if (word == "explore") return Races::kExplore;
  if (word == "off") return Races::kOff;
  if (word == "auto") return IsJudgedByTsan() ? Races::kFail : Races::kOff;
  return std::nullopt;
}

LibertyBudgets LibertiesOf(const Options& options, const Choices& choices) {
  LibertyBudgets budgets;
  budgets[Liberty::kSpuriousWakeup] = options.spurious_wakeups;
  budgets[Liberty::kFutexWakeup] = options.futex_wakeups;
  budgets[Liberty::kWeakFailure] =
      options.weak_failures.value_or(options.strategy == "rf-dpor" ? 0 : 1);
  budgets[Liberty::kTryLockFailure] = options.try_lock_failures;
  budgets[Liberty::kTimeoutAtSignal] = options.timeouts_at_signal;
  budgets[Liberty::kSerialThread] = options.serial_threads;
  LibertyBudgets taken;
  for (const Choice& choice : choices) ++taken[choice.liberty];
  for (int i = 1; i < kLibertyCount; ++i) {
    const auto liberty = static_cast<Liberty>(i);
    budgets[liberty] = std::max(budgets[liberty], taken[liberty]);
  }
  return budgets;
}

namespace {

// Why the options don't go together with the strategy; empty when they do.
std::string StrategyOptionsError(const Options& options,
                                 const SearchKind& kind) {
  const auto refuse = [&](const char* what, const char* option, auto takes) {
    return absl::StrCat(kind.name, " takes no ", what, ": leave ", option,
                        " out, or set strategy to ",
                        Alternatives(NamesOf(takes)));
  };
  if (options.preemptions.has_value() && !kind.takes_preemptions) {
    return refuse("bound on preemptions", "preemptions",
                  [](const SearchKind& k) { return k.takes_preemptions; });
  }
  if (options.delays.has_value() && !kind.takes_delays) {
    return refuse("bound on delays", "delays",
                  [](const SearchKind& k) { return k.takes_delays; });
  }
  const bool is_sure = options.confidence.has_value();
  if (is_sure && !kind.takes_depth && options.strategy != "auto") {
    return refuse("confidence, since nothing is known of its odds",
                  "confidence",
                  [](const SearchKind& k) { return k.takes_depth; });
  }
  if (options.depth.has_value() && !kind.takes_depth && !is_sure) {
    return refuse("depth", "depth",
                  [](const SearchKind& k) { return k.takes_depth; });
  }
  const bool scripted = !options.script.empty() || !options.script_file.empty();
  if (scripted && kind.reduces) {
    return refuse("script, since it explores everything", "it",
                  [](const SearchKind& k) { return !k.reduces; });
  }
  if (kind.reduces && options.points != "shared" && options.points != "all") {
    return absl::StrCat(
        kind.name,
        " must see every operation that others depend on: points must be "
        "\"shared\" or \"all\", not \"",
        options.points, "\"");
  }
  return {};
}

std::string LibertiesError(const Options& options) {
  if (options.strategy != "rf-dpor") return {};
  const bool is_set = LibertiesOf(options, {})[Liberty::kWeakFailure] > 0;
  if (!is_set && options.try_lock_failures == 0) return {};
  return absl::StrCat("rf-dpor handles no failures for nothing: leave ",
                      is_set ? "weak_failures" : "try_lock_failures",
                      " out, or set strategy to \"dpor\"");
}

// Why several processes, or one after another, can't share the search.
std::string JobsError(const Options& options) {
  if (options.jobs == 0 || options.jobs > kJobsMax) {
    return absl::StrCat("jobs is from 1 to ", kJobsMax);
  }
  const bool has_script =
      !options.script.empty() || !options.script_file.empty();
  if (!options.resume.empty() && (has_script || !options.replay.empty())) {
    return "resume goes on with a search: it takes neither replay nor script";
  }
  if (options.jobs == 1 && options.resume.empty()) return {};
  if (CanBeShared(options)) return {};
  return absl::StrCat("strategy \"", options.strategy,
                      "\" runs in one process, from its beginning: leave jobs "
                      "and resume out");
}

// Of what is to be done other than to search.
std::string ModeError(const Options& options) {
  if (!options.script.empty() && !options.script_file.empty()) {
    return "script and script_file are both set; keep one of them";
  }
  const int modes = !options.replay.empty() + !options.verify.empty() +
                    (!options.script.empty() || !options.script_file.empty());
  if (modes > 1) {
    return "replay, verify and script exclude one another; keep one of them";
  }
  if (options.switches == 0) {
    return "switches must be at least 1: within how many of the schedule all "
           "is tried";
  }
  return {};
}

std::string HeapError(const Options& options) {
  if (options.heap == "plain") return {};
  if (options.heap != "checked") {
    return absl::StrCat("heap is \"plain\" or \"checked\", not \"",
                        options.heap, "\"");
  }
  const char* const why = TaskHeap::OfProcess().WhyNot();
  if (why == nullptr) return {};
  return absl::StrCat("heap can't be \"checked\": ", why,
                      "; leave it out: a sanitizer's heap tells itself of "
                      "freed memory that is used");
}

std::string ExplainError(const Options& options) {
  if (options.explain != "auto" && options.explain != "on" &&
      options.explain != "off") {
    return absl::StrCat("explain is \"auto\", \"on\" or \"off\", not \"",
                        options.explain, "\"");
  }
  if (!std::isfinite(options.explain_seconds) || options.explain_seconds < 0) {
    return "explain_seconds must be a number from 0 on";
  }
  return {};
}

}  // namespace

Options WithItsLimit(Options options) {
  if (options.confidence.has_value()) options.executions = 0;
  return options;
}

bool CanBeShared(const Options& options) {
  return MakeSearch(options)->divisible() != nullptr;
}

std::string OptionsError(const Options& options) {
  std::string error = StrategyError(options.strategy);
  if (!error.empty()) return error;
  const SearchKind& kind = *FindSearchKind(options.strategy);
  if (options.executions == 0 && options.seconds <= 0 &&
      options.memory_mb == 0 && !kind.ends && !options.confidence.has_value()) {
    return "without a limit the exploration never ends: set executions or "
           "seconds";
  }
  if (!std::isfinite(options.seconds) || options.seconds < 0) {
    return "seconds must be a number from 0 on";
  }
  if (options.confidence.has_value() &&
      !(*options.confidence > 0 && *options.confidence < 1)) {
    return "confidence is a probability above 0 and below 1, such as 0.99";
  }
  if (options.depth.has_value() &&
      (*options.depth == 0 || *options.depth > kDepthMax)) {
    return absl::StrCat("depth is from 1 to ", kDepthMax);
  }
  if (options.slice == 0) return "slice must be at least 1";
  if (options.steps_max == 0) return "steps_max must be at least 1";
  if (options.findings_max == 0) return "findings_max must be at least 1";
  if (options.stack_bytes != 0 && options.stack_bytes < kStackBytesMin) {
    return absl::StrCat(
        "stack_bytes must be 0 (the system's default) or at "
        "least ",
        kStackBytesMin);
  }
  if (options.timeouts != "when-idle" && options.timeouts != "anytime") {
    return absl::StrCat("timeouts is \"when-idle\" or \"anytime\", not \"",
                        options.timeouts, "\"");
  }
  if (!OnlyTimeoutsOf(options.only_timeouts).has_value()) {
    return absl::StrCat(
        "only_timeouts is \"note\", \"fail\" or \"off\", not \"",
        options.only_timeouts, "\"");
  }
  if (!PointsOf(options.points).has_value()) {
    return absl::StrCat(
        "points is \"sync\", \"atomics\", \"shared\" or \"all\", not \"",
        options.points, "\"");
  }
  if (!RacesOf(options.races).has_value()) {
    return absl::StrCat(
        "races is \"auto\", \"fail\", \"explore\" or \"off\", not \"",
        options.races, "\"");
  }
  constexpr const char* kCoverages[] = {"auto", "on", "off", "print"};
  if (std::find(std::begin(kCoverages), std::end(kCoverages),
                options.coverage) == std::end(kCoverages)) {
    return absl::StrCat(
        "coverage is \"auto\", \"on\", \"off\" or \"print\", not \"",
        options.coverage, "\"");
  }
  error = ExplainError(options);
  if (error.empty()) error = HeapError(options);
  if (!error.empty()) return error;
  error = ModeError(options);
  if (!error.empty()) return error;
  std::string unfit = StrategyOptionsError(options, kind);
  if (unfit.empty()) unfit = LibertiesError(options);
  return unfit.empty() ? JobsError(options) : unfit;
}

}  // namespace interleave
