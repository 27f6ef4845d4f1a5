// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Plain memory, instrumented: what several tasks do to it is torn apart. Each
// final value that can be reached is known on paper. Built with and without
// ThreadSanitizer's runtime; the same holds for both.

#include <array>
#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"

namespace interleave {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

// Explores everything; races are no findings.
ExploreResult ExploreAll(absl::FunctionRef<void()> body) {
  Options options;
  options.strategy = "exhaustive";
  options.executions = 0;
  options.races = "explore";
  return Explore(options, body, "TornTest.Body");
}

std::vector<std::string> OutcomesOf(const ExploreResult& result) {
  std::vector<std::string> values;
  for (const RecordedOutcome& outcome : result.outcomes) {
    values.push_back(outcome.value);
  }
  return values;
}

// Runs both as threads.
template <typename First, typename Second>
void Both(First first, Second second) {
  std::thread one(first);
  std::thread two(second);
  one.join();
  two.join();
}

TEST(TornTest, IncrementsOfAPlainIntAreLost) {
  const ExploreResult result = ExploreAll([] {
    int count = 0;
    const auto twice = [&count] {
      ++count;
      std::atomic_signal_fence(std::memory_order_seq_cst);
      ++count;
    };
    Both(twice, twice);
    RecordOutcome(std::to_string(count));
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_THAT(OutcomesOf(result), ElementsAre("2", "3", "4"));
}

TEST(TornTest, AnAdditionToAPlainIntIsLost) {
  const ExploreResult result = ExploreAll([] {
    int count = 0;
    const auto add = [&count] { count += 5; };
    Both(add, add);
    RecordOutcome(std::to_string(count));
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_THAT(OutcomesOf(result), ElementsAre("10", "5"));
}

struct Wide {
  std::array<long, 4> words;
};

TEST(TornTest, ACopyOfAStructIsSeenInTheMiddle) {
  const ExploreResult result = ExploreAll([] {
    Wide shared{{0, 0, 0, 0}};
    const Wide ones{{1, 1, 1, 1}};
    Wide seen{};
    Both([&] { shared = ones; }, [&] { seen = shared; });
    std::string word;
    for (const long value : seen.words) word += std::to_string(value);
    RecordOutcome(word);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  // Words are copied in order by both, and one may overtake the other.
  const std::vector<std::string> outcomes = OutcomesOf(result);
  EXPECT_THAT(outcomes, ::testing::IsSupersetOf(
                            {"0000", "1000", "1100", "1110", "1111", "0111"}));
}

}  // namespace
}  // namespace interleave
