// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Tests that crash in some of their schedules, each in its own way, beside
// tests that do not.

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <thread>

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"

namespace {

// What another thread makes, and whoever is first finds nothing.
class Late {
 public:
  explicit Late(bool waits) : maker_([this] { Make(); }) {
    if (waits) maker_.join();
  }
  ~Late() {
    if (maker_.joinable()) maker_.join();
  }

  const int* Get() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return value_;
  }

 private:
  void Make() {
    static const int kValue = 7;
    const std::lock_guard<std::mutex> lock(mutex_);
    value_ = &kValue;
  }

  mutable std::mutex mutex_;
  const int* value_ = nullptr;
  std::thread maker_;
};

// Calls `crash` when it comes too early.
void CrashIfEarly(void (*crash)()) {
  const Late late(/*waits=*/false);
  if (late.Get() == nullptr) crash();
}

int Deep(int depth) {
  volatile char frame[8192];
  frame[depth % 100] = static_cast<char>(depth);
  return depth < 0 ? 0 : Deep(depth + 1) + frame[depth % 100];
}

INTERLEAVE_TEST(CrashTest, UsesNull) {
  const Late late(/*waits=*/false);
  std::printf("found %d\n", *late.Get());
}

INTERLEAVE_TEST(CrashTest, UsesNullFixed) {
  const Late late(/*waits=*/true);
  const Late other(/*waits=*/true);
  std::thread both([&] { EXPECT_EQ(*late.Get(), *other.Get()); });
  EXPECT_EQ(*other.Get(), 7);
  both.join();
}

INTERLEAVE_TEST(CrashTest, Aborts) { CrashIfEarly(&std::abort); }

INTERLEAVE_TEST(CrashTest, OverflowsItsStack) {
  CrashIfEarly([] { std::printf("%d\n", Deep(0)); });
}

INTERLEAVE_TEST(CrashTest, KillsItself) {
  CrashIfEarly([] { kill(getpid(), SIGKILL); });
}

INTERLEAVE_TEST(CrashTest, LeavesByASystemCall) {
  CrashIfEarly([] { syscall(SYS_exit_group, 5); });
}

// Two ways, in different schedules.
INTERLEAVE_TEST(CrashTest, CrashesTwice, {.findings_max = 5}) {
  const Late late(/*waits=*/false);
  if (late.Get() == nullptr) std::abort();
  const Late other(/*waits=*/false);
  if (other.Get() == nullptr) __builtin_trap();
}

int g_executions = 0;

class CrashFixture : public testing::Test {
 protected:
  static void SetUpTestSuite() { std::printf("the suite is set up\n"); }
  static void TearDownTestSuite() {
    std::printf("the suite is taken down after %d executions\n", g_executions);
  }
  void SetUp() override {
    ++g_executions;
    late_.emplace(/*waits=*/false);
  }
  void TearDown() override { late_.reset(); }

  std::optional<Late> late_;
};

INTERLEAVE_TEST_F(CrashFixture, Fails) {
  RecordProperty("met", "something");
  EXPECT_NE(late_->Get(), nullptr) << "seen by the body";
}

INTERLEAVE_TEST_F(CrashFixture, Crashes) {
  if (late_->Get() == nullptr) std::abort();
}

}  // namespace
