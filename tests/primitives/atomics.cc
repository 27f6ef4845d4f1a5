// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

#include "interleave/runtime/assertion.h"
#include "tests/primitives/primitive.h"

namespace interleave {
namespace {

template <typename Number>
void Add() {
  std::atomic<Number> sum = 0;
  const auto add = [&] { sum.fetch_add(1); };
  Together(add, add);
  INTERLEAVE_CHECK(sum.load() == 2);
}

template <typename Number>
void AddInTwoSteps() {
  std::atomic<Number> sum = 0;
  const auto add = [&] { sum.store(static_cast<Number>(sum.load() + 1)); };
  Together(add, add);
  INTERLEAVE_CHECK(sum.load() == 2);
}

struct alignas(16) Pair {
  uint64_t first = 0;
  uint64_t second = 0;
};

// No half of it is seen.
void Wide(bool at_once) {
  std::atomic<Pair> pair = Pair{};
  std::atomic<uint64_t> halves[2] = {};
  Together(
      [&] {
        pair.store({1, 1});
        halves[0].store(1);
        halves[1].store(1);
      },
      [&] {
        const Pair seen =
            at_once ? pair.load() : Pair{halves[0].load(), halves[1].load()};
        INTERLEAVE_CHECK(seen.first == seen.second);
      });
}

void Ref(bool atomic) {
  int count = 0;
  const auto add = [&] {
    if (atomic) {
      std::atomic_ref<int>(count).fetch_add(1);
    } else {
      ++count;
    }
  };
  Together(add, add);
  INTERLEAVE_CHECK(count == 2);
}

void Exchange(bool compares) {
  std::atomic<int> count = 0;
  const auto add = [&] {
    int before = count.load();
    if (compares) {
      while (!count.compare_exchange_weak(before, before + 1)) {
      }
    } else {
      count.exchange(before + 1);
    }
  };
  Together(add, add);
  INTERLEAVE_CHECK(count.load() == 2);
}

void Flag(bool locks) {
  std::atomic_flag taken;
  int count = 0;
  const auto add = [&] {
    while (locks && taken.test_and_set(std::memory_order_acquire)) {
      std::this_thread::yield();
    }
    ++count;
    taken.clear(std::memory_order_release);
  };
  Together(add, add);
  INTERLEAVE_CHECK(count == 2);
}

void WaitAndNotify(bool notifies) {
  std::atomic<int> value = 0;
  Together(
      [&] {
        value.wait(0);
        INTERLEAVE_CHECK(value.load() == 1);
      },
      [&] {
        value.store(1);
        if (notifies) value.notify_one();
      });
}

void FlagWaitAndNotify(bool notifies) {
  std::atomic_flag set;
  Together([&] { set.wait(false); },
           [&] {
             set.test_and_set();
             if (notifies) set.notify_all();
           });
}

void SharedPointer(bool atomic) {
  std::atomic<std::shared_ptr<int>> shared = std::make_shared<int>(0);
  const auto add = [&] {
    std::shared_ptr<int> before = shared.load();
    auto after = std::make_shared<int>(*before + 1);
    if (!atomic) {
      shared.store(after);
      return;
    }
    while (!shared.compare_exchange_strong(before, after)) {
      *after = *before + 1;
    }
  };
  Together(add, add);
  INTERLEAVE_CHECK(*shared.load() == 2);
}

// A message by two relaxed operations and fences between them.
void Fence(bool ordered) {
  int message = 0;
  std::atomic<bool> ready = false;
  Together(
      [&] {
        if (ordered) message = 1;
        std::atomic_thread_fence(std::memory_order_release);
        ready.store(true, std::memory_order_relaxed);
        if (!ordered) message = 1;
      },
      [&] {
        if (!ready.load(std::memory_order_relaxed)) return;
        std::atomic_thread_fence(std::memory_order_acquire);
        INTERLEAVE_CHECK(message == 1);
      });
}

}  // namespace

std::vector<Primitive> Atomics() {
  return {
      {"Atomic8", &Add<uint8_t>, &AddInTwoSteps<uint8_t>},
      {"Atomic16", &Add<uint16_t>, &AddInTwoSteps<uint16_t>},
      {"Atomic32", &Add<uint32_t>, &AddInTwoSteps<uint32_t>},
      {"Atomic64", &Add<uint64_t>, &AddInTwoSteps<uint64_t>},
      {"AtomicFloat", &Add<float>, &AddInTwoSteps<float>},
      {"AtomicDouble", &Add<double>, &AddInTwoSteps<double>},
      {"Atomic128", [] { Wide(true); }, [] { Wide(false); }},
      {"AtomicRef", [] { Ref(true); }, [] { Ref(false); }},
      {"CompareExchange", [] { Exchange(true); }, [] { Exchange(false); }},
      {"AtomicFlag", [] { Flag(true); }, [] { Flag(false); }},
      {"AtomicWait", [] { WaitAndNotify(true); }, [] { WaitAndNotify(false); }},
      {"AtomicFlagWait", [] { FlagWaitAndNotify(true); },
       [] { FlagWaitAndNotify(false); }},
      {"AtomicSharedPtr", [] { SharedPointer(true); },
       [] { SharedPointer(false); }},
      {"Fence", [] { Fence(true); }, [] { Fence(false); }},
  };
}

}  // namespace interleave
