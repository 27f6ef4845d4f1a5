// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/pos.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/strategy/random.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Execution;
using simulated::Op;
using simulated::Order;
using simulated::Program;
using simulated::RunOnce;
using simulated::Together;
using simulated::Yield;

PosStrategy MakePos(uint64_t seed, uint64_t first = 0) {
  return PosStrategy(seed, first, &simulated::WouldBeOrdered);
}

// Who writes and reads, in order: "1 2 1".
std::string Accesses(const Execution& run) {
  std::string text;
  for (const simulated::Step& step : run.steps) {
    if (step.kind != OperationKind::kWrite && step.kind != OperationKind::kRead)
      continue;
    if (!text.empty()) text += ' ';
    text += std::to_string(step.task);
  }
  return text;
}

// T1 does 7 steps that race with nothing before it writes, T2 one. Nobody draws
// anew before the race, so whose lowest priority is the higher comes first:
// that of T1's 8 steps is above that of T2's 2 with the probability 2/10. A
// walk that is uniform at each step has T1 take 8 steps before T2 takes 2:
// 10/2^9, 0.02.
TEST(PosStrategyTest, OrdersARaceBehindUnequalTasksMoreEvenly) {
  std::vector<Op> long_one(6, Yield());
  long_one.push_back(simulated::Write(0));
  const Program program =
      Together({{long_one, ""}, {{simulated::Write(0)}, ""}});
  PosStrategy pos = MakePos(1);
  RandomStrategy random(1);
  int by_pos = 0;
  int by_random = 0;
  for (int i = 0; i < 5000; ++i) {
    by_pos += Accesses(*RunOnce(program, pos)) == "1 2" ? 1 : 0;
    by_random += Accesses(*RunOnce(program, random)) == "1 2" ? 1 : 0;
  }
  // Deviation sqrt(5000 * 0.16) = 28; tolerance 4 of them.
  EXPECT_NEAR(by_pos, 1000, 113);
  EXPECT_NEAR(by_random, 98, 40);
}

// T1 writes three times, T2 once. Where T1 wrote first though T2 was at its
// write, that one has lost, but draws anew: it loses again with the probability
// 1/2, and a third time with 1/4. If it did not draw anew, it would be the
// lower of two, then of three: 2/3 and 1/2.
TEST(PosStrategyTest, DrawsAnewAfterARace) {
  const Program program = Together(
      {{{simulated::Write(0), simulated::Write(0), simulated::Write(0)}, ""},
       {{simulated::Write(0)}, ""}});
  PosStrategy pos = MakePos(2);
  int lost_once = 0;
  int lost_twice = 0;
  int lost_thrice = 0;
  for (int i = 0; i < 16000; ++i) {
    const Execution run = *RunOnce(program, pos);
    size_t start = 0;
    size_t first = 0;
    for (size_t step = 0; step < run.steps.size(); ++step) {
      if (run.steps[step].task == 2 && run.steps[step].at == 1) start = step;
      if (run.steps[step].task == 1 && run.steps[step].at == 2) first = step;
    }
    const std::string accesses = Accesses(run);
    if (start > first || accesses[0] != '1') continue;
    ++lost_once;
    lost_twice += accesses != "1 2 1 1" ? 1 : 0;
    lost_thrice += accesses == "1 1 1 2" ? 1 : 0;
  }
  // Deviations 0.5 / sqrt(2000) = 0.011 and 0.43 / sqrt(2000) = 0.01.
  ASSERT_GT(lost_once, 2000);
  EXPECT_NEAR(static_cast<double>(lost_twice) / lost_once, 0.5, 0.045);
  EXPECT_NEAR(static_cast<double>(lost_thrice) / lost_once, 0.25, 0.04);
}

// The same with reads: nothing races, nothing draws anew, and it is 2/3: the
// last of three equals is the lowest with the probability 1/3.
TEST(PosStrategyTest, DrawsNothingAnewWithoutARace) {
  const Program program =
      Together({{{simulated::Read(0), simulated::Read(0)}, ""},
                {{simulated::Read(0)}, ""}});
  PosStrategy pos = MakePos(3);
  int lost_once = 0;
  int lost_twice = 0;
  for (int i = 0; i < 8000; ++i) {
    const std::string order = Order(*RunOnce(program, pos));
    // Both have started; then the first read is T1's.
    const bool both = order.rfind("0 0 1 2 1", 0) == 0;
    if (!both) continue;
    ++lost_once;
    lost_twice += order == "0 0 1 2 1 1 2 " ? 1 : 0;
  }
  // T1's start, above T2's start, above both reads; then the reads. Of T1's
  // second read nothing is known: it is above T2's, which is the lowest of all
  // that came before, with the probability 4/5 (the lowest of five is it with
  // 4/5 unless T1's second read is, 1/5).
  ASSERT_GT(lost_once, 200);
  // Deviation sqrt(0.16 / 300) = 0.023.
  EXPECT_NEAR(static_cast<double>(lost_twice) / lost_once, 0.8, 0.1);
}

// Two locks taken in opposite orders: both orders and the deadlock come up.
TEST(PosStrategyTest, OrdersLocks) {
  using simulated::Lock;
  using simulated::Unlock;
  const Program program =
      Together({{{Lock(0), Lock(1), Unlock(1), Unlock(0)}, ""},
                {{Lock(1), Lock(0), Unlock(0), Unlock(1)}, ""}});
  PosStrategy pos = MakePos(4);
  int deadlocks = 0;
  for (int i = 0; i < 400; ++i) {
    deadlocks += RunOnce(program, pos)->result.findings.empty() ? 0 : 1;
  }
  EXPECT_GT(deadlocks, 40);
  EXPECT_LT(deadlocks, 360);
}

TEST(PosStrategyTest, RepeatsOneExecutionWithoutThoseBefore) {
  const Program program = simulated::Uniform(3, 20);
  PosStrategy all = MakePos(7);
  for (uint64_t i = 0; i < 20; ++i) {
    PosStrategy one = MakePos(7, i);
    EXPECT_EQ(Order(*RunOnce(program, all)), Order(*RunOnce(program, one)));
  }
}

}  // namespace
}  // namespace interleave
