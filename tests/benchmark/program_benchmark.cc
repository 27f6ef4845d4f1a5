// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What processor time an execution of a whole program takes, against what a
// fork, two threads and exit take in the same process.
//
//   program_benchmark [EXECUTIONS]
//
// Prints the median of several rounds of each, in turns, since machines differ
// from minute to minute.

#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

#include "interleave/explore/explore.h"
#include "interleave/explore/isolation.h"

namespace {

constexpr int kRounds = 9;

int Count() {
  std::mutex mutex;
  int count = 0;
  const auto add = [&] {
    const std::lock_guard<std::mutex> lock(mutex);
    ++count;
  };
  std::thread one(add);
  std::thread two(add);
  one.join();
  two.join();
  return count == 2 ? 0 : 1;
}

// Of this process and of those it waited for, in milliseconds: how long others
// keep them from the processors doesn't count.
double ProcessorTime() {
  double sum = 0;
  for (const __rusage_who who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage = {};
    getrusage(who, &usage);
    for (const timeval& time : {usage.ru_utime, usage.ru_stime}) {
      sum += 1e3 * static_cast<double>(time.tv_sec) +
             1e-3 * static_cast<double>(time.tv_usec);
    }
  }
  return sum;
}

// For each of `times`.
template <typename Work>
double MillisecondsOf(int times, const Work& work) {
  const double begin = ProcessorTime();
  work();
  return (ProcessorTime() - begin) / times;
}

void ForkAlone(int times, bool with_threads) {
  for (int i = 0; i < times; ++i) {
    const pid_t child = _Fork();
    if (child == 0) std::exit(with_threads ? Count() : 0);
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0) std::exit(2);
  }
}

void ExploreIsolated(int times) {
  interleave::Options options;
  options.strategy = "random";
  options.executions = static_cast<uint64_t>(times);
  options.schedule_dir = "/tmp";
  interleave::Isolation::Settings settings;
  settings.hang_seconds = 10;
  const absl::Status status = interleave::Isolation::Run(settings, [&] {
    // What it holds is in memory that is the library's to give back.
    const auto* const result =
        new interleave::ExploreResult(interleave::Explore(
            options, [] { std::exit(Count()); }, "Program"));
    if (!result->ok()) std::exit(3);
  });
  if (!status.ok()) std::exit(4);
}

double MedianOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  // As the tool starts programs.
  if (std::getenv("LD_BIND_NOW") == nullptr) {
    setenv("LD_BIND_NOW", "1", 1);
    execv("/proc/self/exe", argv);
    return 2;
  }
  const int times = argc > 1 ? std::atoi(argv[1]) : 200;
  std::vector<double> empty, forks, executions, ratios;
  for (int i = 0; i < kRounds; ++i) {
    empty.push_back(MillisecondsOf(times, [&] { ForkAlone(times, false); }));
    forks.push_back(MillisecondsOf(times, [&] { ForkAlone(times, true); }));
    executions.push_back(
        MillisecondsOf(times, [&] { ExploreIsolated(times); }));
    ratios.push_back(forks.back() / executions.back());
  }
  std::printf(
      "fork, exit:              %.3f ms\n"
      "fork, two threads, exit: %.3f ms\n"
      "an execution:            %.3f ms\n"
      "executions per second:   %.0f %% of forks\n",
      MedianOf(empty), MedianOf(forks), MedianOf(executions),
      100 * MedianOf(ratios));
  return 0;
}
