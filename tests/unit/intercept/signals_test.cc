// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "interleave/explore/explore.h"
#include "interleave/interleave.h"

namespace interleave {
namespace {

thread_local int g_handled = 0;  // by this task
void CountSignal(int) { ++g_handled; }

sigset_t SetOf(int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  return set;
}

class SignalsTest : public testing::Test {
 protected:
  void SetUp() override {
    struct sigaction action = {};
    action.sa_handler = &CountSignal;
    sigaction(SIGUSR1, &action, &before_);
  }
  void TearDown() override { sigaction(SIGUSR1, &before_, nullptr); }

  // All schedules of `body` beside a task that meets a point.
  static ExploreResult ExploreAll(const std::function<void()>& body) {
    Options options;
    options.strategy = "exhaustive";
    options.executions = 0;
    return Explore(options, [&] {
      std::thread other([] {
        INTERLEAVE_POINT("other.thread.running");
        INTERLEAVE_CHECK(g_handled == 0);
      });
      INTERLEAVE_POINT("main.thread.running");
      body();
      other.join();
    });
  }
  static std::vector<std::string> NamesOf(const ExploreResult& result) {
    std::vector<std::string> names;
    for (const Unmodelled& one : result.unmodelled) names.push_back(one.name);
    return names;
  }

 private:
  struct sigaction before_ = {};
};

TEST_F(SignalsTest, AHandlerRunsAtOnceInTheTaskThatRaises) {
  const ExploreResult result = ExploreAll([] {
    raise(SIGUSR1);
    INTERLEAVE_CHECK(g_handled == 1);
    INTERLEAVE_CHECK(pthread_kill(pthread_self(), SIGUSR1) == 0);
    INTERLEAVE_CHECK(g_handled == 2);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified);
  EXPECT_TRUE(result.unmodelled.empty());
}

TEST_F(SignalsTest, ABlockedOneWaitsUntilItsTaskBlocksItNoMore) {
  const ExploreResult result = ExploreAll([] {
    const sigset_t set = SetOf(SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    raise(SIGUSR1);
    INTERLEAVE_POINT("main.signal.blocked");
    INTERLEAVE_CHECK(g_handled == 0);
    sigset_t pending;
    sigpending(&pending);
    INTERLEAVE_CHECK(sigismember(&pending, SIGUSR1) == 1);
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    INTERLEAVE_CHECK(g_handled == 1);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified);
}

TEST_F(SignalsTest, EachTaskHasAMaskThatItsThreadsBeginWith) {
  const ExploreResult result = ExploreAll([] {
    const sigset_t set = SetOf(SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::thread inherits([] {
      raise(SIGUSR1);
      INTERLEAVE_CHECK(g_handled == 0);
      const sigset_t own = SetOf(SIGUSR1);
      pthread_sigmask(SIG_UNBLOCK, &own, nullptr);
      INTERLEAVE_CHECK(g_handled == 1);
    });
    inherits.join();
    sigset_t mask;
    pthread_sigmask(SIG_BLOCK, nullptr, &mask);
    INTERLEAVE_CHECK(sigismember(&mask, SIGUSR1) == 1);
    INTERLEAVE_CHECK(g_handled == 0);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified);
}

TEST_F(SignalsTest, SigwaitTakesWhatTheTaskSent) {
  const ExploreResult result = ExploreAll([] {
    const sigset_t set = SetOf(SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    raise(SIGUSR1);
    int signal = 0;
    INTERLEAVE_CHECK(sigwait(&set, &signal) == 0);
    INTERLEAVE_CHECK(signal == SIGUSR1);
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    INTERLEAVE_CHECK(g_handled == 0);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified);
}

TEST_F(SignalsTest, WhatIsNotModelledIsRefusedByName) {
  const ExploreResult result = ExploreAll([] {
    std::thread target([] { INTERLEAVE_POINT("target.thread.running"); });
    INTERLEAVE_CHECK(pthread_kill(target.native_handle(), 0) == 0);
    INTERLEAVE_CHECK(pthread_sigqueue(target.native_handle(), SIGUSR1, {}) ==
                     ENOSYS);
    target.join();
    const itimerval soon = {{0, 0}, {0, 1}};
    INTERLEAVE_CHECK(setitimer(ITIMER_VIRTUAL, &soon, nullptr) == -1);
    const sigset_t set = SetOf(SIGUSR1);
    INTERLEAVE_CHECK(signalfd(-1, &set, 0) == -1 && errno == ENOSYS);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified);
  EXPECT_THAT(NamesOf(result), testing::ElementsAre("pthread_sigqueue",
                                                    "setitimer", "signalfd"));
}

}  // namespace
}  // namespace interleave
