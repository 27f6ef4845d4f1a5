// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// rf-dpor runs one execution of each reads-from class: as many as a count of
// all interleavings finds, which knows nothing of Interleave, and with the same
// outcomes. Each write has a number of its own, so that what was read tells who
// was read from.

#include <set>
#include <string>
#include <vector>

#include "controlled_programs.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "read_programs.h"

namespace interleave {
namespace {

using read_programs::Course;
using read_programs::Draw;
using read_programs::Increments;
using read_programs::Interleavings;
using read_programs::kPlain;
using read_programs::NumberOf;
using read_programs::Program;
using read_programs::RunProgram;
using read_programs::Step;
using read_programs::Times;
using read_programs::What;

ExploreResult RunRfDpor(absl::FunctionRef<void()> body) {
  Options options;
  options.strategy = "rf-dpor";
  options.executions = 0;
  options.races = "off";
  options.findings_max = 100'000;
  options.allow_single_schedule = true;
  return Explore(options, body, "Test");
}

std::set<std::string> OutcomesOf(const ExploreResult& result) {
  std::set<std::string> outcomes;
  for (const RecordedOutcome& outcome : result.outcomes) {
    outcomes.insert(outcome.value);
  }
  return outcomes;
}

// Each class once, and nothing else.
void ExpectEachClassOnce(const Program& program) {
  const Interleavings all(program);
  const ExploreResult result = RunRfDpor([&program] { RunProgram(program); });
  EXPECT_TRUE(result.exhausted)
      << testing::PrintToString(program) << FormatResult(result);
  EXPECT_EQ(OutcomesOf(result), all.complete())
      << testing::PrintToString(program);
  EXPECT_EQ(result.executions, all.classes())
      << testing::PrintToString(program);
  for (const Failure& failure : result.failures) {
    EXPECT_EQ(failure.finding.kind, FindingKind::kDeadlock)
        << testing::PrintToString(program) << failure.finding.message;
  }
  EXPECT_EQ(result.failures.empty(), all.deadlocked().empty())
      << testing::PrintToString(program);
}

class RfDporRandomTest : public testing::TestWithParam<uint64_t> {};

TEST_P(RfDporRandomTest, MeetsEachClassOnce) {
  Random random(GetParam());
  for (int i = 0; i < 30; ++i) {
    ExpectEachClassOnce(Draw(random, 2, 4));
    ExpectEachClassOnce(Draw(random, 3, 2));
    ExpectEachClassOnce(Draw(random, 4, 1));
    ASSERT_FALSE(HasFailure()) << "round " << i;
  }
}
INSTANTIATE_TEST_SUITE_P(Nineties, RfDporRandomTest,
                         testing::Range<uint64_t>(1, 11));

// --- Programs written by hand. ---

struct Named {
  const char* name;
  Program program;
};

// Both locks, the given one first.
Course Nested(int first) {
  return {{What::kLock, first},
          {What::kLock, 1 - first},
          {What::kUnlock, 1 - first},
          {What::kUnlock, first}};
}

std::vector<Named> ByHand() {
  const Step read0{What::kLoad, 0};
  const Step read1{What::kLoad, 1};
  const Step write0{What::kStore, 0};
  const Step write1{What::kStore, 1};
  const Step change0{What::kChange, 0};
  const Step change1{What::kChange, 1};
  const Step compare0{What::kCompare, 0};
  const Step lock{What::kLock, 0};
  const Step unlock{What::kUnlock, 0};
  const Course locked = {lock, unlock};
  const Course tries = {{What::kTryLock, 0, 2}, write0, unlock};
  return {
      {"Increments2x1", Increments(2, 1)},
      {"Increments2x2", Increments(2, 2)},
      {"Increments2x3", Increments(2, 3)},
      {"Increments3x1", Increments(3, 1)},
      {"Increments3x2", Increments(3, 2)},
      {"Increments4x1", Increments(4, 1)},
      {"StoreBuffering", {{{write0, read1}, {write1, read0}}}},
      {"LoadBuffering", {{{read0, write1}, {read1, write0}}}},
      {"MessagePassing", {{{write0, write1}, {read1, read0}}}},
      {"TwoWritesEach", {{{write0, write1}, {write1, write0}}, true}},
      {"WriteToReadCausality",
       {{{write0}, {read0, write1}, {read1, read0}}, true}},
      {"TwoReadersOfTwoWriters",
       {{{write0}, {write1}, {read0, read1}, {read1, read0}}}},
      {"WritesOnly", {{{write0}, {write0}, {write0}}}},
      {"WritesReadAtTheEnd", {{{write0}, {write0}, {write0}}, true}},
      {"Changes", {{{change0, change0}, {change0}, {change0}}}},
      {"ChangesAndWrites", {{{change0}, {write0, change0}, {write0}}, true}},
      {"ChangesCrossed", {{{change0, change1}, {change1, change0}}}},
      {"Compares", {{{compare0, compare0}, {compare0}, {compare0}}, true}},
      {"ComparesAndWrites",
       {{{write0, compare0},
         {{What::kCompare, 0, 0, NumberOf(0, 0)}, read0},
         {{What::kCompare, 0, 0, NumberOf(0, 0)}, write1},
         {read1, change0}}}},
      {"Locks", {{locked, locked, locked, locked}}},
      {"LockedTwice", {{Times(2, locked), Times(2, locked), locked}}},
      {"LockKeptByOne", {{{lock}, locked, locked}}},
      {"LockKeptByAll", {{{lock}, {lock}, {lock}}}},
      {"LockKeptWhileAnotherWrites",
       {{{lock, read0, write1}, {lock, unlock, write0}, {write0, lock}}}},
      {"LocksCrossed", {{Nested(0), Nested(1)}}},
      {"LocksCrossedByThree", {{Nested(0), Nested(1), locked}}},
      {"LocksInOneOrder", {{Nested(0), Nested(0), Nested(0)}}},
      {"LockTakenTwice", {{{lock, lock}, {lock, write0, unlock}}}},
      {"Tries", {{tries, tries, tries}, true}},
      {"TriesAndLocks", {{tries, locked, tries}, true}},
      {"TryWhileKept", {{tries, {lock, read0}, {write0}}}},
      {"RacesOfPlainMemory",
       {{{{What::kPlainWrite, kPlain}, {What::kPlainRead, kPlain}},
         {{What::kPlainWrite, kPlain}},
         {{What::kPlainRead, kPlain}}},
        true}},
  };
}

class RfDporByHandTest : public testing::TestWithParam<Named> {};

TEST_P(RfDporByHandTest, MeetsEachClassOnce) {
  ExpectEachClassOnce(GetParam().program);
}
INSTANTIATE_TEST_SUITE_P(Programs, RfDporByHandTest,
                         testing::ValuesIn(ByHand()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace interleave
