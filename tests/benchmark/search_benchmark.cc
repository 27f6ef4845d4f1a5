// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What an execution of a search costs, of instrumented programs whose number of
// executions is known (tests/exhaustive), without race detection and with one
// job. A space that was searched to its end begins again.

#include <benchmark/benchmark.h>
#include <pthread.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "benchmark/batches.h"
#include "interleave/explore/search.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"

namespace interleave {
namespace {

using Body = std::function<void()>;

// Runs as many threads, each with its number, to their ends.
void Together(int threads, const std::function<void(int)>& work) {
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back(work, i);
  for (std::thread& thread : running) thread.join();
}

Body LostIncrements(int threads, int times) {
  return [=] {
    std::atomic<int> count = 0;
    Together(threads, [&](int) {
      for (int i = 0; i < times; ++i) {
        const int before = count.load(std::memory_order_relaxed);
        count.store(before + 1, std::memory_order_relaxed);
      }
    });
  };
}

// As in tests/exhaustive/known_traces_test.cc, with its sources.
Body LastZero(int size) {
  return [=] {
    std::vector<std::atomic<int>> array(static_cast<size_t>(size) + 1);
    Together(size + 1, [&](int number) {
      const auto at = static_cast<size_t>(number);
      if (number == 0) {
        auto last = static_cast<size_t>(size);
        while (array[last].load(std::memory_order_relaxed) != 0) --last;
      } else {
        array[at].store(array[at - 1].load(std::memory_order_relaxed) + 1,
                        std::memory_order_relaxed);
      }
    });
  };
}

Body Indexer(int threads) {
  return [=] {
    constexpr int kSize = 128;
    std::vector<std::atomic<int>> table(kSize);
    Together(threads, [&](int number) {
      for (int message = 1; message <= 4; ++message) {
        const int word = message * 11 + number;
        int at = word * 7 % kSize;
        int empty = 0;
        while (!table[static_cast<size_t>(at)].compare_exchange_strong(
            empty, word, std::memory_order_relaxed)) {
          empty = 0;
          at = (at + 1) % kSize;
        }
      }
    });
  };
}

// The same two as other checkers' programs are written, whose times are in
// docs/architecture.md: in C, with pthread_create and static variables, so
// without what std::thread and std::function do to memory of their own.
template <int kThreads>
void RunInC(void* (*work)(void*)) {
  std::array<pthread_t, kThreads> threads;
  for (intptr_t i = 0; i < kThreads; ++i) {
    pthread_create(&threads[static_cast<size_t>(i)], nullptr, work,
                   reinterpret_cast<void*>(i));
  }
  for (pthread_t thread : threads) pthread_join(thread, nullptr);
}

std::atomic<int> count_in_c;

template <int kThreads, int kTimes>
void LostIncrementsInC() {
  count_in_c.store(0, std::memory_order_relaxed);
  RunInC<kThreads>([](void*) -> void* {
    for (int i = 0; i < kTimes; ++i) {
      const int before = count_in_c.load(std::memory_order_relaxed);
      count_in_c.store(before + 1, std::memory_order_relaxed);
    }
    return nullptr;
  });
}

template <int kSize>
std::array<std::atomic<int>, kSize + 1> array_in_c;

template <int kSize>
void LastZeroInC() {
  for (std::atomic<int>& element : array_in_c<kSize>) {
    element.store(0, std::memory_order_relaxed);
  }
  RunInC<kSize + 1>([](void* number) -> void* {
    std::atomic<int>* const array = array_in_c<kSize>.data();
    const auto at = reinterpret_cast<intptr_t>(number);
    if (at == 0) {
      int last = kSize;
      while (array[last].load(std::memory_order_relaxed) != 0) --last;
    } else {
      array[at].store(array[at - 1].load(std::memory_order_relaxed) + 1,
                      std::memory_order_relaxed);
    }
    return nullptr;
  });
}

// Begins again when nothing is left to try.
class Endless final : public Strategy {
 public:
  explicit Endless(const char* strategy) {
    options_.strategy = strategy;
    options_.executions = 0;
    search_ = MakeSearch(options_);
  }

  bool Begin() override {
    while (!search_->Begin()) search_ = MakeSearch(options_);
    return true;
  }
  uint32_t Choose(const ChoicePoint& point) override {
    return search_->Choose(point);
  }
  void End(const ExecutionResult& result) override {
    search_->End(result);
    counted_ += !search_->WasRedundant();
  }
  bool WantsLonePoints() const override { return search_->WantsLonePoints(); }
  bool KeepsLocations() const override { return search_->KeepsLocations(); }
  bool WantsLoneAccesses() const override {
    return search_->WantsLoneAccesses();
  }

  // Executions that were not given up halfway.
  int64_t counted() const { return counted_; }

 private:
  Options options_;
  std::unique_ptr<Search> search_;
  int64_t counted_ = 0;
};

void Searches(benchmark::State& state, const char* strategy, const Body& body) {
  LinkDoors();
  ProcessExecution().BeginExploration();
  Endless search(strategy);
  ExecutionLimits limits;
  limits.races = Races::kOff;
  RunInBatches(state, body, search, limits, [](const ExecutionResult&) {});
  state.SetItemsProcessed(search.counted());
}

// Each is in the table of ratios.cc by its name.
#define INTERLEAVE_BENCHMARK_SEARCH(name, strategy, body)                 \
  void name(benchmark::State& state) { Searches(state, strategy, body); } \
  BENCHMARK(name)

INTERLEAVE_BENCHMARK_SEARCH(OptimalDporLost3x2, "optimal-dpor",
                            LostIncrements(3, 2));
INTERLEAVE_BENCHMARK_SEARCH(OptimalDporLost3x3, "optimal-dpor",
                            LostIncrements(3, 3));
INTERLEAVE_BENCHMARK_SEARCH(OptimalDporLost3x3InC, "optimal-dpor",
                            (LostIncrementsInC<3, 3>));
INTERLEAVE_BENCHMARK_SEARCH(OptimalDporLastZero, "optimal-dpor", LastZero(15));
INTERLEAVE_BENCHMARK_SEARCH(OptimalDporLastZeroInC, "optimal-dpor",
                            LastZeroInC<15>);
// What the executions alone take.
INTERLEAVE_BENCHMARK_SEARCH(RandomLastZeroInC, "random", LastZeroInC<15>);
INTERLEAVE_BENCHMARK_SEARCH(OptimalDporIndexer, "optimal-dpor", Indexer(15));
INTERLEAVE_BENCHMARK_SEARCH(DporLost3x2, "dpor", LostIncrements(3, 2));
INTERLEAVE_BENCHMARK_SEARCH(DporLost3x3, "dpor", LostIncrements(3, 3));
INTERLEAVE_BENCHMARK_SEARCH(DporLastZero, "dpor", LastZero(15));
INTERLEAVE_BENCHMARK_SEARCH(DporIndexer, "dpor", Indexer(15));
INTERLEAVE_BENCHMARK_SEARCH(RfDporLost3x3, "rf-dpor", LostIncrements(3, 3));
INTERLEAVE_BENCHMARK_SEARCH(RfDporLost3x3InC, "rf-dpor",
                            (LostIncrementsInC<3, 3>));
INTERLEAVE_BENCHMARK_SEARCH(RfDporLastZero, "rf-dpor", LastZero(15));
INTERLEAVE_BENCHMARK_SEARCH(DfsLost3x2, "dfs", LostIncrements(3, 2));
INTERLEAVE_BENCHMARK_SEARCH(DfsLost3x2InC, "dfs", (LostIncrementsInC<3, 2>));

}  // namespace
}  // namespace interleave
