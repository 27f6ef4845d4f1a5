// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What instrumented code costs. Built twice: with ThreadSanitizer's runtime and
// without; the steps of the one are to be compared with those of the other.

#include <benchmark/benchmark.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "benchmark/batches.h"
#include "interleave/detect/race.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/strategy/random.h"

// ThreadSanitizer's own, which the linker gives this name; null without it.
extern "C" void __real___tsan_write4(volatile void* address)
    __attribute__((weak));

namespace interleave {
namespace {

constexpr int kAccesses = 1'000;

Execution& Ready() {
  LinkDoors();
  Execution& execution = ProcessExecution();
  DetectRaces(execution);
  execution.BeginExploration();
  return execution;
}

// Two tasks, one lock: an execution.
void LockedCounter(benchmark::State& state) {
  Ready();
  RandomStrategy strategy(1);
  const auto body = [] {
    std::mutex mutex;
    int count = 0;
    const auto add = [&] {
      const std::lock_guard lock(mutex);
      ++count;
    };
    std::thread one(add);
    std::thread two(add);
    one.join();
    two.join();
  };
  RunInBatches(state, body, strategy, {}, [](const ExecutionResult&) {});
  state.counters["executions"] = benchmark::Counter(
      static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(LockedCounter);

void Touch(volatile int* words) {
  for (int i = 0; i < kAccesses; ++i) words[i % 64] = i;
}

// As a compiler makes it of Touch for a program without Interleave.
__attribute__((no_sanitize("thread"))) void TouchPlain(volatile int* words) {
  for (int i = 0; i < kAccesses; ++i) {
    volatile int* const word = words + i % 64;
    if (__real___tsan_write4 != nullptr) __real___tsan_write4(word);
    *word = i;
  }
}

// What ThreadSanitizer costs by itself.
void PrivateAccessesPlain(benchmark::State& state) {
  int words[64] = {};
  for (auto _ : state) TouchPlain(words);
  state.SetItemsProcessed(state.iterations() * kAccesses);
}
BENCHMARK(PrivateAccessesPlain);

// Outside of executions: that, and one test.
void PrivateAccessesOutside(benchmark::State& state) {
  int words[64] = {};
  for (auto _ : state) Touch(words);
  state.SetItemsProcessed(state.iterations() * kAccesses);
}
BENCHMARK(PrivateAccessesOutside);

// Of a task that is not alone. (Time is virtual in a task: an execution is one
// round, which makes its own cost a small part.)
void PrivateAccesses(benchmark::State& state) {
  constexpr int kTimes = 100;
  Execution& execution = Ready();
  RandomStrategy strategy(1);
  for (auto _ : state) {
    strategy.Begin();
    strategy.End(execution.Run(
        [] {
          std::mutex mutex;
          mutex.lock();
          std::thread other([&mutex] { const std::lock_guard lock(mutex); });
          int words[64] = {};
          for (int i = 0; i < kTimes; ++i) Touch(words);
          mutex.unlock();
          other.join();
        },
        strategy, {}));
  }
  state.SetItemsProcessed(state.iterations() * kTimes * kAccesses);
}
BENCHMARK(PrivateAccesses);

// A schedule point each: an atomic that two tasks use.
void AtomicSteps(benchmark::State& state) {
  Execution& execution = Ready();
  RandomStrategy strategy(1);
  for (auto _ : state) {
    strategy.Begin();
    strategy.End(execution.Run(
        [] {
          std::atomic<int> count = 0;
          const auto add = [&count] {
            for (int i = 0; i < kAccesses; ++i) {
              count.fetch_add(1, std::memory_order_relaxed);
            }
          };
          std::thread one(add);
          std::thread two(add);
          one.join();
          two.join();
        },
        strategy, {}));
  }
  state.SetItemsProcessed(state.iterations() * 2 * kAccesses);
}
BENCHMARK(AtomicSteps);

}  // namespace
}  // namespace interleave

BENCHMARK_MAIN();
