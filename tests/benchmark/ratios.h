// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// RatioReporter: the usual table of a benchmark, and then how each compares
// with a raw switch of context in the same run.

#ifndef INTERLEAVE_TESTS_BENCHMARK_RATIOS_H_
#define INTERLEAVE_TESTS_BENCHMARK_RATIOS_H_

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

namespace interleave {

class RatioReporter final : public benchmark::ConsoleReporter {
 public:
  RatioReporter() : ConsoleReporter(OO_Tabular) {}

  void ReportRuns(const std::vector<Run>& runs) override;
  // Against the goals of docs/architecture.md, "Speed".
  void PrintRatios() const;

 private:
  // Seconds of CPU time an item took, the best of all repetitions.
  std::map<std::string, double> seconds_;
};

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_BENCHMARK_RATIOS_H_
