// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// How much faster two processes explore a space than one, in the same run.
//
//   jobs_benchmark [TASKS INCREMENTS]
//
// The ratio of real times says it where two cores are free. On a machine that
// others use too, the processor time for an execution says it: while it is the
// same by two, and both are at work all the time, two are twice as fast.

#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "interleave/explore/coordinator.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

void Increments(int tasks, int increments) {
  int count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < tasks; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < increments; ++k) {
        INTERLEAVE_POINT("jobs.count.load");
        const int loaded = count;
        INTERLEAVE_POINT("jobs.count.store");
        count = loaded + 1;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  RecordOutcome(std::to_string(count));
}

// Of processes that have ended, the coordinators' forks.
double ProcessorSeconds() {
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

Measured ByJobs(uint32_t jobs, int tasks, int increments) {
  const Options options = {
      .strategy = "exhaustive", .executions = 0, .jobs = jobs};
  const double before = ProcessorSeconds();
  const ExploreResult result =
      ExploreInWorkers(options, [&] { Increments(tasks, increments); });
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

}  // namespace
}  // namespace interleave

int main(int argc, char** argv) {
  const int tasks = argc > 2 ? std::atoi(argv[1]) : 3;
  const int increments = argc > 2 ? std::atoi(argv[2]) : 2;
  const auto one = interleave::ByJobs(1, tasks, increments);
  const auto two = interleave::ByJobs(2, tasks, increments);
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
