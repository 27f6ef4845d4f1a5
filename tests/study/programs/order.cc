// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Order violations: something is seen before, or after, it should be.

#include "tests/study/programs/twins.h"

namespace interleave::study {
namespace {

// Everybody sets both; who looks sees one of them set and the other not. Of
// many, each could have overwritten what is missing (SCTBench's reorder).
template <bool kFixed, int kSetters>
void Reorder() {
  Shared<int> a;
  Shared<int> b;
  std::mutex mutex;
  Copies(kSetters + 1, [&](int me) {
    const LockIf<kFixed> lock(mutex);
    if (me < kSetters) {
      a = 1;
      b = -1;
    } else {
      Check((a == 0 && b == 0) || (a == 1 && b == -1));
    }
  });
}

// A stage under each of two locks; readers come between the stages (SCTBench's
// twostage, with one reader).
template <bool kFixed, int kTasks>
void TwoStages() {
  Shared<int> first;
  Shared<int> second;
  std::mutex first_mutex;
  std::mutex second_mutex;
  std::mutex both;
  const auto write = [&] {
    const LockIf<kFixed> lock(both);
    {
      const std::lock_guard one(first_mutex);
      first = 1;
    }
    const std::lock_guard other(second_mutex);
    second = first + 1;
  };
  const auto read = [&] {
    const LockIf<kFixed> lock(both);
    int seen = 0;
    {
      const std::lock_guard one(first_mutex);
      if (first == 0) return;
      seen = first;
    }
    const std::lock_guard other(second_mutex);
    Check(second == seen + 1);
  };
  Copies(kTasks, [&](int me) { me + 1 < kTasks ? write() : read(); });
}

// The new task asks for what its creator sets once it exists.
template <bool kFixed>
void UseBeforeInitialisation() {
  Shared<int> configuration;
  if constexpr (kFixed) configuration = 7;
  Thread worker([&] { Check(configuration == 7); });
  if constexpr (!kFixed) configuration = 7;
  worker.Join();
}

// Announced, and then made.
template <bool kFixed>
void PublishBeforeReady() {
  std::atomic<bool> is_ready = false;
  std::atomic<int> data = 0;
  Together(
      [&] {
        if constexpr (kFixed) data = 1;
        is_ready = true;
        if constexpr (!kFixed) data = 1;
      },
      [&] {
        if (is_ready) Check(data == 1);
      });
}

// The owner gives back what a worker has just found to be there.
template <bool kFixed>
void UseAfterFree() {
  std::atomic<bool> is_closed = false;
  std::atomic<bool> is_freed = false;
  std::mutex mutex;
  Together(
      [&] {
        for (int i = 0; i < 2; ++i) {
          const LockIf<kFixed> lock(mutex);
          if (is_closed) return;
          Check(!is_freed);
        }
      },
      [&] {
        const LockIf<kFixed> lock(mutex);
        is_closed = true;
        is_freed = true;
      });
}

// Work begins between the question whether it may and saying that it did
// (the Bluetooth driver of Qadeer & Wu 2004).
template <bool kFixed>
void StopWhileStarting() {
  std::atomic<int> at_work = 1;
  std::atomic<bool> stopping = false;
  std::atomic<bool> stopped = false;
  const auto leave = [&] {
    if (at_work.fetch_sub(1) == 1) stopped = true;
  };
  Together(
      [&] {
        if constexpr (kFixed) {
          at_work.fetch_add(1);
          if (stopping) return leave();
        } else {
          if (stopping) return;
          at_work.fetch_add(1);
        }
        Check(!stopped);
        leave();
      },
      [&] {
        stopping = true;
        leave();
      });
}

// Three are to have their turns in order, and the last doesn't ask.
template <bool kFixed>
void TokenRing() {
  std::atomic<int> turn = 0;
  Copies(3, [&](int me) {
    if (me < 2 || kFixed) {
      while (turn != me) std::this_thread::yield();
    }
    Check(turn.fetch_add(1) == me);
  });
}

}  // namespace

std::vector<StudyProgram> OrderPrograms() {
  constexpr auto kAssertion = FindingKind::kAssertion;
  return {
      {"reorder_10", "order violation", 11, kAssertion, &Reorder<false, 10>,
       &Reorder<true, 10>},
      {"reorder_100", "order violation", 101, kAssertion, &Reorder<false, 100>,
       &Reorder<true, 100>},
      {"twostage_20", "order violation", 20, kAssertion, &TwoStages<false, 20>,
       &TwoStages<true, 20>},
      {"twostage_100", "order violation", 100, kAssertion,
       &TwoStages<false, 100>, &TwoStages<true, 100>},
      INTERLEAVE_STUDY_PROGRAM("use_before_initialisation", "order violation",
                               1, kAssertion, UseBeforeInitialisation),
      INTERLEAVE_STUDY_PROGRAM("publish_before_ready", "order violation", 2,
                               kAssertion, PublishBeforeReady),
      INTERLEAVE_STUDY_PROGRAM("use_after_free", "use after free", 2,
                               kAssertion, UseAfterFree),
      INTERLEAVE_STUDY_PROGRAM("stop_while_starting", "order violation", 2,
                               kAssertion, StopWhileStarting),
      INTERLEAVE_STUDY_PROGRAM("token_ring", "order violation", 3, kAssertion,
                               TokenRing),
  };
}

}  // namespace interleave::study
