// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/trace_estimate.h"

#include <cmath>
#include <set>

#include "gtest/gtest.h"
#include "interleave/strategy/exhaustive.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Draw;
using simulated::Lock;
using simulated::Program;
using simulated::Read;
using simulated::RunOnce;
using simulated::Together;
using simulated::Unlock;
using simulated::Write;

// Without those of deadlocks.
size_t TracesOf(const Program& program) {
  std::set<uint64_t> traces;
  ExhaustiveStrategy all;
  while (const auto run = RunOnce(program, all)) {
    traces.insert(*run->result.trace);
  }
  return traces.size();
}

double EstimateOf(const Program& program, int walks) {
  TraceEstimator estimator(1, &simulated::FootprintOf);
  for (int i = 0; i < walks; ++i) RunOnce(program, estimator);
  EXPECT_EQ(estimator.walks(), static_cast<uint64_t>(walks));
  return estimator.traces();
}

TEST(TraceEstimatorTest, IsTheNumberOfTracesOnAverage) {
  const simulated::Task writes{{Write(0), Write(1)}, ""};
  const simulated::Task reads{{Read(0), Read(1), Write(1)}, ""};
  const simulated::Task locks{{Lock(5), Read(0), Unlock(5)}, ""};
  for (const Program& program :
       {Together({writes, reads}), Together({writes, writes}),
        Together({locks, locks}), Together({locks, writes}),
        Together({reads, reads, reads})}) {
    const auto traces = static_cast<double>(TracesOf(program));
    EXPECT_GE(traces, 2);
    EXPECT_NEAR(EstimateOf(program, 20'000), traces, traces / 10);
  }
}

TEST(TraceEstimatorTest, WhatIsIndependentIsOneTrace) {
  const Program program = Together({{{Write(0), Write(0), Write(0)}, ""},
                                    {{Write(1), Write(1), Write(1)}, ""}});
  EXPECT_EQ(TracesOf(program), 1u);
  EXPECT_NEAR(EstimateOf(program, 20'000), 1, 0.05);
}

TEST(TraceEstimatorTest, EachValueIsATraceOfItsOwn) {
  EXPECT_DOUBLE_EQ(EstimateOf(Together({{{Draw(3), Draw(2)}, ""}}), 10), 6);
}

TEST(TraceEstimatorTest, KnowsNothingOfMoreTasksThanItTakes) {
  const std::vector<simulated::Task> tasks(EventLog::kTasksMax);
  EXPECT_TRUE(std::isinf(EstimateOf(Together(tasks), 100)));
}

TEST(TraceEstimatorTest, GoesOnFromItsText) {
  const Program program =
      Together({{{Write(0), Read(1)}, ""}, {{Read(0), Write(1)}, ""}});
  TraceEstimator one(7, &simulated::FootprintOf);
  TraceEstimator other(7, &simulated::FootprintOf);
  for (int i = 0; i < 10; ++i) RunOnce(program, one);
  for (int i = 0; i < 4; ++i) RunOnce(program, other);
  TraceEstimator rest(7, &simulated::FootprintOf);
  ASSERT_TRUE(rest.Load(other.Text()));
  for (int i = 0; i < 6; ++i) RunOnce(program, rest);
  EXPECT_EQ(rest.Text(), one.Text());
}

TEST(TraceEstimatorTest, RefusesTextsThatAreNone) {
  for (const char* wrong : {"", "1", "1/", "/1", "1/2/3", "1/x", "-1/2",
                            "1/9221120237041090560", "1/9223372036854775809"}) {
    TraceEstimator estimator(1);
    EXPECT_FALSE(estimator.Load(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace interleave
