// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Two tasks add to a counter: an assertion that fails in some schedules, its
// fixed twin, which is right in all, and ordinary tests beside them.

#include <mutex>
#include <thread>

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"

namespace {

// A get and a set, as `count += 1` is in many languages.
class Counter {
 public:
  void Add() {
    const int loaded = count_;
    INTERLEAVE_POINT("counter.add.loaded");
    count_ = loaded + 1;
  }
  int count() const { return count_; }

 private:
  int count_ = 0;
};

void AddTwice(Counter& counter) {
  std::thread first([&] {
    interleave::NameTask("first");
    counter.Add();
  });
  std::thread second([&] {
    interleave::NameTask("second");
    counter.Add();
  });
  first.join();
  second.join();
}

INTERLEAVE_TEST(CounterTest, LostUpdate) {
  Counter counter;
  AddTwice(counter);
  EXPECT_EQ(counter.count(), 2);
}

INTERLEAVE_TEST(CounterTest, LostUpdateFixed) {
  Counter counter;
  std::mutex mutex;
  const auto add = [&](const char* name) {
    interleave::NameTask(name);
    const std::lock_guard<std::mutex> lock(mutex);
    counter.Add();
  };
  std::thread first(add, "first");
  std::thread second(add, "second");
  first.join();
  second.join();
  EXPECT_EQ(counter.count(), 2);
}

TEST(OrdinaryTest, IsNoneOfOurs) { EXPECT_FALSE(interleave::IsControlled()); }

// A fixture, which every execution makes anew.
class CounterFixture : public testing::Test {
 protected:
  void SetUp() override { counter_.Add(); }

  Counter counter_;
};

INTERLEAVE_TEST_F(CounterFixture, IsMadeAnewInEachExecution) {
  std::thread other([&] { INTERLEAVE_POINT("other.thread.running"); });
  INTERLEAVE_POINT("fixture.body.running");
  other.join();
  EXPECT_EQ(counter_.count(), 1);
}

TEST_F(CounterFixture, ServesOrdinaryTestsToo) {
  EXPECT_EQ(counter_.count(), 1);
}

}  // namespace
