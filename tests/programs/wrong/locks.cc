// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs of locks that go wrong.

#include <pthread.h>

#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <shared_mutex>

#include "tests/programs/program.h"
#include "tests/programs/thread.h"

namespace interleave {
namespace {

using enum FindingKind;
using std::chrono::milliseconds;

// Each takes its lock first, or one takes both: 3.
void OppositeOrders() {
  std::mutex a;
  std::mutex b;
  Final({0});
  Together(
      [&] {
        const std::lock_guard first(a);
        const std::lock_guard second(b);
      },
      [&] {
        const std::lock_guard first(b);
        const std::lock_guard second(a);
      });
  Final({1});
}

// All with the left fork: each pair of neighbours takes theirs in one of two
// orders, but not all around the table: 2^3 - 1, one of them the deadlock.
void Philosophers() {
  std::array<std::mutex, 3> forks;
  Final({0});
  Copies(3, [&](int me) {
    const auto left = static_cast<size_t>(me);
    const std::lock_guard first(forks[left]);
    const std::lock_guard second(forks[(left + 1) % 3]);
  });
  Final({1});
}

// Who comes first stands in the way of the other, too.
void TakesItTwice() {
  std::mutex mutex;
  Final({0});
  const auto nest = [&] {
    const std::lock_guard outer(mutex);
    const std::lock_guard inner(mutex);
  };
  Together(nest, nest);
  Final({1});
}

// A lock is given up by who does not hold it. It stays locked, and so it is one
// whose memory no other program uses.
void UnlocksOthers() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  Together([] { pthread_mutex_lock(&mutex); },
           [] { pthread_mutex_unlock(&mutex); });
  Final({});
}

// What can't be done now is not done.
void TriesAndLeaves() {
  std::mutex mutex;
  int done = 0;
  const auto work = [&] {
    const std::unique_lock lock(mutex, std::try_to_lock);
    if (lock) ++done;
  };
  Together(work, work);
  Expect(done == 2);
  Final({done});
}

// Readers that all want to become the writer.
void Upgrades() {
  pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  Final({0});
  const auto upgrade = [&] {
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_wrlock(&lock);
    pthread_rwlock_unlock(&lock);
  };
  Together(upgrade, upgrade);
  Final({1});
}

// A reader among readers writes.
void WritesAsReader() {
  std::shared_mutex lock;
  std::atomic<int> value = 0;
  const auto add = [&] {
    const std::shared_lock hold(lock);
    value.store(value.load() + 1);
  };
  Together(add, add);
  Expect(value == 2);
  Final({value});
}

// A try to read fails while another writes.
void ReadsIfItCan() {
  std::shared_mutex lock;
  int seen = -1;
  Together([&] { const std::lock_guard hold(lock); },
           [&] {
             const std::shared_lock hold(lock, std::try_to_lock);
             if (hold) seen = 0;
           });
  Expect(seen == 0);
  Final({seen});
}

// A millisecond is not enough where another needs two.
void WaitsTooShort() {
  std::timed_mutex mutex;
  int done = 0;
  Together(
      [&] {
        const std::lock_guard hold(mutex);
        Sleep(milliseconds(2));
      },
      [&] {
        const std::unique_lock hold(mutex, milliseconds(1));
        if (hold) done = 1;
      });
  Expect(done == 1);
  Final({done});
}

// The sum is read while only one half of it was moved.
void SeesHalfATransfer() {
  std::mutex mutex;
  std::array<int, 2> accounts = {5, 5};
  int sum = 0;
  Together(
      [&] {
        {
          const std::lock_guard hold(mutex);
          --accounts[0];
        }
        const std::lock_guard hold(mutex);
        ++accounts[1];
      },
      [&] {
        const std::lock_guard hold(mutex);
        sum = accounts[0] + accounts[1];
      });
  Expect(sum == 10);
  Final({sum});
}

// Two locks guard one number.
void GuardedTwice() {
  std::array<std::mutex, 2> mutexes;
  std::atomic<int> count = 0;
  Copies(2, [&](int me) {
    const std::lock_guard hold(mutexes[static_cast<size_t>(me)]);
    count.store(count.load() + 1);
  });
  Expect(count == 2);
  Final({count});
}

}  // namespace

std::vector<Program> WrongLocks() {
  return {
      {"OppositeOrders",
       "Coffman et al., System Deadlocks (1971)",
       OppositeOrders,
       3,
       "0 | 1",
       {kDeadlock},
       {kLockOrder}},
      {"Philosophers",
       "Dijkstra (1971)",
       Philosophers,
       7,
       "0 | 1",
       {kDeadlock},
       {kLockOrder}},
      {"TakesItTwice",
       "Butenhof, Programming with POSIX Threads",
       TakesItTwice,
       2,
       "0",
       {kDeadlock}},
      {"UnlocksOthers",
       "POSIX, pthread_mutex_unlock",
       UnlocksOthers,
       2,
       "",
       {kMisuse}},
      {"TriesAndLeaves", "try_lock", TriesAndLeaves, 4, "1 | 2", {kAssertion}},
      {"Upgrades", "Courtois et al. (1971)", Upgrades, 1, "0", {kDeadlock}},
      {"WritesAsReader",
       "Courtois et al. (1971)",
       WritesAsReader,
       4,
       "1 | 2",
       {kAssertion}},
      {"ReadsIfItCan",
       "POSIX, pthread_rwlock_tryrdlock",
       ReadsIfItCan,
       3,
       "-1 | 0",
       {kAssertion}},
      {"WaitsTooShort",
       "try_lock_for",
       WaitsTooShort,
       4,
       "0 | 1",
       {kAssertion}},
      {"SeesHalfATransfer",
       "Flanagan & Qadeer, atomicity (2003)",
       SeesHalfATransfer,
       3,
       "10 | 9",
       {kAssertion}},
      {"GuardedTwice",
       "Savage et al., Eraser (1997)",
       GuardedTwice,
       4,
       "1 | 2",
       {kAssertion}},
  };
}

}  // namespace interleave
