// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs of condition variables, semaphores, barriers and futexes that go
// wrong.

#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "tests/programs/program.h"
#include "tests/programs/thread.h"

namespace interleave {
namespace {

using enum FindingKind;
using std::chrono::milliseconds;

// Nothing remembers the signal.
void ForgottenSignal() {
  std::mutex mutex;
  std::condition_variable condition;
  Final({0});
  Together(
      [&] {
        std::unique_lock lock(mutex);
        condition.wait(lock);
      },
      [&] {
        const std::lock_guard lock(mutex);
        condition.notify_one();
      });
  Final({1});
}

// The flag changes between the look at it and the wait.
void FlagWithoutLock() {
  std::mutex mutex;
  std::condition_variable condition;
  std::atomic<bool> flag = false;
  Final({0});
  Together(
      [&] {
        std::unique_lock lock(mutex);
        while (!flag.load()) condition.wait(lock);
      },
      [&] {
        flag.store(true);
        condition.notify_one();
      });
  Final({1});
}

// Two are woken for one thing.
void IfInPlaceOfWhile() {
  std::mutex mutex;
  std::condition_variable condition;
  int things = 0;
  const auto take = [&] {
    std::unique_lock lock(mutex);
    if (things == 0) condition.wait(lock);
    --things;
  };
  Final({9});
  Together(take, take, [&] {
    const std::lock_guard lock(mutex);
    ++things;
    condition.notify_all();
  });
  Expect(things >= 0);
  Final({things});
}

// One of two that wait is woken.
void OneSignalForTwo() {
  std::mutex mutex;
  std::condition_variable condition;
  bool open = false;
  const auto pass = [&] {
    std::unique_lock lock(mutex);
    while (!open) condition.wait(lock);
  };
  Final({0});
  Together(pass, pass, [&] {
    const std::lock_guard lock(mutex);
    open = true;
    condition.notify_one();
  });
  Final({1});
}

// One condition for two reasons to wait: the signal wakes who has the other.
void BufferWithOneCondition() {
  std::mutex mutex;
  std::condition_variable changed;
  int held = 0;
  const auto take = [&] {
    std::unique_lock lock(mutex);
    while (held == 0) changed.wait(lock);
    --held;
    changed.notify_one();
  };
  Final({0});
  Together(take, take, [&] {
    for (int i = 0; i < 2; ++i) {
      std::unique_lock lock(mutex);
      while (held == 1) changed.wait(lock);
      ++held;
      changed.notify_one();
    }
  });
  Final({1});
}

// The time was over before somebody came.
void TakesTimeoutForNews() {
  std::mutex mutex;
  std::condition_variable condition;
  bool set = false;
  bool seen = false;
  Together(
      [&] {
        std::unique_lock lock(mutex);
        condition.wait_for(lock, milliseconds(1));
        seen = set;
      },
      [&] {
        Sleep(milliseconds(2));
        const std::lock_guard lock(mutex);
        set = true;
      });
  Expect(seen);
  Final({seen ? 1 : 0});
}

// Two may enter where one should.
void SemaphoreOfTwo() {
  sem_t semaphore;
  sem_init(&semaphore, 0, 2);
  std::atomic<int> inside = 0;
  const auto enter = [&] {
    sem_wait(&semaphore);
    Expect(inside.fetch_add(1) == 0);
    inside.fetch_sub(1);
    sem_post(&semaphore);
  };
  Together(enter, enter);
  Final({});
  sem_destroy(&semaphore);
}

// Each waits for the other before it says that it is there.
void RendezvousStuck() {
  std::array<sem_t, 2> here;
  for (sem_t& semaphore : here) sem_init(&semaphore, 0, 0);
  Final({0});
  Copies(2, [&](int me) {
    const auto self = static_cast<size_t>(me);
    sem_wait(&here[1 - self]);
    sem_post(&here[self]);
  });
  Final({1});
}

// Takes none when there is none yet.
void TakesNone() {
  sem_t things;
  sem_init(&things, 0, 0);
  int took = 0;
  Together([&] { sem_post(&things); },
           [&] { took = sem_trywait(&things) == 0 ? 1 : 0; });
  Expect(took == 1);
  Final({took});
  sem_destroy(&things);
}

// A barrier for three, and two come.
void OneTooFew() {
  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 3);
  Final({0});
  Copies(2, [&](int) { pthread_barrier_wait(&barrier); });
  Final({1});
}

// One does not wait for the other's half.
void HalfABarrier() {
  std::array<std::atomic<int>, 2> halves{};
  std::array<int, 2> seen{};
  Copies(2, [&](int me) {
    const auto self = static_cast<size_t>(me);
    halves[self].store(1);
    seen[self] = halves[1 - self].load();
  });
  Expect(seen[0] + seen[1] == 2);
  Final({seen[0], seen[1]});
}

long Futex(std::atomic<uint32_t>& word, int operation, uint32_t value) {
  return syscall(SYS_futex, &word, operation, value, nullptr, nullptr, 0);
}

// Sleeps whatever the word is by then.
void FutexAsksAgain() {
  std::atomic<uint32_t> word = 0;
  Final({0});
  Together(
      [&] {
        if (word.load() == 0) Futex(word, FUTEX_WAIT_PRIVATE, word.load());
      },
      [&] {
        word.store(1);
        Futex(word, FUTEX_WAKE_PRIVATE, 1);
      });
  Final({1});
}

}  // namespace

std::vector<Program> WrongWaits() {
  return {
      {"ForgottenSignal",
       "Andrews, Concurrent Programming",
       ForgottenSignal,
       2,
       "0 | 1",
       {kDeadlock}},
      {"FlagWithoutLock",
       "Birrell, An Introduction to Programming with Threads",
       FlagWithoutLock,
       3,
       "0 | 1",
       {kDeadlock}},
      {"IfInPlaceOfWhile",
       "Lampson & Redell, Mesa (1980)",
       IfInPlaceOfWhile,
       10,
       "-1 | 9",
       {kAssertion, kDeadlock}},
      {"OneSignalForTwo", "Birrell", OneSignalForTwo, 10, "0 | 1", {kDeadlock}},
      {"BufferWithOneCondition",
       "Birrell",
       BufferWithOneCondition,
       40,
       "0 | 1",
       {kDeadlock}},
      {"TakesTimeoutForNews",
       "wait_for",
       TakesTimeoutForNews,
       5,
       "0",
       {kAssertion}},
      {"SemaphoreOfTwo",
       "Dijkstra (1965)",
       SemaphoreOfTwo,
       26,
       "",
       {kAssertion}},
      {"RendezvousStuck",
       "Downey, The Little Book of Semaphores",
       RendezvousStuck,
       1,
       "0",
       {kDeadlock}},
      {"TakesNone", "sem_trywait", TakesNone, 2, "0 | 1", {kAssertion}},
      {"OneTooFew",
       "POSIX, pthread_barrier_wait",
       OneTooFew,
       2,
       "0",
       {kDeadlock}},
      {"HalfABarrier",
       "Downey, The Little Book of Semaphores",
       HalfABarrier,
       3,
       "0 1 | 1 0 | 1 1",
       {kAssertion}},
      {"FutexAsksAgain",
       "Drepper, Futexes Are Tricky",
       FutexAsksAgain,
       6,
       "0 | 1",
       {kDeadlock}},
  };
}

}  // namespace interleave
