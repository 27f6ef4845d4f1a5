// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs of condition variables, semaphores, barriers and futexes that hold
// what they promise.

#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <semaphore>

#include "tests/programs/program.h"
#include "tests/programs/thread.h"

namespace interleave {
namespace {

using std::chrono::milliseconds;

// The waiter comes first and is woken, or it needs not wait.
void ForgottenSignalFixed() {
  std::mutex mutex;
  std::condition_variable condition;
  bool set = false;
  Together(
      [&] {
        std::unique_lock lock(mutex);
        while (!set) condition.wait(lock);
      },
      [&] {
        const std::lock_guard lock(mutex);
        set = true;
        condition.notify_one();
      });
  Final({1});
}

void FlagWithoutLockFixed() {
  std::mutex mutex;
  std::condition_variable condition;
  std::atomic<bool> flag = false;
  Together(
      [&] {
        std::unique_lock lock(mutex);
        while (!flag.load()) condition.wait(lock);
      },
      [&] {
        {
          const std::lock_guard lock(mutex);
          flag.store(true);
        }
        condition.notify_one();
      });
  Final({1});
}

void IfInPlaceOfWhileFixed() {
  std::mutex mutex;
  std::condition_variable condition;
  int things = 0;
  const auto take = [&] {
    std::unique_lock lock(mutex);
    while (things == 0) condition.wait(lock);
    --things;
  };
  Together(take, take, [&] {
    const std::lock_guard lock(mutex);
    things += 2;
    condition.notify_all();
  });
  Expect(things >= 0);
  Final({things});
}

void OneSignalForTwoFixed() {
  std::mutex mutex;
  std::condition_variable condition;
  bool open = false;
  const auto pass = [&] {
    std::unique_lock lock(mutex);
    while (!open) condition.wait(lock);
  };
  Together(pass, pass, [&] {
    const std::lock_guard lock(mutex);
    open = true;
    condition.notify_all();
  });
  Final({1});
}

void BufferWithOneConditionFixed() {
  std::mutex mutex;
  std::condition_variable filled;
  std::condition_variable emptied;
  int held = 0;
  const auto take = [&] {
    std::unique_lock lock(mutex);
    while (held == 0) filled.wait(lock);
    --held;
    emptied.notify_one();
  };
  Together(take, take, [&] {
    for (int i = 0; i < 2; ++i) {
      std::unique_lock lock(mutex);
      while (held == 1) emptied.wait(lock);
      ++held;
      filled.notify_one();
    }
  });
  Final({1});
}

void TakesTimeoutForNewsFixed() {
  std::mutex mutex;
  std::condition_variable condition;
  bool set = false;
  bool seen = false;
  Together(
      [&] {
        std::unique_lock lock(mutex);
        while (!set) condition.wait_for(lock, milliseconds(1));
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

// Signals of which one is for nobody.
void TwoSignalsForOne() {
  std::mutex mutex;
  std::condition_variable condition;
  bool set = false;
  const auto signal = [&] {
    {
      const std::lock_guard lock(mutex);
      set = true;
    }
    condition.notify_one();
  };
  Together(
      [&] {
        std::unique_lock lock(mutex);
        while (!set) condition.wait(lock);
      },
      signal, signal);
  Final({1});
}

// All are due at the same time, one with the lock.
void SleepsAtOnce() {
  std::mutex mutex;
  Together([] { Sleep(milliseconds(1)); },
           [&] {
             const std::lock_guard hold(mutex);
             Sleep(milliseconds(1));
           },
           [&] { const std::lock_guard hold(mutex); });
  Final({});
}

// Two take turns.
void TakingTurns() {
  std::mutex mutex;
  std::condition_variable changed;
  int turn = 0;
  Copies(2, [&](int me) {
    for (int round = 0; round < 2; ++round) {
      std::unique_lock lock(mutex);
      while (turn % 2 != me) changed.wait(lock);
      ++turn;
      changed.notify_one();
    }
  });
  Expect(turn == 4);
  Final({turn});
}

void SemaphoreOfTwoFixed() {
  sem_t semaphore;
  sem_init(&semaphore, 0, 1);
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

// Each says that it is there, then waits; one order for each semaphore.
void RendezvousStuckFixed() {
  std::array<sem_t, 2> here;
  for (sem_t& semaphore : here) sem_init(&semaphore, 0, 0);
  Copies(2, [&](int me) {
    const auto self = static_cast<size_t>(me);
    sem_post(&here[self]);
    sem_wait(&here[1 - self]);
  });
  Final({1});
  for (sem_t& semaphore : here) sem_destroy(&semaphore);
}

void TakesNoneFixed() {
  sem_t things;
  sem_init(&things, 0, 0);
  int took = 0;
  Together([&] { sem_post(&things); },
           [&] { took = sem_wait(&things) == 0 ? 1 : 0; });
  Expect(took == 1);
  Final({took});
  sem_destroy(&things);
}

// Who waits for a time takes what there is as well as who does not wait.
void TimedTake() {
  sem_t things;
  sem_init(&things, 0, 1);
  const timespec soon = InOneMillisecond();
  int tried = 0;
  int waited = 0;
  Together([&] { tried = sem_trywait(&things) == 0 ? 1 : 0; },
           [&] { waited = sem_timedwait(&things, &soon) == 0 ? 1 : 0; });
  Expect(tried + waited == 1);
  Final({tried, waited});
  sem_destroy(&things);
}

// The order of arrival: 2.
void OneTooFewFixed() {
  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 2);
  Copies(2, [&](int) { pthread_barrier_wait(&barrier); });
  Final({1});
  pthread_barrier_destroy(&barrier);
}

void HalfABarrierFixed() {
  std::array<std::atomic<int>, 2> halves{};
  std::array<int, 2> seen{};
  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 2);
  Copies(2, [&](int me) {
    const auto self = static_cast<size_t>(me);
    halves[self].store(1);
    pthread_barrier_wait(&barrier);
    seen[self] = halves[1 - self].load();
  });
  Expect(seen[0] + seen[1] == 2);
  Final({seen[0], seen[1]});
  pthread_barrier_destroy(&barrier);
}

// Three arrive in 3! orders; who comes last goes on at once.
void BarrierOfThree() {
  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 3);
  std::atomic<int> serial = -1;
  Copies(3, [&](int me) {
    if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) {
      serial.store(me);
    }
  });
  Final({serial});
  pthread_barrier_destroy(&barrier);
}

// Two rounds at one barrier.
void BarrierTwice() {
  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 2);
  Copies(2, [&](int) {
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
  });
  Final({1});
  pthread_barrier_destroy(&barrier);
}

long Wait(std::atomic<uint32_t>& word, uint32_t value) {
  return syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, value, nullptr, nullptr,
                 0);
}

