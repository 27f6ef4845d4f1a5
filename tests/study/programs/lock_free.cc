// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Structures without locks that lose, double or tear what they hold.

#include <array>

#include "tests/study/programs/twins.h"

namespace interleave::study {
namespace {

constexpr int kNone = -1;

// One pops while the other pops two and pushes the first again: the top looks
// the same (Treiber 1986; Michael 2004). The fixed twin counts changes of the
// top in it.
template <bool kFixed>
void AbaStack() {
  constexpr int kChange = 16;
  const auto node = [](int top) { return top & (kChange - 1); };
  const auto with = [](int top, int next) {
    return kFixed ? (top & ~(kChange - 1)) + kChange + next : next;
  };
  constexpr int kEnd = kChange - 1;
  std::atomic<int> top = 0;
  std::array<std::atomic<int>, 2> next{};
  next[0] = 1;
  next[1] = kEnd;
  std::array<Shared<int>, 2> owners;
  const auto pop = [&] {
    int first = top;
    while (node(first) != kEnd) {
      const int after = next[static_cast<size_t>(node(first))];
      if (!top.compare_exchange_strong(first, with(first, after))) continue;
      Shared<int>& owner = owners[static_cast<size_t>(node(first))];
      owner = owner + 1;
      return node(first);
    }
    return kNone;
  };
  const auto push = [&](int pushed) {
    const auto index = static_cast<size_t>(pushed);
    owners[index] = owners[index] - 1;
    int first = top;
    do {
      next[index] = node(first);
    } while (!top.compare_exchange_strong(first, with(first, pushed)));
  };
  Together(
      [&] {
        pop();
        pop();
      },
      [&] {
        const int first = pop();
        pop();
        if (first != kNone) push(first);
      });
  for (const Shared<int>& owner : owners) Check(owner <= 1);
}

// The owner takes the last item while a thief does, and doesn't ask for it by a
// change of the top (Arora, Blumofe, Plaxton 1998; CHESS's WorkStealQueue).
template <bool kFixed>
class Deque {
 public:
  void Push() { bottom_ = bottom_ + 1; }
  // The number of an item, or kNone.
  int Take() {
    const int last = bottom_ - 1;
    bottom_ = last;
    int first = top_;
    if (first < last) return last;
    bottom_ = last + 1;
    if (first > last) return kNone;
    if constexpr (kFixed) {
      return top_.compare_exchange_strong(first, first + 1) ? last : kNone;
    } else {
      top_ = first + 1;
      return last;
    }
  }
  int Steal() {
    int first = top_;
    if (first >= bottom_) return kNone;
    return top_.compare_exchange_strong(first, first + 1) ? first : kNone;
  }

