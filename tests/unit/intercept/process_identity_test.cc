// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/process_identity.h"

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>

#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"

namespace interleave {
namespace {

Options Few() {
  Options options;
  options.strategy = "random";
  options.executions = 20;
  options.allow_single_schedule = true;
  options.allow_no_overlap = true;
  return options;
}

TEST(ProcessIdentityTest, TheProcessHasTheSameNumberInEachExecution) {
  const ExploreResult result = Explore(
      Few(),
      [] {
        pid_t there = 0;
        std::thread([&] { there = getpid(); }).join();
        EXPECT_EQ(there, getpid());
        // As in life, that of its first thread.
        EXPECT_EQ(getpid(), gettid());
        RecordOutcome(std::to_string(getpid()));
      },
      "ProcessIdentityTest");
  ASSERT_EQ(result.outcomes.size(), 1u) << FormatResult(result);
  EXPECT_EQ(result.outcomes[0].value, std::to_string(kFirstThreadId));
  EXPECT_EQ(getpid(), syscall(SYS_getpid));
}

std::atomic<int> g_signals = 0;

TEST(ProcessIdentityTest, ASignalToThatNumberIsToTheProcess) {
  struct sigaction action = {}, before = {};
  action.sa_handler = [](int) { ++g_signals; };
  sigaction(SIGUSR1, &action, &before);
  const ExploreResult result = Explore(
      Few(),
      [] {
        std::thread([] { std::this_thread::yield(); }).join();
        EXPECT_EQ(kill(getpid(), 0), 0);
        EXPECT_EQ(kill(getpid(), SIGUSR1), 0);
        EXPECT_EQ(sigqueue(getpid(), 0, {}), 0);
      },
      "ProcessIdentityTest");
  sigaction(SIGUSR1, &before, nullptr);
  EXPECT_TRUE(result.failures.empty()) << FormatResult(result);
  EXPECT_GE(g_signals.load(), 20);
}

}  // namespace
}  // namespace interleave
