// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A schedule of a lost update, followed in what the code has become since.

#include "interleave/explore/following.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Two tasks add to a count; `add` is one of the ways below.
void Adds(const std::function<void(int&)>& add, int least,
          const char* first = "A", const char* second = "B") {
  int count = 0;
  std::thread a([&] {
    NameTask(first);
    add(count);
  });
  std::thread b([&] {
    NameTask(second);
    add(count);
  });
  a.join();
  b.join();
  INTERLEAVE_CHECK(count >= least);
}

void Add(int& count) {
  const int loaded = count;
  INTERLEAVE_POINT("following.add.loaded");
  count = loaded + 1;
}

// By whose choice A loads, B adds, A stores.
std::string Recorded() {
  return "interleave-schedule 1\nfinding assertion\n"
         "task 0 main\ntask 1 A\ntask 2 B\n"
         "switch main 3 create+2 -> A\n"
         "switch A 2 point following.add.loaded#1 -> main\n"
         "switch main 4 join+1 blocked -> B\n"
         "switch B 3 end -> A\n"
         "switch A 3 end -> main\nend\n";
}

ExploreResult Verify(const std::function<void(int&)>& add, int least = 0,
                     Options options = {}) {
  options.verify = Recorded();
  options.schedule_dir = testing::TempDir();
  options.explain = "off";
  return Explore(options, [&] { Adds(add, least); });
}

std::vector<std::string> DriftOf(const ExploreResult& result) {
  std::vector<std::string> texts;
  for (const Drift& drift : result.replay->drift) {
    texts.push_back(
        absl::StrCat(drift.step, " ", drift.what, ": ", drift.text));
  }
  return texts;
}

TEST(FollowingTest, ReproducesWhatIsAsItWas) {
  const ExploreResult result = Verify(&Add, /*least=*/2);
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.replay->verdict, ReplayVerdict::kReproduced);
  EXPECT_EQ(result.replay->matched, 5u);
  EXPECT_EQ(result.replay->switches, 5u);
  EXPECT_EQ(result.executions, 1u);
}

TEST(FollowingTest, PassesWhereTheOrderIsHarmless) {
  const ExploreResult result = Verify(&Add);
  EXPECT_EQ(result.replay->verdict, ReplayVerdict::kPassed);
  EXPECT_EQ(result.replay->matched, 5u);
  EXPECT_THAT(DriftOf(result), IsEmpty());
  EXPECT_TRUE(result.exhausted);
}

TEST(FollowingTest, FindsAYieldPointThatWasRenamed) {
  const auto renamed = [](int& count) {
    const int loaded = count;
    INTERLEAVE_POINT("following.add.load");
    count = loaded + 1;
  };
  const ExploreResult result = Verify(renamed);
  EXPECT_EQ(result.replay->verdict, ReplayVerdict::kPassed);
  EXPECT_EQ(result.replay->matched, 5u);
  EXPECT_THAT(DriftOf(result),
              ElementsAre("2 renamed: A before point following.add.loaded#1: "
                          "now point following.add.load#1"));
}

// With a lock more, so that counts alone don't lead there.
ExploreResult VerifyRenamed(int least, const char* first, const char* second) {
  Options options{.verify = Recorded(), .schedule_dir = testing::TempDir()};
  options.explain = "off";
  std::mutex other;
  const auto inserted = [&](int& count) {
    { const std::lock_guard lock(other); }
    Add(count);
  };
  return Explore(options, [&] { Adds(inserted, least, first, second); });
}

TEST(FollowingTest, FindsATaskThatWasRenamed) {
  const ExploreResult result = VerifyRenamed(/*least=*/2, "A", "adder");
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.replay->verdict, ReplayVerdict::kReproduced);
  EXPECT_EQ(result.replay->matched, 5u);
  EXPECT_THAT(DriftOf(result), Contains("3 renamed: task B: now adder"));
}

TEST(FollowingTest, FindsTasksThatWereAllRenamed) {
  const ExploreResult result = VerifyRenamed(/*least=*/0, "adder 1", "adder 2");
  EXPECT_EQ(result.replay->verdict, ReplayVerdict::kPassed);
  EXPECT_EQ(result.replay->matched, 5u);
  EXPECT_THAT(DriftOf(result), Contains("1 renamed: task A: now adder 1"));
  EXPECT_THAT(DriftOf(result), Contains("3 renamed: task B: now adder 2"));
}

// Its number is another's, but nobody else is new.
TEST(FollowingTest, FindsARenamedTaskThatIsCreatedEarlier) {
  const ExploreResult result = VerifyRenamed(/*least=*/2, "adder", "A");
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_THAT(DriftOf(result), Contains("3 renamed: task B: now adder"));
}

