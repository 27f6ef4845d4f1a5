// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The scenarios without any named point: every access is one where it matters.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/interleave.h"
#include "interleave/report/result_text.h"

#undef INTERLEAVE_POINT
#define INTERLEAVE_POINT(...) static_cast<void>(0)

#include "scenarios/course_enrollment/course_bodies.h"
#include "scenarios/course_enrollment/enroll.h"
#include "scenarios/course_enrollment/enroll_fixed.h"
#include "scenarios/lost_increment/increment.h"
#include "scenarios/lost_increment/increment_bodies.h"
#include "scenarios/lost_increment/increment_fixed.h"
#include "scenarios/pymongo_pool_reset/connection_pool.h"
#include "scenarios/pymongo_pool_reset/connection_pool_fixed.h"
#include "scenarios/pymongo_pool_reset/pool_bodies.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

Options Exhaustive() {
  Options options;
  options.strategy = "exhaustive";
  options.executions = 1'000'000;
  return options;
}

void ExpectFound(const ExploreResult& result, FindingKind kind,
                 const char* message) {
  ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
  EXPECT_EQ(result.failures[0].finding.kind, kind) << FormatResult(result);
  EXPECT_THAT(result.failures[0].finding.message, HasSubstr(message));
}

void ExpectVerified(const ExploreResult& result) {
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_GT(result.executions, 1u);
}

TEST(ScenariosWithoutPointsTest, AnIncrementIsLost) {
  namespace scenario = scenarios::lost_increment;
  ExpectFound(
      Explore(Exhaustive(), [] { scenario::TwoIncrements(&scenario::Add); }),
      FindingKind::kAssertion, "count is 5 after two increments of 5");
  for (const scenario::Adder add : {&scenario::AddLocked, &scenario::AddGuarded,
                                    &scenario::AddAtomically}) {
    ExpectVerified(
        Explore(Exhaustive(), [add] { scenario::TwoIncrements(add); }));
  }
}

TEST(ScenariosWithoutPointsTest, TooManyEnrol) {
  namespace scenario = scenarios::course_enrollment;
  for (const scenario::Enroll enroll :
       {&scenario::EnrollByCounter, &scenario::EnrollByRecords}) {
    ExpectFound(
        Explore(Exhaustive(), [enroll] { scenario::LastPlace(enroll, 2); }),
        FindingKind::kAssertion, "31 students are enrolled");
  }
  for (const scenario::Enroll enroll :
       {&scenario::EnrollUnderRowLock, &scenario::EnrollBySlots}) {
    ExpectVerified(
        Explore(Exhaustive(), [enroll] { scenario::LastPlace(enroll, 2); }));
  }
}

// With Python's lock around each instruction, as in the report.
TEST(ScenariosWithoutPointsTest, TheSetChangesWhileItIsIterated) {
  namespace scenario = scenarios::pymongo_pool_reset;
  Options options = Exhaustive();
  options.preemptions = 2;
  const auto body = [](auto pool) {
    return [] {
      scenario::ResetWhileReturning<typename decltype(pool)::type>(
          scenario::Gil::Kind::kTaken);
    };
  };
  ExpectFound(
      Explore(options,
              body(std::type_identity<scenario::buggy::ConnectionPool>())),
      FindingKind::kException, "Set changed size during iteration");
  ExpectVerified(Explore(
      options, body(std::type_identity<scenario::fixed::ConnectionPool>())));
}

// The same in C++, where nothing makes an instruction whole.
TEST(ScenariosWithoutPointsTest, WithoutPythonsLockItIsADataRace) {
  namespace scenario = scenarios::pymongo_pool_reset;
  ExpectFound(
      Explore(
          Exhaustive(),
          [] {
            scenario::ResetWhileReturning<scenario::buggy::ConnectionPool>();
          }),
      FindingKind::kRace, "nothing orders the two");
}

}  // namespace
}  // namespace interleave
