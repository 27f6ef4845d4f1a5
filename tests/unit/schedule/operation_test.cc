// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/operation.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

using ::testing::MatchesRegex;

TEST(OperationKindTest, RoundTripsEveryName) {
  for (int i = 0; i < kOperationKindCount; ++i) {
    const auto kind = static_cast<OperationKind>(i);
    EXPECT_EQ(OperationKindFromName(OperationKindName(kind)), kind) << i;
  }
}

TEST(OperationKindTest, HasOneNameForEachKind) {
  std::set<std::string_view> names;
  for (int i = 0; i < kOperationKindCount; ++i) {
    names.insert(OperationKindName(static_cast<OperationKind>(i)));
  }
  EXPECT_EQ(names.size(), static_cast<size_t>(kOperationKindCount));
}

TEST(OperationKindTest, NamesAreLowerCaseWordsJoinedByDashes) {
  for (int i = 0; i < kOperationKindCount; ++i) {
    EXPECT_THAT(std::string(OperationKindName(static_cast<OperationKind>(i))),
                MatchesRegex("[a-z]+(-[a-z]+)*"));
  }
}

TEST(OperationKindTest, KnowsNoOtherName) {
  for (const std::string_view name :
       {"", "Lock", " timed-lock", "timed-lock ", "kind"}) {
    EXPECT_EQ(OperationKindFromName(name), std::nullopt) << name;
  }
}

// Recorded files hold these words.
TEST(OperationKindTest, KeepsItsWords) {
  EXPECT_EQ(OperationKindName(OperationKind::kStart), "start");
  EXPECT_EQ(OperationKindName(OperationKind::kEnd), "end");
  EXPECT_EQ(OperationKindName(OperationKind::kCreate), "create");
  EXPECT_EQ(OperationKindName(OperationKind::kJoin), "join");
  EXPECT_EQ(OperationKindName(OperationKind::kDetach), "detach");
  EXPECT_EQ(OperationKindName(OperationKind::kLock), "lock");
  EXPECT_EQ(OperationKindName(OperationKind::kTryLock), "try-lock");
  EXPECT_EQ(OperationKindName(OperationKind::kTimedLock), "timed-lock");
  EXPECT_EQ(OperationKindName(OperationKind::kUnlock), "unlock");
  EXPECT_EQ(OperationKindName(OperationKind::kWait), "wait");
  EXPECT_EQ(OperationKindName(OperationKind::kTimedWait), "timed-wait");
  EXPECT_EQ(OperationKindName(OperationKind::kWake), "wake");
  EXPECT_EQ(OperationKindName(OperationKind::kTimeout), "timeout");
  EXPECT_EQ(OperationKindName(OperationKind::kSignal), "signal");
  EXPECT_EQ(OperationKindName(OperationKind::kBroadcast), "broadcast");
  EXPECT_EQ(OperationKindName(OperationKind::kOnce), "once");
  EXPECT_EQ(OperationKindName(OperationKind::kFutexWait), "futex-wait");
  EXPECT_EQ(OperationKindName(OperationKind::kFutexWake), "futex-wake");
  EXPECT_EQ(OperationKindName(OperationKind::kYield), "yield");
  EXPECT_EQ(OperationKindName(OperationKind::kSleep), "sleep");
  EXPECT_EQ(OperationKindName(OperationKind::kPoint), "point");
  EXPECT_EQ(OperationKindName(OperationKind::kAcquire), "acquire");
  EXPECT_EQ(OperationKindName(OperationKind::kTryAcquire), "try-acquire");
  EXPECT_EQ(OperationKindName(OperationKind::kRelease), "release");
  EXPECT_EQ(OperationKindName(OperationKind::kReadLock), "read-lock");
  EXPECT_EQ(OperationKindName(OperationKind::kArrive), "arrive");
}

TEST(OperationTest, HasAPointOnlyWhenItIsOne) {
  static constexpr PointSite kSite = {"pool.reset.loaded", "pool.cc", 30};
  const Operation point = {.kind = OperationKind::kPoint, .site = &kSite};
  const Operation lock = {.kind = OperationKind::kLock, .site = &kSite};
  EXPECT_EQ(point.point(), &kSite);
  EXPECT_EQ(lock.point(), nullptr);
}

TEST(OperationKindDeathTest, HasNoNameForANumberThatIsNoKind) {
  EXPECT_DEATH(
      OperationKindName(static_cast<OperationKind>(kOperationKindCount)),
      "internal error");
}

}  // namespace
}  // namespace interleave
