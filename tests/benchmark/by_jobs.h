// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// How much faster two processes explore a space than one, in the same run.
//
// The ratio of real times says it where two cores are free. On a machine that
// others use too, the processor time for an execution says it: while it is the
// same by two, and both are at work all the time, two are twice as fast.

#ifndef TESTS_BENCHMARK_BY_JOBS_H_
#define TESTS_BENCHMARK_BY_JOBS_H_

#include <sys/resource.h>

#include <cstdio>
#include <string>

#include "absl/functional/function_ref.h"
#include "interleave/explore/coordinator.h"

namespace interleave {

// Of processes that have ended, the coordinators' forks.
inline double ProcessorSeconds() {
  rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) +
           static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Measured {
  uint64_t executions = 0;
  double seconds = 0;
  double processor_seconds = 0;
};

inline Measured ByJobs(uint32_t jobs, const std::string& strategy,
                       absl::FunctionRef<void()> body) {
  const Options options = {.strategy = strategy, .executions = 0, .jobs = jobs};
  const double before = ProcessorSeconds();
  const ExploreResult result = ExploreInWorkers(options, body);
  const double processor_seconds = ProcessorSeconds() - before;
  std::printf(
      "%u %-4s %10llu executions  %7.3f s  %7.3f s of processors  %6.0f ns "
      "an execution\n",
      jobs, jobs == 1 ? "job" : "jobs",
      static_cast<unsigned long long>(result.executions), result.seconds,
      processor_seconds,
      1e9 * processor_seconds / static_cast<double>(result.executions));
  return {result.executions, result.seconds, processor_seconds};
}

// Prints both and their ratio. Returns what main does.
inline int CompareJobs(const std::string& strategy,
                       absl::FunctionRef<void()> body) {
  const Measured one = ByJobs(1, strategy, body);
  const Measured two = ByJobs(2, strategy, body);
  if (one.executions != two.executions) {
    std::printf("the counts differ\n");
    return 1;
  }
  std::printf(
      "two jobs: %.2f times as fast; processor time for an execution: %.2f "
      "times that of one\n",
      one.seconds / two.seconds, two.processor_seconds / one.processor_seconds);
  return 0;
}

}  // namespace interleave

#endif  // TESTS_BENCHMARK_BY_JOBS_H_
