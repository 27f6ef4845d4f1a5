// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Runs the benchmarks that are linked with it, and a raw switch of context,
// with which all are compared.

#include <benchmark/benchmark.h>

#include <boost/context/detail/fcontext.hpp>
#include <vector>

#include "benchmark/ratios.h"
#include "interleave/runtime/thread_pointer.h"

namespace interleave {
namespace {

void RawSwitch(benchmark::State& state) {
  using boost::context::detail::jump_fcontext;
  using boost::context::detail::transfer_t;
  constexpr int kSwitches = 10'000;
  std::vector<char> stack(64 * 1024);
  transfer_t other{boost::context::detail::make_fcontext(
                       stack.data() + stack.size(), stack.size(),
                       [](transfer_t from) {
                         for (;;) from = jump_fcontext(from.fctx, nullptr);
                       }),
                   nullptr};
  arch::ClearFloatingPointFlags();
  for (auto _ : state) {
    for (int i = 0; i < kSwitches / 2; ++i) {
      other = jump_fcontext(other.fctx, nullptr);
    }
  }
  state.SetItemsProcessed(state.iterations() * kSwitches);
}
BENCHMARK(RawSwitch);

}  // namespace
}  // namespace interleave

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  interleave::RatioReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  reporter.PrintRatios();
  return 0;
}
