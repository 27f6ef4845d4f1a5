// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <pthread.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "interleave/runtime/assertion.h"
#include "tests/primitives/primitive.h"

namespace interleave {
namespace {

using std::chrono::milliseconds;

// What it stands for does nothing.
struct NoLock {
  void lock() {}
  void unlock() {}
  bool try_lock() { return true; }
  bool try_lock_for(milliseconds) { return true; }
  void lock_shared() {}
  void unlock_shared() {}
};

// Two tasks increment in two steps.
template <typename Mutex>
void Count() {
  Mutex mutex;
  int count = 0;
  const auto increment = [&] {
    mutex.lock();
    const int before = count;
    std::this_thread::yield();
    count = before + 1;
    mutex.unlock();
  };
  Together(increment, increment);
  INTERLEAVE_CHECK(count == 2);
}

template <typename Mutex>
void CountNested() {
  Mutex mutex;
  int count = 0;
  const auto increment = [&] {
    mutex.lock();
    const int before = count;
    mutex.lock();
    std::this_thread::yield();
    mutex.unlock();
    count = before + 1;
    mutex.unlock();
  };
  Together(increment, increment);
  INTERLEAVE_CHECK(count == 2);
}

// Who has waited long enough goes without.
template <typename Mutex>
void CountInTime() {
  Mutex mutex;
  int count = 0;
  const auto increment = [&] {
    if (!mutex.try_lock_for(milliseconds(1))) return;
    const int before = count;
    std::this_thread::yield();
    count = before + 1;
    mutex.unlock();
  };
  Together(increment, increment);
  INTERLEAVE_CHECK(count == 2);
}

template <typename Mutex>
void CountByTries() {
  Mutex mutex;
  int count = 0;
  int taken = 0;
  const auto increment = [&] {
    if (!mutex.try_lock()) return;
    const int before = count;
    std::this_thread::yield();
    count = before + 1;
    ++taken;
    mutex.unlock();
  };
  Together(increment, increment);
  INTERLEAVE_CHECK(count == taken);
}

// A reader sees both halves of what a writer wrote.
template <typename Mutex>
void ReadBoth() {
  Mutex mutex;
  int first = 0;
  int second = 0;
  const auto read = [&] {
    mutex.lock_shared();
    INTERLEAVE_CHECK(first == second);
    mutex.unlock_shared();
  };
  const auto write = [&] {
    mutex.lock();
    first = 1;
    std::this_thread::yield();
    second = 1;
    mutex.unlock();
  };
  Together(read, write, read);
}

// Who finds that a writer waits comes after it.
void LetWriterFirst(bool reads_once) {
  pthread_rwlock_t lock = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
  int value = 0;
  Together(
      [&] {
        pthread_rwlock_rdlock(&lock);
        if (!reads_once) {
          pthread_rwlock_rdlock(&lock);
          pthread_rwlock_unlock(&lock);
        }
        const bool waits = pthread_rwlock_tryrdlock(&lock) != 0;
        if (!waits) pthread_rwlock_unlock(&lock);
        pthread_rwlock_unlock(&lock);
        pthread_rwlock_rdlock(&lock);
        INTERLEAVE_CHECK(!waits || value == 1);
        pthread_rwlock_unlock(&lock);
      },
      [&] {
        pthread_rwlock_wrlock(&lock);
        value = 1;
        pthread_rwlock_unlock(&lock);
      });
  pthread_rwlock_destroy(&lock);
}

// A task ends between the two halves of what a robust mutex guards.
void FinishForTheDead(bool asks) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_t mutex;
  pthread_mutex_init(&mutex, &attributes);
  pthread_mutexattr_destroy(&attributes);
  int first = 0;
  int second = 0;
  const auto look = [&] {
    const int error = pthread_mutex_lock(&mutex);
    if (asks && error == EOWNERDEAD) {
      second = first;
      pthread_mutex_consistent(&mutex);
    }
    INTERLEAVE_CHECK(first == second);
    pthread_mutex_unlock(&mutex);
  };
  Together(
      [&] {
        pthread_mutex_lock(&mutex);
        first = 1;
      },
      look, look);
  pthread_mutex_destroy(&mutex);
}

void TakeTwo(bool at_once) {
  std::mutex a;
  std::mutex b;
  int count = 0;
  const auto take = [&](std::mutex& first, std::mutex& second) {
    if (at_once) {
      const std::scoped_lock both(first, second);
      ++count;
    } else {
      const std::lock_guard one(first);
      const std::lock_guard two(second);
      ++count;
    }
  };
  Together([&] { take(a, b); }, [&] { take(b, a); });
  INTERLEAVE_CHECK(count == 2);
}

template <typename Condition>
void WaitUntilReady(bool looks_again) {
  std::mutex mutex;
  Condition changed;
  bool ready = false;
  Together(
      [&] {
        std::unique_lock lock(mutex);
        if (looks_again) {
          changed.wait(lock, [&] { return ready; });
        } else {
          changed.wait(lock);
        }
        INTERLEAVE_CHECK(ready);
      },
      [&] {
        {
          const std::lock_guard lock(mutex);
          ready = true;
        }
        changed.notify_one();
      });
}

void CallOnce(bool once) {
  std::once_flag flag;
  int calls = 0;
  const auto call = [&] {
    if (once) {
      std::call_once(flag, [&] { ++calls; });
    } else if (calls == 0) {
      std::this_thread::yield();
      ++calls;
    }
    INTERLEAVE_CHECK(calls == 1);
  };
  Together(call, call);
}

}  // namespace

std::vector<Primitive> Locks() {
  return {
      {"Mutex", &Count<std::mutex>, &Count<NoLock>},
      {"TryLock", &CountByTries<std::mutex>, &CountByTries<NoLock>},
      {"TimedMutex", &CountInTime<std::timed_mutex>, &CountInTime<NoLock>},
      {"RecursiveMutex", &CountNested<std::recursive_mutex>,
       &CountNested<NoLock>},
      {"RecursiveTimedMutex", &CountNested<std::recursive_timed_mutex>,
       &CountNested<std::timed_mutex>},
      {"SharedMutex", &ReadBoth<std::shared_mutex>, &ReadBoth<NoLock>},
      {"SharedTimedMutex", &ReadBoth<std::shared_timed_mutex>,
       &ReadBoth<NoLock>},
      {"WriterPreference", [] { LetWriterFirst(true); },
       [] { LetWriterFirst(false); }},
      {"RobustMutex", [] { FinishForTheDead(true); },
       [] { FinishForTheDead(false); }},
      {"ScopedLock", [] { TakeTwo(true); }, [] { TakeTwo(false); }, 2},
      {"ConditionVariable",
       [] { WaitUntilReady<std::condition_variable>(true); },
       [] { WaitUntilReady<std::condition_variable>(false); }},
      {"ConditionVariableAny",
       [] { WaitUntilReady<std::condition_variable_any>(true); },
       [] { WaitUntilReady<std::condition_variable_any>(false); }},
      {"CallOnce", [] { CallOnce(true); }, [] { CallOnce(false); }},
  };
}

}  // namespace interleave
