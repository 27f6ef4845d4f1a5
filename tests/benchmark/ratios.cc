// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "benchmark/ratios.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace interleave {
namespace {

struct Goal {
  const char* benchmark;
  const char* what;
  double switches_max;    // raw switches that an item may cost; or, if 0,
  double per_second_min;  // items a second, in millions, on a quiet machine;
                          // if 0, too, there is no goal
};

// 800,000 increments in 0.2 s are 4 million a second.
constexpr Goal kGoals[] = {
    {"StayingStep", "a step that stays", 2, 0},
    {"SwitchingStep", "a step that switches tasks", 8, 0},
    {"LostIncrement", "an execution of the lost increment", 0, 4},
    {"FourTasksOfYields", "a step of 4 x 1,000 yields", 0, 45},
    {"EightTasksOfIncrements", "a step of 8 x 100,000 increments", 0, 4},
    // 1,824,912 traces in 3 s, 147,456 in 0.5 s, 4,096 in 0.5 s; by who reads
    // from whom, 154,126 classes in 1 s; twice what Relacy does.
    {"OptimalDporLost3x2", "optimal-dpor, 3 x 2 increments", 0, 0},
    {"OptimalDporLost3x3", "optimal-dpor, 3 x 3 increments", 0, 0.608},
    {"OptimalDporLost3x3InC", "... written in C", 0, 0.608},
    {"OptimalDporLastZero", "optimal-dpor, lastzero(15)", 0, 0.295},
    {"OptimalDporLastZeroInC", "... written in C", 0, 0.295},
    {"RandomLastZeroInC", "random, lastzero(15), written in C", 0, 0},
    {"OptimalDporIndexer", "optimal-dpor, indexer(15)", 0, 0.008},
    {"DporLost3x2", "dpor, 3 x 2 increments", 0, 0},
    {"DporLost3x3", "dpor, 3 x 3 increments", 0, 0},
    {"DporLastZero", "dpor, lastzero(15)", 0, 0},
    {"DporIndexer", "dpor, indexer(15)", 0, 0},
    {"RfDporLost3x3", "rf-dpor, 3 x 3 increments", 0, 0.154},
    {"RfDporLost3x3InC", "... written in C", 0, 0.154},
    {"RfDporLastZero", "rf-dpor, lastzero(15)", 0, 0},
    {"DfsLost3x2", "dfs, 3 x 2 increments", 0, 2},
    {"DfsLost3x2InC", "... written in C", 0, 2},
    {"DfsOfPoints", "dfs, 3 x 2 increments, named points", 0, 2},
};

// What a step costs, in steps of `random` in the same run.
struct StepRatio {
  const char* benchmark;
  const char* what;
};

constexpr const char* kRandomStep = "RandomAccesses";
constexpr StepRatio kStepRatios[] = {
    {"PctAccesses", "pct"},
    {"PosAccesses", "pos"},
    {"SurwAccesses", "surw"},
    {"UniformWalkAccesses", "uniform walk"},
    {"RffAccesses", "rff"},
    {"CoveredAccesses", "random, with coverage"},
    {"CoveredRffAccesses", "rff, with coverage"},
};

// What something costs in nanoseconds; beyond something else, if that is given.
struct AddedCostGoal {
  const char* benchmark;
  const char* beyond;
  const char* what;
  double nanoseconds_max;
};

constexpr AddedCostGoal kAddedCostGoals[] = {
    {"ChooseByRandom/2", nullptr, "a choice among two: random", 15},
    {"ChooseByStickyRandom/2", nullptr, "... sticky random", 15},
    {"ChooseByPct/2", nullptr, "... pct", 15},
    {"ChooseByPos/2", nullptr, "... pos", 15},
    {"ChooseBySurw/2", nullptr, "... surw", 15},
    {"ChooseByUniformWalk/2", nullptr, "... uniform walk", 15},
    {"ChooseByRandom/4", nullptr, "a choice among four: random", 15},
    {"ChooseByStickyRandom/4", nullptr, "... sticky random", 15},
    {"ChooseByPct/4", nullptr, "... pct", 15},
    {"ChooseByPos/4", nullptr, "... pos", 15},
    {"ChooseBySurw/4", nullptr, "... surw", 15},
    {"ChooseByUniformWalk/4", nullptr, "... uniform walk", 15},
    {"ChooseByRandom/8", nullptr, "a choice among eight: random", 15},
    {"ChooseByStickyRandom/8", nullptr, "... sticky random", 15},
    {"ChooseByPct/8", nullptr, "... pct", 15},
    {"ChooseByPos/8", nullptr, "... pos", 15},
    {"ChooseBySurw/8", nullptr, "... surw", 15},
    {"ChooseByUniformWalk/8", nullptr, "... uniform walk", 15},
    {"ChooseAccessByPct/2", "ChooseAccessByRandom/2",
     "accesses of two, beyond random: pct", 15},
    {"ChooseAccessByPos/2", "ChooseAccessByRandom/2", "... pos", 15},
    {"ChooseAccessBySurw/2", "ChooseAccessByRandom/2", "... surw", 15},
    {"ChooseAccessByUniformWalk/2", "ChooseAccessByRandom/2",
     "... uniform walk", 15},
    {"ChooseAccessByRff/2", "ChooseAccessByRandom/2", "... rff", 60},
    {"ChooseAccessByPct/4", "ChooseAccessByRandom/4",
     "accesses of four, beyond random: pct", 15},
    {"ChooseAccessByPos/4", "ChooseAccessByRandom/4", "... pos", 15},
    {"ChooseAccessBySurw/4", "ChooseAccessByRandom/4", "... surw", 15},
    {"ChooseAccessByUniformWalk/4", "ChooseAccessByRandom/4",
     "... uniform walk", 15},
    {"ChooseAccessByRff/4", "ChooseAccessByRandom/4", "... rff", 60},
    {"ChooseAccessByPct/8", "ChooseAccessByRandom/8",
     "accesses of eight, beyond random: pct", 15},
    {"ChooseAccessByPos/8", "ChooseAccessByRandom/8", "... pos", 15},
    {"ChooseAccessBySurw/8", "ChooseAccessByRandom/8", "... surw", 15},
    {"ChooseAccessByUniformWalk/8", "ChooseAccessByRandom/8",
     "... uniform walk", 15},
    {"ChooseAccessByRff/8", "ChooseAccessByRandom/8", "... rff", 60},
    {"RffPoints", "RandomPoints", "rff, of points, beyond random", 60},
    {"CoveredPoints", "RandomPoints", "coverage of points", 10},
    {"CoveredAccesses/2", "RandomAccesses/2", "coverage of 2 tasks' accesses",
     10},
    {"CoveredAccesses/4", "RandomAccesses/4", "... of 4", 10},
    {"CoveredAccesses/8", "RandomAccesses/8", "... of 8", 10},
    {"CoveredRffAccesses/2", "RffAccesses/2", "... of 2, choosing by rff", 10},
    {"CoveredRffAccesses/4", "RffAccesses/4", "... of 4", 10},
    {"CoveredRffAccesses/8", "RffAccesses/8", "... of 8", 10},
};

}  // namespace

