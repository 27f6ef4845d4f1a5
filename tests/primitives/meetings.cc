// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <fcntl.h>
#include <semaphore.h>

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

// Each opens it by its name.
void CountByName(bool waits) {
  constexpr char kName[] = "/interleave-count-by-name";
  int count = 0;
  const auto increment = [&] {
    sem_t* const free = sem_open(kName, O_CREAT, 0600, 1);
    INTERLEAVE_CHECK(free != SEM_FAILED);
    if (waits) sem_wait(free);
    const int before = count;
    std::this_thread::yield();
    count = before + 1;
    sem_post(free);
    sem_close(free);
  };
  Together(increment, increment);
  INTERLEAVE_CHECK(count == 2);
}

}  // namespace

std::vector<Primitive> Meetings() {
  return {
      {"Latch", [] { Latch(true); }, [] { Latch(false); }},
      {"Barrier", [] { Barrier(true); }, [] { Barrier(false); }},
      {"CountingSemaphore", [] { Pass<std::counting_semaphore<8>>(true); },
       [] { Pass<std::counting_semaphore<8>>(false); }},
      {"NamedSemaphore", [] { CountByName(true); }, [] { CountByName(false); }},
      {"BinarySemaphore", [] { Pass<std::binary_semaphore>(true); },
       [] { Pass<std::binary_semaphore>(false); }},
  };
}

}  // namespace interleave