 private:
  std::atomic<int> top_ = 0;
  std::atomic<int> bottom_ = 0;
};

template <bool kFixed>
void WorkStealingQueue() {
  constexpr int kRounds = 4;
  Deque<kFixed> deque;
  std::array<std::atomic<int>, 2 * kRounds> uses{};
  const auto use = [&](int item) {
    if (item != kNone) Check(uses[static_cast<size_t>(item)].fetch_add(1) == 0);
  };
  Together(
      [&] {
        for (int i = 0; i < kRounds; ++i) {
          deque.Push();
          use(deque.Take());
        }
      },
      [&] {
        for (int i = 0; i < kRounds; ++i) use(deque.Steal());
      },
      [&] {
        for (int i = 0; i < kRounds; ++i) use(deque.Steal());
      });
}

// The number is raised once for a pair, not before and after it.
template <bool kFixed>
void SequenceLock() {
  std::atomic<int> number = 0;
  std::atomic<int> low = 0;
  std::atomic<int> high = 0;
  Together(
      [&] {
        if constexpr (kFixed) number.fetch_add(1);
        low = 1;
        high = 1;
        number.fetch_add(kFixed ? 1 : 2);
      },
      [&] {
        const int before = number;
        const int one = low;
        const int other = high;
        if (before % 2 != 0 || before != number) return;
        Check(one == other);
      });
}

// The place is given free before what it holds was written.
template <bool kFixed>
void RingBuffer() {
  constexpr int kPlaces = 2;
  std::array<std::atomic<int>, kPlaces> places{};
  std::atomic<int> written = 0;
  Together(
      [&] {
        for (int i = 0; i < kPlaces; ++i) {
          if constexpr (kFixed) places[static_cast<size_t>(i)] = i + 1;
          written = i + 1;
          if constexpr (!kFixed) places[static_cast<size_t>(i)] = i + 1;
        }
      },
      [&] {
        for (int i = 0; i < written; ++i) {
          Check(places[static_cast<size_t>(i)] == i + 1);
        }
      });
}

// Two producers are given the same place.
template <bool kFixed>
void TwoProducers() {
  constexpr size_t kPlaces = 3;
  std::array<std::atomic<int>, kPlaces> places{};
  std::atomic<size_t> end = 0;
  Copies(static_cast<int>(kPlaces), [&](int) {
    size_t mine = 0;
    if constexpr (kFixed) {
      mine = end.fetch_add(1);
    } else {
      mine = end.load();
      end = mine + 1;
    }
    places[mine].fetch_add(1);
  });
  int items = 0;
  for (const std::atomic<int>& place : places) items += place != 0 ? 1 : 0;
  Check(items == static_cast<int>(kPlaces));
}

// What was put on top in between is not below what is put there.
template <bool kFixed>
void PushWithoutAsking() {
  constexpr size_t kNodes = 2;
  std::atomic<int> top = kNone;
  std::array<std::atomic<int>, kNodes> next{};
  Copies(static_cast<int>(kNodes), [&](int me) {
    std::atomic<int>& below = next[static_cast<size_t>(me)];
    int first = top;
    below = first;
    if constexpr (kFixed) {
      while (!top.compare_exchange_strong(first, me)) below = first;
    } else {
      top = me;
    }
  });
  size_t nodes = 0;
  for (int at = top; at != kNone && nodes <= kNodes; ++nodes) {
    at = next[static_cast<size_t>(at)];
  }
  Check(nodes == kNodes);
}

// A reader says what it uses, but not before it has made sure that it is still
// there (hazard pointers, Michael 2004).
template <bool kFixed>
void RetiredTooEarly() {
  std::atomic<int> current = 0;
  std::atomic<int> hazard = kNone;
  std::array<std::atomic<bool>, 2> is_freed{};
  Together(
      [&] {
        const int mine = current;
        hazard = mine;
        if (kFixed && current != mine) return;
        Check(!is_freed[static_cast<size_t>(mine)]);
        hazard = kNone;
      },
      [&] {
        const int old = current.exchange(1);
        if (hazard != old) is_freed[static_cast<size_t>(old)] = true;
      });
}

// An exchange that fails is not tried again.
template <bool kFixed>
void OneTry() {
  std::atomic<int> count = 0;
  Copies(3, [&](int) {
    int before = count;
    while (!count.compare_exchange_strong(before, before + 1)) {
      if constexpr (!kFixed) break;
    }
  });
  Check(count == 3);
}

}  // namespace

std::vector<StudyProgram> LockFreePrograms() {
  return {
      INTERLEAVE_STUDY_PROGRAM("aba_stack", "ABA", 2, kAssertion, AbaStack),
      INTERLEAVE_STUDY_PROGRAM("work_stealing_queue", "atomicity violation", 3,
                               kAssertion, WorkStealingQueue),
      INTERLEAVE_STUDY_PROGRAM("sequence_lock", "torn read", 2, kAssertion,
                               SequenceLock),
      INTERLEAVE_STUDY_PROGRAM("ring_buffer", "order violation", 2, kAssertion,
                               RingBuffer),
      INTERLEAVE_STUDY_PROGRAM("two_producers", "atomicity violation", 3,
                               kAssertion, TwoProducers),
      INTERLEAVE_STUDY_PROGRAM("push_without_asking", "atomicity violation", 2,
                               kAssertion, PushWithoutAsking),
      INTERLEAVE_STUDY_PROGRAM("retired_too_early", "use after free", 2,
                               kAssertion, RetiredTooEarly),
      INTERLEAVE_STUDY_PROGRAM("one_try", "atomicity violation", 3, kAssertion,
                               OneTry),
  };
}

}  // namespace interleave::study
