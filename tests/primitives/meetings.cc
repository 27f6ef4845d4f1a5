// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <barrier>
#include <latch>
#include <semaphore>
#include <thread>

#include "interleave/runtime/assertion.h"
#include "tests/primitives/primitive.h"

namespace interleave {
namespace {

void Latch(bool waits) {
  std::latch ready(1);
  std::atomic<int> value = 0;
  Together(
      [&] {
        value.store(1);
        ready.count_down();
      },
      [&] {
        if (waits) ready.wait();
        INTERLEAVE_CHECK(value.load() == 1);
      });
}

// The last to arrive completes the phase before anybody goes on.
void Barrier(bool meets) {
  int sum = 0;
  int completed = 0;
  const auto complete = [&]() noexcept { completed = sum; };
  std::barrier barrier(2, complete);
  std::atomic<int> arrived = 0;
  const auto arrive = [&](int add) {
    arrived.fetch_add(add);
    if (meets) {
      if (add == 1) sum = 3;
      barrier.arrive_and_wait();
      INTERLEAVE_CHECK(completed == 3);
    }
    INTERLEAVE_CHECK(arrived.load() == 3);
  };
  Together([&] { arrive(1); }, [&] { arrive(2); });
}

template <typename Semaphore>
void Pass(bool acquires) {
  Semaphore items(0);
  std::atomic<int> item = 0;
  Together(
      [&] {
        item.store(5);
        items.release();
      },
      [&] {
        if (acquires) items.acquire();
        INTERLEAVE_CHECK(item.load() == 5);
      });
}

}  // namespace

std::vector<Primitive> Meetings() {
  return {
      {"Latch", [] { Latch(true); }, [] { Latch(false); }},
      {"Barrier", [] { Barrier(true); }, [] { Barrier(false); }},
      {"CountingSemaphore", [] { Pass<std::counting_semaphore<8>>(true); },
       [] { Pass<std::counting_semaphore<8>>(false); }},
      {"BinarySemaphore", [] { Pass<std::binary_semaphore>(true); },
       [] { Pass<std::binary_semaphore>(false); }},
  };
}

}  // namespace interleave
