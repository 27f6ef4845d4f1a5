// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What sampling costs in instrumented code: a step of an exploration, with what
// it covers taken down and without, to be compared with a step of `random`.
// Strategies differ in how often they switch tasks, which costs more than most
// choices; for these by themselves see choosing_benchmark.cc.

#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include "benchmark/batches.h"
#include "interleave/explore/coverage_recorder.h"
#include "interleave/explore/search.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"

namespace interleave {
namespace {

// Half of what each task does is on memory that all of them change.
void Accesses(int tasks) {
  constexpr int kRounds = 1'000;
  struct alignas(64) Own {
    std::atomic<int> value = 0;
  };
  std::atomic<int> read = 0;
  std::atomic<int> changed = 0;
  std::vector<Own> own(static_cast<size_t>(tasks));
  std::vector<std::thread> threads;
  for (int number = 0; number < tasks; ++number) {
    threads.emplace_back([&, number] {
      std::atomic<int>& mine = own[static_cast<size_t>(number)].value;
      for (int i = 0; i < kRounds / tasks; ++i) {
        const int seen = read.load(std::memory_order_relaxed);
        mine.store(seen, std::memory_order_relaxed);
        changed.fetch_add(1, std::memory_order_relaxed);
        benchmark::DoNotOptimize(mine.load(std::memory_order_relaxed));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

void Sample(benchmark::State& state, const char* strategy, bool covers) {
  LinkDoors();
  Execution& execution = ProcessExecution();
  execution.BeginExploration();
  Options options;
  options.strategy = strategy;
  options.executions = 0;
  const std::unique_ptr<Search> search = MakeSearch(options);
  CoverageRecorder recorder;
  const auto scope = covers ? CoverageRecorder::Scope::kAll
                            : CoverageRecorder::Scope::kOverlaps;
  if (covers) execution.Listen(&recorder);
  recorder.BeginExecution(scope);
  ExecutionLimits limits;
  limits.races = Races::kOff;
  limits.steps_max = 10'000'000;
  const auto tasks = static_cast<int>(state.range(0));
  const auto body = [tasks] { Accesses(tasks); };
  uint64_t steps = 0;
  RunInBatches(state, body, *search, limits,
               [&](const ExecutionResult& result) {
                 steps += result.steps;
                 recorder.EndExecution(true);
                 recorder.BeginExecution(scope);
               });
  execution.Listen(nullptr);
  state.SetItemsProcessed(static_cast<int64_t>(steps));
}

// Each is in the table of ratios.cc by its name.
#define INTERLEAVE_BENCHMARK_SAMPLING(name, strategy, covers)             \
  void name(benchmark::State& state) { Sample(state, strategy, covers); } \
  BENCHMARK(name)->Arg(2)->Arg(4)->Arg(8)

INTERLEAVE_BENCHMARK_SAMPLING(RandomAccesses, "random", false);
INTERLEAVE_BENCHMARK_SAMPLING(CoveredAccesses, "random", true);
INTERLEAVE_BENCHMARK_SAMPLING(PctAccesses, "pct", false);
INTERLEAVE_BENCHMARK_SAMPLING(PosAccesses, "pos", false);
INTERLEAVE_BENCHMARK_SAMPLING(SurwAccesses, "surw", false);
INTERLEAVE_BENCHMARK_SAMPLING(UniformWalkAccesses, "uniform-walk", false);
INTERLEAVE_BENCHMARK_SAMPLING(RffAccesses, "rff", false);
INTERLEAVE_BENCHMARK_SAMPLING(CoveredRffAccesses, "rff", true);

}  // namespace
}  // namespace interleave
