// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/cleanup.h"

#include <gtest/gtest.h>

#include <string>

#include "gmock/gmock.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/strategy/random.h"

extern "C" {

void* LeaveByFrames(void* result);
void* LeaveByJumps(void* result);
void LogCleanup(void* letter);
// Of programs built before 2003.
void _pthread_cleanup_push(interleave::CleanupCall* call,
                           void (*routine)(void*), void* argument) noexcept;
void _pthread_cleanup_pop(interleave::CleanupCall* call, int execute);

}  // extern "C"

namespace interleave {
namespace {

std::string g_log;
int g_result;

struct Leaves {
  ~Leaves() { g_log.push_back('~'); }
};

const ExecutionResult& RunThread(void* (*start)(void*),
                                 void** returned = nullptr) {
  LinkDoors();
  g_log.clear();
  static RandomStrategy random(1);
  random.Begin();
  return ProcessExecution().Run(
      [&] {
        pthread_t thread;
        pthread_create(&thread, nullptr, start, &g_result);
        pthread_join(thread, returned);
      },
      random, {});
}

void ExpectHandlersRun(void* (*start)(void*)) {
  for (int round = 0; round < 2; ++round) {
    void* returned = nullptr;
    EXPECT_TRUE(RunThread(start, &returned).findings.empty());
    EXPECT_EQ(g_log, "ecdba");
    EXPECT_EQ(returned, &g_result);
  }
}

TEST(CleanupTest, HandlersInFramesRunInnermostFirst) {
  ExpectHandlersRun(&LeaveByFrames);
}

TEST(CleanupTest, HandlersThatAreJumpedToRunInnermostFirst) {
  ExpectHandlersRun(&LeaveByJumps);
}

// As outside of an execution, where they are the C library's.
TEST(CleanupTest, OutsideOfAnExecutionTheyAreTheSystems) {
  for (auto* const start : {&LeaveByFrames, &LeaveByJumps}) {
    g_log.clear();
    pthread_t thread;
    ASSERT_EQ(pthread_create(&thread, nullptr, start, &g_result), 0);
    void* returned = nullptr;
    ASSERT_EQ(pthread_join(thread, &returned), 0);
    EXPECT_EQ(g_log, "ecdba");
    EXPECT_EQ(returned, &g_result);
  }
}

// Destructors and jumps, in the order of their frames.
TEST(CleanupTest, FramesOfBothKindsAreLeftInTheirOrder) {
  RunThread([](void* result) -> void* {
    const Leaves outer;
    return LeaveByJumps(result);
  });
  EXPECT_EQ(g_log, "ecdba~");
}

TEST(CleanupTest, OldProgramsHandlersAreCalled) {
  char letters[] = "xyz";
  static char* letter;
  letter = letters;
  RunThread([](void*) -> void* {
    const Leaves outer;
    CleanupCall calls[3];
    _pthread_cleanup_push(&calls[0], &LogCleanup, &letter[0]);
    _pthread_cleanup_push(&calls[1], &LogCleanup, &letter[1]);
    _pthread_cleanup_push(&calls[2], &LogCleanup, &letter[2]);
    _pthread_cleanup_pop(&calls[2], 1);
    pthread_exit(nullptr);
  });
  EXPECT_EQ(g_log.substr(0, 1), "z");
  EXPECT_LT(g_log.find('y'), g_log.find('x'));
  EXPECT_EQ(g_log.size(), 4u);
}

template <bool kThrowsOn>
void* CatchExit(void*) {
  try {
    pthread_exit(nullptr);
  } catch (...) {
    g_log.push_back('c');
    if (kThrowsOn) throw;
  }
  g_log.push_back('!');
  return nullptr;
}

TEST(CleanupTest, ACatchBlockThatSwallowsTheExitIsMisuse) {
  const ExecutionResult& result = RunThread(&CatchExit<false>);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].kind, FindingKind::kMisuse);
  EXPECT_THAT(result.findings[0].message,
              testing::HasSubstr("T1 leaves by pthread_exit"));
  EXPECT_EQ(g_log, "c");
  EXPECT_TRUE(RunThread(&CatchExit<true>).findings.empty());
  EXPECT_EQ(g_log, "c");
}

}  // namespace
}  // namespace interleave

void LogCleanup(void* letter) {
  interleave::g_log.push_back(*static_cast<char*>(letter));
}
