// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs of atomics and plain memory that hold what they promise.

#include <array>
#include <atomic>
#include <cstring>

#include "interleave/runtime/point.h"
#include "tests/programs/program.h"
#include "tests/programs/thread.h"

namespace interleave {
namespace {

// Two changes of one place: 2.
void LostIncrementFixed() {
  std::atomic<int> count = 0;
  const auto add = [&] { count.fetch_add(1); };
  Together(add, add);
  Expect(count == 2);
  Final({count});
}

// Each has a number of its own: nothing depends on anything.
void PlainLostIncrementFixed() {
  std::array<int, 2> counts{};
  Copies(2, [&](int me) { ++counts[static_cast<size_t>(me)]; });
  Final({counts[0] + counts[1]});
}

// The flag is read before it is set, or after it and so after the data; there
// the data is read, and a store of it comes before.
void FlagBeforeDataFixed() {
  std::atomic<int> data = 0;
  std::atomic<bool> flag = false;
  int seen = -1;
  Together(
      [&] {
        data.store(1);
        flag.store(true);
      },
      [&] {
        if (flag.load()) seen = data.load();
      });
  Expect(seen != 0);
  Final({seen});
}

void DoubleCheckedTooEarlyFixed() {
  std::atomic<int> value = 0;
  std::atomic<int> makers = 0;
  const auto use = [&] {
    if (value.load() == 42) return;
    makers.fetch_add(1);
    int none = 0;
    value.compare_exchange_strong(none, 42);
    Expect(value.load() == 42);
  };
  Together(use, use);
  Final({makers});
}

// As often as there are others it can fail.
void OneTryToAddFixed() {
  std::atomic<int> count = 0;
  const auto add = [&] {
    int before = count.load();
    for (int tries = 0; tries < 2; ++tries) {
      if (count.compare_exchange_strong(before, before + 1)) return;
    }
    Expect(false);
  };
  Together(add, add);
  Expect(count == 2);
  Final({count});
}

// Who may not enter at once gives up.
void PetersonAsksFirstFixed() {
  std::array<std::atomic<bool>, 2> wants{};
  std::atomic<int> turn = 0;
  std::atomic<int> inside = 0;
  std::array<int, 2> entered{};
  Copies(2, [&](int me) {
    const auto self = static_cast<size_t>(me);
    wants[self].store(true);
    turn.store(1 - me);
    if (!wants[1 - self].load() || turn.load() == me) {
      Expect(inside.fetch_add(1) == 0);
      inside.fetch_sub(1);
      entered[self] = 1;
    }
    wants[self].store(false);
  });
  Final({entered[0], entered[1]});
}

// The top has a tag that no two values share.
void StackAbaFixed() {
  constexpr int kNone = 9;
  constexpr int kTag = 10;
  std::atomic<int> top = 0;
  std::array<std::atomic<int>, 2> next{};
  next[0] = 1;
  next[1] = kNone;
  const auto pop = [&] {
    int first = top.load();
    if (first % kTag == kNone) return kNone;
    const int after = next[static_cast<size_t>(first % kTag)].load() % kTag;
    const int tag = first - first % kTag + kTag;
    return top.compare_exchange_strong(first, tag + after) ? first % kTag
                                                           : kNone;
  };
  int popped = kNone;
  Together([&] { popped = pop(); },
           [&] {
             if (pop() != 0 || pop() != 1) return;
             int first = top.load();
             next[0].store(first);
             top.compare_exchange_strong(first, first - kNone + kTag);
           });
  Expect(!(popped == 0 && top % kTag == 1 && next[0] % kTag == kNone));
  Final({popped, top % kTag, next[0] % kTag});
}

void SequenceLockForgottenFixed() {
  std::atomic<int> sequence = 0;
  std::atomic<int> low = 0;
  std::atomic<int> high = 0;
  int torn = 0;
  Together(
      [&] {
        sequence.fetch_add(1);
        low.store(1);
        high.store(1);
        sequence.fetch_add(1);
      },
      [&] {
        const int before = sequence.load();
        const int one = low.load();
        const int other = high.load();
        const bool whole = before % 2 == 0 && before == sequence.load();
        if (whole && one != other) torn = 1;
      });
  Expect(torn == 0);
  Final({torn});
}

// Other bytes of the same word: one trace.
void BytesOfAWordFixed() {
  alignas(4) std::array<unsigned char, 4> bytes{};
  Together([&] { std::memset(bytes.data(), 1, 2); }, [&] { bytes[2] = 2; });
  Expect(bytes[2] == 2);
  Final({bytes[0], bytes[2]});
}

void TestThenSetFixed() {
  std::atomic<bool> taken = false;
  std::atomic<int> inside = 0;
  const auto enter = [&] {
    if (!taken.exchange(true)) inside.fetch_add(1);
  };
  Together(enter, enter);
  Expect(inside == 1);
  Final({inside});
}

// Four draws; where both write, in two orders: 5.
void DrawnWriterFixed() {
  std::atomic<int> owner = 0;
  Copies(2, [&](int me) {
    if (Choose(2) == 1) owner.fetch_or(me + 1);
  });
  Final({owner});
}

// Points on two objects do not depend on each other: one trace.
void CheckThenActFixed() {
  std::array<int, 2> rooms = {1, 1};
  int given = 0;
  Copies(2, [&](int me) {
    int* const room = &rooms[static_cast<size_t>(me)];
    INTERLEAVE_POINT("room.take.begin", room);
    if (*room == 0) return;
    INTERLEAVE_POINT("room.take.checked", room);
    --*room;
  });
  given = 2 - rooms[0] - rooms[1];
  Expect(given == 2);
  Final({given});
}

// Of two pairs W R, all four orders but the circle: 3.
void StoreBuffering() {
  std::atomic<int> x = 0;
  std::atomic<int> y = 0;
  int a = 0;
  int b = 0;
  Together(
      [&] {
        x.store(1);
        a = y.load();
      },
      [&] {
        y.store(1);
        b = x.load();
      });
  Expect(a + b > 0);
  Final({a, b});
}

// ... of two pairs R W: 3.
void LoadBuffering() {
  std::atomic<int> x = 0;
  std::atomic<int> y = 0;
  int a = 0;
  int b = 0;
  Together(
      [&] {
        a = y.load();
        x.store(1);
      },
      [&] {
        b = x.load();
        y.store(1);
      });
  Expect(a + b < 2);
  Final({a, b});
}

// Sixteen orders of four pairs, but for one circle.
void IndependentReads() {
  std::atomic<int> x = 0;
  std::atomic<int> y = 0;
  std::array<int, 4> seen{};
  Together([&] { x.store(1); }, [&] { y.store(1); },
           [&] {
             seen[0] = x.load();
             seen[1] = y.load();
           },
           [&] {
             seen[2] = y.load();
             seen[3] = x.load();
           });
  Expect(!(seen[0] == 1 && seen[1] == 0 && seen[2] == 1 && seen[3] == 0));
  Final({seen[0], seen[1], seen[2], seen[3]});
}

// Two pairs W W: 3.
void TwoPlusTwoWrites() {
  std::atomic<int> x = 0;
  std::atomic<int> y = 0;
  Together(
      [&] {
        x.store(1);
        y.store(2);
      },
      [&] {
        y.store(1);
        x.store(2);
      });
  Expect(x + y != 2);
  Final({x, y});
}

// 2^3.
void ReadersOfOneWriter() {
  std::atomic<int> value = 0;
  std::array<int, 4> seen{};
  Copies(4, [&](int me) {
    if (me == 0) value.store(1);
    if (me != 0) seen[static_cast<size_t>(me)] = value.load();
  });
  Final({seen[1], seen[2], seen[3]});
}

// Fences are nothing where all is in one order: one trace.
void FencesAlone() {
  Copies(3, [](int) { std::atomic_thread_fence(std::memory_order_seq_cst); });
  Final({});
}

// Two points without an object each: all orders of four, (4 over 2).
void NamelessPoints() {
  const auto pass = [] {
    INTERLEAVE_POINT("nameless.one");
    INTERLEAVE_POINT("nameless.two");
  };
  Together(pass, pass);
  Final({});
}

// Two objects, of which a point without one does not know.
void PointsWithAndWithoutObjects() {
  int a = 0;
  int b = 0;
  Together([&] { INTERLEAVE_POINT("mixed.a", &a); },
           [&] { INTERLEAVE_POINT("mixed.b", &b); },
           [] { INTERLEAVE_POINT("mixed.any"); });
  Final({});
}

// Two that push onto a stack, each as often as it may fail.
void StackPushes() {
  constexpr int kNone = 9;
  std::atomic<int> top = kNone;
  std::array<std::atomic<int>, 2> next{};
  Copies(2, [&](int me) {
    int first = top.load();
    for (int tries = 0; tries < 2; ++tries) {
      next[static_cast<size_t>(me)].store(first);
      if (top.compare_exchange_strong(first, me)) return;
    }
    Expect(false);
  });
  Final({top, next[static_cast<size_t>(top.load())]});
}

}  // namespace

std::vector<Program> CorrectAtomics() {
  return {
      {"LostIncrementFixed", "GenMC, tests/correct/fetch-add",
       LostIncrementFixed, 2, "2"},
      {"PlainLostIncrementFixed",
       "Ben-Ari, Principles of Concurrent Programming", PlainLostIncrementFixed,
       1, "2"},
      {"FlagBeforeDataFixed", "litmus test MP", FlagBeforeDataFixed, 2,
       "-1 | 1"},
      {"DoubleCheckedTooEarlyFixed", "Meyers & Alexandrescu (2004)",
       DoubleCheckedTooEarlyFixed, 10, "1 | 2"},
      {"OneTryToAddFixed",
       "Herlihy & Shavit, The Art of Multiprocessor Programming",
       OneTryToAddFixed, 4, "2"},
      {"PetersonAsksFirstFixed", "Peterson (1981)", PetersonAsksFirstFixed, 14,
       "0 0 | 0 1 | 1 0 | 1 1"},
      {"StackAbaFixed", "Treiber (1986); Michael (2004)", StackAbaFixed, 16,
       "0 1 1 | 0 9 1 | 0 9 9 | 1 9 1 | 9 0 9"},
      {"SequenceLockForgottenFixed", "GenMC, tests/correct/seqlock",
       SequenceLockForgottenFixed, 14, "0"},
      {"BytesOfAWordFixed", "accesses of different size", BytesOfAWordFixed, 1,
       "1 2"},
      {"TestThenSetFixed", "Dijkstra (1965)", TestThenSetFixed, 2, "1"},
      {"DrawnWriterFixed", "values of Choose", DrawnWriterFixed, 5,
       "0 | 1 | 2 | 3"},
      {"CheckThenActFixed", "yield points with an object", CheckThenActFixed, 1,
       "2"},
      {"StoreBuffering", "litmus test SB", StoreBuffering, 3,
       "0 1 | 1 0 | 1 1"},
      {"LoadBuffering", "litmus test LB", LoadBuffering, 3, "0 0 | 0 1 | 1 0"},
      {"IndependentReads", "litmus test IRIW", IndependentReads, 15,
       "0 0 0 0 | 0 0 0 1 | 0 0 1 0 | 0 0 1 1 | 0 1 0 0 | 0 1 0 1 | 0 1 1 0 | "
       "0 1 1 1 | 1 0 0 0 | 1 0 0 1 | 1 0 1 1 | 1 1 0 0 | 1 1 0 1 | 1 1 1 0 | "
       "1 1 1 1"},
      {"TwoPlusTwoWrites", "litmus test 2+2W", TwoPlusTwoWrites, 3,
       "1 2 | 2 1 | 2 2"},
      {"ReadersOfOneWriter", "Abdulla et al. (2014), readers",
       ReadersOfOneWriter, 8,
       "0 0 0 | 0 0 1 | 0 1 0 | 0 1 1 | 1 0 0 | 1 0 1 | 1 1 0 | 1 1 1"},
      {"FencesAlone", "fences", FencesAlone, 1, ""},
      {"NamelessPoints", "yield points", NamelessPoints, 6, ""},
      {"PointsWithAndWithoutObjects", "yield points",
       PointsWithAndWithoutObjects, 4, ""},
      {"StackPushes", "Treiber (1986)", StackPushes, 4, "0 1 | 1 0"},
  };
}

}  // namespace interleave
