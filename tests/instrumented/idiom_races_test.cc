// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What programs do every day and libraries order for them out of sight: what is
// initialised once, memory that is used anew, stacks of threads that ended.

#include <sys/mman.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "twins.h"

namespace interleave {
namespace {

// Anew in each execution: a function-local static of the type's own.
struct Table {
  explicit Table(int first) : values(8, first) {}
  std::vector<int> values;
};

const Table& SharedTable() {
  static const Table table(7);
  return table;
}

std::unique_ptr<Table> lazy;

const Table& CarelessTable() {
  if (lazy == nullptr) lazy = std::make_unique<Table>(7);
  return *lazy;
}

INTERLEAVE_TWINS(
    IdiomRacesTest, InitialisingOnce,
    [] {
      lazy.reset();
      std::atomic<int> sum = 0;
      const auto look = [&] { sum += CarelessTable().values[3]; };
      Together(look, look);
    },
    [] {
      std::atomic<int> sum = 0;
      const auto look = [&] { sum += SharedTable().values[3]; };
      Together(look, look);
    })

INTERLEAVE_TWINS(
    IdiomRacesTest, CallOnce,
    [] {
      std::atomic<bool> done = false;
      int value = 0;
      std::atomic<int> sum = 0;
      const auto look = [&] {
        if (!done.exchange(true, std::memory_order_relaxed)) value = 7;
        sum.fetch_add(value, std::memory_order_relaxed);
      };
      Together(look, look);
    },
    [] {
      std::once_flag once;
      int value = 0;
      std::atomic<int> sum = 0;
      const auto look = [&] {
        std::call_once(once, [&] { value = 7; });
        sum.fetch_add(value, std::memory_order_relaxed);
      };
      Together(look, look);
    })

// The last owner destroys what all of them wrote to, each its own part.
INTERLEAVE_TWINS(
    IdiomRacesTest, SharedOwnership,
    [] {
      auto shared = std::make_shared<std::vector<int>>(2, 0);
      std::thread one([shared] { shared->push_back(1); });
      std::thread two([shared] { shared->push_back(2); });
      shared.reset();
      one.join();
      two.join();
    },
    [] {
      auto shared = std::make_shared<std::vector<int>>(2, 0);
      std::thread one([shared] { (*shared)[0] = 1; });
      std::thread two([shared] { (*shared)[1] = 2; });
      shared.reset();
      one.join();
      two.join();
    })

INTERLEAVE_TWINS(
    IdiomRacesTest, Promises,
    [] {
      int value = 0;
      std::thread writer([&] { value = 7; });
      std::atomic<int> seen = 0;
      seen += value;
      writer.join();
    },
    [] {
      std::promise<std::string> promise;
      std::future<std::string> future = promise.get_future();
      std::thread writer(
          [&] { promise.set_value("a text that is kept on the heap"); });
      const std::string text = future.get();
      writer.join();
    })

// One task's memory becomes another's, with nothing to order the two.
INTERLEAVE_TWINS(
    IdiomRacesTest, MemoryUsedAnew,
    [] {
      auto* const kept = new int(0);
      const auto use = [&] { ++*kept; };
      Together(use, use);
      delete kept;
    },
    [] {
      std::mutex mutex;
      const auto use = [&] {
        auto* const own = new int(0);
        ++*own;
        delete own;
        const std::lock_guard lock(mutex);
      };
      Together(use, use);
    })

// ... and its stack the stack of another task that nobody waits for.
INTERLEAVE_TWINS(
    IdiomRacesTest, StacksUsedAnew,
    [] {
      int value = 0;
      std::thread([&] { value = 1; }).detach();
      std::thread([&] { value = 2; }).join();
    },
    [] {
      std::atomic<int> sum = 0;
      const auto work = [&] {
        int values[64];
        for (int i = 0; i < 64; ++i) values[i] = i;
        const std::function<void()> add([values, &sum] {
          sum.fetch_add(values[5], std::memory_order_relaxed);
        });
        add();
      };
      std::thread(work).detach();
      std::thread(work).detach();
      std::thread(work).join();
    })

int* MapPage() {
  constexpr int kProtection = PROT_READ | PROT_WRITE;
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS;
  return static_cast<int*>(mmap(nullptr, 4096, kProtection, kFlags, -1, 0));
}

// Pages that are given back may be mapped again.
INTERLEAVE_TWINS(
    IdiomRacesTest, PagesUsedAnew,
    [] {
      auto* const page = MapPage();
      const auto use = [&] { ++page[3]; };
      Together(use, use);
      munmap(page, 4096);
    },
    [] {
      std::mutex mutex;
      const auto use = [&] {
        auto* const page = MapPage();
        ++page[3];
        munmap(page, 4096);
        const std::lock_guard lock(mutex);
      };
      Together(use, use);
    })

}  // namespace
}  // namespace interleave
