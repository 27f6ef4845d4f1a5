// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/memory_limit.h"

#include <cstdlib>

#include "gtest/gtest.h"

namespace interleave {
namespace {

// Not left out by the compiler.
void* volatile g_allocated = nullptr;

bool Allocates(size_t bytes) {
  g_allocated = std::malloc(bytes);
  return g_allocated != nullptr;
}

TEST(MemoryLimitDeathTest, WhatIsBeyondItIsRefused) {
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
  GTEST_SKIP() << "AddressSanitizer has an allocator of its own";
#endif
#endif
  EXPECT_FALSE(MemoryLimit::is_set());
  const auto allocate = [] {
    MemoryLimit::Set(32);
    const bool fits = Allocates(size_t{16} << 20);
    const bool refused = !Allocates(size_t{64} << 20);
    MemoryLimit::AllowMore(size_t{128} << 20);
    const bool allowed = Allocates(size_t{64} << 20);
    std::_Exit(fits && refused && allowed && MemoryLimit::is_set() ? 7 : 8);
  };
  EXPECT_EXIT(allocate(), ::testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace interleave
