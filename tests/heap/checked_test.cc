// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What tasks do to memory that was given back is a finding, and its fixed twin
// has none. Compiled with and without instrumentation: without it, what is
// written is found when the execution is over.

#include <atomic>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "heap/freed_bodies.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/task_heap.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

ExploreResult Check(void (*body)(), const char* heap = "checked") {
  Options options;
  options.strategy = "dfs";
  options.executions = 20'000;
  options.heap = heap;
  options.allow_single_schedule = true;
  options.allow_no_overlap = true;
  return Explore(options, body, "CheckedHeapTest");
}

void ExpectFinding(void (*body)(), FindingKind kind, const char* message,
                   DefectClass defect, const char* heap = "checked") {
  const ExploreResult result = Check(body, heap);
  ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
  const Failure& failure = result.failures[0];
  EXPECT_EQ(failure.finding.kind, kind) << FormatResult(result);
  ASSERT_TRUE(failure.explanation.has_value());
  EXPECT_EQ(failure.explanation->defect, defect) << FormatResult(result);
  EXPECT_THAT(failure.finding.message, HasSubstr(message));
  if (heap == std::string("checked")) {
    // Where it was freed and where it was allocated.
    ASSERT_GE(failure.finding.places.size(), 2u) << FormatResult(result);
    for (const RelatedPlace& place : failure.finding.places) {
      EXPECT_GT(place.stack.size(), 3u) << place.title;
    }
  }
  Options options;
  options.replay = failure.token;
  options.heap = heap;
  const ExploreResult replay = Explore(options, body, "CheckedHeapTest");
  ASSERT_EQ(replay.failures.size(), 1u) << FormatResult(replay);
  EXPECT_EQ(replay.failures[0].finding.message, failure.finding.message);
}

void ExpectNone(void (*body)()) {
  const ExploreResult result = Check(body);
  EXPECT_TRUE(result.failures.empty()) << FormatResult(result);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
}

// So that the compiler leaves calls in whose results nobody looks at.
void* (*volatile g_allocate)(size_t) = &malloc;
void (*volatile g_free)(void*) = &free;

TEST(CheckedHeapTest, AWriteOfFreedMemoryIsFound) {
  ExpectFinding(&UseWhileOtherFrees<false, true>, FindingKind::kUseAfterFree,
                "allocated at step", DefectClass::kUseAfterFree);
}
TEST(CheckedHeapTest, AWriteOfFreedMemoryFixedHasNone) {
  ExpectNone(&UseWhileOtherFrees<true, true>);
}

#if HEAP_TEST_SEES_ACCESSES
TEST(CheckedHeapTest, AReadOfFreedMemoryIsFound) {
  ExpectFinding(&UseWhileOtherFrees<false, false>, FindingKind::kUseAfterFree,
                "reads 4 bytes at byte 0 of a block of 8 that T2 freed",
                DefectClass::kUseAfterFree);
}
TEST(CheckedHeapTest, AReadOfFreedMemoryFixedHasNone) {
  ExpectNone(&UseWhileOtherFrees<true, false>);
}

TEST(CheckedHeapTest, AUseBetweenWhichAndTheFreeNothingLiesIsFound) {
  ExpectFinding(&UseBesideFree<false>, FindingKind::kUseAfterFree,
                "that main freed", DefectClass::kUseAfterFree);
}
TEST(CheckedHeapTest, AUseBetweenWhichAndTheFreeNothingLiesFixedHasNone) {
  ExpectNone(&UseBesideFree<true>);
}

TEST(CheckedHeapTest, AnElementOfAVectorThatHasGrownIsFound) {
  ExpectFinding(&GrowWhileOtherReads<false>, FindingKind::kUseAfterFree,
                "reads 4 bytes at byte 0 of a block of 4 that main freed",
                DefectClass::kIteratorInvalidated);
}
TEST(CheckedHeapTest, AnElementOfAVectorThatHasGrownFixedHasNone) {
  ExpectNone(&GrowWhileOtherReads<true>);
}
#endif

// Two tasks find that there is something to be given back, and both do so.
template <bool kFixed>
void GiveBackTwice() {
  std::mutex mutex;
  void* memory = malloc(40);
  const auto give_back = [&] {
    std::unique_lock lock(mutex);
    void* const mine = memory;
    if (kFixed) memory = nullptr;
    lock.unlock();
    free(mine);
  };
  std::thread one(give_back);
  std::thread two(give_back);
  one.join();
  two.join();
}

TEST(CheckedHeapTest, ADoubleFreeIsFound) {
  ExpectFinding(&GiveBackTwice<false>, FindingKind::kDoubleFree,
                "gives back a block of 40 bytes that T",
                DefectClass::kDoubleFree);
}
TEST(CheckedHeapTest, ADoubleFreeFixedHasNone) {
  ExpectNone(&GiveBackTwice<true>);
}
TEST(CheckedHeapTest, ADoubleFreeIsFoundWithoutChecksToo) {
  ExpectFinding(&GiveBackTwice<false>, FindingKind::kDoubleFree,
                "gives back a block that was given back before",
                DefectClass::kDoubleFree, "plain");
}

TEST(CheckedHeapTest, WhatIsNoBlockIsNotGivenBack) {
  ExpectFinding(
      [] {
        std::thread beside([] { std::this_thread::yield(); });
        auto* const block = static_cast<char*>(g_allocate(64));
        g_free(block + 16);
        g_free(block);
        beside.join();
      },
      FindingKind::kMisuse, "the beginning of no block", DefectClass::kUnknown,
      "plain");
}

// What is kept has an end, and the result says so.
TEST(CheckedHeapTest, ThatMoreWasGivenBackThanIsKeptIsSaid) {
  Options options;
  options.strategy = "random";
  options.executions = 2;
  options.heap = "checked";
  options.allow_single_schedule = true;
  options.allow_no_overlap = true;
  const auto give_back = [](int times) {
    std::thread([times] {
      for (int i = 0; i < times; ++i) g_free(g_allocate(1 << 20));
    }).join();
  };
  const ExploreResult little = Explore(
      options, [&] { give_back(10); }, "Little");
  EXPECT_TRUE(little.unmodelled.empty()) << FormatResult(little);
  const ExploreResult much = Explore(
      options, [&] { give_back(80); }, "Much");
  ASSERT_EQ(much.unmodelled.size(), 1u) << FormatResult(much);
  EXPECT_EQ(much.unmodelled[0].name, "heap=checked");
}

TEST(CheckedHeapTest, AnotherWordIsRefused) {
  Options options;
  options.heap = "on";
  EXPECT_THAT(OptionsError(options),
              HasSubstr("heap is \"plain\" or \"checked\", not \"on\""));
}

}  // namespace
}  // namespace interleave
