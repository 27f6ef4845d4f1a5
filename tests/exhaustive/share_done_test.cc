// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What a partial order reduction says of how much it has tried, where it is
// known how many traces there are (known_traces_test.cc).

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <mutex>

#include "gtest/gtest.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/strategy/dpor.h"
#include "tests/exhaustive/known_programs.h"
#include "tests/programs/thread.h"

namespace interleave {
namespace {

// Before that it has seen no choice to its end.
constexpr uint64_t kFirst = 8;

struct Shares {
  uint64_t traces = 0;
  double off = 0;   // at most, from the true share
  double back = 0;  // at most, from the largest before
  double last = 0;
};

Shares SharesOf(DporStrategy& strategy, double traces, uint64_t traces_max,
                absl::FunctionRef<void()> body) {
  LinkDoors();
  ProcessExecution().BeginExploration();
  Shares shares;
  double largest = 0;
  while (shares.traces < traces_max && strategy.Begin()) {
    strategy.End(ProcessExecution().Run(body, strategy, {}));
    if (!strategy.WasRedundant()) ++shares.traces;
    const double done = strategy.done();
    EXPECT_GT(done, 0) << shares.traces;
    if (!strategy.is_done()) EXPECT_LT(done, 1) << shares.traces;
    shares.last = done;
    if (shares.traces < kFirst) continue;
    const double tried = static_cast<double>(shares.traces) / traces;
    shares.off = std::max(shares.off, std::abs(done - tried));
    shares.back = std::max(shares.back, largest - done);
    largest = std::max(largest, done);
  }
  return shares;
}

class ShareDoneTest : public testing::TestWithParam<DporStrategy::Mode> {
 protected:
  // From a little to all, without much way back.
  static void ExpectGrows(uint64_t traces, absl::FunctionRef<void()> body) {
    DporStrategy strategy(GetParam());
    const Shares shares = SharesOf(strategy, static_cast<double>(traces),
                                   /*traces_max=*/traces + 1, body);
    EXPECT_TRUE(strategy.exhausted());
    EXPECT_EQ(shares.traces, traces);
    EXPECT_EQ(shares.last, 1);
    EXPECT_LT(shares.off, 0.5) << traces;
    EXPECT_LT(shares.back, 0.15) << traces;
  }
};

INSTANTIATE_TEST_SUITE_P(Of, ShareDoneTest,
                         testing::Values(DporStrategy::Mode::kSource,
                                         DporStrategy::Mode::kOptimal),
                         [](const auto& info) {
                           return info.param == DporStrategy::Mode::kSource
                                      ? "dpor"
                                      : "optimal_dpor";
                         });

TEST_P(ShareDoneTest, GrowsToAllOfIt) {
  ExpectGrows(328, LostIncrements(2, 3));
  ExpectGrows(7'134, LostIncrements(3, 2));
  ExpectGrows(34'904, LostIncrements(2, 5));
  ExpectGrows(3'328, LastZero(10));
  ExpectGrows(4'096, Indexer(15));
  ExpectGrows(720, [] {
    std::mutex mutex;
    Copies(6, [&](int) { const std::lock_guard hold(mutex); });
  });
}

TEST_P(ShareDoneTest, IsLittleOfALargeSpaceFromTheFirstFew) {
  DporStrategy strategy(GetParam());
  const Shares shares =
      SharesOf(strategy, 1'824'912, 4'000, LostIncrements(3, 3));
  EXPECT_LT(shares.off, 0.01);
}

}  // namespace
}  // namespace interleave
