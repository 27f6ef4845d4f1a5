// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Abandoned executions stain none that follows: of a million, a tenth with a
// finding, each finds what it must and nothing else, and none leaves memory in
// use.

#include <pthread.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>

#include "gtest/gtest.h"
#include "interleave/detect/race.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/point.h"
#include "interleave/strategy/random.h"

// Of the runtime (compiler-rt/include/sanitizer/allocator_interface.h).
extern "C" size_t __sanitizer_get_current_allocated_bytes();

namespace interleave {
namespace {

constexpr int kExecutions = 1'000'000;
// By then everything has been seen, and what we keep has its size.
constexpr int kSettled = kExecutions / 20;
constexpr int kWays = 20;  // of which two end in a finding

// Memory of this process that is no file's, wherever the system keeps it.
size_t OwnBytes() {
  std::ifstream file("/proc/self/status");
  size_t kilobytes = 0;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string name;
    size_t value = 0;
    words >> name >> value;
    if (name == "RssAnon:" || name == "VmSwap:") kilobytes += value;
  }
  return kilobytes * 1024;
}

enum Way : uint32_t { kRaces, kWaitsForItself, kSynchronises };
Way way;

// Nothing of it is on the heap, which an abandoned task would not give back.
void* LockTwice(void* mutex) {
  static_cast<std::mutex*>(mutex)->lock();
  static_cast<std::mutex*>(mutex)->lock();
  return nullptr;
}

void Body() {
  way = static_cast<Way>(std::min<uint32_t>(Choose(kWays), kSynchronises));
  std::mutex mutex;
  int count = 0;
  if (way == kWaitsForItself) {
    pthread_t thread;
    pthread_create(&thread, nullptr, &LockTwice, &mutex);
    pthread_join(thread, nullptr);
    return;
  }
  std::thread other([&] {
    const std::lock_guard lock(mutex);
    ++count;
  });
  if (way == kSynchronises) mutex.lock();
  ++count;
  if (way == kSynchronises) mutex.unlock();
  other.join();
}

TEST(StressTest, AbandonedExecutionsStainNothing) {
  LinkDoors();
  Execution& execution = ProcessExecution();
  DetectRaces(execution);
  execution.BeginExploration();
  ExecutionLimits limits;
  limits.watches_all = true;
  RandomStrategy strategy(1);
  std::array<int, 3> seen{};
  size_t settled_heap = 0;
  size_t settled_own = 0;
  for (int i = 0; i < kExecutions; ++i) {
    if (i == kSettled) {
      settled_heap = __sanitizer_get_current_allocated_bytes();
      settled_own = OwnBytes();
    }
    strategy.Begin();
    const ExecutionResult& result = execution.Run(&Body, strategy, limits);
    ++seen[way];
    const size_t expected = way == kSynchronises ? 0 : 1;
    ASSERT_EQ(result.findings.size(), expected) << "execution " << i;
    if (expected == 1) {
      ASSERT_EQ(result.findings[0].kind,
                way == kRaces ? FindingKind::kRace : FindingKind::kDeadlock);
    }
    strategy.End(result);
  }
  for (const int times : seen) EXPECT_GT(times, kExecutions / 25);
  // A byte lost in each execution would be a megabyte.
  constexpr size_t kSlack = 1 << 16;
  EXPECT_LT(__sanitizer_get_current_allocated_bytes(), settled_heap + kSlack);
  // The runtime's own grows once, by 5 MB, when it has used up its clocks and
  // makes them anew, after some hundred thousand executions; then no more (4.4
  // million were tried).
  EXPECT_LT(OwnBytes(), settled_own + (8 << 20));
}

}  // namespace
}  // namespace interleave
