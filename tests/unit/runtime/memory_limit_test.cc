// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/memory_limit.h"

#include <cstdlib>

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(MemoryLimitDeathTest, WhatIsBeyondItIsRefused) {
  EXPECT_FALSE(MemoryLimit::is_set());
  const auto allocate = [] {
    MemoryLimit::Set(32);
    void* const fits = std::malloc(size_t{16} << 20);
    void* const beyond = std::malloc(size_t{64} << 20);
    MemoryLimit::AllowMore(size_t{128} << 20);
    void* const allowed = std::malloc(size_t{64} << 20);
    std::_Exit(fits != nullptr && beyond == nullptr && allowed != nullptr &&
                       MemoryLimit::is_set()
                   ? 7
                   : 8);
  };
  EXPECT_EXIT(allocate(), ::testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace interleave
