// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/memory_use.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

namespace interleave {
namespace {

TEST(MemoryUseTest, GrowsWithWhatIsWritten) {
  constexpr size_t kBytes = size_t{64} << 20;
  const uint64_t before = ResidentBytes();
  EXPECT_GT(before, 0u);
  // Not known to the compiler, which would do without the memory.
  const volatile size_t bytes = kBytes;
  const std::vector<char> used(bytes, 'x');
  EXPECT_GE(ResidentBytes() - before, kBytes / 2) << used[bytes / 2];
}

}  // namespace
}  // namespace interleave
