// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "benchmark/ratios.h"

#include <algorithm>
#include <cstdio>

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
    // 15 ns a choice are 66.7 million a second.
    {"ChooseByRandom", "a choice among two: random", 0, 66.7},
    {"ChooseByStickyRandom", "... sticky random", 0, 66.7},
    {"ChooseByPct", "... pct", 0, 66.7},
    {"ChooseByPos", "... pos", 0, 66.7},
    {"ChooseBySurw", "... surw", 0, 66.7},
    {"ChooseByUniformWalk", "... uniform walk", 0, 66.7},
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

// What choosing costs beyond a uniform choice.
struct ChoosingGoal {
  const char* benchmark;
  const char* uniform;
  const char* what;
  double nanoseconds_max;
};

constexpr ChoosingGoal kChoosingGoals[] = {
    {"RffPoints", "RandomPoints", "a choice of rff, with coverage", 60},
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
    const auto [known, fresh] =
        seconds_.emplace(run.run_name.function_name, seconds);
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
  for (const ChoosingGoal& goal : kChoosingGoals) {
    const auto found = seconds_.find(goal.benchmark);
    const auto uniform = seconds_.find(goal.uniform);
    if (found == seconds_.end() || uniform == seconds_.end()) continue;
    const double more = found->second - uniform->second;
    std::printf("  %-36s %6.1f %5.1f ns   goal %4.0f ns %s\n", goal.what,
                more / raw->second, more * 1e9, goal.nanoseconds_max,
                more * 1e9 <= goal.nanoseconds_max ? "reached" : "not reached");
  }
}

}  // namespace interleave
