// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <stdexcept>
#include <thread>
#include <utility>

#include "interleave/runtime/assertion.h"
#include "tests/primitives/primitive.h"

namespace interleave {
namespace {

void Promise(bool waits) {
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  std::thread giver([&] { promise.set_value(7); });
  const std::future_status status =
      future.wait_for(std::chrono::seconds(waits ? 1 : 0));
  INTERLEAVE_CHECK(status == std::future_status::ready);
  INTERLEAVE_CHECK(future.get() == 7);
  giver.join();
}

void Exception(bool catches) {
  std::promise<void> promise;
  std::future<void> future = promise.get_future();
  std::atomic<int> beside = 0;
  std::thread giver([&] {
    beside.store(1);
    promise.set_exception(
        std::make_exception_ptr(std::runtime_error("no result")));
  });
  beside.store(2);
  bool caught = false;
  if (catches) {
    try {
      future.get();
    } catch (const std::runtime_error&) {
      caught = true;
    }
  }
  giver.join();
  INTERLEAVE_CHECK(caught);
}

void SharedFuture(bool gives) {
  std::promise<int> promise;
  const std::shared_future<int> future = promise.get_future().share();
  const auto take = [=] { INTERLEAVE_CHECK(future.get() == 3); };
  std::thread one(take);
  std::thread two(take);
  if (gives) promise.set_value(3);
  one.join();
  two.join();
}

void PackagedTask(bool runs) {
  std::packaged_task<int(int)> task([](int n) { return n + 1; });
  std::future<int> future = task.get_future();
  std::atomic<int> beside = 0;
  std::thread runner([&] {
    beside.store(1);
    if (runs) task(4);
  });
  beside.store(2);
  INTERLEAVE_CHECK(future.get() == 5);
  runner.join();
}

// The future's destructor waits for a thread that async started.
void AsyncLaunched(bool waits) {
  std::atomic<int> done = 0;
  {
    const std::future<void> future =
        std::async(std::launch::async, [&] { done.fetch_add(1); });
    done.fetch_add(1);
    if (!waits) INTERLEAVE_CHECK(done.load() == 2);
  }
  INTERLEAVE_CHECK(done.load() == 2);
}

// ... and what is deferred runs where it is asked for.
void AsyncDeferred(bool asks) {
  const std::thread::id own = std::this_thread::get_id();
  bool here = false;
  std::future<void> future = std::async(
      std::launch::deferred, [&] { here = std::this_thread::get_id() == own; });
  std::atomic<int> beside = 0;
  std::thread other([&] { beside.store(1); });
  beside.store(2);
  if (asks) future.get();
  other.join();
  INTERLEAVE_CHECK(here);
}

}  // namespace

std::vector<Primitive> Results() {
  return {
      {"Promise", [] { Promise(true); }, [] { Promise(false); }},
      {"PromisedException", [] { Exception(true); }, [] { Exception(false); }},
      {"SharedFuture", [] { SharedFuture(true); }, [] { SharedFuture(false); },
       1},
      {"PackagedTask", [] { PackagedTask(true); }, [] { PackagedTask(false); }},
      {"AsyncLaunched", [] { AsyncLaunched(true); },
       [] { AsyncLaunched(false); }},
      {"AsyncDeferred", [] { AsyncDeferred(true); },
       [] { AsyncDeferred(false); }},
  };
}

}  // namespace interleave
