// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What is run against the pools: the reported race alone, and the stress test
// of 40 threads in which it was met. `Pool` is one of the twins.

#ifndef SCENARIOS_PYMONGO_POOL_RESET_POOL_BODIES_H_
#define SCENARIOS_PYMONGO_POOL_RESET_POOL_BODIES_H_

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "interleave/interleave.h"
#include "scenarios/pymongo_pool_reset/python_objects.h"

namespace scenarios::pymongo_pool_reset {

// The returned socket was closed by the reset, or is in the pool. "lost" is
// neither: still open, in the old set that nobody will look at again.
template <typename Pool>
std::string FateOf(const SocketRef& returned, const Pool& pool) {
  if (!returned->is_open()) return "closed by the reset";
  return pool.sockets()->size() == 1 ? "in the pool" : "lost";
}

// One socket is idle in the pool, another comes back while the pool is reset.
template <typename Pool>
void ResetWhileReturning(Gil::Kind gil = Gil::Kind::kImplied) {
  Pool pool(gil);
  const SocketRef idle = pool.GetSocket();
  const SocketRef in_use = pool.GetSocket();
  pool.ReturnSocket(idle);

  std::thread reset([&] {
    interleave::NameTask("reset");
    pool.Reset();
  });
  std::thread returning([&] {
    interleave::NameTask("return");
    pool.ReturnSocket(in_use);
  });
  reset.join();
  returning.join();
  interleave::RecordOutcome(FateOf(in_use, pool));
}

inline constexpr int kStressThreads = 40;

template <typename Pool>
void Query(Pool& pool) {
  SocketRef socket = pool.GetSocket();
  INTERLEAVE_POINT("pool.query.sent");
  pool.ReturnSocket(std::move(socket));
}

template <typename Pool>
void QueryResetQuery(Pool& pool) {
  Query(pool);
  pool.Reset();
  Query(pool);
}

// The original's stress test. An exception that leaves a thread is a finding.
template <typename Pool>
void StressTest() {
  Pool pool(Gil::Kind::kImplied);
  std::vector<std::thread> threads;
  for (int i = 0; i < kStressThreads; ++i) {
    threads.emplace_back([&] { QueryResetQuery(pool); });
  }
  for (std::thread& thread : threads) thread.join();
}

// The same with real threads, outside of any execution: false when one of them
// met the exception. REQUIRES: not called from a task.
template <typename Pool>
bool PlainStressTestPasses() {
  Pool pool(Gil::Kind::kTaken);
  std::atomic<bool> passed = true;
  std::vector<std::thread> threads;
  for (int i = 0; i < kStressThreads; ++i) {
    threads.emplace_back([&] {
      try {
        QueryResetQuery(pool);
      } catch (const RuntimeError&) {
        passed = false;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return passed;
}

}  // namespace scenarios::pymongo_pool_reset

#endif  // SCENARIOS_PYMONGO_POOL_RESET_POOL_BODIES_H_
