// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/shared_arena.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "interleave/base/nearest_name.h"

namespace interleave {
namespace {

SharedArena& Arena() {
  static SharedArena* const arena = SharedArena::Map();
  return *arena;
}

TEST(SharedArenaTest, BlocksAreAlignedAndApart) {
  std::set<char*> ends;
  char* last_end = nullptr;
  for (size_t bytes = 0; bytes < 5000; bytes += 7) {
    auto* const memory = static_cast<char*>(Arena().Allocate(bytes));
    ASSERT_NE(memory, nullptr);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(memory) % 16, 0u);
    EXPECT_TRUE(Arena().Contains(memory));
    EXPECT_GE(memory, last_end);
    std::memset(memory, 0x5a, bytes);
    last_end = memory + bytes;
  }
}

TEST(SharedArenaTest, AFreedBlockIsUsedAgain) {
  void* const first = Arena().Allocate(100);
  Arena().Free(first);
  EXPECT_EQ(Arena().Allocate(97), first);
  void* const large = Arena().Allocate(size_t{3} << 20);
  std::memset(large, 1, size_t{3} << 20);
  Arena().Free(large);
  auto* const again = static_cast<char*>(Arena().Allocate(size_t{3} << 20));
  EXPECT_EQ(again, large);
  // What it had went back to the system.
  EXPECT_EQ(again[size_t{2} << 20], 0);
}

TEST(SharedArenaTest, WhatIsTooLargeIsRefused) {
  EXPECT_EQ(Arena().Allocate(SharedArena::kReservedBytes), nullptr);
  EXPECT_EQ(Arena().Allocate(SIZE_MAX / 2), nullptr);
}

TEST(SharedArenaTest, AForkedProcessWritesForBoth) {
  auto* const number = static_cast<int*>(Arena().Allocate(sizeof(int)));
  *number = 1;
  const pid_t child = fork();
  if (child == 0) {
    *number = 2;
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(*number, 2);
}

// Also what Abseil's functions make of a string of the library. It is the
// library's to give back, so it is not destroyed here.
TEST(SharedArenaTest, TheLibrarysStringsLieThere) {
  alignas(std::string) static char places[2][sizeof(std::string)];
  const std::string name(40, 'a');
  const std::vector<std::string> names = {name};
  Arena();
  SharedArena::Use(true);
  const auto& inside =
      *new (places[0]) std::string(NearestName(name + "b", names));
  {
    const OutsideArena heap;
    new (places[1]) std::string(NearestName(name + "b", names));
  }
  SharedArena::Use(false);
  auto& outside = *reinterpret_cast<std::string*>(places[1]);
  EXPECT_EQ(inside, name);
  EXPECT_EQ(outside, name);
  EXPECT_TRUE(Arena().Contains(inside.data()));
  EXPECT_FALSE(Arena().Contains(outside.data()));
  outside.~basic_string();
}

}  // namespace
}  // namespace interleave
