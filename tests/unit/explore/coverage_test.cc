// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/coverage.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

using testing::ElementsAre;

constexpr uint8_t kOnObject = BitOf(Relation::kOnObject);
constexpr uint8_t kReadsFrom = BitOf(Relation::kReadsFrom);

CoveredPair Pair(const char* first, const char* second, uint8_t relations) {
  return {
      {OperationKind::kLock, first}, {OperationKind::kLock, second}, relations};
}

TEST(CoverageTest, PartsAddUpToTheWhole) {
  Coverage one;
  one.executions = 3;
  one.traces = {1, 5, 9};
  one.pairs = {Pair("a", "b", kOnObject), Pair("c", "d", kOnObject)};
  Coverage other;
  other.executions = 4;
  other.sees_memory = true;
  other.traces = {5, 6};
  other.pairs = {Pair("a", "a", kOnObject), Pair("a", "b", kReadsFrom)};
  Coverage both = one;
  both.Add(other);
  EXPECT_EQ(both.executions, 7u);
  EXPECT_TRUE(both.sees_memory);
  EXPECT_THAT(both.traces, ElementsAre(1u, 5u, 6u, 9u));
  EXPECT_THAT(both.pairs, ElementsAre(Pair("a", "a", kOnObject),
                                      Pair("a", "b", kOnObject | kReadsFrom),
                                      Pair("c", "d", kOnObject)));
  Coverage reverse = other;
  reverse.Add(one);
  EXPECT_EQ(reverse, both);
}

TEST(CoverageTest, SaysWhenThereAreMoreTracesThanAreToldApart) {
  Coverage one;
  one.traces = {1, 2};
  Coverage other;
  other.traces = {2};
  one.Add(other, /*traces_max=*/2);
  EXPECT_FALSE(one.more_traces);
  other.traces = {3};
  one.Add(other, /*traces_max=*/2);
  EXPECT_TRUE(one.more_traces);
  EXPECT_EQ(one.traces.size(), 2u);
}

TEST(CoverageTest, SaysWhatItsTracesAreOf) {
  Coverage coverage;
  coverage.traces = {1};
  EXPECT_EQ(TracesText(coverage), "1 distinct trace by synchronisation");
  coverage.sees_memory = true;
  coverage.traces = {1, 2};
  EXPECT_EQ(TracesText(coverage), "2 distinct traces");
  coverage.more_traces = true;
  EXPECT_EQ(TracesText(coverage), "more than 2 distinct traces");
}

}  // namespace
}  // namespace interleave
