// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/static_memory.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <memory>

namespace interleave {
namespace {

int g_zero;
int g_one = 1;

TEST(StaticMemoryTest, HasGlobalsAndStatics) {
  static int static_in_function = 2;
  EXPECT_TRUE(IsStaticMemory(&g_zero));
  EXPECT_TRUE(IsStaticMemory(&g_one));
  EXPECT_TRUE(IsStaticMemory(&static_in_function));
  EXPECT_TRUE(IsStaticMemory(&stdout)) << "a library's";
}

TEST(StaticMemoryTest, HasNeitherStackNorHeapNorThreadLocals) {
  static thread_local int of_thread = 3;
  const int on_stack = 4;
  const auto on_heap = std::make_unique<int>(5);
  EXPECT_FALSE(IsStaticMemory(&of_thread));
  EXPECT_FALSE(IsStaticMemory(&on_stack));
  EXPECT_FALSE(IsStaticMemory(on_heap.get()));
  EXPECT_FALSE(IsStaticMemory(nullptr));
}

}  // namespace
}  // namespace interleave
