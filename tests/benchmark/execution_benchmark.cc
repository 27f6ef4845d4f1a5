// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What a step and an execution cost. CPU time, since machines are shared; the
// ratios in the table at the end are what can be compared between machines.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <optional>
#include <thread>
#include <vector>

#include "benchmark/batches.h"
#include "interleave/explore/coverage_recorder.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/point.h"
#include "interleave/strategy/exhaustive.h"
#include "interleave/strategy/random.h"
#include "interleave/strategy/rff.h"

namespace interleave {
namespace {

constexpr int kSteps = 10'000;

// Goes on with whoever may go on: nobody else ever gets the processor.
class StayStrategy final : public Strategy {
 public:
  bool Begin() override { return true; }
  void End(const ExecutionResult&) override {}
  uint32_t Choose(const ChoicePoint& point) override {
    return point.current == ChoicePoint::kNotEnabled ? 0 : point.current;
  }
};

// Always goes to another task.
class AlternateStrategy final : public Strategy {
 public:
  bool Begin() override { return true; }
  void End(const ExecutionResult&) override {}
  uint32_t Choose(const ChoicePoint& point) override {
    const uint32_t next = point.current + 1;  // kNotEnabled + 1 is 0
    return next < point.count ? next : 0;
  }
};

void Explore(Strategy& strategy, absl::FunctionRef<void()> body,
             benchmark::State& state) {
  LinkDoors();
  const ExecutionLimits limits{.steps_max = 10'000'000};
  uint64_t steps = 0;
  RunInBatches(state, body, strategy, limits,
               [&](const ExecutionResult& result) { steps += result.steps; });
  state.counters["steps"] = benchmark::Counter(static_cast<double>(steps),
                                               benchmark::Counter::kIsRate);
  state.SetItemsProcessed(static_cast<int64_t>(steps));
}

void TwoTasksOfPoints() {
  const auto points = [] {
    for (int i = 0; i < kSteps / 2; ++i) INTERLEAVE_POINT("benchmark.point");
  };
  std::thread a(points), b(points);
  a.join();
  b.join();
}

void StayingStep(benchmark::State& state) {
  StayStrategy stay;
  Explore(stay, &TwoTasksOfPoints, state);
}
BENCHMARK(StayingStep);

void SwitchingStep(benchmark::State& state) {
  AlternateStrategy alternate;
  Explore(alternate, &TwoTasksOfPoints, state);
}
BENCHMARK(SwitchingStep);

void LostIncrement(benchmark::State& state) {
  RandomStrategy random(1);
  Explore(
      random,
      [] {
        int count = 0;
        const auto increment = [&] {
          const int before = count;
          INTERLEAVE_POINT("benchmark.loaded");
          count = before + 1;
        };
        std::thread a(increment), b(increment);
        a.join();
        b.join();
        benchmark::DoNotOptimize(count);
      },
      state);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(LostIncrement);

// Searches a space to its end, over and over.
class EndlessDfs final : public Strategy {
 public:
  bool Begin() override {
    if (search_.Begin()) return true;
    search_.Restart(std::nullopt);
    return search_.Begin();
  }
  uint32_t Choose(const ChoicePoint& point) override {
    return search_.Choose(point);
  }
  void End(const ExecutionResult& result) override { search_.End(result); }

 private:
  ExhaustiveStrategy search_;
};

// 2,704,155 schedules, of points that are named: to be compared with a tool
// whose types take the place of the program's.
void DfsOfPoints(benchmark::State& state) {
  EndlessDfs dfs;
  Explore(
      dfs,
      [] {
        int count = 0;
        const auto increments = [&] {
          for (int i = 0; i < 2; ++i) {
            INTERLEAVE_POINT("benchmark.load");
            const int before = count;
            INTERLEAVE_POINT("benchmark.store");
            count = before + 1;
          }
        };
        std::thread a(increments), b(increments), c(increments);
        a.join();
        b.join();
        c.join();
        benchmark::DoNotOptimize(count);
      },
      state);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(DfsOfPoints);

void FourTasksOfYields(benchmark::State& state) {
  RandomStrategy random(1);
  Explore(
      random,
      [] {
        const auto yields = [] {
          for (int i = 0; i < 1'000; ++i) std::this_thread::yield();
        };
        std::thread a(yields), b(yields), c(yields), d(yields);
        a.join();
        b.join();
        c.join();
        d.join();
      },
      state);
}
BENCHMARK(FourTasksOfYields);

// Takes down what the executions of another strategy cover.
class CoveredStrategy final : public Strategy {
 public:
  explicit CoveredStrategy(Strategy& inner) : inner_(inner) {
    ProcessExecution().Listen(&recorder_);
  }
  ~CoveredStrategy() override { ProcessExecution().Listen(nullptr); }

  bool Begin() override {
    recorder_.BeginExecution(CoverageRecorder::Scope::kAll);
    return inner_.Begin();
  }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override {
    recorder_.EndExecution(/*counts=*/true);
    inner_.End(result);
  }

 private:
  Strategy& inner_;
  CoverageRecorder recorder_;
};

// What RffStrategy adds to a random choice where every step reads and writes
// what all steps do, so that each is seen, and draws priorities anew.
void FourTasksOfPoints(Strategy& strategy, benchmark::State& state) {
  Explore(
      strategy,
      [] {
        const auto points = [] {
          for (int i = 0; i < 250; ++i) {
            INTERLEAVE_POINT("benchmark.one");
            INTERLEAVE_POINT("benchmark.two");
            INTERLEAVE_POINT("benchmark.three");
            INTERLEAVE_POINT("benchmark.four");
          }
        };
        std::thread a(points), b(points), c(points), d(points);
        a.join();
        b.join();
        c.join();
        d.join();
      },
      state);
}

void RandomPoints(benchmark::State& state) {
  RandomStrategy random(1);
  FourTasksOfPoints(random, state);
}
BENCHMARK(RandomPoints);

// ... and with what is covered taken down.
void CoveredPoints(benchmark::State& state) {
  RandomStrategy random(1);
  CoveredStrategy covered(random);
  FourTasksOfPoints(covered, state);
}
BENCHMARK(CoveredPoints);

void RffPoints(benchmark::State& state) {
  RffStrategy rff(1);
  FourTasksOfPoints(rff, state);
}
BENCHMARK(RffPoints);

void EightTasksOfIncrements(benchmark::State& state) {
  RandomStrategy random(1);
  Explore(
      random,
      [] {
        int count = 0;
        const auto increments = [&] {
          for (int i = 0; i < 100'000; ++i) {
            const int before = count;
            INTERLEAVE_POINT("benchmark.loaded");
            count = before + 1;
          }
        };
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i) threads.emplace_back(increments);
        for (std::thread& thread : threads) thread.join();
        benchmark::DoNotOptimize(count);
      },
      state);
}
BENCHMARK(EightTasksOfIncrements)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace interleave