long Wake(std::atomic<uint32_t>& word, int count) {
  return syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr,
                 0);
}

void FutexAsksAgainFixed() {
  std::atomic<uint32_t> word = 0;
  Together(
      [&] {
        while (word.load() == 0) Wait(word, 0);
      },
      [&] {
        word.store(1);
        Wake(word, 1);
      });
  Final({1});
}

// Two sleep at one word, and are woken one by one.
void FutexOfTwo() {
  std::atomic<uint32_t> word = 0;
  const auto pass = [&] {
    if (word.load() == 0) Wait(word, 0);
  };
  Together(pass, pass, [&] {
    word.store(1);
    Wake(word, 1);
    Wake(word, 1);
  });
  Final({1});
}

void OnceByHandFixed() {
  std::once_flag once;
  int times = 0;
  const auto use = [&] { std::call_once(once, [&] { ++times; }); };
  Together(use, use);
  Expect(times == 1);
  Final({times});
}

// One sleeps until the flag is another; the library looks at it again and again
// before that.
void AtomicWait() {
  std::atomic<int> flag = 0;
  Together([&] { flag.wait(0); },
           [&] {
             flag.store(1);
             flag.notify_one();
           });
  Final({flag});
}

// Counted down by two; main looks once.
void LatchOfTwo() {
  std::latch latch(2);
  int open = 0;
  Together([&] { latch.count_down(); }, [&] { latch.count_down(); },
           [&] { open = latch.try_wait() ? 1 : 0; });
  Final({open});
}

// Of two that try, as many get in as there is room for.
void CountedRoom() {
  std::counting_semaphore<1> room(1);
  std::array<int, 2> in{};
  Copies(2, [&](int me) {
    in[static_cast<size_t>(me)] = room.try_acquire() ? 1 : 0;
  });
  Expect(in[0] + in[1] == 1);
  Final({in[0], in[1]});
}

