// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// How many executions dpor needs, where papers or paper say how many traces
// there are; and that it finds what depth-first search finds.

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"

namespace interleave {
namespace {

ExploreResult ExploreAll(const char* strategy, absl::FunctionRef<void()> body) {
  Options options;
  options.strategy = strategy;
  options.executions = 0;
  return Explore(options, body, "Test");
}

uint64_t TracesOf(absl::FunctionRef<void()> body) {
  const ExploreResult result = ExploreAll("dpor", body);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  return result.executions;
}

// As many threads, each given its number.
void Together(int threads, const std::function<void(int)>& work) {
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back(work, i);
  for (std::thread& thread : running) thread.join();
}

std::function<void()> LostIncrements(int threads, int times) {
  return [=] {
    std::atomic<int> count = 0;
    Together(threads, [&](int) {
      for (int i = 0; i < times; ++i) {
        const int before = count.load(std::memory_order_relaxed);
        count.store(before + 1, std::memory_order_relaxed);
      }
    });
  };
}

TEST(DporTest, LostIncrementsHaveTheTracesThatPapersCount) {
  EXPECT_EQ(TracesOf(LostIncrements(2, 1)), 4u);
  EXPECT_EQ(TracesOf(LostIncrements(2, 2)), 34u);
  EXPECT_EQ(TracesOf(LostIncrements(2, 3)), 328u);
  EXPECT_EQ(TracesOf(LostIncrements(3, 1)), 36u);
  EXPECT_EQ(TracesOf(LostIncrements(3, 2)), 7'134u);
  EXPECT_EQ(TracesOf(LostIncrements(2, 5)), 34'904u);
  EXPECT_EQ(TracesOf(LostIncrements(3, 3)), 1'824'912u);
}

// One writes what n read.
TEST(DporTest, EachReaderComesBeforeOrAfterTheWriter) {
  for (const int readers : {1, 2, 5, 8}) {
    const auto body = [readers] {
      std::atomic<int> value = 0;
      Together(readers + 1, [&](int number) {
        if (number == 0) {
          value.store(1, std::memory_order_relaxed);
        } else {
          value.load(std::memory_order_relaxed);
        }
      });
    };
    EXPECT_EQ(TracesOf(body), uint64_t{1} << readers) << readers;
  }
}

// Abdulla et al. (2014), section 9; the counts are those of its table.
std::function<void()> LastZero(int size) {
  return [size] {
    std::vector<std::atomic<int>> array(static_cast<size_t>(size) + 1);
    Together(size + 1, [&](int number) {
      const auto at = static_cast<size_t>(number);
      if (number == 0) {
        auto last = static_cast<size_t>(size);
        while (array[last].load(std::memory_order_relaxed) != 0) --last;
      } else {
        array[at].store(array[at - 1].load(std::memory_order_relaxed) + 1,
                        std::memory_order_relaxed);
      }
    });
  };
}

TEST(DporTest, LastZeroHasTheTracesOfThePaper) {
  EXPECT_EQ(TracesOf(LastZero(5)), 64u);
  EXPECT_EQ(TracesOf(LastZero(10)), 3'328u);
}

// Flanagan & Godefroid (2005), section 4.
std::function<void()> Indexer(int threads) {
  return [threads] {
    constexpr int kSize = 128;
    std::vector<std::atomic<int>> table(kSize);
    Together(threads, [&](int number) {
      for (int message = 1; message <= 4; ++message) {
        const int word = message * 11 + number;
        int at = word * 7 % kSize;
        int empty = 0;
        while (!table[static_cast<size_t>(at)].compare_exchange_strong(
            empty, word, std::memory_order_relaxed)) {
          empty = 0;
          at = (at + 1) % kSize;
        }
      }
    });
  };
}

TEST(DporTest, IndexerHasTheTracesOfThePaper) {
  EXPECT_EQ(TracesOf(Indexer(11)), 1u);
  EXPECT_EQ(TracesOf(Indexer(12)), 8u);
  EXPECT_EQ(TracesOf(Indexer(13)), 64u);
  EXPECT_EQ(TracesOf(Indexer(14)), 512u);
  EXPECT_EQ(TracesOf(Indexer(15)), 4'096u);
}

std::function<void()> FileSystem(int threads) {
  return [threads] {
    constexpr size_t kBlocks = 26;
    constexpr size_t kInodes = 32;
    std::vector<std::mutex> inode_locks(kInodes);
    std::vector<std::mutex> block_locks(kBlocks);
    std::vector<size_t> inodes(kInodes);
    std::vector<int> busy(kBlocks);
    Together(threads, [&](int number) {
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

TEST(DporTest, FileSystemHasTheTracesOfThePaper) {
  EXPECT_EQ(TracesOf(FileSystem(13)), 1u);
  EXPECT_EQ(TracesOf(FileSystem(14)), 2u);
  EXPECT_EQ(TracesOf(FileSystem(16)), 8u);
  EXPECT_EQ(TracesOf(FileSystem(18)), 32u);
  EXPECT_EQ(TracesOf(FileSystem(20)), 128u);
}

TEST(DporTest, TasksThatTakeOneLockHaveAsManyTracesAsOrders) {
  const auto body = [](int threads) {
    return [threads] {
      std::mutex mutex;
      Together(threads, [&](int) { const std::lock_guard hold(mutex); });
    };
  };
  EXPECT_EQ(TracesOf(body(2)), 2u);
  EXPECT_EQ(TracesOf(body(3)), 6u);
  EXPECT_EQ(TracesOf(body(4)), 24u);
  EXPECT_EQ(TracesOf(body(5)), 120u);
}

TEST(DporTest, TasksThatTakeALockEachHaveOneTrace) {
  EXPECT_EQ(
      TracesOf([] {
        std::vector<std::mutex> mutexes(5);
        Together(5, [&](int number) {
          const std::lock_guard hold(mutexes[static_cast<size_t>(number)]);
        });
      }),
      1u);
}

// `first_takes_right`: the first philosopher breaks the ring.
ExploreResult Dine(int philosophers, bool first_takes_right) {
  Options options;
  options.strategy = "dpor";
  options.executions = 0;
  options.findings_max = 100;
  return Explore(
      options,
      [=] {
        std::vector<std::mutex> forks(static_cast<size_t>(philosophers));
        Together(philosophers, [&](int number) {
          auto first = static_cast<size_t>(number);
          auto second = (first + 1) % forks.size();
          if (number == 0 && first_takes_right) std::swap(first, second);
          const std::lock_guard hold_first(forks[first]);
          const std::lock_guard hold_second(forks[second]);
        });
      },
      "Test");
}

TEST(DporTest, PhilosophersDeadlockInOneTraceOrInNone) {
  for (const int n : {2, 3, 4, 5}) {
    const ExploreResult left = Dine(n, false);
    EXPECT_EQ(left.executions, (uint64_t{1} << n) - 1) << n;
    ASSERT_EQ(left.failures.size(), 1u) << n;
    EXPECT_EQ(left.failures[0].finding.kind, FindingKind::kDeadlock);
    const ExploreResult mended = Dine(n, true);
    EXPECT_EQ(mended.executions, (uint64_t{1} << n) - 2) << n;
    EXPECT_EQ(mended.verdict, Verdict::kVerified) << FormatResult(mended);
  }
}

}  // namespace
}  // namespace interleave
