// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/program/standard_input.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <string_view>

namespace interleave {
namespace {

// What is kept while `descriptor` is the standard input.
std::string KeptOf(int descriptor) {
  const int before = dup(STDIN_FILENO);
  dup2(descriptor, STDIN_FILENO);
  const int kept = KeepStandardInput();
  dup2(before, STDIN_FILENO);
  close(before);
  EXPECT_GE(kept, 0);
  std::string text(100, '\0');
  text.resize(static_cast<size_t>(pread(kept, text.data(), text.size(), 0)));
  close(kept);
  return text;
}

TEST(StandardInputTest, APipeIsReadToItsEnd) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  constexpr std::string_view kText = "one\ntwo\n";
  ASSERT_EQ(write(ends[1], kText.data(), kText.size()),
            static_cast<ssize_t>(kText.size()));
  close(ends[1]);
  EXPECT_EQ(KeptOf(ends[0]), kText);
  close(ends[0]);
}

TEST(StandardInputTest, WhatHasNoEndIsEmpty) {
  const int zeroes = open("/dev/zero", O_RDONLY);
  ASSERT_GE(zeroes, 0);
  EXPECT_EQ(KeptOf(zeroes), "");
  close(zeroes);
}

}  // namespace
}  // namespace interleave
