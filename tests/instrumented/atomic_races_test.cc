// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Races that an atomic of the right order prevents: what each order of the
// standard does and does not order ([intro.races], [atomics.order],
// [atomics.fences] of C++20).

#include <atomic>
#include <memory>
#include <utility>

#include "twins.h"

namespace interleave {
namespace {

using std::memory_order_acq_rel;
using std::memory_order_acquire;
using std::memory_order_relaxed;
using std::memory_order_release;
using std::memory_order_seq_cst;

void PlainFlag() {
  int data = 0;
  bool ready = false;
  Together(
      [&] {
        data = 1;
        ready = true;
      },
      [&] {
        if (ready) EXPECT_EQ(data, 1);
      });
}

// One passes a message to the other: written with one order, read with another.
template <std::memory_order kWritten, std::memory_order kRead>
void Message() {
  int data = 0;
  std::atomic<bool> ready{false};
  Together(
      [&] {
        data = 1;
        ready.store(true, kWritten);
      },
      [&] {
        if (ready.load(kRead)) EXPECT_EQ(data, 1);
      });
}

constexpr auto* kSequential =
    &Message<memory_order_seq_cst, memory_order_seq_cst>;
constexpr auto* kReleaseAcquire =
    &Message<memory_order_release, memory_order_acquire>;
constexpr auto* kRelaxedRelaxed =
    &Message<memory_order_relaxed, memory_order_relaxed>;
constexpr auto* kRelaxedAcquire =
    &Message<memory_order_relaxed, memory_order_acquire>;
constexpr auto* kReleaseRelaxed =
    &Message<memory_order_release, memory_order_relaxed>;

INTERLEAVE_TWINS(AtomicRacesTest, PlainFlag, PlainFlag, kSequential)
INTERLEAVE_TWINS(AtomicRacesTest, RelaxedMessage, kRelaxedRelaxed,
                 kReleaseAcquire)
INTERLEAVE_TWINS(AtomicRacesTest, RelaxedStore, kRelaxedAcquire,
                 kReleaseAcquire)
INTERLEAVE_TWINS(AtomicRacesTest, RelaxedLoad, kReleaseRelaxed, kReleaseAcquire)

// A lock made of exchange.
template <std::memory_order kTaken, std::memory_order kGivenUp>
void ExchangeLock() {
  int count = 0;
  std::atomic<bool> locked{false};
  const auto try_increment = [&] {
    if (locked.exchange(true, kTaken)) return;
    ++count;
    locked.store(false, kGivenUp);
  };
  Together(try_increment, try_increment);
}
constexpr auto* kRelaxedExchangeLock =
    &ExchangeLock<memory_order_relaxed, memory_order_relaxed>;
constexpr auto* kRightExchangeLock =
    &ExchangeLock<memory_order_acquire, memory_order_release>;
INTERLEAVE_TWINS(AtomicRacesTest, ExchangeLock, kRelaxedExchangeLock,
                 kRightExchangeLock)

// The last one to leave cleans up, as in a reference count.
template <std::memory_order kOrder>
void ReferenceCount() {
  int data = 0;
  std::atomic<int> users{2};
  const auto leave = [&](int value) {
    if (value == 0) data = 1;
    if (users.fetch_sub(1, kOrder) == 1) EXPECT_EQ(std::exchange(data, -1), 1);
  };
  Together([&] { leave(0); }, [&] { leave(1); });
}
constexpr auto* kReleaseCount = &ReferenceCount<memory_order_release>;
constexpr auto* kAcquireReleaseCount = &ReferenceCount<memory_order_acq_rel>;
INTERLEAVE_TWINS(AtomicRacesTest, ReferenceCount, kReleaseCount,
                 kAcquireReleaseCount)

struct Box {
  int value = 0;
};

// Publishes by compare-and-exchange; the loser reads what the winner made.
template <std::memory_order kSuccess, std::memory_order kFailure>
void Publish() {
  std::atomic<Box*> slot{nullptr};
  const auto get = [&] {
    auto made = std::make_unique<Box>();
    made->value = 7;
    Box* seen = nullptr;
    if (slot.compare_exchange_strong(seen, made.get(), kSuccess, kFailure)) {
      seen = made.release();
    }
    EXPECT_EQ(seen->value, 7);
  };
  Together(get, get);
  delete slot.load();
}
constexpr auto* kPublishRelaxedFailure =
    &Publish<memory_order_release, memory_order_relaxed>;
constexpr auto* kPublishAcquireFailure =
    &Publish<memory_order_release, memory_order_acquire>;
INTERLEAVE_TWINS(AtomicRacesTest, CompareExchange, kPublishRelaxedFailure,
                 kPublishAcquireFailure)

// Double-checked creation: the first look is without the lock.
template <typename Pointer>
void DoubleChecked() {
  Pointer instance{nullptr};
  std::atomic_flag busy = ATOMIC_FLAG_INIT;
  const auto get = [&] {
    if (instance == nullptr) {
      if (busy.test_and_set(memory_order_acquire)) return;
      if (instance == nullptr) {
        Box* const made = new Box;
        made->value = 7;
        instance = made;
      }
      busy.clear(memory_order_release);
    }
    Box* const node = instance;
    EXPECT_EQ(node->value, 7);
  };
  Together(get, get);
  Box* const last = instance;
  delete last;
}
constexpr auto* kDoubleCheckedPlain = &DoubleChecked<Box*>;
constexpr auto* kDoubleCheckedAtomic = &DoubleChecked<std::atomic<Box*>>;
INTERLEAVE_TWINS(AtomicRacesTest, DoubleChecked, kDoubleCheckedPlain,
                 kDoubleCheckedAtomic)

// A third task comes between the release and the acquire. If it only modifies
// (fetch_add), the release sequence goes on; a store of its own ends it.
template <bool kStores>
void ReleaseSequence() {
  int data = 0;
  std::atomic<int> state{0};
  Together(
      [&] {
        data = 1;
        state.store(1, memory_order_release);
      },
      [&] {
        if (kStores) {
          if (state.load(memory_order_relaxed) == 1) {
            state.store(2, memory_order_relaxed);
          }
        } else {
          int one = 1;
          state.compare_exchange_strong(one, 2, memory_order_relaxed);
        }
      },
      [&] {
        if (state.load(memory_order_acquire) == 2) EXPECT_EQ(data, 1);
      });
}
constexpr auto* kSequenceBroken = &ReleaseSequence<true>;
constexpr auto* kSequenceGoesOn = &ReleaseSequence<false>;
INTERLEAVE_TWINS(AtomicRacesTest, ReleaseSequence, kSequenceBroken,
                 kSequenceGoesOn)

// Relaxed operations beside fences, one of which may be missing.
template <bool kReleaseFence, bool kAcquireFence>
void FencedMessage() {
  int data = 0;
  std::atomic<bool> ready{false};
  Together(
      [&] {
        data = 1;
        if (kReleaseFence) std::atomic_thread_fence(memory_order_release);
        ready.store(true, memory_order_relaxed);
      },
      [&] {
        if (!ready.load(memory_order_relaxed)) return;
        if (kAcquireFence) std::atomic_thread_fence(memory_order_acquire);
        EXPECT_EQ(data, 1);
      });
}
constexpr auto* kBothFences = &FencedMessage<true, true>;
constexpr auto* kReleaseFenceOnly = &FencedMessage<true, false>;
constexpr auto* kAcquireFenceOnly = &FencedMessage<false, true>;
INTERLEAVE_TWINS(AtomicRacesTest, ReleaseFence, kAcquireFenceOnly, kBothFences)
INTERLEAVE_TWINS(AtomicRacesTest, AcquireFence, kReleaseFenceOnly, kBothFences)

// What is written after the release fence is not what it releases.
void WrittenAfterFence() {
  int data = 0;
  std::atomic<bool> ready{false};
  Together(
      [&] {
        std::atomic_thread_fence(memory_order_release);
        data = 1;
        ready.store(true, memory_order_relaxed);
      },
      [&] {
        if (ready.load(memory_order_acquire)) EXPECT_EQ(data, 1);
      });
}

void WrittenBeforeFence() {
  int data = 0;
  std::atomic<bool> ready{false};
  Together(
      [&] {
        data = 1;
        std::atomic_thread_fence(memory_order_seq_cst);
        ready.store(true, memory_order_relaxed);
      },
      [&] {
        if (ready.load(memory_order_acquire)) EXPECT_EQ(data, 1);
      });
}
INTERLEAVE_TWINS(AtomicRacesTest, PlaceOfTheFence, WrittenAfterFence,
                 WrittenBeforeFence)

// A fence orders by every flag that was read before it, not by later ones.
void ReadAfterFence() {
  int data = 0;
  std::atomic<bool> ready{false};
  Together(
      [&] {
        data = 1;
        ready.store(true, memory_order_release);
      },
      [&] {
        std::atomic_thread_fence(memory_order_acquire);
        if (ready.load(memory_order_relaxed)) EXPECT_EQ(data, 1);
      });
}

void ReadBeforeFence() {
  int data = 0;
  std::atomic<bool> ready{false};
  Together(
      [&] {
        data = 1;
        ready.store(true, memory_order_release);
      },
      [&] {
        const bool seen = ready.load(memory_order_relaxed);
        std::atomic_thread_fence(memory_order_acq_rel);
        if (seen) EXPECT_EQ(data, 1);
      });
}
INTERLEAVE_TWINS(AtomicRacesTest, PlaceOfTheRead, ReadAfterFence,
                 ReadBeforeFence)

// Two spin locks by hand, one of which forgets to order.
template <std::memory_order kTaken>
void FlagLock() {
  int count = 0;
  std::atomic_flag locked = ATOMIC_FLAG_INIT;
  const auto try_increment = [&] {
    if (locked.test_and_set(kTaken)) return;
    ++count;
    locked.clear(memory_order_release);
  };
  Together(try_increment, try_increment);
}
constexpr auto* kRelaxedFlagLock = &FlagLock<memory_order_relaxed>;
constexpr auto* kAcquireFlagLock = &FlagLock<memory_order_acquire>;
INTERLEAVE_TWINS(AtomicRacesTest, FlagLock, kRelaxedFlagLock, kAcquireFlagLock)

// std::atomic::wait returns once the value changed; it orders as a load does.
template <std::memory_order kRead>
void AtomicWait() {
  int data = 0;
  std::atomic<int> ready{0};
  Together(
      [&] {
        data = 1;
        ready.store(1, memory_order_release);
        ready.notify_one();
      },
      [&] {
        ready.wait(0, kRead);
        EXPECT_EQ(data, 1);
      });
}
constexpr auto* kRelaxedWait = &AtomicWait<memory_order_relaxed>;
constexpr auto* kAcquireWait = &AtomicWait<memory_order_acquire>;
INTERLEAVE_TWINS(AtomicRacesTest, AtomicWait, kRelaxedWait, kAcquireWait)

}  // namespace
}  // namespace interleave
