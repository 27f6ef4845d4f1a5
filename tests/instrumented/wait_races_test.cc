// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Races that waiting for another task prevents, or seems to.

#include <pthread.h>
#include <semaphore.h>

#include <barrier>
#include <condition_variable>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>

#include "twins.h"

namespace interleave {
namespace {

struct Mailbox {
  int data = 0;
  bool ready = false;
  std::mutex mutex;
  std::condition_variable condition;

  void Announce() {
    {
      const std::lock_guard lock(mutex);
      ready = true;
    }
    condition.notify_one();
  }
  void Await() {
    std::unique_lock lock(mutex);
    condition.wait(lock, [this] { return ready; });
  }
};

void WrittenAfterNotify() {
  Mailbox box;
  Together(
      [&] {
        box.Announce();
        box.data = 1;
      },
      [&] {
        box.Await();
        EXPECT_GE(box.data, 0);
      });
}

void WrittenBeforeNotify() {
  Mailbox box;
  Together(
      [&] {
        box.data = 1;
        box.Announce();
      },
      [&] {
        box.Await();
        EXPECT_EQ(box.data, 1);
      });
}
INTERLEAVE_TWINS(WaitRacesTest, ConditionVariable, WrittenAfterNotify,
                 WrittenBeforeNotify)

// The flag itself is set without the mutex.
void FlagSetOutsideTheMutex() {
  Mailbox box;
  Together(
      [&] {
        box.ready = true;
        const std::lock_guard lock(box.mutex);
        box.condition.notify_one();
      },
      [&] { box.Await(); });
}

void FlagSetUnderTheMutex() {
  Mailbox box;
  Together([&] { box.Announce(); }, [&] { box.Await(); });
}
INTERLEAVE_TWINS(WaitRacesTest, ConditionFlag, FlagSetOutsideTheMutex,
                 FlagSetUnderTheMutex)

void ReadBeforeJoin() {
  int data = 0;
  std::thread writer([&] { data = 1; });
  EXPECT_GE(data, 0);
  writer.join();
}

void ReadAfterJoin() {
  int data = 0;
  std::thread writer([&] { data = 1; });
  std::thread other([] {});
  writer.join();
  EXPECT_EQ(data, 1);
  other.join();
}
INTERLEAVE_TWINS(WaitRacesTest, Join, ReadBeforeJoin, ReadAfterJoin)

// Written by who starts the thread: before is ordered, after is not.
void WrittenAfterStart() {
  int data = 0;
  std::thread reader([&] { EXPECT_GE(data, 0); });
  data = 1;
  reader.join();
}

void WrittenBeforeStart() {
  int data = 0;
  std::thread other([] {});
  data = 1;
  std::thread reader([&] { EXPECT_EQ(data, 1); });
  reader.join();
  other.join();
}
INTERLEAVE_TWINS(WaitRacesTest, Start, WrittenAfterStart, WrittenBeforeStart)

// Joined, but by another task, which doesn't say so.
void JoinedByAnother() {
  auto data = std::make_unique<int>(0);
  std::thread writer([&] { *data = 1; });
  std::thread joiner([&] { writer.join(); });
  EXPECT_GE(*data, 0);
  joiner.join();
}

void JoinedThroughAnother() {
  auto data = std::make_unique<int>(0);
  std::thread writer([&] { *data = 1; });
  std::thread joiner([&] { writer.join(); });
  joiner.join();
  EXPECT_EQ(*data, 1);
}
INTERLEAVE_TWINS(WaitRacesTest, JoinOfAJoiner, JoinedByAnother,
                 JoinedThroughAnother)

void InitialisedByFlag() {
  bool done = false;
  int value = 0;
  const auto get = [&] {
    if (!done) {
      value = 7;
      done = true;
    }
    EXPECT_EQ(value, 7);
  };
  Together(get, get);
}

void InitialisedByOnce() {
  std::once_flag once;
  int value = 0;
  const auto get = [&] {
    std::call_once(once, [&] { value = 7; });
    EXPECT_EQ(value, 7);
  };
  Together(get, get);
}
INTERLEAVE_TWINS(WaitRacesTest, Once, InitialisedByFlag, InitialisedByOnce)

void WrittenAfterCountDown() {
  int data = 0;
  std::latch latch(1);
  Together(
      [&] {
        latch.count_down();
        data = 1;
      },
      [&] {
        latch.wait();
        EXPECT_GE(data, 0);
      });
}

void WrittenBeforeCountDown() {
  int data = 0;
  std::latch latch(1);
  Together(
      [&] {
        data = 1;
        latch.count_down();
      },
      [&] {
        latch.wait();
        EXPECT_EQ(data, 1);
      });
}
INTERLEAVE_TWINS(WaitRacesTest, Latch, WrittenAfterCountDown,
                 WrittenBeforeCountDown)

// Each writes its own and reads the other's, in the same phase.
void SamePhase() {
  int data[2] = {0, 0};
  std::barrier barrier(2);
  const auto work = [&](int own) {
    barrier.arrive_and_wait();
    data[own] = 1;
    EXPECT_GE(data[1 - own], 0);
  };
  Together([&] { work(0); }, [&] { work(1); });
}

void NextPhase() {
  int data[2] = {0, 0};
  std::barrier barrier(2);
  const auto work = [&](int own) {
    data[own] = 1;
    barrier.arrive_and_wait();
    EXPECT_EQ(data[1 - own], 1);
  };
  Together([&] { work(0); }, [&] { work(1); });
}
INTERLEAVE_TWINS_WITHIN(2, WaitRacesTest, Barrier, SamePhase, NextPhase)

struct PhaseBarrier {
  PhaseBarrier() { pthread_barrier_init(&barrier, nullptr, 2); }
  ~PhaseBarrier() { pthread_barrier_destroy(&barrier); }
  void Wait() { pthread_barrier_wait(&barrier); }

