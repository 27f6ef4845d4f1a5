// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Condition variables, semaphores and barriers that are waited at for ever, or
// not long enough.

#include <semaphore.h>

#include <condition_variable>

#include "tests/study/programs/twins.h"

namespace interleave::study {
namespace {

// The flag is set, and told, between the question and the wait.
template <bool kFixed>
void LostWakeup() {
  std::mutex mutex;
  std::condition_variable changed;
  std::atomic<bool> is_done = false;
  Together(
      [&] {
        std::unique_lock lock(mutex);
        while (!is_done) changed.wait(lock);
      },
      [&] {
        {
          const LockIf<kFixed> lock(mutex);
          is_done = true;
        }
        changed.notify_one();
      });
}

// What was signalled before anybody waited is gone.
template <bool kFixed>
void MissedSignal() {
  std::mutex mutex;
  std::condition_variable changed;
  bool is_done = false;
  Together(
      [&] {
        std::unique_lock lock(mutex);
        if constexpr (kFixed) {
          while (!is_done) changed.wait(lock);
        } else {
          changed.wait(lock);
        }
      },
      [&] {
        const std::lock_guard lock(mutex);
        is_done = true;
        changed.notify_one();
      });
}

// Whoever is woken finds that another has taken what there was.
template <bool kFixed>
void IfInPlaceOfWhile() {
  std::mutex mutex;
  std::condition_variable changed;
  int items = 0;
  const auto take = [&] {
    std::unique_lock lock(mutex);
    if constexpr (kFixed) {
      while (items == 0) changed.wait(lock);
    } else {
      if (items == 0) changed.wait(lock);
    }
    Check(items > 0);
    --items;
  };
  const auto give = [&] {
    for (int i = 0; i < 2; ++i) {
      const std::lock_guard lock(mutex);
      ++items;
      changed.notify_all();
    }
  };
  Together(take, take, give);
}

// Producers and consumers wait at one condition variable, and one alone is
// woken: perhaps one who can do nothing.
template <bool kFixed>
void BoundedBuffer() {
  constexpr int kItems = 2;
  std::mutex mutex;
  std::condition_variable changed;
  int filled = 0;
  const auto tell = [&] {
    if constexpr (kFixed) {
      changed.notify_all();
    } else {
      changed.notify_one();
    }
  };
  const auto produce = [&] {
    for (int i = 0; i < kItems; ++i) {
      std::unique_lock lock(mutex);
      while (filled == 1) changed.wait(lock);
      ++filled;
      tell();
    }
  };
  const auto consume = [&] {
    for (int i = 0; i < kItems; ++i) {
      std::unique_lock lock(mutex);
      while (filled == 0) changed.wait(lock);
      --filled;
      tell();
    }
  };
  Together(produce, produce, consume, consume);
}

// One semaphore of two in place of one: two are inside.
template <bool kFixed>
void SemaphoreOfTwo() {
  sem_t semaphore;
  sem_init(&semaphore, 0, kFixed ? 1 : 2);
  Shared<int> count;
  Copies(2, [&](int) {
    sem_wait(&semaphore);
    count = count + 1;
    sem_post(&semaphore);
  });
  Check(count == 2);
  sem_destroy(&semaphore);
}

// Each takes half of what it needs.
template <bool kFixed>
void SemaphoreInHalves() {
  sem_t semaphore;
  std::mutex mutex;
  sem_init(&semaphore, 0, 2);
  Copies(2, [&](int) {
    {
      const LockIf<kFixed> lock(mutex);
      sem_wait(&semaphore);
      sem_wait(&semaphore);
    }
    sem_post(&semaphore);
    sem_post(&semaphore);
  });
  sem_destroy(&semaphore);
}

// A barrier of one's own: who is quick comes to it again before all have left.
template <bool kFixed>
void BarrierReuse() {
  constexpr int kTasks = 2;
  std::mutex mutex;
  std::condition_variable all_here;
  int arrived = 0;
  int generation = 0;
  const auto arrive = [&] {
    std::unique_lock lock(mutex);
    const int mine = generation;
    if (++arrived == kTasks) {
      arrived = 0;
      ++generation;
      all_here.notify_all();
      return;
    }
    if constexpr (kFixed) {
      while (generation == mine) all_here.wait(lock);
    } else {
      while (arrived != 0) all_here.wait(lock);
    }
  };
  Copies(kTasks, [&](int) {
    arrive();
    arrive();
  });
}

// Two wait for different things at one condition variable.
template <bool kFixed>
void WrongOneWoken() {
  std::mutex mutex;
  std::condition_variable changed;
  int stage = 0;
  Copies(3, [&](int me) {
    std::unique_lock lock(mutex);
    while (stage != me) changed.wait(lock);
    ++stage;
    if constexpr (kFixed) {
      changed.notify_all();
    } else {
      changed.notify_one();
    }
  });
}

// The count of who has ended is raised before the last has written.
template <bool kFixed>
void CountedTooEarly() {
  std::mutex mutex;
  std::condition_variable changed;
  int ended = 0;
  std::atomic<int> written = 0;
  Copies(3, [&](int me) {
    std::unique_lock lock(mutex);
    if (me == 2) {
      while (ended < 2) changed.wait(lock);
      Check(written == 2);
      return;
    }
    if constexpr (kFixed) written.fetch_add(1);
    ++ended;
    changed.notify_all();
    lock.unlock();
    if constexpr (!kFixed) written.fetch_add(1);
  });
}

}  // namespace

std::vector<StudyProgram> WaitPrograms() {
  return {
      INTERLEAVE_STUDY_PROGRAM("lost_wakeup", "lost wakeup", 2, kDeadlock,
                               LostWakeup),
      INTERLEAVE_STUDY_PROGRAM("missed_signal", "lost wakeup", 2, kDeadlock,
                               MissedSignal),
      INTERLEAVE_STUDY_PROGRAM("if_in_place_of_while", "wait without a loop", 3,
                               kAssertion, IfInPlaceOfWhile),
      INTERLEAVE_STUDY_PROGRAM("bounded_buffer", "wrong task woken", 4,
                               kDeadlock, BoundedBuffer),
      INTERLEAVE_STUDY_PROGRAM("semaphore_of_two", "semaphore misuse", 2,
                               kAssertion, SemaphoreOfTwo),
      INTERLEAVE_STUDY_PROGRAM("semaphore_in_halves", "deadlock", 2, kDeadlock,
                               SemaphoreInHalves),
      INTERLEAVE_STUDY_PROGRAM("barrier_reuse", "barrier reuse", 2, kDeadlock,
                               BarrierReuse),
      INTERLEAVE_STUDY_PROGRAM("wrong_one_woken", "wrong task woken", 3,
                               kDeadlock, WrongOneWoken),
      INTERLEAVE_STUDY_PROGRAM("counted_too_early", "order violation", 3,
                               kAssertion, CountedTooEarly),
  };
}

}  // namespace interleave::study
