// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Executions one after another, as an exploration runs them, which looks at the
// clock now and then.

#ifndef INTERLEAVE_TESTS_BENCHMARK_BATCHES_H_
#define INTERLEAVE_TESTS_BENCHMARK_BATCHES_H_

#include <benchmark/benchmark.h>

#include "absl/functional/function_ref.h"
#include "interleave/runtime/execution.h"

namespace interleave {

// Each iteration of `state` is an execution; `each` is told of its result.
inline void RunInBatches(benchmark::State& state,
                         absl::FunctionRef<void()> body, Strategy& strategy,
                         const ExecutionLimits& limits,
                         absl::FunctionRef<void(const ExecutionResult&)> each) {
  constexpr int kBatch = 64;
  while (state.KeepRunningBatch(kBatch)) {
    int left = kBatch;
    const auto end = [&](const ExecutionResult& result) {
      --left;
      each(result);
      strategy.End(result);
    };
    while (left > 0) {
      strategy.Begin();
      end(ProcessExecution().RunWhile(body, strategy, limits,
                                      [&](const ExecutionResult& result) {
                                        if (left == 1) return false;
                                        end(result);
                                        return strategy.Begin();
                                      }));
    }
  }
}

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_BENCHMARK_BATCHES_H_
