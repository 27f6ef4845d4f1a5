// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Where what tasks allocate lies: the same in each execution and each process,
// also where executions were abandoned or something was left.
//
// Compiled with and without instrumentation.

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/task_heap.h"

namespace interleave {
namespace {

// So that the compiler leaves calls in whose results nobody looks at.
void* (*volatile g_allocate)(size_t) = &malloc;
void (*volatile g_free)(void*) = &free;

Options Sampling(uint64_t executions) {
  Options options;
  options.strategy = "random";
  options.executions = executions;
  options.findings_max = 1'000'000;
  options.explain = "off";
  options.allow_single_schedule = true;
  options.allow_no_overlap = true;
  return options;
}

std::string Address(const void* memory) {
  return absl::StrCat(" ", absl::Hex(reinterpret_cast<uintptr_t>(memory)));
}

// Blocks of several sizes, some of which are given back and taken again.
std::string AllocateSome(int times) {
  std::string all;
  std::vector<std::unique_ptr<char[]>> kept;
  for (int i = 0; i < times; ++i) {
    std::this_thread::yield();
    auto block = std::make_unique<char[]>(static_cast<size_t>(8 << i));
    absl::StrAppend(&all, Address(block.get()));
    if (i % 2 == 0) kept.push_back(std::move(block));
  }
  return all;
}

// ... by three tasks, and what each of them got.
void AllocateInTasks() {
  std::string got[2];
  std::thread one([&] { got[0] = AllocateSome(5); });
  std::thread two([&] { got[1] = AllocateSome(7); });
  const std::string here = AllocateSome(3);
  one.join();
  two.join();
  RecordOutcome(here + " /" + got[0] + " /" + got[1]);
}

// First, since what other tests leave behind lies among what it allocates.
TEST(HeapSurvivorsTest, AStaticMovesNothing) {
  const ExploreResult result = Explore(
      Sampling(100),
      [] {
        const std::string before = AllocateSome(3);
        static const auto* const table = new std::vector<int>(100, 5);
        EXPECT_EQ((*table)[99], 5);
        std::thread beside([] { AllocateSome(2); });
        beside.join();
        RecordOutcome(before + AllocateSome(3));
      },
      "Static");
  ASSERT_EQ(result.outcomes.size(), 1u) << result.outcomes[0].value << "\n"
                                        << result.outcomes[1].value;
}

TEST(HeapAddressesTest, AreTheSameInEachExecution) {
  const ExploreResult result =
      Explore(Sampling(500), &AllocateInTasks, "HeapAddressesTest");
  ASSERT_EQ(result.outcomes.size(), 1u) << result.outcomes[0].value << "\n"
                                        << result.outcomes[1].value;
  EXPECT_EQ(result.outcomes[0].count, 500u);
}

// What the other tests of this program leave behind is no part of it.
TEST(HeapAddressesTest, PrintsThem) {
  const ExploreResult result =
      Explore(Sampling(3), &AllocateInTasks, "HeapAddressesTest");
  for (const RecordedOutcome& outcome : result.outcomes) {
    std::printf("addresses: %s\n", outcome.value.c_str());
  }
}

std::string AddressesOfAnotherProcess(const char* environment) {
  char self[4096] = {};
  const char* const path = realpath("/proc/self/exe", self);
  const std::string command = absl::StrCat(
      environment, " '", path,
      "' --gtest_filter=HeapAddressesTest.PrintsThem | grep addresses:");
  std::FILE* const output = popen(command.c_str(), "r");
  std::string text;
  for (int c = std::fgetc(output); c != EOF; c = std::fgetc(output)) {
    text += static_cast<char>(c);
  }
  EXPECT_EQ(pclose(output), 0) << command;
  return text;
}

TEST(HeapAddressesTest, AreTheSameInEachProcess) {
  const std::string first = AddressesOfAnotherProcess("");
  EXPECT_NE(first.find("addresses:  "), std::string::npos) << first;
  EXPECT_EQ(first, AddressesOfAnotherProcess(""));
  EXPECT_EQ(first, AddressesOfAnotherProcess("MORE_IN_THE_ENVIRONMENT=1"));
}

// Tasks that meet in an order that addresses decide: as std::set of pointers,
// or locks taken in the order of their addresses.
TEST(HeapAddressesTest, WhatIsOrderedByAddressReplays) {
  const auto body = [] {
    std::mutex mutex;
    std::set<int*> by_address;
    std::unordered_set<int*> by_hash;
    const auto add = [&](int first) {
      for (int i = 0; i < 3; ++i) {
        auto* const number = new int(first + i);
        const std::lock_guard lock(mutex);
        by_address.insert(number);
        by_hash.insert(number);
      }
    };
    std::thread one([&] { add(1); });
    std::thread two([&] { add(4); });
    one.join();
    two.join();
    std::string order;
    for (const int* number : by_address) absl::StrAppend(&order, *number);
    for (const int* number : by_hash) absl::StrAppend(&order, " ", *number);
    for (const int* number : by_address) delete number;
    RecordOutcome(order);
  };
  const ExploreResult result = Explore(Sampling(200), body, "ByAddress");
  ASSERT_GT(result.outcomes.size(), 1u) << FormatResult(result);
  for (const RecordedOutcome& outcome : result.outcomes) {
    Options options = Sampling(1);
    options.replay = outcome.token;
    const ExploreResult replay = Explore(options, body, "ByAddress");
    ASSERT_EQ(replay.outcomes.size(), 1u) << FormatResult(replay);
    EXPECT_EQ(replay.outcomes[0].value, outcome.value);
  }
}

TEST(HeapAddressesTest, ABlockThatAnotherTaskGaveBackIsNotTakenAgain) {
  const ExploreResult result = Explore(
      Sampling(100),
      [] {
        auto* const given = new int(1);
        std::thread([&] { delete given; }).join();
        auto* const taken = new int(2);
        RecordOutcome(taken == given ? "again" : "another");
        delete taken;
      },
      "GivenBack");
  ASSERT_EQ(result.outcomes.size(), 1u) << FormatResult(result);
  EXPECT_EQ(result.outcomes[0].value, "another");
}

TEST(HeapAddressesTest, EveryFunctionThatAllocatesKeepsItsWord) {
  const ExploreResult result = Explore(
      Sampling(50),
      [] {
        std::thread beside([] { free(malloc(100)); });
        auto* bytes = static_cast<unsigned char*>(calloc(30, 100));
        EXPECT_TRUE(std::all_of(bytes, bytes + 3000,
                                [](unsigned char c) { return c == 0; }));
        std::fill(bytes, bytes + 3000, 7);
        bytes = static_cast<unsigned char*>(realloc(bytes, 100'000));
        EXPECT_TRUE(std::all_of(bytes, bytes + 3000,
                                [](unsigned char c) { return c == 7; }));
        EXPECT_GE(malloc_usable_size(bytes), 100'000u);
        EXPECT_TRUE(TaskHeap::Contains(bytes));
        free(bytes);
        bytes = static_cast<unsigned char*>(calloc(1, 100'000));
        EXPECT_TRUE(std::all_of(bytes, bytes + 100'000,
                                [](unsigned char c) { return c == 0; }));
        free(bytes);
        for (size_t alignment = 8; alignment <= 65536; alignment *= 2) {
          void* memory = nullptr;
          EXPECT_EQ(posix_memalign(&memory, alignment, 24), 0);
          EXPECT_EQ(reinterpret_cast<uintptr_t>(memory) % alignment, 0u);
          EXPECT_GE(malloc_usable_size(memory), 24u);
          memory = realloc(memory, 200);
          free(memory);
        }
        EXPECT_EQ(calloc(SIZE_MAX / 2, 3), nullptr);
        free(nullptr);
        beside.join();
      },
      "Functions");
  EXPECT_EQ(result.verdict, Verdict::kPassed) << FormatResult(result);
}

// --- What outlives an execution. ---

#if !HEAP_TEST_SEES_ACCESSES
// Where accesses are seen, what an execution leaves to the next is a finding.

// As caches and registries do: some of it is given back in later executions.
TEST(HeapSurvivorsTest, WhatABodyKeepsIsAsItLeftIt) {
  static std::vector<std::string> all;
  all.clear();
  const ExploreResult result = Explore(
      Sampling(300),
      [] {
        std::thread beside([] { AllocateSome(4); });
        AllocateSome(4);
        for (size_t i = 0; i < all.size(); ++i) {
          EXPECT_EQ(all[i], std::string(100 + i, 'x'));
        }
        if (all.size() < 40) all.emplace_back(100 + all.size(), 'x');
        beside.join();
      },
      "Keeps");
  EXPECT_EQ(result.failures.size(), 0u) << FormatResult(result);
  EXPECT_EQ(all.size(), 40u);
}

#endif

#if !HEAP_TEST_SEES_ACCESSES
// A container that is filled anew by each execution, though the one before was
// abandoned while it was full: its memory must not be anybody else's.
void DeadlockWithAContainer() {
  static std::vector<int> kept;
  for (size_t i = 0; i < kept.size(); ++i) {
    EXPECT_EQ(kept[i], static_cast<int>(i));
  }
  kept.clear();
  auto on_the_way = std::make_unique<std::vector<int>>(500, 3);
  for (int i = 0; i < 200; ++i) kept.push_back(i);
  std::mutex first, second;
  const auto take = [](std::mutex& a, std::mutex& b) {
    const auto lost = std::make_unique<char[]>(1000);
    const std::lock_guard lock(a);
    std::this_thread::yield();
    const std::lock_guard inner(b);
  };
  std::thread one([&] { take(first, second); });
  std::thread two([&] { take(second, first); });
  one.join();
  two.join();
}

TEST(HeapSurvivorsTest, WhatAnAbandonedExecutionKeptIsAsItLeftIt) {
  const ExploreResult result =
      Explore(Sampling(5'000), &DeadlockWithAContainer, "Container");
  for (const Failure& failure : result.failures) {
    EXPECT_EQ(failure.finding.kind, FindingKind::kDeadlock)
        << FormatResult(result);
  }
  EXPECT_GT(result.failures.size(), 0u);
}

#endif

// What one execution kept lies behind where an abandoned one, which took less,
// makes the next begin: at the end of a page, across which the block lies.
TEST(HeapSurvivorsTest, NothingIsTakenWithinWhatIsKept) {
  constexpr size_t kBytes = 3000;
  static std::vector<unsigned char*> kept;
  kept.reserve(10'000);  // the host's memory
  Options options = Sampling(3'000);
  options.findings_max = 1'000'000;
  const ExploreResult result = Explore(
      options,
      [] {
        void* const on_the_way = g_allocate(16 * (kept.size() % 61 + 1));
        auto* const block = static_cast<unsigned char*>(g_allocate(kBytes));
        std::memset(block, static_cast<int>(kept.size() % 251), kBytes);
        kept.push_back(block);
        g_free(on_the_way);
        std::atomic<bool> was_late = true;
        std::thread other([&] { was_late = false; });
        std::mutex mutex;
        mutex.lock();
        if (was_late) mutex.lock();
        mutex.unlock();
        other.join();
      },
      "Within");
  EXPECT_GT(result.failures.size(), 0u);
  ASSERT_GE(kept.size(), 3'000u);
  for (size_t i = 0; i < kept.size(); ++i) {
    const unsigned char* const end = kept[i] + kBytes;
    const auto is_whole = [&](unsigned char c) { return c == i % 251; };
    ASSERT_TRUE(std::all_of<const unsigned char*>(kept[i], end, is_whole))
        << "block " << i;
  }
  for (unsigned char* const block : kept) g_free(block);
}

TEST(HeapSurvivorsTest, WhatAbandonedExecutionsLeftIsGivenBack) {
  Options options = Sampling(100'000);
  options.findings_max = 1'000'000'000;
  const auto deadlock = [] {
    void* const on_the_way = g_allocate(2000);
    std::mutex mutex;
    std::thread other([&] {
      void* const lost = g_allocate(1000);
      mutex.lock();
      g_free(lost);
    });
    mutex.lock();
    other.join();
    g_free(on_the_way);
  };
  const TaskHeap& heap = TaskHeap::OfProcess();
  const uint64_t before = heap.statistics().given_back_blocks;
  const ExploreResult result = Explore(options, deadlock, "Abandoned");
  EXPECT_EQ(result.executions, 100'000u);
  const TaskHeap::Statistics after = heap.statistics();
  // Two blocks and more of each execution, 3 KB.
  EXPECT_GT(after.given_back_blocks - before, 150'000u);
  EXPECT_LT(after.pinned_blocks, 10'000u);
  EXPECT_LT(after.taken_bytes, uint64_t{32} << 20);
}

// The first ones at once: a few findings move nothing.
TEST(HeapSurvivorsTest, AddressesAreTheSameBehindAnAbandonedExecution) {
  const ExploreResult result = Explore(
      Sampling(12),
      [] {
        RecordOutcome(AllocateSome(6));
        std::mutex mutex;
        std::thread([] { AllocateSome(3); }).join();
        auto* const left = new int[100];
        left[0] = 1;
        mutex.lock();
        mutex.lock();
        delete[] left;
      },
      "Behind");
  EXPECT_EQ(result.outcomes.size(), 1u) << FormatResult(result);
  EXPECT_FALSE(result.failures.empty());
}

}  // namespace
}  // namespace interleave