  pthread_barrier_t barrier;
};

void SamePhaseOfPthreadBarrier() {
  int data[2] = {0, 0};
  PhaseBarrier barrier;
  const auto work = [&](int own) {
    barrier.Wait();
    data[own] = 1;
    EXPECT_GE(data[1 - own], 0);
    barrier.Wait();
  };
  Together([&] { work(0); }, [&] { work(1); });
}

void NextPhaseOfPthreadBarrier() {
  int data[2] = {0, 0};
  PhaseBarrier barrier;
  const auto work = [&](int own) {
    data[own] = 1;
    barrier.Wait();
    EXPECT_EQ(data[1 - own], 1);
    barrier.Wait();
    data[1 - own] = 2;
  };
  Together([&] { work(0); }, [&] { work(1); });
}
INTERLEAVE_TWINS(WaitRacesTest, PthreadBarrier, SamePhaseOfPthreadBarrier,
                 NextPhaseOfPthreadBarrier)

void WrittenAfterRelease() {
  int data = 0;
  std::counting_semaphore<2> semaphore(0);
  Together(
      [&] {
        semaphore.release();
        data = 1;
      },
      [&] {
        semaphore.acquire();
        EXPECT_GE(data, 0);
      });
}

void WrittenBeforeRelease() {
  int data = 0;
  std::counting_semaphore<2> semaphore(0);
  Together(
      [&] {
        data = 1;
        semaphore.release();
      },
      [&] {
        semaphore.acquire();
        EXPECT_EQ(data, 1);
      });
}
INTERLEAVE_TWINS(WaitRacesTest, Semaphore, WrittenAfterRelease,
                 WrittenBeforeRelease)

// Two may enter a semaphore of two.
void PosixSemaphoreOf(unsigned places) {
  int count = 0;
  sem_t semaphore;
  sem_init(&semaphore, 0, places);
  const auto increment = [&] {
    sem_wait(&semaphore);
    ++count;
    sem_post(&semaphore);
  };
  Together(increment, increment);
  sem_destroy(&semaphore);
}
void PosixSemaphoreOfTwo() { PosixSemaphoreOf(2); }
void PosixSemaphoreOfOne() { PosixSemaphoreOf(1); }
INTERLEAVE_TWINS(WaitRacesTest, PosixSemaphore, PosixSemaphoreOfTwo,
                 PosixSemaphoreOfOne)

void WrittenAfterPromise() {
  int data = 0;
  std::promise<void> promise;
  Together(
      [&] {
        promise.set_value();
        data = 1;
      },
      [&] {
        promise.get_future().wait();
        EXPECT_GE(data, 0);
      });
}

void WrittenBeforePromise() {
  int data = 0;
  std::promise<int*> promise;
  Together(
      [&] {
        data = 1;
        promise.set_value(&data);
      },
      [&] { EXPECT_EQ(*promise.get_future().get(), 1); });
}
INTERLEAVE_TWINS(WaitRacesTest, Promise, WrittenAfterPromise,
                 WrittenBeforePromise)

void ReadBeforeAsyncIsReady() {
  int data = 0;
  std::future<void> done = std::async(std::launch::async, [&] { data = 1; });
  EXPECT_GE(data, 0);
  done.get();
}

void ReadAfterAsyncIsReady() {
  int data = 0;
  std::future<void> done = std::async(std::launch::async, [&] { data = 1; });
  done.get();
  EXPECT_EQ(data, 1);
}
INTERLEAVE_TWINS(WaitRacesTest, Async, ReadBeforeAsyncIsReady,
                 ReadAfterAsyncIsReady)

}  // namespace
}  // namespace interleave
