// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/interrupts.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

constexpr uint32_t kOther = 8;

TEST(InterruptTrapTest, SetsItsBitOnly) {
  std::atomic<uint32_t> one{kOther};
  std::atomic<uint32_t> two{0};
  {
    const InterruptTrap trap({&one, &two});
    raise(SIGINT);
    EXPECT_EQ(one, kOther | InterruptTrap::kInterrupted);
    EXPECT_EQ(two, InterruptTrap::kInterrupted);
    two = 0;
    raise(SIGTERM);
    EXPECT_EQ(two, InterruptTrap::kInterrupted);
  }
  struct sigaction action;
  sigaction(SIGINT, nullptr, &action);
  EXPECT_EQ(action.sa_handler, SIG_DFL);
}

TEST(InterruptTrapDeathTest, TheSecondSignalKills) {
  std::atomic<uint32_t> word{0};
  const auto interrupt_twice = [&word] {
    const InterruptTrap trap({&word, nullptr});
    raise(SIGINT);
    raise(SIGINT);
  };
  EXPECT_EXIT(interrupt_twice(), ::testing::KilledBySignal(SIGINT), "");
}

TEST(InterruptTrapTest, WhatTheProgramIgnoresStaysIgnored) {
  std::atomic<uint32_t> word{0};
  signal(SIGTERM, SIG_IGN);
  {
    const InterruptTrap trap({&word, nullptr});
    raise(SIGTERM);
  }
  EXPECT_EQ(word, 0u);
  EXPECT_EQ(signal(SIGTERM, SIG_DFL), SIG_IGN);
}

TEST(InterruptTrapTest, IsRedirected) {
  std::atomic<uint32_t> before{0};
  std::atomic<uint32_t> after{0};
  const InterruptTrap trap({&before, nullptr});
  InterruptTrap::Redirect({&after, nullptr});
  raise(SIGINT);
  EXPECT_EQ(before, 0u);
  EXPECT_EQ(after, InterruptTrap::kInterrupted);
}

}  // namespace
}  // namespace interleave
