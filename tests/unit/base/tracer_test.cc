// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/tracer.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {
namespace {

// What a process that `prepare` was called in says of itself.
bool SaysIsTraced(bool traced) {
  const pid_t child = fork();
  if (child == 0) {
    if (traced && ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(2);
    _exit(IsTraced() ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_NE(WEXITSTATUS(status), 2) << "the system allows no tracing";
  return WEXITSTATUS(status) == 1;
}

TEST(TracerTest, TellsWhetherAnotherProcessTraces) {
  EXPECT_TRUE(SaysIsTraced(true));
}

TEST(TracerTest, FindsNoneWhereThereIsNone) {
  // Of the process itself nothing is known: somebody may debug this test.
  if (!IsTraced()) EXPECT_FALSE(SaysIsTraced(false));
}

}  // namespace
}  // namespace interleave
