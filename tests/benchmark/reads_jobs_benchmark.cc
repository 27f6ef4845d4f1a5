// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A search for reads-from classes by one process and by two (by_jobs.h).
//
//   reads_jobs_benchmark [TASKS INCREMENTS]

#include <atomic>
#include <cstdlib>
#include <thread>
#include <vector>

#include "by_jobs.h"

namespace interleave {
namespace {

void Increments(int tasks, int increments) {
  std::atomic<int> count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < tasks; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < increments; ++k) {
        const int loaded = count.load(std::memory_order_relaxed);
        count.store(loaded + 1, std::memory_order_relaxed);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace interleave

int main(int argc, char** argv) {
  const int tasks = argc > 2 ? std::atoi(argv[1]) : 3;
  const int increments = argc > 2 ? std::atoi(argv[2]) : 3;
  return interleave::CompareJobs(
      "rf-dpor", [=] { interleave::Increments(tasks, increments); });
}
