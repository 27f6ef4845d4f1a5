// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// An exhaustive search by one process and by two (by_jobs.h).
//
//   jobs_benchmark [TASKS INCREMENTS]

#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "by_jobs.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

void Increments(int tasks, int increments) {
  int count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < tasks; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < increments; ++k) {
        INTERLEAVE_POINT("jobs.count.load");
        const int loaded = count;
        INTERLEAVE_POINT("jobs.count.store");
        count = loaded + 1;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  RecordOutcome(std::to_string(count));
}

}  // namespace
}  // namespace interleave

int main(int argc, char** argv) {
  const int tasks = argc > 2 ? std::atoi(argv[1]) : 3;
  const int increments = argc > 2 ? std::atoi(argv[2]) : 2;
  return interleave::CompareJobs(
      "exhaustive", [=] { interleave::Increments(tasks, increments); });
}
