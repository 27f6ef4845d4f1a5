// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What a task's heap costs, in times of what the C library's takes in the same
// run: a block that is taken and given back.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "benchmark/batches.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/strategy/random.h"

// The C library's own, behind whatever has the names of malloc and free.
extern "C" void* __libc_malloc(size_t bytes);
extern "C" void __libc_free(void* memory);

namespace interleave {
namespace {

constexpr int kBlocks = 256;
constexpr int kRounds = 64;

using Take = void* (*)(size_t);
using Give = void (*)(void*);

// Each is given back before the next is taken.
template <Take kTake, Give kGive>
void OneAtATime() {
  for (int i = 0; i < kRounds * kBlocks; ++i) {
    void* const block = kTake(64);
    benchmark::DoNotOptimize(block);
    kGive(block);
  }
}

// Of many sizes, all in use at once.
template <Take kTake, Give kGive>
void ManyAtATime() {
  void* blocks[kBlocks];
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < kBlocks; ++i) {
      blocks[i] = kTake(static_cast<size_t>(16 + 40 * i % 1000));
    }
    benchmark::DoNotOptimize(blocks);
    for (void* const block : blocks) kGive(block);
  }
}

void Natively(benchmark::State& state, void (*body)()) {
  for (auto _ : state) body();
  state.SetItemsProcessed(state.iterations() * kRounds * kBlocks);
}

void InATask(benchmark::State& state, void (*body)(), bool checks) {
  LinkDoors();
  RandomStrategy random(1);
  ExecutionLimits limits;
  limits.steps_max = 100'000'000;
  limits.checks_heap = checks;
  RunInBatches(
      state, [=] { body(); }, random, limits, [](const ExecutionResult&) {});
  state.SetItemsProcessed(state.iterations() * kRounds * kBlocks);
}

#define INTERLEAVE_HEAP_BENCHMARKS(pattern)                    \
  void pattern##InLibrary(benchmark::State& state) {           \
    Natively(state, &pattern<&__libc_malloc, &__libc_free>);   \
  }                                                            \
  BENCHMARK(pattern##InLibrary);                               \
  void pattern##Outside(benchmark::State& state) {             \
    Natively(state, &pattern<&std::malloc, &std::free>);       \
  }                                                            \
  BENCHMARK(pattern##Outside);                                 \
  void pattern##InTask(benchmark::State& state) {              \
    InATask(state, &pattern<&std::malloc, &std::free>, false); \
  }                                                            \
  BENCHMARK(pattern##InTask);                                  \
  void pattern##Checked(benchmark::State& state) {             \
    InATask(state, &pattern<&std::malloc, &std::free>, true);  \
  }                                                            \
  BENCHMARK(pattern##Checked)

INTERLEAVE_HEAP_BENCHMARKS(OneAtATime);
INTERLEAVE_HEAP_BENCHMARKS(ManyAtATime);

class HeapReporter final : public benchmark::ConsoleReporter {
 public:
  HeapReporter() : ConsoleReporter(OO_Tabular) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      const auto rate = run.counters.find("items_per_second");
      if (run.error_occurred || rate == run.counters.end()) continue;
      const double seconds = 1 / rate->second.value;
      const auto [known, fresh] =
          seconds_.emplace(run.run_name.function_name, seconds);
      if (!fresh) known->second = std::min(known->second, seconds);
    }
  }

  void PrintTimes() const {
    for (const char* const pattern : {"OneAtATime", "ManyAtATime"}) {
      const auto library = seconds_.find(std::string(pattern) + "InLibrary");
      if (library == seconds_.end()) continue;
      std::printf("\n%s, in times of the C library's (%.1f ns in this run)\n",
                  pattern, library->second * 1e9);
      for (const char* const where : {"Outside", "InTask", "Checked"}) {
        const auto found = seconds_.find(std::string(pattern) + where);
        if (found == seconds_.end()) continue;
        std::printf("  %-10s %6.2f\n", where, found->second / library->second);
      }
    }
  }

 private:
  // A block's CPU time, the best of all repetitions.
  std::map<std::string, double> seconds_;
};

}  // namespace
}  // namespace interleave

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  interleave::HeapReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  reporter.PrintTimes();
  return 0;
}
