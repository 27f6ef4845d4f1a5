// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// How many Mazurkiewicz traces programs have, where papers or paper say it, and
// that strategies which leave executions out run one of each.

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exhaustive/known_programs.h"
#include "tests/programs/explored.h"
#include "tests/programs/thread.h"

namespace interleave {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class KnownTracesTest : public testing::TestWithParam<std::string> {
 protected:
  // All of them, where nothing is to be found.
  uint64_t TracesOf(absl::FunctionRef<void()> body) const {
    const Counts counts = CountExecutions(GetParam(), body);
    EXPECT_TRUE(counts.all);
    EXPECT_THAT(counts.findings, IsEmpty());
    if (IsOptimal(GetParam())) EXPECT_EQ(counts.redundant, 0u);
    return counts.executions;
  }
};

INSTANTIATE_TEST_SUITE_P(Of, KnownTracesTest,
                         testing::ValuesIn(ReducingStrategies()),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST_P(KnownTracesTest, OfLostIncrements) {
  EXPECT_EQ(TracesOf(LostIncrements(2, 1)), 4u);
  EXPECT_EQ(TracesOf(LostIncrements(2, 2)), 34u);
  EXPECT_EQ(TracesOf(LostIncrements(2, 3)), 328u);
  EXPECT_EQ(TracesOf(LostIncrements(3, 1)), 36u);
  EXPECT_EQ(TracesOf(LostIncrements(3, 2)), 7'134u);
  EXPECT_EQ(TracesOf(LostIncrements(2, 5)), 34'904u);
}

TEST_P(KnownTracesTest, OfThreeTasksWithThreeIncrements) {
  EXPECT_EQ(TracesOf(LostIncrements(3, 3)), 1'824'912u);
}

TEST_P(KnownTracesTest, OfLastZero) {
  EXPECT_EQ(TracesOf(LastZero(5)), 64u);
  EXPECT_EQ(TracesOf(LastZero(10)), 3'328u);
  // Where most executions are given up halfway, it takes half a minute.
  if (IsOptimal(GetParam())) EXPECT_EQ(TracesOf(LastZero(15)), 147'456u);
}

TEST_P(KnownTracesTest, OfIndexer) {
  EXPECT_EQ(TracesOf(Indexer(11)), 1u);
  EXPECT_EQ(TracesOf(Indexer(12)), 8u);
  EXPECT_EQ(TracesOf(Indexer(13)), 64u);
  EXPECT_EQ(TracesOf(Indexer(14)), 512u);
  EXPECT_EQ(TracesOf(Indexer(15)), 4'096u);
}

TEST_P(KnownTracesTest, OfFileSystem) {
  EXPECT_EQ(TracesOf(FileSystem(13)), 1u);
  EXPECT_EQ(TracesOf(FileSystem(14)), 2u);
  EXPECT_EQ(TracesOf(FileSystem(16)), 8u);
  EXPECT_EQ(TracesOf(FileSystem(18)), 32u);
  EXPECT_EQ(TracesOf(FileSystem(20)), 128u);
}

// "Optimal dynamic partial order reduction", section 9: one writes what n read;
// each reads before or after that.
TEST_P(KnownTracesTest, OfReadersAreTwoForEachReader) {
  for (const int readers : {1, 2, 5, 8}) {
    const auto body = [readers] {
      std::atomic<int> value = 0;
      Copies(readers + 1, [&](int number) {
        if (number == 0) {
          value.store(1, kRelaxed);
        } else {
          value.load(kRelaxed);
        }
      });
    };
    EXPECT_EQ(TracesOf(body), uint64_t{1} << readers) << readers;
  }
}

// On paper: as many as there are orders, n!.
TEST_P(KnownTracesTest, OfTasksThatTakeOneLockAreItsOrders) {
  uint64_t orders = 1;
  for (int tasks = 2; tasks <= 6; ++tasks) {
    orders *= static_cast<uint64_t>(tasks);
    const auto body = [tasks] {
      std::mutex mutex;
      Copies(tasks, [&](int) { const std::lock_guard hold(mutex); });
    };
    EXPECT_EQ(TracesOf(body), orders) << tasks;
  }
}

// On paper: nothing depends on anything.
TEST_P(KnownTracesTest, OfTasksThatTakeALockEachIsOne) {
  const auto body = [] {
    std::array<std::mutex, 6> mutexes;
    Copies(6, [&](int number) {
      const std::lock_guard hold(mutexes[static_cast<size_t>(number)]);
    });
  };
  EXPECT_EQ(TracesOf(body), 1u);
}

// On paper: of each fork its two users have two orders, 2^n in all. That each
// follows its neighbour, all around the table in one direction or the other,
// can't be; and that each has its left fork is the deadlock.
TEST_P(KnownTracesTest, OfPhilosophersWithOneDeadlock) {
  for (const int n : {2, 3, 4, 5, 6}) {
    const Counts counts = CountExecutions(GetParam(), Dinner(n, false));
    EXPECT_TRUE(counts.all) << n;
    EXPECT_EQ(counts.executions, (uint64_t{1} << n) - 1) << n;
    EXPECT_EQ(counts.with_findings, 1u) << n;
    EXPECT_THAT(counts.findings, ElementsAre(FindingKind::kDeadlock)) << n;
    if (IsOptimal(GetParam())) EXPECT_EQ(counts.redundant, 0u) << n;
  }
}

// On paper: where one takes the right fork first, no deadlock.
TEST_P(KnownTracesTest, OfPhilosophersWithNone) {
  for (const int n : {2, 3, 4, 5, 6}) {
    EXPECT_EQ(TracesOf(Dinner(n, true)), (uint64_t{1} << n) - 2) << n;
  }
}

}  // namespace
}  // namespace interleave
