// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/portfolio.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/explore/learning_search.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Program;
using simulated::Read;
using simulated::RunOnce;
using simulated::Together;
using simulated::Write;

using MemberTraces = std::array<DistinctCount, Portfolio::kMembers>;
using PortfolioSearch = LearningSearch<Portfolio>;

Program Writers() {
  const simulated::Task task{{Read(0), Write(0), Read(1), Write(1)}, ""};
  return Together({task, task, task});
}

PortfolioSearch Make(uint64_t executions) {
  const Options options{.seed = 3};
  return PortfolioSearch("portfolio", executions,
                         Portfolio(options, 64, &simulated::WouldBeOrdered));
}

std::vector<std::string> NamesOf(PortfolioSearch& search,
                                 const Program& program, uint64_t executions) {
  std::vector<std::string> names;
  while (names.size() < executions && RunOnce(program, search).has_value()) {
    names.push_back(search.name());
  }
  return names;
}

uint32_t SumOf(const Portfolio::Shares& shares) {
  return std::accumulate(shares.begin(), shares.end(), uint32_t{0});
}

TEST(PortfolioTest, FirstSharesFillTheWheel) {
  EXPECT_EQ(SumOf(Portfolio::FirstShares()), Portfolio::kTurns);
}

TEST(PortfolioTest, EachHasItsShareOfTheWheelAsFarApartAsCanBe) {
  const Portfolio::Shares shares = {32, 16, 8, 4, 2, 1, 1};
  const auto wheel = Portfolio::WheelOf(shares);
  for (uint32_t member = 0; member < Portfolio::kMembers; ++member) {
    EXPECT_EQ(std::count(wheel.begin(), wheel.end(), member), shares[member]);
  }
  for (uint32_t turn = 0; turn + 3 < Portfolio::kTurns; ++turn) {
    EXPECT_GT(std::count(&wheel[turn], &wheel[turn] + 4, Portfolio::kRff), 0);
  }
}

TEST(PortfolioTest, SharesAreAsBeforeWhereNothingIsKnown) {
  const Portfolio::Shares shares = Portfolio::SharesAfter(MemberTraces());
  EXPECT_EQ(SumOf(shares), Portfolio::kTurns);
  EXPECT_EQ(shares[Portfolio::kBounded], 0u);
  for (uint32_t member = 0; member < Portfolio::kBounded; ++member) {
    EXPECT_GE(shares[member], Portfolio::kLeast);
  }
  EXPECT_EQ(std::max_element(shares.begin(), shares.end()) - shares.begin(),
            Portfolio::kRff);
}

TEST(PortfolioTest, ThoseWhoseTracesDifferHaveMore) {
  MemberTraces traces;
  for (uint64_t i = 0; i < 100; ++i) {
    for (DistinctCount& count : traces) count.Add(i % 10);
  }
  traces[Portfolio::kPos] = DistinctCount();
  for (uint64_t i = 0; i < 100; ++i) traces[Portfolio::kPos].Add(i);
  const Portfolio::Shares shares = Portfolio::SharesAfter(traces);
  EXPECT_EQ(SumOf(shares), Portfolio::kTurns);
  EXPECT_GT(shares[Portfolio::kPos], Portfolio::kTurns / 2);
  EXPECT_GE(shares[Portfolio::kRff], Portfolio::kLeast);
}

// One has all that can be had.
TEST(PortfolioTest, NobodyHasLessThanTheLeast) {
  MemberTraces traces;
  for (uint64_t i = 0; i < 1'000; ++i) {
    for (DistinctCount& count : traces) count.Add(0);
  }
  traces[Portfolio::kRandom] = DistinctCount();
  traces[Portfolio::kRandom].Add(1);
  const Portfolio::Shares shares = Portfolio::SharesAfter(traces);
  EXPECT_EQ(SumOf(shares), Portfolio::kTurns);
  for (uint32_t member = 0; member < Portfolio::kBounded; ++member) {
    EXPECT_GE(shares[member], Portfolio::kLeast);
  }
}

