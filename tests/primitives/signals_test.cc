// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Signals between tasks, and timers that send one: each program with a defect
// has a twin without it.

#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <mutex>
#include <string>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/interleave.h"
#include "interleave/report/result_text.h"

namespace interleave {
namespace {

using testing::HasSubstr;

class SignalsBetweenTasksTest : public testing::Test {
 protected:
  void SetUp() override { sigaction(SIGUSR1, nullptr, &before_); }
  void TearDown() override {
    sigaction(SIGUSR1, &before_, nullptr);
    signal(SIGALRM, SIG_DFL);
  }

  static ExploreResult ExploreAll(const char* strategy, void (*body)()) {
    Options options;
    options.strategy = strategy;
    options.executions = 0;
    options.allow_single_schedule = true;
    options.allow_uncontrolled = true;
    return Explore(options, body, "SignalsBetweenTasksTest.Body");
  }
  static void ExpectRight(void (*body)()) {
    for (const char* strategy : {"dpor", "exhaustive"}) {
      const ExploreResult result = ExploreAll(strategy, body);
      EXPECT_EQ(result.verdict, Verdict::kVerified)
          << strategy << FormatResult(result);
    }
  }
  static std::string ExpectWrong(void (*body)(), FindingKind kind) {
    std::string message;
    for (const char* strategy : {"dpor", "exhaustive"}) {
      const ExploreResult result = ExploreAll(strategy, body);
      if (result.failures.size() != 1u) {
        ADD_FAILURE() << strategy << FormatResult(result);
        continue;
      }
      EXPECT_EQ(result.failures[0].finding.kind, kind) << FormatResult(result);
      message = result.failures[0].finding.message;
      Options options;
      options.replay = result.failures[0].token;
      const ExploreResult again =
          Explore(options, body, "SignalsBetweenTasksTest.Body");
      EXPECT_TRUE(again.replay.has_value() &&
                  again.replay->verdict == ReplayVerdict::kReproduced)
          << FormatResult(again);
    }
    return message;
  }

