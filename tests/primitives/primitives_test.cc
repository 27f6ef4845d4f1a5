// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Each primitive of C++ in every schedule: as it is meant to be used nothing
// goes wrong, without it something does. And docs/primitives.md has a row of
// each.

#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/base/text.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "tests/primitives/primitive.h"

namespace interleave {
namespace {

std::vector<Primitive> All() {
  std::vector<Primitive> all;
  for (const auto& some :
       {Threads(), Locks(), Meetings(), Results(), Atomics(), Others()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

ExploreResult ExploreBy(const char* strategy, void (*body)(),
                        std::optional<uint32_t> preemptions = std::nullopt) {
  Options options;
  options.strategy = strategy;
  options.preemptions = preemptions;
  if (options.strategy != "auto") options.executions = 0;
  options.allow_single_schedule = true;
  return Explore(options, body, "PrimitivesTest.Body");
}

class PrimitivesTest : public testing::TestWithParam<Primitive> {};

TEST_P(PrimitivesTest, IsRightInEverySchedule) {
  const ExploreResult result =
      ExploreBy("dpor", GetParam().right, GetParam().preemptions);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
}

TEST_P(PrimitivesTest, IsMissedWhereItIsTakenAway) {
  if (GetParam().wrong == nullptr) return;
  for (const char* strategy : {"auto", "dpor"}) {
    const ExploreResult result = ExploreBy(strategy, GetParam().wrong);
    ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
    Options options;
    options.replay = result.failures[0].token;
    const ExploreResult again =
        Explore(options, GetParam().wrong, "PrimitivesTest.Body");
    ASSERT_TRUE(again.replay.has_value());
    EXPECT_EQ(again.replay->verdict, ReplayVerdict::kReproduced)
        << FormatResult(again);
  }
}

INSTANTIATE_TEST_SUITE_P(Of, PrimitivesTest, testing::ValuesIn(All()), NameOf);

#if defined(_GLIBCXX_RELEASE) && _GLIBCXX_RELEASE == 12
// `acquire` waits as long as the counter is what it was before it failed to
// take one; by then it may be so again, and free.
TEST(LibraryTest, CountingSemaphoreCanSleepForEver) {
  const ExploreResult result = ExploreBy("dpor", [] {
    std::counting_semaphore<2> free(1);
    const auto visit = [&] {
      free.acquire();
      free.release();
    };
    Together(visit, visit);
  });
  ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock);
  EXPECT_THAT(result.failures[0].finding.message,
              testing::HasSubstr("lost wakeup: "));
}
#endif

TEST(LibraryTest, TwoScopedLocksMayGiveWayToEachOtherForEver) {
  const ExploreResult result = ExploreBy("exhaustive", [] {
    std::mutex a;
    std::mutex b;
    Together([&] { const std::scoped_lock both(a, b); },
             [&] { const std::scoped_lock both(b, a); });
  });
  ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kLivelock);
}

TEST(PrimitivesPageTest, HasARowOfEach) {
  std::ifstream file(PRIMITIVES_PAGE);
  const std::string page((std::istreambuf_iterator<char>(file)),
                         std::istreambuf_iterator<char>());
  ASSERT_NE(page, "");
  for (const Primitive& primitive : All()) {
    const std::string test = absl::StrCat("`", Text(primitive.name), "` |");
    EXPECT_NE(page.find(test), std::string::npos) << primitive.name;
  }
}

}  // namespace
}  // namespace interleave
