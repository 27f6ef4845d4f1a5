// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/options.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/base/nearest_name.h"
#include "interleave/explore/search.h"
#include "interleave/explore/shared_page.h"

namespace interleave {
namespace {

constexpr size_t kStackBytesMin = 64 * 1024;

std::string StrategyError(const std::string& strategy) {
  const std::vector<std::string>& names = SearchNames();
  if (std::find(names.begin(), names.end(), strategy) != names.end()) return {};
  const std::string nearest = NearestName(strategy, names);
  return absl::StrCat("there is no strategy \"", strategy, "\"",
                      nearest.empty() ? "" : "; did you mean \"", nearest,
                      nearest.empty() ? "" : "\"?", " Strategies are ",
                      absl::StrJoin(names, ", "));
}

}  // namespace

std::optional<Points> PointsOf(std::string_view word) {
  if (word == "sync") return Points::kSync;
  if (word == "atomics") return Points::kAtomics;
  if (word == "shared") return Points::kShared;
  if (word == "all") return Points::kAll;
  return std::nullopt;
}

std::optional<Races> RacesOf(std::string_view word) {
  if (word == "fail") return Races::kFail;
  if (word == "explore") return Races::kExplore;
  if (word == "off") return Races::kOff;
  return std::nullopt;
}

namespace {

// Why the options don't go together with strategy "dpor"; empty when they do.
std::string DporError(const Options& options) {
  if (options.strategy != "dpor") return {};
  if (options.preemptions.has_value()) {
    return "dpor has no bound on preemptions: leave preemptions out, or set "
           "strategy to \"preemption-bounded\"";
  }
  if (options.points != "shared" && options.points != "all") {
    return absl::StrCat(
        "dpor must see every operation that others depend on: points must be "
        "\"shared\" or \"all\", not \"",
        options.points, "\"");
  }
  if (!options.script.empty() || !options.script_file.empty()) {
    return "dpor explores everything: it takes no script; set strategy to "
           "\"exhaustive\"";
  }
  return {};
}

}  // namespace

namespace {

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

}  // namespace

bool CanBeShared(const Options& options) {
  return MakeSearch(options)->divisible() != nullptr;
}

std::string OptionsError(const Options& options) {
  std::string error = StrategyError(options.strategy);
  if (!error.empty()) return error;
  if (options.executions == 0 && options.seconds <= 0 &&
      options.strategy != "exhaustive" && options.strategy != "dfs" &&
      options.strategy != "preemption-bounded" && options.strategy != "dpor") {
    return "without a limit the exploration never ends: set executions or "
           "seconds";
  }
  if (!std::isfinite(options.seconds) || options.seconds < 0) {
    return "seconds must be a number from 0 on";
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
  if (!PointsOf(options.points).has_value()) {
    return absl::StrCat(
        "points is \"sync\", \"atomics\", \"shared\" or \"all\", not \"",
        options.points, "\"");
  }
  if (!RacesOf(options.races).has_value()) {
    return absl::StrCat("races is \"fail\", \"explore\" or \"off\", not \"",
                        options.races, "\"");
  }
  if (!options.script.empty() && !options.script_file.empty()) {
    return "script and script_file are both set; keep one of them";
  }
  const int modes = !options.replay.empty() + !options.verify.empty() +
                    (!options.script.empty() || !options.script_file.empty());
  if (modes > 1) {
    return "replay, verify and script exclude one another; keep one of them";
  }
  std::string error_of_dpor = DporError(options);
  return error_of_dpor.empty() ? JobsError(options) : error_of_dpor;
}

}  // namespace interleave