TEST(PortfolioTest, MembersTakeTurnsInTheirShares) {
  PortfolioSearch search = Make(2'000);
  std::vector<std::string> names =
      NamesOf(search, Writers(), Portfolio::kTurns);
  for (const Portfolio::Member member : {Portfolio::kRff, Portfolio::kSurw}) {
    EXPECT_EQ(std::count(names.begin(), names.end(), Portfolio::NameOf(member)),
              Portfolio::FirstShares()[member]);
  }
}

TEST(PortfolioTest, WhoHasEndedLeavesItsTurnsToStickyRandom) {
  PortfolioSearch search = Make(2'000);
  // One task alone has one schedule: five turns are more than there is to do.
  std::vector<std::string> names = NamesOf(
      search, Together({simulated::Task{{Read(0)}, ""}}), Portfolio::kTurns);
  const auto count = [&](Portfolio::Member member) {
    return std::count(names.begin(), names.end(), Portfolio::NameOf(member));
  };
  EXPECT_EQ(count(Portfolio::kBounded), 3);  // one for each bound
  EXPECT_EQ(count(Portfolio::kSticky),
            Portfolio::FirstShares()[Portfolio::kSticky] +
                Portfolio::FirstShares()[Portfolio::kBounded] - 3);
}

TEST(PortfolioTest, SharesChangeAtTheEndsOfRoundsOnly) {
  PortfolioSearch search = Make(2'000);
  NamesOf(search, Writers(), Portfolio::kPilot);
  EXPECT_EQ(search.sampler().shares(), Portfolio::FirstShares());
  NamesOf(search, Writers(), 1);
  const Portfolio::Shares second = search.sampler().shares();
  EXPECT_EQ(second[Portfolio::kBounded], 0u);
  NamesOf(search, Writers(), Portfolio::kPilot - 1);
  EXPECT_EQ(search.sampler().shares(), second);
  EXPECT_EQ(search.sampler().executions_of_all(), 2 * Portfolio::kPilot);
}

TEST(PortfolioTest, SaysWhatPctKnows) {
  PortfolioSearch search = Make(2'000);
  EXPECT_FALSE(search.confidence().has_value());
  NamesOf(search, Writers(), 1'000);
  ASSERT_TRUE(search.confidence().has_value());
  EXPECT_EQ(search.confidence()->depths.size(), 3u);
  EXPECT_EQ(search.confidence()->tasks, 4u);
  EXPECT_GT(search.confidence()->depths[2].executions, 0u);
}

TEST(PortfolioTest, RefusesTextsThatAreNone) {
  Portfolio portfolio(Options(), 64);
  const std::string text = portfolio.Known();
  EXPECT_TRUE(portfolio.Learn(text));
  EXPECT_EQ(portfolio.Known(), text);
  const size_t shares = text.find("22/");
  ASSERT_NE(shares, text.npos);
  for (const std::string& wrong :
       {std::string(), std::string("0"), std::string("0 0/0/0/0/0/0/0"),
        "7" + text.substr(1), text + " 1:x", text.substr(0, text.size() - 1),
        // Shares that are not those of a wheel.
        text.substr(0, shares) + "23/" + text.substr(shares + 3),
        text.substr(0, shares) + "1/" + text.substr(shares)}) {
    Portfolio other(Options(), 64);
    EXPECT_FALSE(other.Learn(wrong)) << wrong;
  }
}

// What has no sense is no news.
TEST(PortfolioTest, IsToldNothingByTextsThatAreNone) {
  Portfolio portfolio(Options(), 64);
  const std::string seen = portfolio.Seen();
  for (const std::string& wrong :
       {std::string(), std::string("1/2/3"), std::string("1/0/0/0/0/0/0"),
        std::string("1/0/0/0/0/0/0 1: 0: 0: 0: 0: 0: 0:"),
        "1" + seen.substr(1, seen.size() - 4)}) {
    portfolio.AddSeen(wrong);
    EXPECT_EQ(portfolio.executions_of_all(), 0u) << wrong;
  }
}

}  // namespace
}  // namespace interleave
