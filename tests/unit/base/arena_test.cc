// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/arena.h"

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

Arena& Shared() {
  static Arena* const arena = Arena::MapShared();
  return *arena;
}

TEST(ArenaTest, BlocksAreAlignedAndApart) {
  std::set<char*> ends;
  char* last_end = nullptr;
  for (size_t bytes = 0; bytes < 5000; bytes += 7) {
    auto* const memory = static_cast<char*>(Shared().Allocate(bytes));
    ASSERT_NE(memory, nullptr);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(memory) % 16, 0u);
    EXPECT_TRUE(Shared().Contains(memory));
    EXPECT_GE(memory, last_end);
    std::memset(memory, 0x5a, bytes);
    last_end = memory + bytes;
  }
}

TEST(ArenaTest, AFreedBlockIsUsedAgain) {
  void* const first = Shared().Allocate(100);
  Shared().Free(first);
  EXPECT_EQ(Shared().Allocate(97), first);
  void* const large = Shared().Allocate(size_t{3} << 20);
  std::memset(large, 1, size_t{3} << 20);
  Shared().Free(large);
  auto* const again = static_cast<char*>(Shared().Allocate(size_t{3} << 20));
  EXPECT_EQ(again, large);
  // What it had went back to the system.
  EXPECT_EQ(again[size_t{2} << 20], 0);
}

TEST(ArenaTest, WhatIsTooLargeIsRefused) {
  EXPECT_EQ(Shared().Allocate(Arena::kReservedBytes), nullptr);
  EXPECT_EQ(Shared().Allocate(SIZE_MAX / 2), nullptr);
}

TEST(ArenaTest, AForkedProcessWritesForBoth) {
  auto* const number = static_cast<int*>(Shared().Allocate(sizeof(int)));
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

TEST(ArenaTest, OfAPrivateOneAForkedProcessHasACopy) {
  Arena* const arena = Arena::MapPrivate();
  ASSERT_NE(arena, nullptr);
  EXPECT_NE(arena, Arena::Shared());
  auto* const number = static_cast<int*>(arena->Allocate(sizeof(int)));
  EXPECT_FALSE(Shared().Contains(number));
  *number = 1;
  const pid_t child = fork();
  if (child == 0) {
    *number = 2;
    _exit(*number);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 2);
  EXPECT_EQ(*number, 1);
  // What a large block had goes back to the system here, too.
  auto* const large = static_cast<char*>(arena->Allocate(size_t{3} << 20));
  large[size_t{2} << 20] = 1;
  arena->Free(large);
  EXPECT_EQ(arena->Allocate(size_t{3} << 20), large);
  EXPECT_EQ(large[size_t{2} << 20], 0);
  arena->Unmap();
  EXPECT_NE(Arena::Shared(), nullptr);
}

// Also what Abseil's functions make of a string of the library. It is the
// library's to give back, so it is not destroyed here.
TEST(ArenaTest, TheLibrarysStringsLieThere) {
  alignas(std::string) static char places[2][sizeof(std::string)];
  const std::string name(40, 'a');
  const std::vector<std::string> names = {name};
  Shared();
  Arena::Use(true);
  const auto& inside =
      *new (places[0]) std::string(NearestName(name + "b", names));
  {
    const OutsideArena heap;
    new (places[1]) std::string(NearestName(name + "b", names));
  }
  Arena::Use(false);
  auto& outside = *reinterpret_cast<std::string*>(places[1]);
  EXPECT_EQ(inside, name);
  EXPECT_EQ(outside, name);
  EXPECT_TRUE(Shared().Contains(inside.data()));
  EXPECT_FALSE(Shared().Contains(outside.data()));
  outside.~basic_string();
}

}  // namespace
}  // namespace interleave
