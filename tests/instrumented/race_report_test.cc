// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What is said of a data race, and that it is said again.

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Options Exhaustive() {
  Options options;
  options.strategy = "exhaustive";
  options.executions = 0;
  return options;
}

int visits;  // raced for

void CountVisits() {
  std::mutex mutex;
  std::thread careful([&] {
    NameTask("careful");
    const std::lock_guard lock(mutex);
    ++visits;
  });
  std::thread careless([] {
    NameTask("careless");
    ++visits;
  });
  careful.join();
  careless.join();
}

TEST(RaceReportTest, NamesTasksLocksAndTheVariable) {
  const ExploreResult result = Explore(Exhaustive(), &CountVisits, "Visits");
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kRace);
  const std::string text = FormatResult(result);
  EXPECT_THAT(text, AllOf(HasSubstr("careful holding mutex 1"),
                          HasSubstr("careless holding no lock"),
                          HasSubstr("visits"), HasSubstr("++visits;"),
                          HasSubstr("careless was started here"),
                          HasSubstr("careful was started here")));
  EXPECT_THAT(text, Not(HasSubstr("nondeterminism")));
}

TEST(RaceReportTest, IsTheSameInEveryReplay) {
  const ExploreResult found = Explore(Exhaustive(), &CountVisits, "Visits");
  ASSERT_EQ(found.failures.size(), 1u);
  for (const std::string& from :
       {found.failures[0].token, found.failures[0].schedule_path}) {
    Options replay;
    replay.replay = from;
    const ExploreResult again = Explore(replay, &CountVisits, "Visits");
    ASSERT_EQ(again.failures.size(), 1u);
    ASSERT_TRUE(again.replay.has_value());
    EXPECT_EQ(again.replay->verdict, ReplayVerdict::kReproduced);
    EXPECT_EQ(again.failures[0].finding.message,
              found.failures[0].finding.message);
    EXPECT_EQ(again.failures[0].finding.step, found.failures[0].finding.step);
  }
}

TEST(RaceReportTest, SaysWhoAllocatedTheMemory) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    const auto count = std::make_unique<int>(0);
    std::thread other([&] { ++*count; });
    ++*count;
    other.join();
  });
  EXPECT_THAT(FormatResult(result),
              HasSubstr("byte 0 of a block of 4, which main allocated here"));
}

TEST(RaceReportTest, SaysWhoseStackItIs) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    int count = 0;
    std::thread other([&] { ++count; });
    ++count;
    other.join();
  });
  EXPECT_THAT(FormatResult(result),
              HasSubstr("The memory is on the stack of main"));
}

TEST(RaceReportTest, ExploreNotesItAndGoesOn) {
  Options options = Exhaustive();
  options.races = "explore";
  const ExploreResult result = Explore(options, [] {
    visits = 0;
    CountVisits();
    INTERLEAVE_CHECK(visits == 2, "a visit is lost");
  });
  ASSERT_FALSE(result.races.empty());
  EXPECT_THAT(result.races[0].finding.message, HasSubstr("data race: "));
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_THAT(result.failures[0].finding.message, HasSubstr("a visit is lost"));
  const std::string text = FormatResult(result);
  EXPECT_THAT(text, HasSubstr("noted and explored: data race: "));
  // The token leads to it.
  Options replay;
  replay.replay = result.races[0].token;
  const ExploreResult again = Explore(replay, [] {
    visits = 0;
    CountVisits();
  });
  EXPECT_EQ(again.failures.size(), 1u) << FormatResult(again);
}

TEST(RaceReportTest, OffSaysNothingOfIt) {
  Options options = Exhaustive();
  options.races = "off";
  const ExploreResult result = Explore(options, &CountVisits);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_TRUE(result.races.empty());
}

// Whatever is a schedule point, races are the same, and schedules hold.
TEST(RaceReportTest, IsFoundWhateverIsASchedulePoint) {
  for (const char* points : {"sync", "atomics", "shared", "all"}) {
    Options options = Exhaustive();
    options.points = points;
    const ExploreResult found = Explore(options, &CountVisits);
    ASSERT_EQ(found.failures.size(), 1u) << points;
    EXPECT_EQ(found.failures[0].finding.kind, FindingKind::kRace) << points;
    for (const char* others : {"sync", "atomics", "shared", "all"}) {
      Options replay;
      replay.replay = found.failures[0].token;
      replay.points = others;
      const ExploreResult again = Explore(replay, &CountVisits);
      ASSERT_TRUE(again.replay.has_value());
      EXPECT_EQ(again.replay->verdict, ReplayVerdict::kReproduced)
          << points << " replayed with " << others;
    }
  }
}

__attribute__((no_sanitize("thread"))) void CountUnseen(int* count) {
  ++*count;
}

TEST(RaceReportTest, HonoursNoSanitize) {
  Options options = Exhaustive();
  const ExploreResult result = Explore(options, [] {
    int count = 0;
    std::mutex mutex;
    const auto add = [&] {
      CountUnseen(&count);
      const std::lock_guard lock(mutex);
    };
    std::thread one(add);
    std::thread two(add);
    one.join();
    two.join();
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
}

// No schedule of these deadlocks: the two never run at the same time.
TEST(LockOrderTest, IsAFindingThoughNothingDeadlocks) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::mutex first;
    std::mutex second;
    std::thread other([] {});
    std::thread one([&] {
      const std::lock_guard a(first);
      const std::lock_guard b(second);
    });
    one.join();
    std::thread two([&] {
      const std::lock_guard b(second);
      const std::lock_guard a(first);
    });
    two.join();
    other.join();
  });
  ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kLockOrder)
      << FormatResult(result);
  const std::string text = FormatResult(result);
  EXPECT_THAT(text, AllOf(HasSubstr("lock 1 is taken here"),
                          HasSubstr("while another is held, taken here"),
                          HasSubstr("std::lock_guard a(first);")));
}

TEST(LockOrderTest, OneOrderIsNoFinding) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::mutex first;
    std::mutex second;
    const auto both = [&] {
      const std::lock_guard a(first);
      const std::lock_guard b(second);
    };
    std::thread one(both);
    std::thread two(both);
    one.join();
    two.join();
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
}

}  // namespace
}  // namespace interleave
