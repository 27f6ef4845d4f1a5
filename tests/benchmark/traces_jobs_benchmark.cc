// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// How much faster two processes run one execution of each trace than one.
//
//   traces_jobs_benchmark [TASKS INCREMENTS [STRATEGY]]
//
// 3 3 are the 1,824,912 traces of three tasks with three increments each.

#include <atomic>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "by_jobs.h"

int main(int argc, char** argv) {
  const int tasks = argc > 2 ? std::atoi(argv[1]) : 3;
  const int increments = argc > 2 ? std::atoi(argv[2]) : 3;
  const std::string strategy = argc > 3 ? argv[3] : "optimal-dpor";
  return interleave::CompareJobs(strategy, [&] {
    std::atomic<int> count = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < tasks; ++i) {
      threads.emplace_back([&] {
        for (int k = 0; k < increments; ++k) {
          const int before = count.load(std::memory_order_relaxed);
          count.store(before + 1, std::memory_order_relaxed);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  });
}
