// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/finding.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

using ::testing::MatchesRegex;

TEST(FindingKindTest, RoundTripsEveryName) {
  for (int i = 0; i < kFindingKindCount; ++i) {
    const auto kind = static_cast<FindingKind>(i);
    EXPECT_EQ(FindingKindFromName(FindingKindName(kind)), kind) << i;
  }
}

TEST(FindingKindTest, HasOneNameForEachKind) {
  std::set<std::string_view> names;
  for (int i = 0; i < kFindingKindCount; ++i) {
    names.insert(FindingKindName(static_cast<FindingKind>(i)));
  }
  EXPECT_EQ(names.size(), static_cast<size_t>(kFindingKindCount));
}

TEST(FindingKindTest, NamesAreLowerCaseWordsJoinedByDashes) {
  for (int i = 0; i < kFindingKindCount; ++i) {
    EXPECT_THAT(std::string(FindingKindName(static_cast<FindingKind>(i))),
                MatchesRegex("[a-z]+(-[a-z]+)*"));
  }
}

TEST(FindingKindTest, KnowsNoOtherName) {
  for (const std::string_view name :
       {"", "Crash", " lock-order", "lock-order ", "kind"}) {
    EXPECT_EQ(FindingKindFromName(name), std::nullopt) << name;
  }
}

// Recorded files hold these words.
TEST(FindingKindTest, KeepsItsWords) {
  EXPECT_EQ(FindingKindName(FindingKind::kAssertion), "assertion");
  EXPECT_EQ(FindingKindName(FindingKind::kException), "exception");
  EXPECT_EQ(FindingKindName(FindingKind::kDeadlock), "deadlock");
  EXPECT_EQ(FindingKindName(FindingKind::kLivelock), "livelock");
  EXPECT_EQ(FindingKindName(FindingKind::kRace), "race");
  EXPECT_EQ(FindingKindName(FindingKind::kLockOrder), "lock-order");
  EXPECT_EQ(FindingKindName(FindingKind::kCrash), "crash");
  EXPECT_EQ(FindingKindName(FindingKind::kLeak), "leak");
  EXPECT_EQ(FindingKindName(FindingKind::kMisuse), "misuse");
  EXPECT_EQ(FindingKindName(FindingKind::kStepLimit), "step-limit");
  EXPECT_EQ(FindingKindName(FindingKind::kNondeterminism), "nondeterminism");
  EXPECT_EQ(FindingKindName(FindingKind::kNotLinearizable), "not-linearizable");
  EXPECT_EQ(FindingKindName(FindingKind::kNotAtomic), "not-atomic");
}

TEST(FindingKindDeathTest, HasNoNameForANumberThatIsNoKind) {
  EXPECT_DEATH(FindingKindName(static_cast<FindingKind>(kFindingKindCount)),
               "internal error");
}

}  // namespace
}  // namespace interleave
