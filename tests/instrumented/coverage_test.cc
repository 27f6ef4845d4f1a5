// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What executions of instrumented programs cover: traces by accesses to memory,
// and which place read from which.

#include <atomic>
#include <string>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/coverage_report.h"

namespace interleave {
namespace {

using testing::ElementsAre;

constexpr auto kRelaxed = std::memory_order_relaxed;

CoverageReport CoveredBy(const char* strategy, void (*body)()) {
  const ExploreResult result = Explore({.strategy = strategy,
                                        .executions = 2'000,
                                        .coverage = "on",
                                        .races = "off",
                                        .allow_no_overlap = true},
                                       body);
  EXPECT_EQ(result.failures.size(), 0u);
  if (result.coverage == nullptr) return {};
  ProcessPlaceResolver resolver;
  return DescribeCoverage(*result.coverage, result.met_points, resolver);
}

std::string LineText(const char* kind, int line) {
  return std::string(kind) + " coverage_test.cc:" + std::to_string(line);
}

// What the place on this line read.
std::vector<std::string> ReadBy(const CoverageReport& report,
                                const std::string& place) {
  for (const CoverageReport::Read& read : report.reads) {
    if (read.place == place) return read.from;
  }
  return {};
}

constexpr int kStores = __LINE__ + 6;
constexpr int kLoads = __LINE__ + 6;

// One stores what the other, and then main, loads.
void OneStoresAndOneLoads() {
  std::atomic<int> value = 0;
  std::thread stores([&] { value.store(1, kRelaxed); });
  std::thread loads([&] { static_cast<void>(value.load(kRelaxed)); });
  stores.join();
  loads.join();
}

TEST(CoverageTest, SaysWhatWasRead) {
  for (const char* strategy : {"exhaustive", "optimal-dpor", "random"}) {
    const CoverageReport report = CoveredBy(strategy, &OneStoresAndOneLoads);
    EXPECT_TRUE(report.sees_memory);
    EXPECT_EQ(report.distinct_traces, 2u) << strategy;
    EXPECT_THAT(ReadBy(report, LineText("atomic-load", kLoads)),
                ElementsAre(LineText("atomic-store", kStores),
                            CoverageReport::kInitialValue))
        << strategy;
    ASSERT_EQ(report.pairs.size(), 2u) << strategy;
    EXPECT_EQ(report.pairs[0].first, LineText("atomic-load", kLoads));
    EXPECT_EQ(report.pairs[0].second, LineText("atomic-store", kStores));
    EXPECT_FALSE(report.pairs[0].one_order_only);
    EXPECT_FALSE(report.pairs[1].one_order_only);
  }
}

constexpr int kSets = __LINE__ + 5;
constexpr int kAsks = __LINE__ + 6;

void OneLoadsWhenTheOtherHasEnded() {
  std::atomic<int> value = 0;
  std::thread sets([&] { value.store(1, kRelaxed); });
  sets.join();
  const int seen = value.load(kRelaxed);
  std::thread adds([&] { value.store(seen + 1, kRelaxed); });
  std::thread([] {}).join();
  adds.join();
}

// When all others have ended an access is no schedule point, but is read.
TEST(CoverageTest, SeesAccessesOfTheLastTask) {
  const CoverageReport report =
      CoveredBy("exhaustive", &OneLoadsWhenTheOtherHasEnded);
  EXPECT_THAT(ReadBy(report, LineText("atomic-load", kAsks)),
              ElementsAre(LineText("atomic-store", kSets)));
  EXPECT_EQ(report.distinct_traces, 1u);
}

constexpr int kTakes = __LINE__ + 8;
constexpr int kLooks = __LINE__ + 15;

// Of two compare-exchanges, one fails.
void OneTakesAndOneFails() {
  std::atomic<int> first = 0;
  std::thread takes([&] {
    int expected = 0;
    first.compare_exchange_strong(expected, 1, kRelaxed);
  });
  std::thread fails([&] {
    int expected = 7;
    first.compare_exchange_strong(expected, 9, kRelaxed);
  });
  takes.join();
  fails.join();
  static_cast<void>(first.load(kRelaxed));
}

TEST(CoverageTest, ACompareExchangeThatFailsWritesNothing) {
  const CoverageReport report = CoveredBy("exhaustive", &OneTakesAndOneFails);
  EXPECT_EQ(report.distinct_traces, 2u);
  EXPECT_THAT(ReadBy(report, LineText("atomic-load", kLooks)),
              ElementsAre(LineText("atomic-change", kTakes)));
}

void LostIncrements() {
  std::atomic<int> count = 0;
  const auto add = [&count] {
    for (int i = 0; i < 2; ++i) {
      const int before = count.load(kRelaxed);
      count.store(before + 1, kRelaxed);
    }
  };
  std::thread one(add), two(add);
  one.join();
  two.join();
}

// As many as optimal-dpor has executions: tests/exhaustive.
TEST(CoverageTest, ManySchedulesAreFewTraces) {
  const CoverageReport all = CoveredBy("exhaustive", &LostIncrements);
  EXPECT_EQ(all.executions, 923u);
  EXPECT_EQ(all.distinct_traces, 34u);
  const CoverageReport each = CoveredBy("optimal-dpor", &LostIncrements);
  EXPECT_EQ(each.executions, 34u);
  EXPECT_EQ(each.distinct_traces, 34u);
  const CoverageReport sampled = CoveredBy("random", &LostIncrements);
  EXPECT_EQ(sampled.executions, 2'000u);
  EXPECT_EQ(sampled.distinct_traces, 34u);
  EXPECT_EQ(FormatCoverage(sampled, 100),
            FormatCoverage(all, 100).replace(
                FormatCoverage(all, 100).find("923"), 3, "2000"));
}

}  // namespace
}  // namespace interleave
