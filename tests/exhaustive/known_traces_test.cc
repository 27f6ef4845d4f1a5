// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// How many Mazurkiewicz traces programs have, where papers or paper say it, and
// that strategies which leave executions out run one of each.

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/programs/explored.h"
#include "tests/programs/thread.h"

namespace interleave {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kRelaxed = std::memory_order_relaxed;

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

// Each task reads and writes in two steps, as often. GenMC and Nidhugg count
// the same. Two tasks, once: both before the other, or the reads first and then
// either write: 4.
auto LostIncrements(int tasks, int times) {
  return [=] {
    std::atomic<int> count = 0;
    Copies(tasks, [&](int) {
      for (int i = 0; i < times; ++i) {
        const int before = count.load(kRelaxed);
        count.store(before + 1, kRelaxed);
      }
    });
  };
}

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

// Abdulla, Aronis, Jonsson & Sagonas, "Optimal dynamic partial order reduction"
// (POPL 2014), section 9: one looks from the end for the last element that is
// zero, each other sets its element to one more than the one before.
auto LastZero(int size) {
  return [size] {
    std::vector<std::atomic<int>> array(static_cast<size_t>(size) + 1);
    Copies(size + 1, [&](int number) {
      const auto at = static_cast<size_t>(number);
      if (number == 0) {
        auto last = static_cast<size_t>(size);
        while (array[last].load(kRelaxed) != 0) --last;
      } else {
        array[at].store(array[at - 1].load(kRelaxed) + 1, kRelaxed);
      }
    });
  };
}

TEST_P(KnownTracesTest, OfLastZero) {
  EXPECT_EQ(TracesOf(LastZero(5)), 64u);
  EXPECT_EQ(TracesOf(LastZero(10)), 3'328u);
  // Where most executions are given up halfway, it takes half a minute.
  if (IsOptimal(GetParam())) EXPECT_EQ(TracesOf(LastZero(15)), 147'456u);
}

// Flanagan & Godefroid, "Dynamic partial-order reduction for model checking
// software" (POPL 2005), section 4: a hash table, in which up to eleven tasks
// do not meet.
auto Indexer(int tasks) {
  return [tasks] {
    constexpr int kSize = 128;
    std::array<std::atomic<int>, kSize> table{};
    Copies(tasks, [&](int number) {
      for (int message = 1; message <= 4; ++message) {
        const int word = message * 11 + number;
        int at = word * 7 % kSize;
        int empty = 0;
        while (!table[static_cast<size_t>(at)].compare_exchange_strong(
            empty, word, kRelaxed)) {
          empty = 0;
          at = (at + 1) % kSize;
        }
      }
    });
  };
}

TEST_P(KnownTracesTest, OfIndexer) {
  EXPECT_EQ(TracesOf(Indexer(11)), 1u);
  EXPECT_EQ(TracesOf(Indexer(12)), 8u);
  EXPECT_EQ(TracesOf(Indexer(13)), 64u);
  EXPECT_EQ(TracesOf(Indexer(14)), 512u);
  EXPECT_EQ(TracesOf(Indexer(15)), 4'096u);
}

// The same paper and section: tasks take inodes and, for each, the first free
// block; up to thirteen do not meet.
auto FileSystem(int tasks) {
  return [tasks] {
    constexpr size_t kBlocks = 26;
    constexpr size_t kInodes = 32;
    std::array<std::mutex, kInodes> inode_locks;
    std::array<std::mutex, kBlocks> block_locks;
    std::array<size_t, kInodes> inodes{};
    std::array<int, kBlocks> busy{};
    Copies(tasks, [&](int number) {
      const size_t inode = static_cast<size_t>(number) % kInodes;
      const std::lock_guard hold(inode_locks[inode]);
      if (inodes[inode] != 0) return;
      for (size_t block = inode * 2 % kBlocks;; block = (block + 1) % kBlocks) {
        const std::lock_guard hold_block(block_locks[block]);
        if (busy[block] != 0) continue;
        busy[block] = 1;
        inodes[inode] = block + 1;
        return;
      }
    });
  };
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

auto Dinner(int philosophers, bool first_takes_right) {
  return [=] {
    std::array<std::mutex, 6> forks;
    Copies(philosophers, [&](int number) {
      auto first = static_cast<size_t>(number);
      auto second = (first + 1) % static_cast<size_t>(philosophers);
      if (number == 0 && first_takes_right) std::swap(first, second);
      const std::lock_guard hold_first(forks[first]);
      const std::lock_guard hold_second(forks[second]);
    });
  };
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
