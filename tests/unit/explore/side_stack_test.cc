// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/side_stack.h"

#include <memory>

#include "gtest/gtest.h"

namespace interleave {
namespace {

constexpr size_t kBytes = 256 * 1024;

TEST(SideStackTest, CallsOnTheMemoryAndComesBack) {
  const auto memory = std::make_unique<char[]>(kBytes);
  const char* there = nullptr;
  int calls = 0;
  CallOnStack(memory.get(), kBytes, [&] {
    char local = 0;
    there = &local;
    ++calls;
  });
  EXPECT_EQ(calls, 1);
  EXPECT_GE(there, memory.get());
  EXPECT_LT(there, memory.get() + kBytes);
}

TEST(SideStackTest, ACallMayMakeAnother) {
  const auto outer = std::make_unique<char[]>(kBytes);
  const auto inner = std::make_unique<char[]>(kBytes);
  int order = 0;
  CallOnStack(outer.get(), kBytes, [&] {
    order = order * 10 + 1;
    CallOnStack(inner.get(), kBytes, [&] { order = order * 10 + 2; });
    order = order * 10 + 3;
  });
  EXPECT_EQ(order, 123);
}

}  // namespace
}  // namespace interleave
