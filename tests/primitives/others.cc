// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <sstream>
#include <string>
#include <syncstream>
#include <thread>

#include "absl/base/call_once.h"
#include "absl/synchronization/barrier.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "interleave/runtime/assertion.h"
#include "tests/primitives/primitive.h"

namespace interleave {
namespace {

// What each writes stays together.
void OsyncStream(bool synchronised) {
  std::stringstream out;
  const auto write = [&](char letter) {
    if (synchronised) {
      std::osyncstream line(out);
      line << letter;
      std::this_thread::yield();
      line << letter;
    } else {
      out.put(letter);
      std::this_thread::yield();
      out.put(letter);
    }
  };
  Together([&] { write('a'); }, [&] { write('b'); });
  const std::string text = out.str();
  INTERLEAVE_CHECK(text == "aabb" || text == "bbaa");
}

std::atomic<int> made = 0;

struct Made {
  Made() {
    made.fetch_add(1);
    std::this_thread::yield();
  }
};

// A function's static object is made once; the guard that others wait at is
// what the compiler puts around it. It is fresh in the first execution only, so
// that each has an object of its own number.
void FunctionLocalStatic() {
  made.store(0);  // the first execution alone makes one
  const auto use = [] {
    static const Made object;
    INTERLEAVE_CHECK(made.load() <= 1);
    std::this_thread::yield();
  };
  Together(use, use);
}

void AbslMutex(bool locks) {
  absl::Mutex mutex;
  int count = 0;
  const auto increment = [&] {
    if (locks) mutex.Lock();
    const int before = count;
    std::this_thread::yield();
    count = before + 1;
    if (locks) mutex.Unlock();
  };
  Together(increment, increment);
  INTERLEAVE_CHECK(count == 2);
}

void AbslCondVar(bool looks_again) {
  absl::Mutex mutex;
  absl::CondVar changed;
  bool ready = false;
  Together(
      [&] {
        const absl::MutexLock lock(&mutex);
        while (!ready || !looks_again) {
          changed.Wait(&mutex);
          if (!looks_again) break;
        }
        INTERLEAVE_CHECK(ready);
      },
      [&] {
        const absl::MutexLock lock(&mutex);
        ready = true;
        changed.Signal();
      });
}

void AbslNotification(bool waits) {
  absl::Notification done;
  std::atomic<int> value = 0;
  Together(
      [&] {
        value.store(1);
        done.Notify();
      },
      [&] {
        if (waits) done.WaitForNotification();
        INTERLEAVE_CHECK(value.load() == 1);
      });
}

void AbslBlockingCounter(bool waits) {
  absl::BlockingCounter left(2);
  std::atomic<int> done = 0;
  const auto finish = [&] {
    done.fetch_add(1);
    left.DecrementCount();
  };
  std::thread one(finish);
  std::thread two(finish);
  if (waits) left.Wait();
  INTERLEAVE_CHECK(done.load() == 2);
  one.join();
  two.join();
}

void AbslBarrier(bool meets) {
  auto* const barrier = new absl::Barrier(2);
  std::atomic<int> arrived = 0;
  const auto arrive = [&] {
    arrived.fetch_add(1);
    const bool last = meets && barrier->Block();
    INTERLEAVE_CHECK(arrived.load() == 2);
    if (last) delete barrier;
  };
  Together(arrive, arrive);
  if (!meets) delete barrier;
}

void AbslCallOnce(bool once) {
  absl::once_flag flag;
  int calls = 0;
  const auto call = [&] {
    if (once) {
      absl::call_once(flag, [&] { ++calls; });
    } else if (calls == 0) {
      std::this_thread::yield();
      ++calls;
    }
    INTERLEAVE_CHECK(calls == 1);
  };
  Together(call, call);
}

// So that the compiler leaves calls in whose results nobody looks at.
void* (*volatile g_take)(size_t) = &malloc;

// What is allocated lies where it lay in the executions before.
void HeapAddresses() {
  static const void* last = nullptr;
  void* const one = g_take(100);
  void* const two = g_take(100);
  INTERLEAVE_CHECK(last == nullptr || last == two);
  last = two;
  std::mutex mutex;
  const auto enter = [&] { const std::lock_guard lock(mutex); };
  Together(enter, enter);
  free(two);
  free(one);
}

}  // namespace

std::vector<Primitive> Others() {
  return {
      {"OsyncStream", [] { OsyncStream(true); }, [] { OsyncStream(false); }},
      {"FunctionLocalStatic", &FunctionLocalStatic},
      {"HeapAddresses", &HeapAddresses},
      {"AbslMutex", [] { AbslMutex(true); }, [] { AbslMutex(false); }},
      {"AbslCondVar", [] { AbslCondVar(true); }, [] { AbslCondVar(false); }},
      {"AbslNotification", [] { AbslNotification(true); },
       [] { AbslNotification(false); }},
      {"AbslBlockingCounter", [] { AbslBlockingCounter(true); },
       [] { AbslBlockingCounter(false); }},
      {"AbslBarrier", [] { AbslBarrier(true); }, [] { AbslBarrier(false); }},
      {"AbslCallOnce", [] { AbslCallOnce(true); }, [] { AbslCallOnce(false); }},
  };
}

}  // namespace interleave
