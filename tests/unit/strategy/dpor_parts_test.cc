// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/point.h"
#include "interleave/strategy/dpor.h"

namespace interleave {
namespace {

// So many tasks; in code that is not instrumented all their steps depend on
// each other.
void RunTasks(int count) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([] { INTERLEAVE_POINT("test.step"); });
  }
  for (std::thread& thread : threads) thread.join();
}

// False when nothing is left.
bool RunOnce(absl::FunctionRef<void()> body, Strategy& search) {
  if (!search.Begin()) return false;
  search.End(ProcessExecution().Run(body, search, {}));
  return true;
}

class DporPartsTest : public testing::TestWithParam<DporStrategy::Mode> {
 protected:
  DporPartsTest() {
    LinkDoors();
    ProcessExecution().BeginExploration();
  }
  std::unique_ptr<DporStrategy> Make() const {
    return std::make_unique<DporStrategy>(GetParam());
  }
  // After as few executions as there must be; adds them.
  Divisible::Part FirstOf(DporStrategy& search, uint64_t* executions) const {
    std::optional<Divisible::Part> part;
    while (!part.has_value() && RunOnce(Program, search)) {
      *executions += !search.WasRedundant();
      part = search.Split();
    }
    return part.value_or(Divisible::Part());
  }
  // Until nothing is left in it.
  uint64_t Finish(DporStrategy& search) const {
    uint64_t executions = 0;
    while (RunOnce(Program, search)) {
      executions += !search.WasRedundant();
    }
    return executions;
  }

  static void Program() { RunTasks(2); }
};

INSTANTIATE_TEST_SUITE_P(Modes, DporPartsTest,
                         testing::Values(DporStrategy::Mode::kSource,
                                         DporStrategy::Mode::kOptimal),
                         [](const auto& info) {
                           return info.param == DporStrategy::Mode::kSource
                                      ? "Source"
                                      : "Optimal";
                         });

TEST_P(DporPartsTest, GivesNothingBeforeThereIsSomething) {
  const auto search = Make();
  EXPECT_EQ(search->Describe(), "path 0");
  EXPECT_EQ(search->split_depth(), Divisible::kIndivisible);
  EXPECT_FALSE(search->Split().has_value());
  Finish(*search);
  EXPECT_TRUE(search->is_done());
  EXPECT_EQ(search->Describe(), "nothing");
  EXPECT_FALSE(search->Split().has_value());
}

TEST_P(DporPartsTest, WhatItWishesForIsGrantedOnce) {
  const auto giver = Make();
  uint64_t executions = 0;
  const uint64_t all = Finish(*Make());
  const Divisible::Part part = FirstOf(*giver, &executions);
  const auto taker = Make();
  ASSERT_TRUE(taker->Load(part.text)) << part.text;
  EXPECT_EQ(taker->Describe(), part.text);
  executions += Finish(*giver) + Finish(*taker);
  const auto whole = Make();
  std::vector<std::string> wishes = giver->TakeWishes();
  for (const std::string& wish : taker->TakeWishes()) wishes.push_back(wish);
  EXPECT_TRUE(taker->TakeWishes().empty());
  while (!wishes.empty()) {
    const std::string wish = wishes.back();
    wishes.pop_back();
    const auto granted = whole->Grant(wish);
    EXPECT_FALSE(whole->Grant(wish).has_value()) << wish;
    if (!granted.has_value()) continue;
    const auto search = Make();
    ASSERT_TRUE(search->Load(granted->text)) << granted->text;
    executions += Finish(*search);
    for (const std::string& more : search->TakeWishes()) {
      wishes.push_back(more);
    }
  }
  EXPECT_EQ(executions, all);
}

TEST_P(DporPartsTest, WhatWasGrantedIsKnownToWhoeverLoadsIt) {
  const std::string text = "/0/1/=6 /0/v2/=1";
  const auto whole = Make();
  ASSERT_TRUE(whole->LoadGranted(text));
  EXPECT_EQ(whole->Granted(), text);
  const std::string at_two = "path 3 0/1/1/0/-/0 1/6/6/0/0/0 ";
  EXPECT_FALSE(whole->Grant("6 " + at_two + "2/6/6/0/1/0=2").has_value());
  const auto part = whole->Grant("8 " + at_two + "3/e/8/0/1/0=3");
  ASSERT_TRUE(part.has_value());
  // Behind those that were granted before.
  EXPECT_EQ(part->depth, 3u);
  EXPECT_EQ(part->text, at_two + "3/e/e/6/1/0=3");
  EXPECT_EQ(whole->Granted(), "/0/1/=e /0/v2/=1");
}

TEST_P(DporPartsTest, RefusesTextsThatMeanNothing) {
  const auto search = Make();
  for (const char* text : {"",
                           "path",
                           "path ",
                           "path x",
                           "path 1",
                           "path 0 ",
                           "nothing ",
                           "path 0 1/2/2/0/0/0",    // nothing left at the last
                           "path 0 1/2/2/0/0/0=",   // ... of it is the choice
                           "path 0 0/2/2/0/0/0=0",  // cannot go on
                           "path 0 1/2/2/2/0/0=1",  // is asleep
                           "path 0 1/6/2/0/0/0=2",  // another is first
                           "path 0 64/2/2/0/0/0=64",  // no such task
                           "path 0 1/2/2/0/64/0=1",   // nor such an announcer
                           "path 0 1/2/2/0/0=1",      // preemptions are missing
                           "path 0 1/2/2/0/0/0=1(",
                           "path 0 1/2/2/0/0/0=1)",
                           "path 0 1/2/2/0/0/0=1,",
                           "path 0 1/2/2/0/0/0=1:",
                           "path 0 v2/0/2/2",  // the first is none of two
                           "path 0 v0/1/1/2",
                           "path 0 v0/0/3/2",
                           "path 0 v0/0/2",
                           "path 2 v0/0/2/2"}) {
    EXPECT_FALSE(search->Load(text)) << text;
    EXPECT_FALSE(Make()->Grant(std::string("2 ") + text).has_value()) << text;
  }
  for (const char* text :
       {"x", "/0", "/0=", "/0/=", "/0/=x", "/0/=1 =2", "0/=1", "/0/=1x"}) {
    EXPECT_FALSE(search->LoadGranted(text)) << text;
  }
}

TEST_P(DporPartsTest, AProgramThatIsAnotherOneIsNotDeterministic) {
  const auto giver = Make();
  uint64_t executions = 0;
  const Divisible::Part part = FirstOf(*giver, &executions);
  const auto taker = Make();
  ASSERT_TRUE(taker->Load(part.text));
  ASSERT_TRUE(RunOnce([] { RunTasks(1); }, *taker));
  EXPECT_FALSE(taker->nondeterminism().empty());
  EXPECT_FALSE(taker->exhausted());
}

TEST_P(DporPartsTest, ValuesOfADrawAreGivenAway) {
  std::vector<uint32_t> values;
  const auto body = [&values] { values.push_back(Choose(4)); };
  const auto giver = Make();
  ASSERT_TRUE(RunOnce(body, *giver));
  const auto part = giver->Split();
  ASSERT_TRUE(part.has_value());
  EXPECT_FALSE(giver->Split().has_value());
  const auto taker = Make();
  ASSERT_TRUE(taker->Load(part->text));
  for (DporStrategy* search : {giver.get(), taker.get()}) {
    while (RunOnce(body, *search)) {
    }
  }
  EXPECT_EQ(values, (std::vector<uint32_t>{0, 1, 2, 3}));
}

}  // namespace
}  // namespace interleave
