// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Atomicity violations: others come between steps that belong together.

#include <array>

#include "tests/study/programs/twins.h"

namespace interleave::study {
namespace {

template <bool kFixed>
void LostUpdate() {
  Shared<int> count;
  std::mutex mutex;
  Copies(2, [&](int) {
    const LockIf<kFixed> lock(mutex);
    count = count + 1;
  });
  Check(count == 2);
}

// Only when the last write is of who read first is all lost but one.
template <bool kFixed>
void LostUpdates() {
  Shared<int> count;
  std::mutex mutex;
  Copies(2, [&](int) {
    for (int i = 0; i < 3; ++i) {
      const LockIf<kFixed> lock(mutex);
      count = count + 1;
    }
  });
  Check(count > 2);
}

// Two take the last seat.
template <bool kFixed>
void CheckThenAct() {
  Shared<int> seats = 1;
  Shared<int> taken;
  std::mutex mutex;
  Copies(2, [&](int) {
    const LockIf<kFixed> lock(mutex);
    if (seats == 0) return;
    seats = seats - 1;
    taken = taken + 1;
  });
  Check(taken <= 1);
}

// Money is made or lost between two accounts.
template <bool kFixed>
void AccountTransfer() {
  std::array<Shared<int>, 2> balance{100, 100};
  std::mutex mutex;
  Copies(2, [&](int me) {
    const auto from = static_cast<size_t>(me);
    const LockIf<kFixed> lock(mutex);
    balance[from] = balance[from] - 10;
    balance[1 - from] = balance[1 - from] + 10;
  });
  Check(balance[0] + balance[1] == 200);
}

// The ends of a range are moved one after the other.
template <bool kFixed>
void TwoVariables() {
  Shared<int> low = 1;
  Shared<int> high = 2;
  std::mutex mutex;
  Together(
      [&] {
        const LockIf<kFixed> lock(mutex);
        low = 11;
        high = 12;
      },
      [&] {
        const LockIf<kFixed> lock(mutex);
        const int first = low;
        Check(first < high);
      });
}

// Made twice by two who both find nothing.
template <bool kFixed>
void LazyInitialisation() {
  Shared<bool> is_made;
  std::atomic<int> times = 0;
  std::mutex mutex;
  Copies(3, [&](int) {
    const LockIf<kFixed> lock(mutex);
    if (is_made) return;
    times.fetch_add(1);
    is_made = true;
  });
  Check(times == 1);
}

// It is said to be made before it is.
template <bool kFixed>
void DoubleChecked() {
  std::atomic<bool> is_made = false;
  std::atomic<int> value = 0;
  std::mutex mutex;
  Copies(2, [&](int) {
    if (!is_made) {
      const std::lock_guard lock(mutex);
      if (!is_made) {
        if constexpr (kFixed) value = 42;
        is_made = true;
        if constexpr (!kFixed) value = 42;
      }
    }
    Check(value == 42);
  });
}

// Nobody, or everybody, is the last to let go.
template <bool kFixed>
void ReferenceCount() {
  std::atomic<int> references = 2;
  std::atomic<int> freed = 0;
  Copies(2, [&](int) {
    int left = 0;
    if constexpr (kFixed) {
      left = references.fetch_sub(1) - 1;
    } else {
      references.fetch_sub(1);
      left = references;
    }
    if (left == 0) freed.fetch_add(1);
  });
  Check(freed == 1);
}

// What is appended is cut off between the question for its length and its
// copying (java.lang.StringBuffer).
template <bool kFixed>
void StringBuffer() {
  Shared<int> length = 5;
  std::mutex mutex;
  Together(
      [&] {
        const LockIf<kFixed> whole(mutex);
        int before = 0;
        if constexpr (kFixed) {
          before = length;
        } else {
          const std::lock_guard lock(mutex);
          before = length;
        }
        const LockIf<!kFixed> part(mutex);
        Check(before <= length);
      },
      [&] {
        const std::lock_guard lock(mutex);
        length = 0;
      });
}

// Goes on to an end that is not the end any more.
template <bool kFixed>
void IteratorInvalidation() {
  std::array<Shared<int>, 3> elements{1, 1, 1};
  Shared<int> size = 3;
  std::mutex mutex;
  Together(
      [&] {
        const LockIf<kFixed> lock(mutex);
        const int end = size;
        for (int i = 0; i < end; ++i) {
          Check(elements[static_cast<size_t>(i)] == 1);
        }
      },
      [&] {
        const LockIf<kFixed> lock(mutex);
        size = 2;
        elements[2] = 0;
      });
}

// One of three takes another lock than the rest.
template <bool kFixed>
void WrongLock() {
  Shared<int> count;
  std::mutex mutex;
  std::mutex other;
  Copies(3, [&](int me) {
    const std::lock_guard lock(me == 2 && !kFixed ? other : mutex);
    count = count + 1;
  });
  Check(count == 3);
}

// The lock is given up between the read and the write.
template <bool kFixed>
void SplitCriticalSection() {
  Shared<int> value;
  std::mutex whole;
  std::mutex mutex;
  Copies(2, [&](int) {
    const LockIf<kFixed> lock(whole);
    int seen = 0;
    {
      const std::lock_guard read(mutex);
      seen = value;
    }
    const std::lock_guard write(mutex);
    value = seen + 1;
  });
  Check(value == 2);
}

// Two are given the same number.
template <bool kFixed>
void TicketNumbers() {
  std::atomic<int> next = 0;
  std::array<Shared<int>, 3> holders;
  Copies(3, [&](int) {
    int mine = 0;
    if constexpr (kFixed) {
      mine = next.fetch_add(1);
    } else {
      mine = next;
      next = mine + 1;
    }
    Shared<int>& holder = holders[static_cast<size_t>(mine)];
    holder = holder + 1;
  });
  for (const Shared<int>& holder : holders) Check(holder == 1);
}

}  // namespace

std::vector<StudyProgram> AtomicityPrograms() {
  constexpr std::string_view kKind = "atomicity violation";
  return {
      INTERLEAVE_STUDY_PROGRAM("lost_update", kKind, 2, kAssertion, LostUpdate),
      INTERLEAVE_STUDY_PROGRAM("lost_updates", kKind, 2, kAssertion,
                               LostUpdates),
      INTERLEAVE_STUDY_PROGRAM("check_then_act", "check then act", 2,
                               kAssertion, CheckThenAct),
      INTERLEAVE_STUDY_PROGRAM("account_transfer", kKind, 2, kAssertion,
                               AccountTransfer),
      INTERLEAVE_STUDY_PROGRAM("two_variables",
                               "atomicity violation on two variables", 2,
                               kAssertion, TwoVariables),
      INTERLEAVE_STUDY_PROGRAM("lazy_initialisation", "check then act", 3,
                               kAssertion, LazyInitialisation),
      INTERLEAVE_STUDY_PROGRAM("double_checked", "double-checked locking", 2,
                               kAssertion, DoubleChecked),
      INTERLEAVE_STUDY_PROGRAM("reference_count", "reference count", 2,
                               kAssertion, ReferenceCount),
      INTERLEAVE_STUDY_PROGRAM("string_buffer", kKind, 2, kAssertion,
                               StringBuffer),
      INTERLEAVE_STUDY_PROGRAM("iterator_invalidation", "iterator invalidation",
                               2, kAssertion, IteratorInvalidation),
      INTERLEAVE_STUDY_PROGRAM("wrong_lock", "wrong lock", 3, kAssertion,
                               WrongLock),
      INTERLEAVE_STUDY_PROGRAM("split_critical_section", kKind, 2, kAssertion,
                               SplitCriticalSection),
      INTERLEAVE_STUDY_PROGRAM("ticket_numbers", kKind, 3, kAssertion,
                               TicketNumbers),
  };
}

}  // namespace interleave::study
