// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/learning_search.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {
namespace {

// Knows the largest number of an execution that was seen, and notes what it
// knew in each.
class CountingSampler final {
 public:
  explicit CountingSampler(std::vector<std::string>* log) : log_(log) {}

  bool Begin() { return true; }
  uint32_t Choose(const ChoicePoint&) { return 0; }
  void End(const ExecutionResult&) {
    log_->push_back(absl::StrCat(next_, " knows ", known_));
    seen_ = std::max(seen_, next_++);
  }
  bool WantsLonePoints() const { return false; }
  void SetExecution(uint64_t number) { next_ = number; }
  std::string Known() const { return absl::StrCat(known_); }
  bool Learn(std::string_view text) {
    if (!ParseDigits(text, known_)) return false;
    seen_ = known_;
    return true;
  }
  std::string Seen() const { return absl::StrCat(seen_); }
  void AddSeen(std::string_view text) {
    uint64_t seen = 0;
    if (ParseDigits(text, seen)) seen_ = std::max(seen_, seen);
  }
  void UseSeen() { known_ = seen_; }
  uint64_t Goal(uint64_t, uint64_t executions_max) const {
    return executions_max;
  }

 private:
  std::vector<std::string>* log_;
  uint64_t next_ = 0;
  uint64_t known_ = 0;
  uint64_t seen_ = 0;
};

using CountingSearch = LearningSearch<CountingSampler>;

void RunAll(CountingSearch& search) {
  while (search.Begin()) search.End({});
}

TEST(LearningSearchTest, EachOfThePilotUsesWhatThoseBeforeItShowed) {
  std::vector<std::string> log;
  CountingSearch search("counting", 1000, CountingSampler(&log));
  RunAll(search);
  ASSERT_EQ(log.size(), 1000u);
  EXPECT_EQ(log[0], "0 knows 0");
  EXPECT_EQ(log[5], "5 knows 4");
  EXPECT_EQ(log[63], "63 knows 62");
}

// Rounds begin at 64, 256 and 1024.
TEST(LearningSearchTest, ARoundUsesWhatWasKnownWhenItBegan) {
  std::vector<std::string> log;
  CountingSearch search("counting", 1100, CountingSampler(&log));
  RunAll(search);
  EXPECT_EQ(log[64], "64 knows 63");
  EXPECT_EQ(log[255], "255 knows 63");
  EXPECT_EQ(log[256], "256 knows 255");
  EXPECT_EQ(log[1023], "1023 knows 255");
  EXPECT_EQ(log[1024], "1024 knows 1023");
  EXPECT_EQ(log.back(), "1099 knows 1023");
}

TEST(LearningSearchTest, APartIsARangeOfARound) {
  std::vector<std::string> log;
  CountingSearch search("counting", 1000, CountingSampler(&log));
  EXPECT_EQ(search.Describe(), "0 to 64 with 0");
  EXPECT_EQ(search.split_depth(), Divisible::kIndivisible);
  EXPECT_FALSE(search.Split().has_value());
  ASSERT_TRUE(search.Load("64 to 256 with 63"));
  const auto part = search.Split();
  ASSERT_TRUE(part.has_value());
  EXPECT_EQ(search.Describe(), "64 to 160 with 63");
  EXPECT_EQ(part->text, "160 to 256 with 63");
  RunAll(search);
  EXPECT_EQ(log.back(), "159 knows 63");
  EXPECT_TRUE(search.is_done());
  EXPECT_EQ(search.Summary(), "159");
}

TEST(LearningSearchTest, TheWholeMakesARoundOfWhatPartsHaveSeen) {
  std::vector<std::string> log;
  CountingSearch whole("counting", 300, CountingSampler(&log));
  whole.Absorb("63");
  EXPECT_EQ(whole.NextRound(), "64 to 256 with 63");
  whole.Absorb("255");
  whole.Absorb("159");
  EXPECT_EQ(whole.NextRound(), "256 to 300 with 255");
  EXPECT_EQ(whole.NextRound(), "");
}

TEST(LearningSearchTest, WithoutALimitThereIsAlwaysANextRound) {
  std::vector<std::string> log;
  CountingSearch whole("counting", 0, CountingSampler(&log));
  for (int i = 0; i < 25; ++i) EXPECT_NE(whole.NextRound(), "");
}

}  // namespace
}  // namespace interleave
