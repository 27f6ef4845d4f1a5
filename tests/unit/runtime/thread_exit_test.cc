// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/thread_exit.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/strategy/random.h"

namespace interleave {
namespace {

std::string g_log;

struct Leaves {
  explicit Leaves(char c) : name(c) {}
  ~Leaves() { g_log.push_back(name); }
  char name;
};

const ExecutionResult& RunOnce(absl::FunctionRef<void()> body) {
  LinkDoors();
  static RandomStrategy random(1);
  random.Begin();
  return ProcessExecution().Run(body, random, {});
}

TEST(ThreadExitTest, RunsDestructorsLastConstructedFirstThenKeys) {
  g_log.clear();
  pthread_key_t key;
  pthread_key_create(&key, [](void*) { g_log.push_back('k'); });
  RunOnce([&] {
    std::thread([&] {
      pthread_setspecific(key, &key);
      static thread_local Leaves a('a');
      static thread_local Leaves b('b');
    }).join();
    EXPECT_EQ(g_log, "bak");
  });
  pthread_key_delete(key);
}

TEST(ThreadExitTest, PthreadExitUnwindsTheTasksStack) {
  g_log.clear();
  void* value = nullptr;
  const ExecutionResult& result = RunOnce([&] {
    pthread_t thread;
    pthread_create(
        &thread, nullptr,
        [](void*) -> void* {
          const Leaves on_stack('s');
          pthread_exit(&g_log);
        },
        nullptr);
    pthread_join(thread, &value);
  });
  EXPECT_TRUE(result.findings.empty());
  EXPECT_EQ(g_log, "s");
  EXPECT_EQ(value, &g_log);
}

}  // namespace
}  // namespace interleave
