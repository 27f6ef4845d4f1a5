// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Tests for several processes, which are interrupted or die when asked to.

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <thread>

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"

namespace {

// The number in the environment; 0 when there is none.
int Variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? 0 : std::atoi(value);
}

// Two tasks add three each.
int LossyCount() {
  int count = 0;
  const auto add = [&count] {
    for (int i = 0; i < 3; ++i) {
      INTERLEAVE_POINT("jobs.count.load");
      const int loaded = count;
      INTERLEAVE_POINT("jobs.count.store");
      count = loaded + 1;
    }
  };
  std::thread one(add);
  std::thread two(add);
  one.join();
  two.join();
  interleave::RecordOutcome(std::to_string(count));
  return count;
}

INTERLEAVE_TEST(JobsTest, Counts, {.strategy = "dfs", .executions = 0}) {
  static int executions = 0;
  if (++executions == Variable("SAMPLE_INTERRUPT_AT")) raise(SIGINT);
  if (LossyCount() != 2) return;
  if (Variable("SAMPLE_DIES") != 0) syscall(SYS_exit_group, 0);
  if (Variable("SAMPLE_EXITS") != 0) _exit(0);
}

INTERLEAVE_TEST(JobsTest, Finds, {.strategy = "dfs", .executions = 0}) {
  EXPECT_GT(LossyCount(), 2);
}

INTERLEAVE_TEST(JobsTest, Skips) {
  LossyCount();
  GTEST_SKIP() << "for a reason of its own";
}

INTERLEAVE_TEST(JobsTest, HasAScript,
                {.script = interleave::Script().Run("main").UntilBlocked()}) {
  LossyCount();
}

INTERLEAVE_TEST(JobsTest, WantsTwo,
                {.strategy = "dfs", .executions = 0, .jobs = 2}) {
  LossyCount();
}

}  // namespace
