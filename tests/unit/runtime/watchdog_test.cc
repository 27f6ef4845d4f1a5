// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/watchdog.h"

#include <gtest/gtest.h>
#include <sys/syscall.h>

#include "interleave/runtime/thread_pointer.h"

namespace interleave {
namespace {

// That it finds tasks in them: tests/e2e/programs_hang_test.cc.
TEST(WatchdogTest, NamesTheFunctionsThatWait) {
  EXPECT_EQ(Watchdog::SystemCallName(SYS_read), "read");
  EXPECT_EQ(Watchdog::SystemCallName(SYS_flock), "flock");
  EXPECT_EQ(Watchdog::SystemCallName(SYS_accept4), "accept");
  EXPECT_EQ(Watchdog::SystemCallName(SYS_connect), "connect");
  EXPECT_EQ(Watchdog::SystemCallName(SYS_epoll_pwait), "epoll_wait");
  EXPECT_EQ(Watchdog::SystemCallName(SYS_msgrcv), "msgrcv");
  EXPECT_EQ(Watchdog::SystemCallName(SYS_fcntl), "fcntl");
}

TEST(WatchdogTest, TellsTheNumberOfOthers) {
  EXPECT_EQ(Watchdog::SystemCallName(SYS_reboot),
            "system call " + std::to_string(SYS_reboot));
}

TEST(WatchdogTest, SaysSoWhereTheNumberIsNotKnownAnyMore) {
  EXPECT_EQ(Watchdog::SystemCallName(arch::kSomeSystemCall), "a system call");
}

}  // namespace
}  // namespace interleave