void RatioReporter::ReportRuns(const std::vector<Run>& runs) {
  ConsoleReporter::ReportRuns(runs);
  for (const Run& run : runs) {
    const auto rate = run.counters.find("items_per_second");
    if (rate == run.counters.end() || run.run_type != Run::RT_Iteration) {
      continue;
    }
    const double seconds = 1 / rate->second.value;
    std::string name = run.run_name.function_name;
    if (!run.run_name.args.empty()) name += "/" + run.run_name.args;
    const auto [known, fresh] = seconds_.emplace(std::move(name), seconds);
    if (!fresh) known->second = std::min(known->second, seconds);
  }
}

void RatioReporter::PrintRatios() const {
  const auto raw = seconds_.find("RawSwitch");
  if (raw == seconds_.end()) return;
  std::printf(
      "\nIn raw switches of context (%.1f ns each in this run), and in "
      "millions "
      "a second\n",
      raw->second * 1e9);
  for (const Goal& goal : kGoals) {
    const auto found = seconds_.find(goal.benchmark);
    if (found == seconds_.end()) continue;
    const double switches = found->second / raw->second;
    const double per_second = 1e-6 / found->second;
    std::printf("  %-36s %6.1f %7.3f", goal.what, switches, per_second);
    if (goal.switches_max + goal.per_second_min == 0) {
      std::printf("\n");
      continue;
    }
    const bool reached = goal.switches_max > 0
                             ? switches <= goal.switches_max
                             : per_second >= goal.per_second_min;
    std::printf("   goal %6.3f%-2s %s\n",
                goal.switches_max > 0 ? goal.switches_max : goal.per_second_min,
                goal.switches_max > 0 ? "" : " M",
                reached ? "reached" : "not reached");
  }
  for (const AddedCostGoal& goal : kAddedCostGoals) {
    const auto found = seconds_.find(goal.benchmark);
    if (found == seconds_.end()) continue;
    double more = found->second;
    if (goal.beyond != nullptr) {
      const auto before = seconds_.find(goal.beyond);
      if (before == seconds_.end()) continue;
      more -= before->second;
    }
    std::printf("  %-36s %6.1f %5.1f ns   goal %4.0f ns %s\n", goal.what,
                more / raw->second, more * 1e9, goal.nanoseconds_max,
                more * 1e9 <= goal.nanoseconds_max ? "reached" : "not reached");
  }
  const bool steps = seconds_.contains(absl::StrCat(kRandomStep, "/2"));
  if (steps) std::printf("\nA step, in steps of random: 2, 4 and 8 tasks\n");
  for (const StepRatio& ratio : kStepRatios) {
    if (!steps) break;
    std::printf("  %-36s", ratio.what);
    for (const char* const tasks : {"/2", "/4", "/8"}) {
      const auto found = seconds_.find(absl::StrCat(ratio.benchmark, tasks));
      const auto random = seconds_.find(absl::StrCat(kRandomStep, tasks));
      if (found == seconds_.end() || random == seconds_.end()) continue;
      std::printf(" %5.2f", found->second / random->second);
    }
    std::printf("\n");
  }
}

}  // namespace interleave
