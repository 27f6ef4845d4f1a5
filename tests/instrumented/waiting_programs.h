// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs that wait by trying again and again: locks and signals made of
// atomics, each with loops that spin, yield or sleep.

#ifndef TESTS_INSTRUMENTED_WAITING_PROGRAMS_H_
#define TESTS_INSTRUMENTED_WAITING_PROGRAMS_H_

#include <semaphore.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"

namespace interleave::waiting {

// How a loop spends its time.
struct Spinning {
  static void Pause() {}
};
struct Yielding {
  static void Pause() { std::this_thread::yield(); }
};
struct Sleeping {
  static void Pause() {
    std::this_thread::sleep_for(  // style: virtual time
        std::chrono::milliseconds(1));
  }
};

template <typename Wait>
class TestAndSetLock {
 public:
  void Lock(int) {
    while (flag_.test_and_set(std::memory_order_acquire)) Wait::Pause();
  }
  void Unlock(int) { flag_.clear(std::memory_order_release); }

 private:
  std::atomic_flag flag_ = ATOMIC_FLAG_INIT;
};

template <typename Wait>
class TestTestAndSetLock {
 public:
  void Lock(int) {
    do {
      while (taken_.load(std::memory_order_relaxed)) Wait::Pause();
    } while (taken_.exchange(true, std::memory_order_acquire));
  }
  void Unlock(int) { taken_.store(false, std::memory_order_release); }

 private:
  std::atomic<bool> taken_ = false;
};

template <typename Wait>
class TicketLock {
 public:
  void Lock(int) {
    const int ticket = next_.fetch_add(1, std::memory_order_relaxed);
    while (serving_.load(std::memory_order_acquire) != ticket) Wait::Pause();
  }
  void Unlock(int) {
    serving_.store(serving_.load(std::memory_order_relaxed) + 1,
                   std::memory_order_release);
  }

 private:
  std::atomic<int> next_ = 0;
  std::atomic<int> serving_ = 0;
};

// Mellor-Crummey & Scott, "Algorithms for scalable synchronization on
// shared-memory multiprocessors" (ACM TOCS 1991).
template <typename Wait>
class McsLock {
 public:
  void Lock(int number) {
    Node& node = nodes_[static_cast<size_t>(number)];
    node.next.store(nullptr, std::memory_order_relaxed);
    node.waits.store(true, std::memory_order_relaxed);
    Node* const before = last_.exchange(&node, std::memory_order_acq_rel);
    if (before == nullptr) return;
    before->next.store(&node, std::memory_order_release);
    while (node.waits.load(std::memory_order_acquire)) Wait::Pause();
  }
  void Unlock(int number) {
    Node& node = nodes_[static_cast<size_t>(number)];
    Node* mine = &node;
    if (last_.compare_exchange_strong(mine, nullptr,
                                      std::memory_order_acq_rel)) {
      return;
    }
    Node* next = nullptr;
    while ((next = node.next.load(std::memory_order_acquire)) == nullptr) {
      Wait::Pause();
    }
    next->waits.store(false, std::memory_order_release);
  }

 private:
  struct Node {
    std::atomic<Node*> next = nullptr;
    std::atomic<bool> waits = false;
  };
  std::array<Node, 3> nodes_;
  std::atomic<Node*> last_ = nullptr;
};

// Craig; Landin & Hagersten: each waits at the node of the one before it.
template <typename Wait>
class ClhLock {
 public:
  void Lock(int number) {
    Node* const mine = &nodes_[static_cast<size_t>(number)];
    mine->taken.store(true, std::memory_order_relaxed);
    const Node* const before = last_.exchange(mine, std::memory_order_acq_rel);
    while (before->taken.load(std::memory_order_acquire)) Wait::Pause();
  }
  void Unlock(int number) {
    nodes_[static_cast<size_t>(number)].taken.store(false,
                                                    std::memory_order_release);
  }

