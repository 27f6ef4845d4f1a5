// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs of atomics and plain memory that go wrong.

#include <array>
#include <atomic>
#include <cstring>

#include "tests/programs/program.h"
#include "tests/programs/thread.h"

namespace interleave {
namespace {

using enum FindingKind;

// R W of each: both orders of the whole and, where they overlap, which writes
// last: 4.
void LostIncrement() {
  std::atomic<int> count = 0;
  const auto add = [&] { count.store(count.load() + 1); };
  Together(add, add);
  Expect(count == 2);
  Final({count});
}

void PlainLostIncrement() {
  int count = 0;
  const auto add = [&] { ++count; };
  Together(add, add);
  Expect(count == 2);
  Final({count});
}

// The flag is set before what it announces.
void FlagBeforeData() {
  std::atomic<int> data = 0;
  std::atomic<bool> flag = false;
  int seen = -1;
  Together(
      [&] {
        flag.store(true);
        data.store(1);
      },
      [&] {
        if (flag.load()) seen = data.load();
      });
  Expect(seen != 0);
  Final({seen});
}

// The pointer is seen before what it points to was made.
void DoubleCheckedTooEarly() {
  std::atomic<bool> made = false;
  std::atomic<int> value = 0;
  std::atomic<int> makers = 0;
  const auto use = [&] {
    if (!made.exchange(true)) {
      makers.fetch_add(1);
      value.store(42);
    }
    if (value.load() != 42) Expect(false);
  };
  Together(use, use);
  Final({makers});
}

// A try that fails is not made again.
void OneTryToAdd() {
  std::atomic<int> count = 0;
  const auto add = [&] {
    int before = count.load();
    count.compare_exchange_strong(before, before + 1);
  };
  Together(add, add);
  Expect(count == 2);
  Final({count});
}

// Each looks for the other before it says that it is there itself.
void PetersonAsksFirst() {
  std::array<std::atomic<bool>, 2> wants{};
  std::atomic<int> inside = 0;
  Copies(2, [&](int me) {
    const auto self = static_cast<size_t>(me);
    if (wants[1 - self].load()) return;
    wants[self].store(true);
    Expect(inside.fetch_add(1) == 0);
    inside.fetch_sub(1);
    wants[self].store(false);
  });
  Final({});
}

// One pops while another pops two and pushes the first again: the top is the
// same, and what it thinks comes next was popped.
void StackAba() {
  constexpr int kNone = -1;
  std::atomic<int> top = 0;
  std::array<std::atomic<int>, 2> next{};
  next[0] = 1;
  next[1] = kNone;
  const auto pop = [&] {
    int first = top.load();
    if (first == kNone) return kNone;
    const int after = next[static_cast<size_t>(first)].load();
    return top.compare_exchange_strong(first, after) ? first : kNone;
  };
  int popped = kNone;
  Together([&] { popped = pop(); },
           [&] {
             if (pop() != 0 || pop() != 1) return;
             next[0].store(top.load());
             int none = kNone;
             top.compare_exchange_strong(none, 0);
           });
  // Number 1 was popped by the other.
  Expect(!(popped == 0 && top == 1 && next[0] == kNone));
  Final({popped, top, next[0]});
}

// Readers count on an even number for a whole pair.
void SequenceLockForgotten() {
  std::atomic<int> sequence = 0;
  std::atomic<int> low = 0;
  std::atomic<int> high = 0;
  int torn = 0;
  Together(
      [&] {
        low.store(1);
        sequence.fetch_add(2);
        high.store(1);
      },
      [&] {
        const int before = sequence.load();
        const int one = low.load();
        const int other = high.load();
        if (before == sequence.load() && one != other) torn = 1;
      });
  Expect(torn == 0);
  Final({torn});
}

// A byte is written while the four that it is one of are.
void BytesOfAWord() {
  alignas(4) std::array<unsigned char, 4> bytes{};
  Together([&] { std::memset(bytes.data(), 1, 4); }, [&] { bytes[2] = 2; });
  Expect(bytes[2] == 2);
  Final({bytes[0], bytes[2]});
}

// A test and a set, with another between them.
void TestThenSet() {
  std::atomic<bool> taken = false;
  std::atomic<int> inside = 0;
  const auto enter = [&] {
    if (taken.load()) return;
    taken.store(true);
    inside.fetch_add(1);
  };
  Together(enter, enter);
  Expect(inside == 1);
  Final({inside});
}

// Initialises as often as it is asked before it is done.
void OnceByHand() {
  std::atomic<bool> done = false;
  std::atomic<int> times = 0;
  const auto use = [&] {
    if (done.load()) return;
    times.fetch_add(1);
    done.store(true);
  };
  Together(use, use);
  Expect(times == 1);
  Final({times});
}

}  // namespace

std::vector<Program> WrongAtomics() {
  return {
      {"LostIncrement",
       "GenMC, tests/wrong/racy",
       LostIncrement,
       4,
       "1 | 2",
       {kAssertion}},
      {"PlainLostIncrement",
       "Ben-Ari, Principles of Concurrent Programming",
       PlainLostIncrement,
       4,
       "1 | 2",
       {kAssertion},
       {kRace}},
      {"FlagBeforeData",
       "litmus test MP",
       FlagBeforeData,
       3,
       "-1 | 0 | 1",
       {kAssertion}},
      {"DoubleCheckedTooEarly",
       "Meyers & Alexandrescu (2004)",
       DoubleCheckedTooEarly,
       4,
       "1",
       {kAssertion}},
      {"OneTryToAdd",
       "Herlihy & Shavit, The Art of Multiprocessor Programming",
       OneTryToAdd,
       4,
       "1 | 2",
       {kAssertion}},
      {"PetersonAsksFirst",
       "Peterson (1981)",
       PetersonAsksFirst,
       10,
       "",
       {kAssertion}},
      {"StackAba",
       "Treiber (1986); Michael (2004)",
       StackAba,
       16,
       "-1 0 -1 | 0 -1 -1 | 0 -1 1 | 0 1 -1 | 0 1 1 | 1 -1 1",
       {kAssertion}},
      {"SequenceLockForgotten",
       "GenMC, tests/correct/seqlock",
       SequenceLockForgotten,
       8,
       "0 | 1",
       {kAssertion}},
      {"BytesOfAWord",
       "accesses of different size",
       BytesOfAWord,
       2,
       "1 1 | 1 2",
       {kAssertion},
       {kRace}},
      {"TestThenSet", "Dijkstra (1965)", TestThenSet, 6, "1 | 2", {kAssertion}},
      {"OnceByHand",
       "Meyers & Alexandrescu (2004)",
       OnceByHand,
       6,
       "1 | 2",
       {kAssertion}},
  };
}

}  // namespace interleave
