// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// FormatToken and ParseToken of schedule.h.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "interleave/schedule/schedule.h"
#include "random_schedule.h"

namespace interleave {
namespace {

using ::testing::MatchesRegex;

constexpr std::string_view kDamaged =
    "this schedule token is damaged or cut short: its checksum is not right";

Choices SampleChoices() {
  return {
      {.kind = ChoiceKind::kSwitch, .task = 0, .at = 4, .value = 1},
      {.kind = ChoiceKind::kSwitch, .task = 1, .at = 300, .value = 2},
      {.kind = ChoiceKind::kValue, .task = 2, .at = 7, .value = 1, .count = 2}};
}

std::string ErrorOfToken(const std::string& token) {
  const absl::StatusOr<Choices> parsed = ParseToken(token);
  if (parsed.ok()) return "no error";
  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(parsed.status().message());
}

// Tokens stand in reports and bug trackers, so these may never change.
TEST(TokenTest, KeepsItsForm) {
  EXPECT_EQ(FormatToken({}), "il1-AAAAAA");
  EXPECT_EQ(FormatToken(SampleChoices()), "il1-AAQBAqwCAgUHAQID_7VF");
}

TEST(TokenTest, RoundTripsRandomChoices) {
  Random random(1);
  for (int i = 0; i < 2000; ++i) {
    const Choices choices = RandomChoices(random);
    const std::string token = FormatToken(choices);
    const absl::StatusOr<Choices> parsed = ParseToken(token);
    ASSERT_TRUE(parsed.ok()) << parsed.status() << " " << token;
    EXPECT_EQ(*parsed, choices) << token;
  }
}

TEST(TokenTest, RoundTripsTheLargestNumbers) {
  const Choices choices = {{.kind = ChoiceKind::kValue,
                            .task = UINT32_MAX,
                            .at = UINT32_MAX,
                            .value = UINT32_MAX,
                            .count = UINT32_MAX}};
  const absl::StatusOr<Choices> parsed = ParseToken(FormatToken(choices));
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(*parsed, choices);
}

TEST(TokenTest, NeedsNoQuotingInShellsAndAddresses) {
  Random random(2);
  for (int i = 0; i < 100; ++i) {
    EXPECT_THAT(FormatToken(RandomChoices(random)),
                MatchesRegex("il1-[A-Za-z0-9_-]+"));
  }
}

TEST(TokenTest, TakesThreeOrFourCharactersForASmallSwitch) {
  Choices choices;
  for (uint32_t i = 0; i < 100; ++i) {
    choices.push_back({.task = i % 3, .at = i, .value = (i + 1) % 3});
  }
  EXPECT_LE(FormatToken(choices).size(), 420u);
}

TEST(TokenTest, MayHaveSpaceAroundIt) {
  const absl::StatusOr<Choices> parsed =
      ParseToken(" \t" + FormatToken(SampleChoices()) + "\r\n");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(*parsed, SampleChoices());
}

TEST(TokenTest, FindsEveryDamageOfOneCharacter) {
  Random random(3);
  for (int i = 0; i < 6; ++i) {
    const std::string token =
        FormatToken(i == 0 ? SampleChoices() : RandomChoices(random));
    for (size_t at = 0; at < token.size(); ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string damaged = token;
        damaged[at] = static_cast<char>(byte);
        if (damaged == token) continue;
        EXPECT_FALSE(ParseToken(damaged).ok()) << token << " " << damaged;
      }
    }
  }
}

TEST(TokenTest, FindsEveryTruncation) {
  const std::string token = FormatToken(SampleChoices());
  for (size_t size = 0; size < token.size(); ++size) {
    EXPECT_FALSE(ParseToken(token.substr(0, size)).ok()) << size;
  }
}

TEST(TokenTest, FindsLostAddedAndSwappedCharacters) {
  const std::string token = FormatToken(SampleChoices());
  for (size_t at = 0; at < token.size(); ++at) {
    std::string lost = token;
    lost.erase(at, 1);
    EXPECT_FALSE(ParseToken(lost).ok()) << lost;
    std::string added = token;
    added.insert(at, 1, token[at]);
    EXPECT_FALSE(ParseToken(added).ok()) << added;
    std::string swapped = token;
    std::swap(swapped[at], swapped[token.size() - 1]);
    if (swapped != token) {
      EXPECT_FALSE(ParseToken(swapped).ok()) << swapped;
    }
  }
}

TEST(TokenTest, SaysWhatIsWrong) {
  EXPECT_EQ(ErrorOfToken(""),
            "expected a schedule token, which begins with il1-");
  EXPECT_EQ(ErrorOfToken("pool.schedule"),
            "expected a schedule token, which begins with il1-");
  EXPECT_EQ(ErrorOfToken("IL1-AAAAAA"),
            "expected a schedule token, which begins with il1-");
  EXPECT_EQ(ErrorOfToken("il1-"), kDamaged);
  EXPECT_EQ(ErrorOfToken("il1-AAAAAB"), kDamaged);
  EXPECT_EQ(ErrorOfToken("il1-AAAAAA=="), kDamaged);
  EXPECT_EQ(ErrorOfToken("il1-AA AAAA"), kDamaged);
  EXPECT_EQ(ErrorOfToken("il1-" + std::string(100'000, 'A')), kDamaged);
}

TEST(TokenTest, SaysWhichVersionsItReads) {
  const absl::StatusOr<Choices> parsed = ParseToken("il23-AAAAAA");
  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(parsed.status().message(),
            "this schedule token begins with il23-; this build of Interleave "
            "reads il1-");
}

TEST(TokenTest, SurvivesGarbage) {
  Random random(4);
  for (int i = 0; i < 5'000; ++i) {
    std::string token = "il1-";
    for (uint32_t n = random.Below(40); n > 0; --n) {
      token.push_back("ABCDabcd0123_-+/=gh"[random.Below(19)]);
    }
    const absl::StatusOr<Choices> parsed = ParseToken(token);
    if (parsed.ok()) {
      EXPECT_EQ(FormatToken(*parsed), token);
    }
  }
}

}  // namespace
}  // namespace interleave
