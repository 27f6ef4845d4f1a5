// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/random_source.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>

namespace interleave {
namespace {

RandomSource SourceOfTask(TaskId task) {
  RandomSource source;
  source.Begin(task);
  return source;
}

TEST(RandomSourceTest, TheSameTaskGetsTheSameAgain) {
  RandomSource source = SourceOfTask(3);
  const uint64_t machine = source.Next();
  const uint64_t library = source.NextOfLibrary();
  EXPECT_NE(source.Next(), machine);
  source.Begin(3);
  EXPECT_EQ(source.NextOfLibrary(), library);
  EXPECT_EQ(source.Next(), machine);
}

TEST(RandomSourceTest, AnotherTaskGetsSomethingElse) {
  EXPECT_NE(SourceOfTask(1).Next(), SourceOfTask(2).Next());
  EXPECT_NE(SourceOfTask(1).NextOfLibrary(), SourceOfTask(2).NextOfLibrary());
}

TEST(RandomSourceTest, ASeedIsTheSameForAllTasks) {
  RandomSource one = SourceOfTask(1);
  RandomSource two = SourceOfTask(2);
  one.NextOfLibrary();
  one.SeedLibrary(5);
  two.SeedLibrary(5);
  EXPECT_EQ(one.NextOfLibrary(), two.NextOfLibrary());
}

TEST(RandomSourceTest, FillsWhatItIsGivenAndNoMore) {
  std::array<unsigned char, 16> bytes{};
  SourceOfTask(1).Fill(bytes.data(), 11);
  EXPECT_NE(bytes[0] | bytes[1] | bytes[2] | bytes[3], 0);
  EXPECT_NE(bytes[8] | bytes[9] | bytes[10], 0);
  for (size_t i = 11; i < bytes.size(); ++i) EXPECT_EQ(bytes[i], 0);
}

}  // namespace
}  // namespace interleave
