// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Tests for AddressSanitizer: memory that is used when it was freed, in some
// schedules.

#include <mutex>
#include <thread>

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"

namespace {

// One thread gives back what main may still read, unless it leaves that.
int Read(bool leaves) {
  std::mutex mutex;
  const int* const value = new int(7);
  std::thread owner([&] {
    const std::lock_guard<std::mutex> lock(mutex);
    if (!leaves) delete value;
  });
  int read = 0;
  {
    const std::lock_guard<std::mutex> lock(mutex);
    read = *value;
  }
  owner.join();
  if (leaves) delete value;
  return read;
}

INTERLEAVE_TEST(FreedTest, IsRead) { EXPECT_EQ(Read(/*leaves=*/false), 7); }

INTERLEAVE_TEST(FreedTest, IsReadFixed) { EXPECT_EQ(Read(/*leaves=*/true), 7); }

}  // namespace
