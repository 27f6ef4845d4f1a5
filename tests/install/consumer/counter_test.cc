// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <thread>

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"

namespace {

std::atomic<int> count;

void Add() {
  const int before = count;
  INTERLEAVE_POINT("counter.add.loaded");
  count = before + 1;
}

void AddTwice(void (*add)()) {
  count = 0;
  std::thread one(add);
  std::thread two(add);
  one.join();
  two.join();
  INTERLEAVE_CHECK(count == 2);
}

INTERLEAVE_TEST(Counter, Lost) { AddTwice(&Add); }
INTERLEAVE_TEST(Counter, Kept) {
  AddTwice([] {
    INTERLEAVE_POINT("counter.add.whole");
    ++count;
  });
}

}  // namespace