 private:
  struct Node {
    std::atomic<bool> taken = false;
  };
  std::array<Node, 3> nodes_;
  Node free_;
  std::atomic<Node*> last_ = &free_;
};

template <typename Wait>
class TriedMutex {
 public:
  void Lock(int) {
    while (!mutex_.try_lock()) Wait::Pause();
  }
  void Unlock(int) { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

template <typename Wait>
class TriedSemaphore {
 public:
  TriedSemaphore() { sem_init(&semaphore_, 0, 1); }
  ~TriedSemaphore() { sem_destroy(&semaphore_); }
  TriedSemaphore(const TriedSemaphore&) = delete;
  TriedSemaphore& operator=(const TriedSemaphore&) = delete;

  void Lock(int) {
    while (sem_trywait(&semaphore_) != 0) Wait::Pause();
  }
  void Unlock(int) { sem_post(&semaphore_); }

 private:
  sem_t semaphore_;
};

// The defect: others may come between the two halves of a test-and-set.
template <typename Wait>
class TornLock {
 public:
  void Lock(int) {
    while (taken_.load()) Wait::Pause();
    taken_.store(true);
  }
  void Unlock(int) { taken_.store(false); }

 private:
  std::atomic<bool> taken_ = false;
};

// As many threads, each given its number.
inline void Together(int threads, const std::function<void(int)>& work) {
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back(work, i);
  for (std::thread& thread : running) thread.join();
}

template <typename Lock>
void CountUnderLock() {
  Lock lock;
  int count = 0;
  Together(2, [&](int number) {
    lock.Lock(number);
    ++count;
    lock.Unlock(number);
  });
  INTERLEAVE_CHECK(count == 2);
}

template <typename Wait>
void WaitForFlag() {
  std::atomic<bool> ready = false;
  int value = 0;
  std::thread other([&] {
    value = 1;
    ready.store(true, std::memory_order_release);
  });
  while (!ready.load(std::memory_order_acquire)) Wait::Pause();
  INTERLEAVE_CHECK(value == 1);
  other.join();
}

template <typename Wait>
void ReadSequence() {
  std::atomic<int> sequence = 0;
  std::array<std::atomic<int>, 2> data = {0, 0};
  std::thread writer([&] {
    sequence.store(1);
    data[0].store(1);
    data[1].store(1);
    sequence.store(2);
  });
  for (;;) {
    const int before = sequence.load();
    const int first = data[0].load();
    const int second = data[1].load();
    if (before % 2 == 0 && sequence.load() == before) {
      INTERLEAVE_CHECK(first == second);
      break;
    }
    Wait::Pause();
  }
  writer.join();
}

template <typename Wait>
void MeetByCounting() {
  std::atomic<int> arrived = 0;
  std::array<int, 2> wrote = {0, 0};
  Together(2, [&](int number) {
    wrote[static_cast<size_t>(number)] = 1;
    arrived.fetch_add(1);
    while (arrived.load() < 2) Wait::Pause();
    INTERLEAVE_CHECK(wrote[0] + wrote[1] == 2);
  });
}

// Looks for so long and then does without; how often is kept in memory.
inline void LookForSomeTime() {
  std::atomic<bool> ready = false;
  struct Patience {
    int left = 40;
  } patience;
  std::thread other([&] { ready.store(true); });
  while (!ready.load() && --patience.left > 0) {
  }
  other.join();
}

// What it waits for is two things, so that what lets it go on is not always
// what it does next.
inline void WaitForTwoFlags() {
  std::atomic<int> x = 0;
  std::atomic<int> y = 0;
  int seen = 0;
  Together(3, [&](int number) {
    if (number == 0) {
      x.store(1);
      y.store(1);
    } else if (number == 1) {
      x.store(2);
    } else {
      while (x.load() == 0 || y.load() == 0) {
      }
      seen = x.load();
    }
  });
  RecordOutcome(std::to_string(seen));
}

inline void MeetAndTell() {
  std::atomic<int> arrived = 0;
  std::atomic<int> order = 0;
  Together(2, [&](int number) {
    arrived.fetch_add(1);
    while (arrived.load() < 2) std::this_thread::yield();
    order.store(10 * order.load() + number + 1);
  });
  RecordOutcome(std::to_string(order.load()));
}

// --- What never ends. ---

template <typename Wait>
void NobodySetsIt() {
  std::atomic<bool> ready = false;
  std::thread other([&] {
    while (!ready.load()) Wait::Pause();
  });
  other.join();
}

template <typename Wait>
void LockInOppositeOrders() {
  TestAndSetLock<Wait> a;
  TestAndSetLock<Wait> b;
  std::thread other([&] {
    b.Lock(0);
    a.Lock(0);
    a.Unlock(0);
    b.Unlock(0);
  });
  a.Lock(1);
  b.Lock(1);
  b.Unlock(1);
  a.Unlock(1);
  other.join();
}

struct Program {
  const char* name;
  void (*body)();
};

inline ExploreResult ExploreAll(const std::string& strategy, void (*body)()) {
  Options options;
  options.strategy = strategy;
  options.executions = 0;
  return Explore(options, body, "Test");
}

// What the body recorded, in order. Fails when not all was explored.
inline std::vector<std::string> OutcomesOf(const std::string& strategy,
                                           void (*body)()) {
  const ExploreResult result = ExploreAll(strategy, body);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  std::vector<std::string> outcomes;
  for (const RecordedOutcome& outcome : result.outcomes) {
    outcomes.push_back(outcome.value);
  }
  return outcomes;
}

}  // namespace interleave::waiting

#endif  // TESTS_INSTRUMENTED_WAITING_PROGRAMS_H_