 private:
  struct sigaction before_ = {};
};

void Handle(int signal, void (*handler)(int), int flags = 0) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigaction(signal, &action, nullptr);
}

sigset_t Only(int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  return set;
}

std::mutex* g_mutex = nullptr;
std::atomic<int> g_count = 0;
thread_local std::atomic<int> g_here = 0;  // what came to this task

// --- A handler takes a lock. ---

template <bool kLocks>
void LockInHandler() {
  std::mutex mutex;
  g_mutex = &mutex;
  g_count.store(0);
  Handle(SIGUSR1, [](int) {
    if (kLocks) g_mutex->lock();
    g_count.fetch_add(1);
    if (kLocks) g_mutex->unlock();
  });
  std::thread target([&] {
    mutex.lock();
    std::this_thread::yield();
    mutex.unlock();
    while (g_count.load() == 0) std::this_thread::yield();
  });
  INTERLEAVE_CHECK(pthread_kill(target.native_handle(), SIGUSR1) == 0);
  target.join();
  INTERLEAVE_CHECK(g_count.load() == 1);
}

TEST_F(SignalsBetweenTasksTest, AHandlerWaitsForTheLockOfItsOwnTask) {
  EXPECT_THAT(ExpectWrong(&LockInHandler<true>, FindingKind::kDeadlock),
              HasSubstr("held by T1 itself"));
}
TEST_F(SignalsBetweenTasksTest, AHandlerThatCountsWaitsForNothing) {
  ExpectRight(&LockInHandler<false>);
}

// --- Whose handler it is. ---

TEST_F(SignalsBetweenTasksTest, AHandlerRunsInTheTaskThatItWasSentTo) {
  ExpectRight([] {
    Handle(SIGUSR1, [](int) { g_here.fetch_add(1); });
    std::thread target([] {
      while (g_here.load() == 0) std::this_thread::yield();
    });
    INTERLEAVE_CHECK(pthread_kill(target.native_handle(), SIGUSR1) == 0);
    target.join();
    INTERLEAVE_CHECK(g_here.load() == 0);
  });
}

// --- To wait for a signal that came before. ---

template <bool kBlocks>
void WaitForHandler() {
  g_count.store(0);
  Handle(SIGUSR1, [](int) { g_count.fetch_add(1); });
  const sigset_t set = Only(SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::thread waits([] {
    sigset_t all;
    sigemptyset(&all);
    if (!kBlocks) pthread_sigmask(SIG_SETMASK, &all, nullptr);
    while (g_count.load() == 0) {
      if (kBlocks) {
        sigsuspend(&all);
      } else {
        pause();
      }
    }
  });
  pthread_kill(waits.native_handle(), SIGUSR1);
  waits.join();
}

TEST_F(SignalsBetweenTasksTest, ASignalComesBeforePause) {
  EXPECT_THAT(ExpectWrong(&WaitForHandler<false>, FindingKind::kDeadlock),
              HasSubstr("T1 waits at await-signal"));
}
TEST_F(SignalsBetweenTasksTest, SigsuspendMissesNone) {
  ExpectRight(&WaitForHandler<true>);
}

// --- A task that takes the signals of the process. ---

template <bool kAllBlock>
void SignalThread() {
  Handle(SIGUSR1, [](int) {});
  const sigset_t set = Only(SIGUSR1);
  if (kAllBlock) pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::thread takes([&] {
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    int signal = 0;
    INTERLEAVE_CHECK(sigwait(&set, &signal) == 0 && signal == SIGUSR1);
  });
  INTERLEAVE_CHECK(kill(getpid(), SIGUSR1) == 0);
  takes.join();
}

TEST_F(SignalsBetweenTasksTest, AnotherTaskGetsTheSignalOfTheProcess) {
  ExpectWrong(&SignalThread<false>, FindingKind::kDeadlock);
}
TEST_F(SignalsBetweenTasksTest, ASignalThatAllBlockWaitsForWhoTakesIt) {
  ExpectRight(&SignalThread<true>);
}

// --- A timeout by a signal. ---

template <int kFlags>
void ReadWithAlarm() {
  Handle(
      SIGALRM, [](int) {}, kFlags);
  int ends[2];
  INTERLEAVE_CHECK(pipe(ends) == 0);
  alarm(3'600);
  char letter;
  INTERLEAVE_CHECK(read(ends[0], &letter, 1) == -1 && errno == EINTR);
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);  // style: virtual time
  INTERLEAVE_CHECK(now.tv_sec >= 3'600);
  close(ends[0]);
  close(ends[1]);
}

TEST_F(SignalsBetweenTasksTest, AnAlarmEndsARead) {
  ExpectRight(&ReadWithAlarm<0>);
}
TEST_F(SignalsBetweenTasksTest, AReadThatIsRestartedGoesOnForEver) {
  EXPECT_THAT(ExpectWrong(&ReadWithAlarm<SA_RESTART>, FindingKind::kDeadlock),
              HasSubstr("main waits at receive of pipe 1"));
}

TEST_F(SignalsBetweenTasksTest, TimersComeInVirtualTime) {
  ExpectRight([] {
    const sigset_t set = Only(SIGALRM);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    const itimerval often = {{3'600, 0}, {1, 0}};
    INTERLEAVE_CHECK(setitimer(ITIMER_REAL, &often, nullptr) == 0);
    int signal = 0;
    for (int i = 0; i < 3; ++i) {
      INTERLEAVE_CHECK(sigwait(&set, &signal) == 0 && signal == SIGALRM);
    }
    const itimerval never = {};
    INTERLEAVE_CHECK(setitimer(ITIMER_REAL, &never, nullptr) == 0);
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);  // style: virtual time
    INTERLEAVE_CHECK(now.tv_sec >= 7'201);
    const timespec second = {1, 0};
    INTERLEAVE_CHECK(sigtimedwait(&set, nullptr, &second) == -1 &&
                     errno == EAGAIN);
    sigevent event = {};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGALRM;
    timer_t timer;
    INTERLEAVE_CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
    const itimerspec soon = {{0, 0}, {5, 0}};
    INTERLEAVE_CHECK(timer_settime(timer, 0, &soon, nullptr) == 0);
    INTERLEAVE_CHECK(sigwait(&set, &signal) == 0);
    INTERLEAVE_CHECK(timer_delete(timer) == 0);
  });
}

TEST_F(SignalsBetweenTasksTest, ASleepIsEndedByASignal) {
  ExpectRight([] {
    Handle(SIGALRM, [](int) {});
    alarm(10);
    INTERLEAVE_CHECK(sleep(60) == 50);  // style: virtual time
    const itimerval often = {{1, 0}, {1, 0}};
    INTERLEAVE_CHECK(setitimer(ITIMER_PROF, &often, nullptr) == -1);
    INTERLEAVE_CHECK(errno == ENOSYS);
  });
}

}  // namespace
}  // namespace interleave
