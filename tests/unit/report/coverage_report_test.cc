// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/coverage_report.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "unit/report/fake_place_resolver.h"

namespace interleave {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using enum OperationKind;

constexpr uint8_t kObject = BitOf(Relation::kOnObject);
constexpr uint8_t kPoints = BitOf(Relation::kOfPoints);
constexpr uint8_t kReads = BitOf(Relation::kReadsFrom);

CoveredPlace Point(const char* name) { return {kPoint, name}; }

// Line 18 of pool.cc is at address 0x12, and so on.
Coverage Sample() {
  Coverage coverage;
  coverage.executions = 1'000;
  coverage.sees_memory = true;
  coverage.traces = {1, 2, 3};
  coverage.pairs = {
      {{}, {kAtomicLoad, "0x12"}, kReads},
      {Point("pool.reset.loaded"), Point("pool.return.stored"), kPoints},
      {Point("pool.reset.loaded"), Point("pool.close.done"), kPoints},
      {Point("pool.close.done"), Point("pool.reset.loaded"), kPoints},
      {{kAtomicStore, "0x14"}, {kAtomicLoad, "0x12"}, kReads | kObject},
      {{kUnlock, "0x16"}, {kLock, "0x15"}, kObject},
  };
  return coverage;
}

CoverageReport Described(const Coverage& coverage) {
  FakePlaceResolver resolver;
  return DescribeCoverage(
      coverage, {"pool.close.done", "pool.reset.loaded", "pool.return.stored"},
      resolver);
}

TEST(CoverageReportTest, PrintsAScreen) {
  EXPECT_EQ(
      FormatCoverage(Described(Sample())),
      R"(Coverage of 1000 executions: 3 distinct traces; 3 named points reached; 5 ordered pairs of places; 1 place reads.
Points reached: pool.close.done, pool.reset.loaded, pool.return.stored
Seen in one order only:
  atomic-store pool.cc:20 before atomic-load pool.cc:18, never after
  pool.reset.loaded before pool.return.stored, never after
What was read:
  atomic-load pool.cc:18 <- atomic-store pool.cc:20, the initial value
)");
}

TEST(CoverageReportTest, LeavesOutWhatIsMoreThanAScreen) {
  const std::string text = FormatCoverage(Described(Sample()), 1);
  EXPECT_THAT(text, HasSubstr("  atomic-store pool.cc:20 before atomic-load "
                              "pool.cc:18, never after\n"
                              "  and 1 more, in --interleave_json\n"));
  EXPECT_THAT(text, Not(HasSubstr("pool.return.stored, never")));
}

// Of a lock one order is all there is.
TEST(CoverageReportTest, LooksForTheReverseWhereThereCanBeOne) {
  Coverage coverage;
  coverage.pairs = {
      {{kUnlock, "0x16"}, {kLock, "0x15"}, kObject},
      {{kSignal, "0x17"}, {kWake, "0x18"}, kObject},
      {{kSignal, "0x17"}, {kWait, "0x18"}, kObject},
      {{kAtomicChange, "0x12"}, {kAtomicChange, "0x12"}, kObject},
  };
  std::vector<bool> one_order_only;
  for (const CoverageReport::Pair& pair : Described(coverage).pairs) {
    one_order_only.push_back(pair.one_order_only);
  }
  // In order: atomic-change, signal wait, signal wake, unlock.
  EXPECT_THAT(one_order_only, ElementsAre(false, true, false, false));
}

TEST(CoverageReportTest, TakesTwoAddressesOfALineForOnePlace) {
  class OneLine final : public FakePlaceResolver {
   public:
    Place Locate(std::span<const void* const>) override {
      return {.file = "pool.cc", .line = 7, .function = "", .source = ""};
    }
  };
  OneLine resolver;
  Coverage coverage;
  coverage.pairs = {
      {{kAtomicStore, "0x1"}, {kAtomicStore, "0x2"}, kObject},
      {{kAtomicStore, "0x2"}, {kAtomicStore, "0x1"}, kObject},
      {{kAtomicStore, "0x2"}, {kAtomicStore, "0x2"}, kObject},
  };
  const CoverageReport report = DescribeCoverage(coverage, {}, resolver);
  ASSERT_EQ(report.pairs.size(), 1u);
  EXPECT_EQ(report.pairs[0].first, "atomic-store pool.cc:7");
  EXPECT_FALSE(report.pairs[0].one_order_only);
}

// Of a library that is not loaded here.
TEST(CoverageReportTest, NamesTheOperationAloneWhereThePlaceIsNotKnown) {
  Coverage coverage;
  coverage.pairs = {
      {{kUnlock, "/no/such/file.so+0x1"}, {kLock, "0x15"}, kObject}};
  const CoverageReport report = Described(coverage);
  ASSERT_EQ(report.pairs.size(), 1u);
  EXPECT_EQ(report.pairs[0].first, "unlock");
  EXPECT_EQ(report.pairs[0].second, "lock pool.cc:21");
}

}  // namespace
}  // namespace interleave
