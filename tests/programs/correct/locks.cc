// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs of locks that hold what they promise.

#include <pthread.h>

#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "tests/programs/program.h"
#include "tests/programs/thread.h"

namespace interleave {
namespace {

using std::chrono::milliseconds;

void OppositeOrdersFixed() {
  std::mutex a;
  std::mutex b;
  const auto both = [&] {
    const std::lock_guard first(a);
    const std::lock_guard second(b);
  };
  Together(both, both);
  Final({1});
}

// The first takes the right fork first: the circle of the other direction is
// left, too: 2^3 - 2.
void PhilosophersFixed() {
  std::array<std::mutex, 3> forks;
  Copies(3, [&](int me) {
    auto first = static_cast<size_t>(me);
    auto second = (first + 1) % 3;
    if (me == 0) std::swap(first, second);
    const std::lock_guard hold_first(forks[first]);
    const std::lock_guard hold_second(forks[second]);
  });
  Final({1});
}

void TakesItTwiceFixed() {
  std::recursive_mutex mutex;
  const auto nest = [&] {
    const std::lock_guard outer(mutex);
    const std::lock_guard inner(mutex);
  };
  Together(nest, nest);
  Final({1});
}

void UnlocksOthersFixed() {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  const auto pass = [&] {
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
  };
  Together(pass, pass);
  Final({});
}

void TriesAndLeavesFixed() {
  std::mutex mutex;
  int done = 0;
  const auto work = [&] {
    std::unique_lock lock(mutex, std::try_to_lock);
    if (!lock) lock.lock();
    ++done;
  };
  Together(work, work);
  Expect(done == 2);
  Final({done});
}

void UpgradesFixed() {
  pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  const auto upgrade = [&] {
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_unlock(&lock);
    pthread_rwlock_wrlock(&lock);
    pthread_rwlock_unlock(&lock);
  };
  Together(upgrade, upgrade);
  Final({1});
}

void WritesAsReaderFixed() {
  std::shared_mutex lock;
  std::atomic<int> value = 0;
  const auto add = [&] {
    const std::lock_guard hold(lock);
    value.store(value.load() + 1);
  };
  Together(add, add);
  Expect(value == 2);
  Final({value});
}

// Before the writer or after it.
void ReadsIfItCanFixed() {
  std::shared_mutex lock;
  int value = 0;
  int seen = -1;
  Together(
      [&] {
        const std::lock_guard hold(lock);
        value = 1;
      },
      [&] {
        const std::shared_lock hold(lock);
        seen = value;
      });
  Expect(seen >= 0);
  Final({seen});
}

void WaitsTooShortFixed() {
  std::timed_mutex mutex;
  int done = 0;
  Together(
      [&] {
        const std::lock_guard hold(mutex);
        Sleep(milliseconds(2));
      },
      [&] {
        const std::unique_lock hold(mutex, milliseconds(3));
        if (hold) done = 1;
      });
  Expect(done == 1);
  Final({done});
}

void SeesHalfATransferFixed() {
  std::mutex mutex;
  std::array<int, 2> accounts = {5, 5};
  int sum = 0;
  Together(
      [&] {
        const std::lock_guard hold(mutex);
        --accounts[0];
        ++accounts[1];
      },
      [&] {
        const std::lock_guard hold(mutex);
        sum = accounts[0] + accounts[1];
      });
  Expect(sum == 10);
  Final({sum});
}

void GuardedTwiceFixed() {
  std::mutex mutex;
  std::atomic<int> count = 0;
  const auto add = [&] {
    const std::lock_guard hold(mutex);
    count.store(count.load() + 1);
  };
  Together(add, add);
  Expect(count == 2);
  Final({count});
}

// 3!
void ThreeOrders() {
  std::mutex mutex;
  int order = 0;
  Copies(3, [&](int me) {
    const std::lock_guard hold(mutex);
    order = order * 10 + me;
  });
  Final({order});
}

void ALockEach() {
  std::array<std::mutex, 3> mutexes;
  Copies(3, [&](int me) {
    const std::lock_guard hold(mutexes[static_cast<size_t>(me)]);
  });
  Final({});
}

// Those who read do not depend on each other.
void ReadersAlone() {
  std::shared_mutex lock;
  Copies(3, [&](int) { const std::shared_lock hold(lock); });
  Final({});
}

// Each reader is before the writer or after it: 2^2.
void ReadersAndAWriter() {
  std::shared_mutex lock;
  int value = 0;
  std::array<int, 3> seen{};
  Copies(3, [&](int me) {
    if (me == 0) {
      const std::lock_guard hold(lock);
      value = 1;
    } else {
      const std::shared_lock hold(lock);
      seen[static_cast<size_t>(me)] = value;
    }
  });
  Final({seen[1], seen[2]});
}

// Of two who take locks in opposite orders, one gives up what it has.
void BacksOff() {
  std::mutex a;
  std::mutex b;
  int took = 0;
  Together(
      [&] {
        const std::lock_guard first(a);
        const std::lock_guard second(b);
      },
      [&] {
        const std::lock_guard first(b);
        const std::unique_lock second(a, std::try_to_lock);
        if (second) took = 1;
      });
  Final({took});
}

// std::lock tries and goes back; whoever has the first has both.
void TakesBothAtOnce() {
  std::mutex a;
  std::mutex b;
  int count = 0;
  Together(
      [&] {
        const std::scoped_lock both(a, b);
        ++count;
      },
      [&] {
        const std::lock_guard hold(a);
        ++count;
      });
  Final({count});
}

// Its time does not come while the other can go on.
void TimedLockBesideTwo() {
  pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
  std::mutex b;
  const timespec soon = InOneMillisecond();
  int order = 0;
  Together(
      [&] {
        pthread_mutex_lock(&a);
        const std::lock_guard hold(b);
        order = order * 10 + 1;
        pthread_mutex_unlock(&a);
      },
      [&] {
        Expect(pthread_mutex_timedlock(&a, &soon) == 0);
        order = order * 10 + 2;
        pthread_mutex_unlock(&a);
      });
  Final({order});
}

// Its time is over, so that it does not wait.
void TimedReadLate() {
  pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  const timespec soon = InOneMillisecond();
  Sleep(milliseconds(2));
  int read = 0;
  Together(
      [&] {
        pthread_rwlock_wrlock(&lock);
        pthread_rwlock_unlock(&lock);
      },
      [&] {
        if (pthread_rwlock_timedrdlock(&lock, &soon) != 0) return;
        read = 1;
        pthread_rwlock_unlock(&lock);
      });
  Final({read});
}

// Its time passes for all, so it is ordered with what another task does beside
// the lock: it could come before that, as soon as the lock is given back.
void TimedLockBesideAnother() {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  const timespec soon = InOneMillisecond();
  std::atomic<int> beside = 0;
  int seen = 0;
  Together(
      [&] {
        pthread_mutex_lock(&mutex);
        pthread_mutex_unlock(&mutex);
      },
      [&] { beside.store(1); },
      [&] {
        Expect(pthread_mutex_timedlock(&mutex, &soon) == 0);
        seen = beside.load();
        pthread_mutex_unlock(&mutex);
      });
  Final({seen});
}

// ... where a writer had it that only tried.
void TimedReadBesideAnother() {
  pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  const timespec soon = InOneMillisecond();
  std::atomic<int> beside = 0;
  int seen = 0;
  Together(
      [&] {
        if (pthread_rwlock_trywrlock(&lock) == 0) pthread_rwlock_unlock(&lock);
      },
      [&] { beside.store(1); },
      [&] {
        Expect(pthread_rwlock_timedrdlock(&lock, &soon) == 0);
        seen = beside.load();
        pthread_rwlock_unlock(&lock);
      });
  Final({seen});
}

// Nobody holds the lock for reading while its holder sleeps, unless the reader
// came first: its time comes when that of the sleeper does.
void TimedReadOfASleepersLock() {
  pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  const timespec soon = InOneMillisecond();
  int read = 0;
  Together(
      [&] {
        pthread_rwlock_wrlock(&lock);
        Sleep(milliseconds(2));
        pthread_rwlock_unlock(&lock);
      },
      [&] {
        if (pthread_rwlock_timedrdlock(&lock, &soon) != 0) return;
        read = 1;
        pthread_rwlock_unlock(&lock);
      });
  Final({read});
}

// Two take a and within it b, one takes b alone: 2 * 3 orders. It then reads
// what one of the others wrote first, which it may do before that unless it has
// b after it: in 3 of the orders, so 9.
void NestedAndNot() {
  std::mutex a;
  std::mutex b;
  std::atomic<int> value = 0;
  int seen = 0;
  const auto nest = [&] {
    const std::lock_guard hold_a(a);
    const std::lock_guard hold_b(b);
  };
  Together(
      [&] {
        { const std::lock_guard hold(b); }
        seen = value.load();
      },
      [&] {
        value.store(1);
        nest();
      },
      nest);
  Final({seen});
}

// From one lock to the next: a chain.
void HandOverHand() {
  std::array<std::mutex, 2> links;
  int order = 0;
  Copies(2, [&](int me) {
    std::unique_lock first(links[0]);
    const std::lock_guard second(links[1]);
    first.unlock();
    order = order * 10 + me + 1;
  });
  Final({order});
}

}  // namespace

std::vector<Program> CorrectLocks() {
  return {
      {"OppositeOrdersFixed", "Coffman et al., System Deadlocks (1971)",
       OppositeOrdersFixed, 2, "1"},
      {"PhilosophersFixed", "Dijkstra (1971)", PhilosophersFixed, 6, "1"},
      {"TakesItTwiceFixed", "Butenhof, Programming with POSIX Threads",
       TakesItTwiceFixed, 2, "1"},
      {"UnlocksOthersFixed", "POSIX, pthread_mutex_unlock", UnlocksOthersFixed,
       2, ""},
      {"TriesAndLeavesFixed", "try_lock", TriesAndLeavesFixed, 4, "2"},
      {"UpgradesFixed", "Courtois et al. (1971)", UpgradesFixed, 4, "1"},
      {"WritesAsReaderFixed", "Courtois et al. (1971)", WritesAsReaderFixed, 2,
       "2"},
      {"ReadsIfItCanFixed", "POSIX, pthread_rwlock_tryrdlock",
       ReadsIfItCanFixed, 2, "0 | 1"},
      {"WaitsTooShortFixed", "try_lock_for", WaitsTooShortFixed, 4, "1"},
      {"SeesHalfATransferFixed", "Flanagan & Qadeer, atomicity (2003)",
       SeesHalfATransferFixed, 2, "10"},
      {"GuardedTwiceFixed", "Savage et al., Eraser (1997)", GuardedTwiceFixed,
       2, "2"},
      {"ThreeOrders", "n tasks locking one mutex: n!", ThreeOrders, 6,
       "102 | 12 | 120 | 201 | 21 | 210"},
      {"ALockEach", "n tasks locking each its own: 1", ALockEach, 1, ""},
      {"ReadersAlone", "Courtois et al. (1971)", ReadersAlone, 1, ""},
      {"ReadersAndAWriter", "Courtois et al. (1971)", ReadersAndAWriter, 4,
       "0 0 | 0 1 | 1 0 | 1 1"},
      {"BacksOff", "Butenhof, Programming with POSIX Threads", BacksOff, 4,
       "0 | 1"},
      {"TakesBothAtOnce", "std::scoped_lock", TakesBothAtOnce, 2, "2"},
      {"TimedLockBesideTwo", "POSIX, pthread_mutex_timedlock",
       TimedLockBesideTwo, 4, "12 | 21"},
      {"TimedReadLate", "POSIX, pthread_rwlock_timedrdlock", TimedReadLate, 4,
       "0 | 1"},
      {"TimedLockBesideAnother", "a program drawn at random",
       TimedLockBesideAnother, 15, "0 | 1"},
      {"TimedReadBesideAnother", "a program drawn at random",
       TimedReadBesideAnother, 25, "0 | 1"},
      {"TimedReadOfASleepersLock", "POSIX, pthread_rwlock_timedrdlock",
       TimedReadOfASleepersLock, 3, "0 | 1"},
      {"NestedAndNot", "AbstractProgramsTest", NestedAndNot, 9, "0 | 1"},
      {"HandOverHand",
       "Herlihy & Shavit, The Art of Multiprocessor Programming", HandOverHand,
       2, "12 | 21"},
  };
}

}  // namespace interleave
