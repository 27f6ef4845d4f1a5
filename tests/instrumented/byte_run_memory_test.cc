// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Schedules of bytes over plain memory, which is a schedule point once it was
// seen to be raced: what bytes mean must not hang on what was run before them.

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/explore/byte_run.h"
#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"

namespace interleave {
namespace {

using Bytes = std::vector<uint8_t>;

int g_count;

void LoseUpdate() {
  g_count = 0;
  std::thread other([] { ++g_count; });
  ++g_count;
  other.join();
  INTERLEAVE_CHECK(g_count == 2, "an update is lost");
}

Options InTemporaryFolder() {
  Options options;
  options.schedule_dir = testing::TempDir() + "byte_run_memory_schedules";
  return options;
}

ByteRun RunMemory(const Bytes& bytes) {
  return RunBytes(InTemporaryFolder(), &LoseUpdate, "memory", bytes);
}

std::vector<Bytes> ShortSchedules() {
  std::vector<Bytes> all = {{}};
  for (uint8_t first = 0; first < 8; ++first) {
    all.push_back({first});
    for (uint8_t second = 0; second < 8; ++second) {
      all.push_back({first, second});
    }
  }
  return all;
}

std::string TokenOf(const Bytes& bytes) {
  const ByteRun run = RunMemory(bytes);
  return run.found.has_value() ? run.found->failures.front().token : "";
}

TEST(ByteRunMemoryTest, AnInputThatShowsMemoryToBeRacedIsRunAgain) {
  EXPECT_EQ(RunMemory({}).executions, 2u);
  EXPECT_EQ(RunMemory({}).executions, 2u);
  Options all = InTemporaryFolder();
  all.points = "all";
  EXPECT_EQ(RunBytes(all, &LoseUpdate, "memory", {}).executions, 1u);
}

TEST(ByteRunMemoryTest, BytesMeanTheSameInAnyOrder) {
  std::vector<std::string> tokens;
  for (const Bytes& bytes : ShortSchedules()) tokens.push_back(TokenOf(bytes));
  std::vector<Bytes> schedules = ShortSchedules();
  size_t found = 0;
  for (size_t i = schedules.size(); i-- > 0;) {
    EXPECT_EQ(TokenOf(schedules[i]), tokens[i]);
    found += !tokens[i].empty();
  }
  EXPECT_GT(found, 0u);
  EXPECT_LT(found, schedules.size());
}

TEST(ByteRunMemoryTest, WhatIsFoundIsReplayedByAnExplorationThatKnowsNothing) {
  for (const Bytes& bytes : ShortSchedules()) {
    const ByteRun run = RunMemory(bytes);
    if (!run.found.has_value()) continue;
    Options options = InTemporaryFolder();
    options.replay = run.found->failures.front().token;
    const ExploreResult again = Explore(options, &LoseUpdate, "memory");
    ASSERT_EQ(again.replay->verdict, ReplayVerdict::kReproduced);
    EXPECT_EQ(again.failures.front().trace.steps.size(),
              run.found->failures.front().trace.steps.size());
  }
}

int CountOnce() {
  static const int count = [] {
    std::thread([] {}).join();
    return g_count;
  }();
  return count;
}

TEST(ByteRunMemoryTest, AnInputThatInitialisesAStaticIsRunAgain) {
  const auto body = [] {
    std::thread other([] {});
    CountOnce();
    other.join();
  };
  EXPECT_EQ(RunBytes({}, body, "static", {}).executions, 2u);
  EXPECT_EQ(RunBytes({}, body, "static", {}).executions, 1u);
}

}  // namespace
}  // namespace interleave
