// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Locks that are taken in a circle, or given up too early.

#include <array>
#include <shared_mutex>

#include "tests/study/programs/twins.h"

namespace interleave::study {
namespace {

template <bool kFixed>
void TwoLocks() {
  std::mutex first;
  std::mutex second;
  Copies(2, [&](int me) {
    const bool reversed = me == 1 && !kFixed;
    const std::lock_guard one(reversed ? second : first);
    const std::lock_guard other(reversed ? first : second);
  });
}

// Each takes the fork at its left first; in the fixed twin the last one takes
// that at its right.
template <bool kFixed, size_t kPhilosophers>
void Philosophers() {
  std::array<std::mutex, kPhilosophers> forks;
  Copies(static_cast<int>(kPhilosophers), [&](int me) {
    size_t left = static_cast<size_t>(me);
    size_t right = (left + 1) % kPhilosophers;
    if (kFixed && right == 0) std::swap(left, right);
    const std::lock_guard one(forks[left]);
    const std::lock_guard other(forks[right]);
  });
}
template <bool kFixed>
void ThreePhilosophers() {
  Philosophers<kFixed, 3>();
}
template <bool kFixed>
void FivePhilosophers() {
  Philosophers<kFixed, 5>();
}

// A reader that is to write gives its lock up in between, and doesn't look
// again.
template <bool kFixed>
void ReaderWriterUpgrade() {
  std::shared_mutex mutex;
  Shared<int> entries;
  Copies(2, [&](int) {
    {
      const std::shared_lock reading(mutex);
      if (entries != 0) return;
    }
    const std::lock_guard writing(mutex);
    if (kFixed && entries != 0) return;
    entries = entries + 1;
  });
  Check(entries == 1);
}

// Nobody asks whether the lock was had.
template <bool kFixed>
void TryWithoutLooking() {
  std::mutex mutex;
  Shared<int> count;
  Copies(2, [&](int) {
    const std::unique_lock lock(mutex, std::try_to_lock);
    if (kFixed && !lock.owns_lock()) return;
    const int before = count;
    count = before + 1;
    Check(count == before + 1);
  });
}

// A log takes its lock and asks the pool for memory; the pool takes its own and
// logs.
template <bool kFixed>
void LockAndCallBack() {
  std::mutex log;
  std::mutex pool;
  Shared<int> free = 1;
  const auto write = [&] { const std::lock_guard lock(log); };
  const auto take = [&] {
    bool is_last = false;
    {
      const std::lock_guard lock(pool);
      free = free - 1;
      is_last = free == 0;
      if (is_last && !kFixed) write();
    }
    if (is_last && kFixed) write();
  };
  Together(
      [&] {
        const std::lock_guard lock(log);
        const std::lock_guard memory(pool);
      },
      take);
}

// A lock of one's own that is tested and then set.
template <bool kFixed>
void TestThenSet() {
  std::atomic<bool> is_taken = false;
  std::atomic<int> inside = 0;
  Copies(2, [&](int) {
    if constexpr (kFixed) {
      if (is_taken.exchange(true)) return;
    } else {
      if (is_taken) return;
      is_taken = true;
    }
    Check(inside.fetch_add(1) == 0);
    inside.fetch_sub(1);
    is_taken = false;
  });
}

// Two for two tasks: says whose turn it is before it says that it wants to
// (Peterson 1981 does it the other way round).
template <bool kFixed>
void Peterson() {
  std::array<std::atomic<bool>, 2> wants{};
  std::atomic<int> turn = 0;
  std::atomic<int> inside = 0;
  Copies(2, [&](int me) {
    const int other = 1 - me;
    std::atomic<bool>& wanted = wants[static_cast<size_t>(me)];
    if constexpr (kFixed) wanted = true;
    turn = other;
    if constexpr (!kFixed) wanted = true;
    while (wants[static_cast<size_t>(other)] && turn == other) {
      std::this_thread::yield();
    }
    Check(inside.fetch_add(1) == 0);
    inside.fetch_sub(1);
    wanted = false;
  });
}

}  // namespace

std::vector<StudyProgram> LockPrograms() {
  return {
      INTERLEAVE_STUDY_PROGRAM("two_locks", "deadlock", 2, kDeadlock, TwoLocks),
      INTERLEAVE_STUDY_PROGRAM("three_philosophers", "deadlock", 3, kDeadlock,
                               ThreePhilosophers),
      INTERLEAVE_STUDY_PROGRAM("five_philosophers", "deadlock", 5, kDeadlock,
                               FivePhilosophers),
      INTERLEAVE_STUDY_PROGRAM("reader_writer_upgrade", "reader-writer upgrade",
                               2, kAssertion, ReaderWriterUpgrade),
      INTERLEAVE_STUDY_PROGRAM("try_without_looking", "lock misuse", 2,
                               kAssertion, TryWithoutLooking),
      INTERLEAVE_STUDY_PROGRAM("lock_and_call_back", "deadlock", 2, kDeadlock,
                               LockAndCallBack),
      INTERLEAVE_STUDY_PROGRAM("test_then_set", "mutual exclusion", 2,
                               kAssertion, TestThenSet),
      INTERLEAVE_STUDY_PROGRAM("peterson", "mutual exclusion", 2, kAssertion,
                               Peterson),
  };
}

}  // namespace interleave::study
