// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "interleave/runtime/assertion.h"
#include "tests/primitives/primitive.h"

namespace interleave {
namespace {

// Join orders what the thread did before what comes after.
void JoinThread(bool joins) {
  std::atomic<int> done = 0;
  std::thread thread([&] { done.fetch_add(1); });
  if (joins) thread.join();
  done.fetch_add(2);
  if (!joins) {
    INTERLEAVE_CHECK(done.load() == 3);
    thread.join();
  } else {
    INTERLEAVE_CHECK(done.load() == 3);
  }
}

// Beside another, so that there is something to choose.
void Thread(bool joins) {
  std::atomic<int> other = 0;
  std::thread beside([&] { other.store(1); });
  JoinThread(joins);
  other.store(2);
  beside.join();
}

void Detach(bool waits) {
  static std::atomic<int> done;
  done.store(0);
  std::thread([] { done.store(1); }).detach();
  while (waits && done.load() == 0) std::this_thread::yield();
  INTERLEAVE_CHECK(done.load() == 1);
}

// Its destructor asks the thread to stop and joins it.
void JThread(bool asks) {
  std::atomic<int> rounds = 0;
  std::atomic<bool> left = false;
  {
    const std::jthread thread([&](const std::stop_token& stop) {
      rounds.store(1);
      while (!stop.stop_requested()) std::this_thread::yield();
      left.store(true);
    });
    if (!asks) INTERLEAVE_CHECK(left.load());
  }
  INTERLEAVE_CHECK(left.load());
  INTERLEAVE_CHECK(rounds.load() == 1);
}

// Runs once, by who asks to stop or by who registers it later.
void StopCallback(bool asks) {
  std::stop_source source;
  std::atomic<int> called = 0;
  std::thread other([&] {
    if (asks) source.request_stop();
  });
  {
    const std::stop_callback callback(source.get_token(),
                                      [&] { called.fetch_add(1); });
    other.join();
    INTERLEAVE_CHECK(called.load() == 1);
  }
}

void WaitWithStopToken(bool asks) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::stop_source source;
  std::thread waiter([&] {
    std::unique_lock lock(mutex);
    INTERLEAVE_CHECK(
        !changed.wait(lock, source.get_token(), [] { return false; }));
  });
  if (asks) source.request_stop();
  waiter.join();
}

thread_local int own_number = 7;

void ThreadLocal(bool own) {
  static int shared_number;
  shared_number = 7;
  const auto count = [own] {
    int& number = own ? own_number : shared_number;
    const int before = ++number;
    std::this_thread::yield();
    INTERLEAVE_CHECK(before == 8 && number == 8);
  };
  Together(count, count);
}

}  // namespace

std::vector<Primitive> Threads() {
  return {
      {"Thread", [] { Thread(true); }, [] { Thread(false); }},
      {"Detach", [] { Detach(true); }, [] { Detach(false); }},
      {"JThread", [] { JThread(true); }, [] { JThread(false); }},
      {"StopCallback", [] { StopCallback(true); }, [] { StopCallback(false); }},
      {"WaitWithStopToken", [] { WaitWithStopToken(true); },
       [] { WaitWithStopToken(false); }},
      {"ThreadLocal", [] { ThreadLocal(true); }, [] { ThreadLocal(false); }},
  };
}

}  // namespace interleave