TEST(FollowingTest, SaysWhatWasInsertedAndFailsAllTheSame) {
  std::mutex other;
  const auto inserted = [&](int& count) {
    { const std::lock_guard lock(other); }
    Add(count);
  };
  const ExploreResult result = Verify(inserted, /*least=*/2);
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.replay->verdict, ReplayVerdict::kReproduced);
  EXPECT_THAT(DriftOf(result),
              Contains("2 inserted: 2 schedule points of A more up to point "
                       "following.add.loaded#1"));
}

TEST(FollowingTest, SaysWhatHasNoCounterpart) {
  const auto removed = [](int& count) {
    INTERLEAVE_POINT("elsewhere.was.named");
    ++count;
  };
  const ExploreResult result = Verify(removed);
  EXPECT_EQ(result.replay->verdict, ReplayVerdict::kDiverged);
  EXPECT_LT(result.replay->matched, result.replay->switches);
  EXPECT_GT(result.replay->matched, 0u);
  EXPECT_THAT(DriftOf(result),
              Contains("2 missing: A before point following.add.loaded#1"));
  EXPECT_EQ(result.replay->changes_done, 2u);
}

TEST(FollowingTest, SaysWhoHoldsTheLockThatForbidsIt) {
  std::mutex mutex;
  const auto locked = [&](int& count) {
    const std::lock_guard lock(mutex);
    Add(count);
  };
  const ExploreResult result = Verify(locked, /*least=*/2);
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(result.replay->verdict, ReplayVerdict::kInfeasible);
  EXPECT_THAT(result.replay->reason, HasSubstr("switch 4: B should reach"));
  const Obstacle& obstacle = result.replay->obstacle;
  EXPECT_EQ(obstacle.task, "B");
  EXPECT_EQ(obstacle.object, "mutex 1");
  EXPECT_EQ(obstacle.holder, "A");
  EXPECT_GT(obstacle.since, 0u);
  EXPECT_LT(obstacle.since, result.replay->step);
  EXPECT_EQ(result.replay->matched, 4u);
}

// Nobody looks at the schedule itself only: the order one switch away fails.
TEST(FollowingTest, SearchesFromWhereItStoppedMatching) {
  const auto twice = [](int& count) {
    INTERLEAVE_POINT("following.twice.begun");
    Add(count);
  };
  // A lost update that the recorded order no longer leads to.
  const auto needs_more = [&](int& count) {
    if (count == 0) INTERLEAVE_POINT("following.zero.seen");
    twice(count);
  };
  const ExploreResult result = Verify(needs_more, /*least=*/2);
  EXPECT_FALSE(result.ok());
  ASSERT_EQ(result.failures.size(), 1u);
}

TEST(FollowingTest, TriesAllWithinSoManySwitches) {
  const ExploreResult one = Verify(&Add, 0, {.switches = 1});
  const ExploreResult two = Verify(&Add, 0, {.switches = 2});
  EXPECT_EQ(one.replay->changes_done, 1u);
  EXPECT_EQ(two.replay->changes_done, 2u);
  EXPECT_LT(one.neighbours, two.neighbours);
  EXPECT_EQ(two.neighbours, Verify(&Add, 0, {.switches = 2}).neighbours);
}

TEST(FollowingTest, StopsAtHalfOfTheBudgetButAfterOneSwitch) {
  const ExploreResult one = Verify(&Add, 0, {.switches = 1});
  Options options{.executions = one.neighbours + 2, .switches = 2};
  const ExploreResult result = Verify(&Add, 0, options);
  EXPECT_EQ(result.replay->changes_done, 1u);
  EXPECT_EQ(result.replay->changes_wanted, 2u);
  EXPECT_TRUE(result.ok());
}

TEST(FollowingTest, TakesTheTextOfAScheduleInPlaceOfItsFile) {
  Options options{.replay = Recorded(), .schedule_dir = testing::TempDir()};
  const ExploreResult result = Explore(options, [] { Adds(&Add, 2); });
  ASSERT_TRUE(result.replay.has_value());
  EXPECT_EQ(result.replay->verdict, ReplayVerdict::kReproduced);
}

TEST(FollowingTest, SaysWhatIsWrongWithTheTextOfASchedule) {
  Options options{.verify = "interleave-schedule 1\nnonsense\nend\n"};
  const ExploreResult result = Explore(options, [] { Adds(&Add, 2); });
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_THAT(result.problems[0], HasSubstr("schedule:2:1: expected one of"));
}

}  // namespace
}  // namespace interleave
