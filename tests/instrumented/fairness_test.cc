// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs that wait by trying again and again: each comes to its end in every
// strategy, and small ones are verified; what never ends is a livelock.

#include <atomic>
#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"

namespace interleave {
namespace {

// As many threads, each given its number.
void Together(int threads, const std::function<void(int)>& work) {
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back(work, i);
  for (std::thread& thread : running) thread.join();
}

ExploreResult ExploreAll(const std::string& strategy,
                         absl::FunctionRef<void()> body) {
  Options options;
  options.strategy = strategy;
  options.executions = 0;
  options.seconds = 20;
  options.steps_max = 20'000;
  return Explore(options, body, "Test");
}

void Try(const char* name, const std::function<void()>& body) {
  for (const char* strategy : {"dpor", "preemption-bounded", "exhaustive"}) {
    const ExploreResult r = ExploreAll(strategy, body);
    std::cerr << name << " " << strategy << ": " << r.executions << " in " << r.seconds << " steps " << r.steps << " " << FormatResult(r).substr(0, 300) << "\n";
  }
}

TEST(FairnessTest, Trial) {
  Try("flag", [] {
    std::atomic<bool> flag = false;
    std::thread t([&] { flag.store(true); });
    while (!flag.load()) {}
    t.join();
  });
  Try("flag yield", [] {
    std::atomic<bool> flag = false;
    std::thread t([&] { flag.store(true); });
    while (!flag.load()) std::this_thread::yield();
    t.join();
  });
  Try("tas", [] {
    std::atomic_flag lock = ATOMIC_FLAG_INIT;
    int count = 0;
    Together(2, [&](int) {
      while (lock.test_and_set()) {}
      ++count;
      lock.clear();
    });
    INTERLEAVE_CHECK(count == 2);
  });
  Try("tas yield", [] {
    std::atomic_flag lock = ATOMIC_FLAG_INIT;
    int count = 0;
    Together(2, [&](int) {
      while (lock.test_and_set()) std::this_thread::yield();
      ++count;
      lock.clear();
    });
    INTERLEAVE_CHECK(count == 2);
  });
  Try("never", [] {
    std::atomic<bool> flag = false;
    std::thread t([&] { while (!flag.load()) {} });
    t.join();
  });
}

}  // namespace
}  // namespace interleave
