// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/result.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

ExploreResult Verified(const char* strategy, uint64_t searched) {
  ExploreResult result;
  result.verdict = Verdict::kVerified;
  result.exhausted = true;
  result.strategy = strategy;
  result.executions = result.searched = searched;
  return result;
}

ExploreResult Passed(const char* strategy, uint64_t searched, Limit limit) {
  ExploreResult result = Verified(strategy, searched);
  result.verdict = Verdict::kPassed;
  result.exhausted = false;
  result.stopped_by = limit;
  return result;
}

TEST(ResultLineTest, SaysWhatWasProven) {
  EXPECT_EQ(ResultLine(Verified("exhaustive", 34)),
            "verified: all 34 schedules");
  EXPECT_EQ(ResultLine(Verified("exhaustive", 1)), "verified: all 1 schedule");
  EXPECT_EQ(ResultLine(Verified("auto (exhaustive)", 34)),
            "verified: all 34 schedules");
}

TEST(ResultLineTest, SaysHowManyInterleavingsTheTracesStandFor) {
  ExploreResult result = Verified("dpor", 216);
  EXPECT_EQ(ResultLine(result), "verified: all 216 traces");
  result.estimate = {1.2e6, 4e5, 4e6};
  EXPECT_EQ(ResultLine(result),
            "verified: all 216 traces (of about 1.2e6 interleavings)");
}

TEST(ResultLineTest, SaysThatTheDefaultWentThroughTraces) {
  ExploreResult result = Verified("auto (optimal-dpor)", 960);
  result.counts_traces = true;
  result.repeated = 256;
  result.estimate = {4.7e22, 1e22, 1e23};
  EXPECT_EQ(ResultLine(result),
            "verified: all 704 traces (960 executions) (of about 4.7e22 "
            "interleavings)");
  result.verdict = Verdict::kPassed;
  result.exhausted = false;
  result.stopped_by = Limit::kExecutions;
  EXPECT_EQ(ResultLine(result),
            "passed: 704 traces (of about 4.7e22 interleavings); stopped by "
            "--interleave_executions");
}

TEST(ResultLineTest, NamesMembersThatHadTurns) {
  EXPECT_EQ(MembersText({}), "");
  EXPECT_EQ(MembersText({{"rff", 20, 12}, {"pos", 0, 0}, {"pct", 9, 9}}),
            "rff 20 (12), pct 9 (9)");
}

TEST(ResultLineTest, SaysTheBoundOfAProof) {
  ExploreResult result = Verified("preemption-bounded", 310);
  result.repeated = 31;
  result.bound = Bound::Preemptions(2);
  EXPECT_EQ(
      ResultLine(result),
      "verified: all schedules with at most 2 preemptions (310 executions)");
  result.bound = Bound::Delays(1);
  EXPECT_EQ(ResultLine(result),
            "verified: all schedules with at most 1 delay (310 executions)");
}

TEST(ResultLineTest, CountsSchedulesOnceThatSeveralBoundsReached) {
  ExploreResult result = Verified("delay-bounded", 325);
  result.repeated = 256;
  EXPECT_EQ(ResultLine(result), "verified: all 69 schedules (325 executions)");
}

TEST(ResultLineTest, LeavesOutReplaysAndNeighbours) {
  ExploreResult result = Verified("exhaustive", 34);
  result.executions = 60;
  EXPECT_EQ(ResultLine(result), "verified: all 34 schedules");
}

TEST(ResultLineTest, NamesTheFlagOfTheLimit) {
  EXPECT_EQ(ResultLine(Passed("sticky-random", 10000, Limit::kExecutions)),
            "passed: 10000 schedules; stopped by --interleave_executions");
  ExploreResult in_time = Passed("random", 5, Limit::kSeconds);
  in_time.seconds = 60.004;
  EXPECT_EQ(ResultLine(in_time),
            "passed: 5 schedules in 60 s (--interleave_seconds)");
  EXPECT_EQ(ResultLine(Passed("random", 5, Limit::kMemory)),
            "passed: 5 schedules; stopped by --interleave_memory_mb");
}

TEST(ResultLineTest, SaysHowMuchOfTheSpaceWasSearched) {
  ExploreResult result = Passed("exhaustive", 10000, Limit::kExecutions);
  result.estimate = {1.2e6, 4e5, 4e6};
  result.done = 0.0084;
  EXPECT_EQ(ResultLine(result),
            "passed: 10000 schedules of about 1.2e6 (between 4e5 and 4e6), "
            "0.8 % done; stopped by --interleave_executions");
  result.strategy = "delay-bounded";
  result.repeated = 4000;
  result.trying = Bound::Delays(2);
  result.bound = Bound::Delays(1);
  EXPECT_EQ(ResultLine(result),
            "passed: 6000 schedules of about 1.2e6 (between 4e5 and 4e6) with "
            "at most 2 delays, 0.8 % done; all with at most 1 delay; stopped "
            "by --interleave_executions");
  result = Passed("dpor", 10000, Limit::kExecutions);
  result.estimate = {1.2e9, 4e8, 4e9};
  EXPECT_EQ(ResultLine(result),
            "passed: 10000 traces (of about 1.2e9 interleavings); stopped by "
            "--interleave_executions");
}

TEST(ResultLineTest, SaysThatStepLimitsCutTheSpace) {
  ExploreResult result = Verified("exhaustive", 34);
  result.verdict = Verdict::kFailed;
  Failure& failure = result.failures.emplace_back();
  failure.finding.kind = FindingKind::kStepLimit;
  failure.execution = 3;
  result.cut_by_steps = 2;
  EXPECT_EQ(ResultLine(result),
            "failed: step-limit in execution 3; tried: all 34 schedules; 2 "
            "executions stopped by --interleave_steps_max, with all that would "
            "have followed");
}

TEST(ResultLineTest, SaysHowFarASearchWentOnAfterItsFirstFinding) {
  ExploreResult result = Passed("exhaustive", 100, Limit::kNone);
  result.verdict = Verdict::kFailed;
  for (const uint64_t execution : {3, 7, 9}) {
    Failure& failure = result.failures.emplace_back();
    failure.finding.kind = FindingKind::kDeadlock;
    failure.execution = execution;
  }
  EXPECT_EQ(ResultLine(result),
            "failed: deadlock in execution 3 and 2 more findings");
  result.stopped_by = Limit::kExecutions;
  EXPECT_EQ(ResultLine(result),
            "failed: deadlock in execution 3 and 2 more findings; stopped by "
            "--interleave_executions");
  result.exhausted = true;
  EXPECT_EQ(ResultLine(result),
            "failed: deadlock in execution 3 and 2 more findings; tried: all "
            "100 schedules");
}

TEST(ResultLineTest, SaysHowManyTracesWereCovered) {
  Coverage coverage;
  coverage.sees_memory = true;
  coverage.traces = {1, 2, 3};
  const auto shared = std::make_shared<const Coverage>(coverage);
  ExploreResult passed = Passed("random", 1'000, Limit::kExecutions);
  passed.coverage = shared;
  EXPECT_EQ(ResultLine(passed),
            "passed: 1000 schedules, 3 distinct traces; stopped by "
            "--interleave_executions");
  ExploreResult verified = Verified("exhaustive", 34);
  verified.coverage = shared;
  EXPECT_EQ(ResultLine(verified),
            "verified: all 34 schedules, 3 distinct traces");
  // There it is what was counted.
  verified = Verified("optimal-dpor", 3);
  verified.coverage = shared;
  EXPECT_EQ(ResultLine(verified), "verified: all 3 traces");
}

}  // namespace
}  // namespace interleave