// Who is woken may have the lock before who had it first after the wait.
void SignalBesideALock() {
  std::mutex mutex;
  std::condition_variable condition;
  bool set = false;
  int order = 0;
  Together(
      [&] {
        std::unique_lock lock(mutex);
        while (!set) condition.wait(lock);
        order = order * 10 + 1;
      },
      [&] {
        const std::lock_guard lock(mutex);
        order = order * 10 + 2;
      },
      [&] {
        {
          const std::lock_guard lock(mutex);
          set = true;
        }
        condition.notify_one();
      });
  Final({order});
}

// A post beside what the waiter's time orders it with.
void TimedTakeBesideAnother() {
  sem_t things;
  sem_init(&things, 0, 0);
  const timespec soon = InOneMillisecond();
  std::atomic<int> beside = 0;
  int seen = 0;
  Together([&] { beside.store(1); }, [&] { sem_post(&things); },
           [&] {
             Expect(sem_timedwait(&things, &soon) == 0);
             seen = beside.load();
           });
  Final({seen});
  sem_destroy(&things);
}

}  // namespace

std::vector<Program> CorrectWaits() {
  return {
      {"ForgottenSignalFixed", "Andrews, Concurrent Programming",
       ForgottenSignalFixed, 2, "1"},
      {"FlagWithoutLockFixed",
       "Birrell, An Introduction to Programming with Threads",
       FlagWithoutLockFixed, 2, "1"},
      {"IfInPlaceOfWhileFixed", "Lampson & Redell, Mesa (1980)",
       IfInPlaceOfWhileFixed, 10, "0"},
      {"OneSignalForTwoFixed", "Birrell", OneSignalForTwoFixed, 10, "1"},
      {"BufferWithOneConditionFixed", "Birrell", BufferWithOneConditionFixed,
       32, "1"},
      {"TakesTimeoutForNewsFixed", "wait_for", TakesTimeoutForNewsFixed, 5,
       "1"},
      {"TwoSignalsForOne", "signals without the lock", TwoSignalsForOne, 14,
       "1"},
      {"SleepsAtOnce", "sleep", SleepsAtOnce, 11, ""},
      {"TakingTurns", "Ben-Ari, Principles of Concurrent Programming",
       TakingTurns, 8, "4"},
      {"SemaphoreOfTwoFixed", "Dijkstra (1965)", SemaphoreOfTwoFixed, 2, ""},
      {"RendezvousStuckFixed", "Downey, The Little Book of Semaphores",
       RendezvousStuckFixed, 1, "1"},
      {"TakesNoneFixed", "sem_trywait", TakesNoneFixed, 1, "1"},
      {"TimedTake", "POSIX, sem_timedwait", TimedTake, 3, "0 1 | 1 0"},
      {"SignalBesideALock", "signals without the lock", SignalBesideALock, 7,
       "12 | 21"},
      {"TimedTakeBesideAnother", "POSIX, sem_timedwait", TimedTakeBesideAnother,
       5, "0 | 1"},
      {"OneTooFewFixed", "POSIX, pthread_barrier_wait", OneTooFewFixed, 2, "1"},
      {"HalfABarrierFixed", "Downey, The Little Book of Semaphores",
       HalfABarrierFixed, 2, "1 1"},
      {"BarrierOfThree", "POSIX, pthread_barrier_wait", BarrierOfThree, 6,
       "0 | 1 | 2"},
      {"BarrierTwice", "POSIX, pthread_barrier_wait", BarrierTwice, 4, "1"},
      {"FutexAsksAgainFixed", "Drepper, Futexes Are Tricky",
       FutexAsksAgainFixed, 4, "1"},
      {"FutexOfTwo", "Drepper, Futexes Are Tricky", FutexOfTwo, 31, "1"},
      {"OnceByHandFixed", "std::call_once", OnceByHandFixed, 11, "1"},
      {"AtomicWait", "std::atomic", AtomicWait, 37, "1"},
      {"LatchOfTwo", "std::latch", LatchOfTwo, 6, "0 | 1"},
      {"CountedRoom", "std::counting_semaphore", CountedRoom, 4, "0 1 | 1 0"},
  };
}

}  // namespace interleave
