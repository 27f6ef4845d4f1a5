// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Races that a lock prevents, or seems to.

#include <pthread.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "twins.h"

namespace interleave {
namespace {

using std::chrono::milliseconds;

struct Counter {
  int count = 0;
  std::mutex mutex;
  std::mutex other_mutex;
};

void UnlockedCounter() {
  Counter counter;
  const auto increment = [&] { ++counter.count; };
  Together(increment, increment);
}

void LockedCounter() {
  Counter counter;
  const auto increment = [&] {
    const std::lock_guard lock(counter.mutex);
    ++counter.count;
  };
  Together(increment, increment);
  EXPECT_EQ(counter.count, 2);
}
INTERLEAVE_TWINS(LockRacesTest, Counter, UnlockedCounter, LockedCounter)

// Each locks a mutex, but not the same.
void CounterUnderTwoMutexes() {
  Counter counter;
  Together(
      [&] {
        const std::lock_guard lock(counter.mutex);
        ++counter.count;
      },
      [&] {
        const std::lock_guard lock(counter.other_mutex);
        ++counter.count;
      });
}

void CounterUnderBothMutexes() {
  Counter counter;
  const auto increment = [&] {
    const std::scoped_lock lock(counter.mutex, counter.other_mutex);
    ++counter.count;
  };
  Together(increment, increment);
}
INTERLEAVE_TWINS(LockRacesTest, WrongMutex, CounterUnderTwoMutexes,
                 CounterUnderBothMutexes)

// The result is read after the lock was given up.
void ReadAfterUnlock() {
  Counter counter;
  int seen = 0;
  Together(
      [&] {
        const std::lock_guard lock(counter.mutex);
        ++counter.count;
      },
      [&] {
        { const std::lock_guard lock(counter.mutex); }
        seen = counter.count;
      });
}

void ReadBeforeUnlock() {
  Counter counter;
  int seen = 0;
  Together(
      [&] {
        const std::lock_guard lock(counter.mutex);
        ++counter.count;
      },
      [&] {
        const std::lock_guard lock(counter.mutex);
        seen = counter.count;
      });
}
INTERLEAVE_TWINS(LockRacesTest, ReadAfterUnlock, ReadAfterUnlock,
                 ReadBeforeUnlock)

// Whoever does not get the lock goes on without.
void TryLockIgnored() {
  Counter counter;
  const auto increment = [&] {
    const bool locked = counter.mutex.try_lock();
    ++counter.count;
    if (locked) counter.mutex.unlock();
  };
  Together(increment, increment);
}

void TryLockHeeded() {
  Counter counter;
  const auto increment = [&] {
    if (!counter.mutex.try_lock()) return;
    ++counter.count;
    counter.mutex.unlock();
  };
  Together(increment, increment);
}
INTERLEAVE_TWINS(LockRacesTest, TryLock, TryLockIgnored, TryLockHeeded)

void TimedLockIgnored() {
  int count = 0;
  std::timed_mutex mutex;
  const auto increment = [&] {
    const bool locked = mutex.try_lock_for(milliseconds(5));
    ++count;
    if (locked) {
      std::this_thread::sleep_for(milliseconds(10));  // style: virtual time
      mutex.unlock();
    }
  };
  Together(increment, increment);
}

void TimedLockHeeded() {
  int count = 0;
  std::timed_mutex mutex;
  const auto increment = [&] {
    if (!mutex.try_lock_for(milliseconds(5))) return;
    ++count;
    std::this_thread::sleep_for(milliseconds(10));  // style: virtual time
    mutex.unlock();
  };
  Together(increment, increment);
}
INTERLEAVE_TWINS(LockRacesTest, TimedLock, TimedLockIgnored, TimedLockHeeded)

// The inner unlock of a recursive lock is taken for the last.
void RecursiveUnlockedTwice() {
  int count = 0;
  std::recursive_mutex mutex;
  const auto increment = [&] {
    mutex.lock();
    mutex.lock();
    mutex.unlock();
    mutex.unlock();
    ++count;
  };
  Together(increment, increment);
}

void RecursiveUnlockedOnce() {
  int count = 0;
  std::recursive_mutex mutex;
  const auto increment = [&] {
    mutex.lock();
    mutex.lock();
    mutex.unlock();
    ++count;
    mutex.unlock();
  };
  Together(increment, increment);
  EXPECT_EQ(count, 2);
}
INTERLEAVE_TWINS(LockRacesTest, RecursiveMutex, RecursiveUnlockedTwice,
                 RecursiveUnlockedOnce)

// Readers may meet each other; one of them writes.
void WriteUnderSharedLock() {
  int count = 0;
  std::shared_mutex mutex;
  const auto increment = [&] {
    const std::shared_lock lock(mutex);
    ++count;
  };
  Together(increment, increment);
}

void WriteUnderExclusiveLock() {
  int count = 0;
  std::shared_mutex mutex;
  int seen = 0;
  Together(
      [&] {
        const std::unique_lock lock(mutex);
        ++count;
      },
      [&] {
        const std::shared_lock lock(mutex);
        seen = count;
      });
}
INTERLEAVE_TWINS(LockRacesTest, SharedMutex, WriteUnderSharedLock,
                 WriteUnderExclusiveLock)

// A reader that goes on to write after its unlock.
void WriteAfterReadUnlock() {
  int count = 0;
  pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  Together(
      [&] {
        pthread_rwlock_rdlock(&lock);
        const int seen = count;
        pthread_rwlock_unlock(&lock);
        count = seen + 1;
      },
      [&] {
        pthread_rwlock_rdlock(&lock);
        const int seen = count;
        pthread_rwlock_unlock(&lock);
        EXPECT_GE(seen, 0);
      });
}

void WriteUnderWriteLock() {
  int count = 0;
  pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  Together(
      [&] {
        pthread_rwlock_wrlock(&lock);
        ++count;
        pthread_rwlock_unlock(&lock);
      },
      [&] {
        pthread_rwlock_rdlock(&lock);
        EXPECT_GE(count, 0);
        pthread_rwlock_unlock(&lock);
      });
}
INTERLEAVE_TWINS(LockRacesTest, ReadWriteLock, WriteAfterReadUnlock,
                 WriteUnderWriteLock)

void SpinLocksOfTheirOwn() {
  int count = 0;
  pthread_spinlock_t locks[2];
  for (pthread_spinlock_t& lock : locks) pthread_spin_init(&lock, 0);
  const auto increment = [&](pthread_spinlock_t& lock) {
    pthread_spin_lock(&lock);
    ++count;
    pthread_spin_unlock(&lock);
  };
  Together([&] { increment(locks[0]); }, [&] { increment(locks[1]); });
}

void SpinLockShared() {
  int count = 0;
  pthread_spinlock_t lock;
  pthread_spin_init(&lock, 0);
  const auto increment = [&] {
    pthread_spin_lock(&lock);
    ++count;
    pthread_spin_unlock(&lock);
  };
  Together(increment, increment);
  EXPECT_EQ(count, 2);
}
INTERLEAVE_TWINS(LockRacesTest, SpinLock, SpinLocksOfTheirOwn, SpinLockShared)

struct Node {
  int value = 0;
};

// A pointer is handed over under the lock, what it points to is changed later.
void ChangeAfterHandingOver() {
  std::mutex mutex;
  std::unique_ptr<Node> slot;
  Together(
      [&] {
        auto made = std::make_unique<Node>();
        Node* const kept = made.get();
        {
          const std::lock_guard lock(mutex);
          slot = std::move(made);
        }
        kept->value = 7;
      },
      [&] {
        const std::lock_guard lock(mutex);
        if (slot != nullptr) EXPECT_GE(slot->value, 0);
      });
}

void ChangeBeforeHandingOver() {
  std::mutex mutex;
  std::unique_ptr<Node> slot;
  Together(
      [&] {
        auto made = std::make_unique<Node>();
        made->value = 7;
        const std::lock_guard lock(mutex);
        slot = std::move(made);
      },
      [&] {
        const std::lock_guard lock(mutex);
        if (slot != nullptr) EXPECT_EQ(slot->value, 7);
      });
}
INTERLEAVE_TWINS(LockRacesTest, HandOver, ChangeAfterHandingOver,
                 ChangeBeforeHandingOver)

}  // namespace
}  // namespace interleave
