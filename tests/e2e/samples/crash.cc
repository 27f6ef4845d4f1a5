// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A test that kills its process.

#include <signal.h>

#include <thread>

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"

namespace {

INTERLEAVE_TEST(CrashTest, KillsItself) {
  std::thread other([] { INTERLEAVE_POINT("other.thread.running"); });
  INTERLEAVE_POINT("main.thread.running");
  raise(SIGKILL);
  other.join();
}

}  // namespace
