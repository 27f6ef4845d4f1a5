// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <thread>

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"

namespace {

INTERLEAVE_TEST(Plain, Lost) {
  int count = 0;
  std::thread one([&] { ++count; });
  std::thread two([&] { ++count; });
  one.join();
  two.join();
  INTERLEAVE_CHECK(count == 2);
}

}  // namespace
