// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Check-then-act on command, unaided, and done right: verified.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"
#include "scenarios/course_enrollment/course_bodies.h"
#include "scenarios/course_enrollment/enroll.h"
#include "scenarios/course_enrollment/enroll_fixed.h"
#include "scenarios/expectations.h"

namespace scenarios::course_enrollment {
namespace {

using interleave::Explore;
using interleave::ExploreResult;
using interleave::FindingKind;
using interleave::Options;
using interleave::ReplayVerdict;
using testing::ElementsAre;

constexpr char kWords[] = "32 students are enrolled, there are 30 places";
constexpr char kScript[] = SCENARIO_FOLDER "/reproduce.script";
constexpr char kSchedule[] = SCENARIO_FOLDER "/reproduce.schedule";
constexpr char kRenameWaits[] = SCENARIO_FOLDER "/rename_waits.script";
constexpr char kRenameGoesOn[] = SCENARIO_FOLDER "/rename_goes_on.script";

ExploreResult ExploreLastPlace(Enroll enroll, int students, Options options) {
  return Explore(InTempDir(std::move(options)),
                 [&] { LastPlace(enroll, students); });
}

ExploreResult ExploreRename(Enroll enroll, const char* script) {
  return Explore(InTempDir({.script_file = script, .allow_infeasible = true}),
                 [&] { EnrollAndRename(enroll); });
}

class EnrollWrongTest : public testing::TestWithParam<Enroll> {};

std::string NameOfForm(const testing::TestParamInfo<Enroll>& form) {
  return form.index == 0 ? "ByCounter" : "ByRecords";
}

INSTANTIATE_TEST_SUITE_P(Forms, EnrollWrongTest,
                         testing::Values(EnrollByCounter, EnrollByRecords),
                         NameOfForm);

TEST_P(EnrollWrongTest, ScriptReproducesItInTheFirstExecution) {
  ExpectReproduced(ExploreLastPlace(GetParam(), 3, {.script_file = kScript}),
                   FindingKind::kAssertion, kWords);
}

// One file serves both forms: they count and create in the same order.
TEST_P(EnrollWrongTest, ScheduleInTheRepositoryReproducesIt) {
  ExpectReproduced(ExploreLastPlace(GetParam(), 3, {.replay = kSchedule}),
                   FindingKind::kAssertion, kWords);
}

TEST_P(EnrollWrongTest, SearchFindsItUnaided) {
  const ExploreResult result = ExploreLastPlace(
      GetParam(), 3, {.strategy = "random", .executions = 1'000});
  ExpectFound(result, FindingKind::kAssertion, "there are 30 places");
  RecordProperty("executions", std::to_string(result.executions));
}

TEST_P(EnrollWrongTest, TwoStudentsGetOnePlace) {
  const ExploreResult result = ExploreLastPlace(
      GetParam(), 2, {.strategy = "exhaustive", .findings_max = 2});
  EXPECT_TRUE(result.exhausted);
  EXPECT_THAT(ValuesOf(result), ElementsAre("30 enrolled", "31 enrolled"));
}

TEST(EnrollUnderRowLockTest, OldScriptIsInfeasible) {
  ExpectReplay(
      ExploreLastPlace(EnrollUnderRowLock, 3,
                       {.script_file = kScript, .allow_infeasible = true}),
      ReplayVerdict::kInfeasible);
}

TEST(EnrollUnderRowLockTest, OldScheduleIsInfeasible) {
  ExpectReplay(
      ExploreLastPlace(EnrollUnderRowLock, 3,
                       {.replay = kSchedule, .allow_infeasible = true}),
      ReplayVerdict::kInfeasible);
}

// The price: it is an unrelated update that waits.
TEST(EnrollUnderRowLockTest, RenameWaitsForTheStudent) {
  ExpectReplay(ExploreRename(EnrollUnderRowLock, kRenameWaits),
               ReplayVerdict::kPassed);
  ExpectReplay(ExploreRename(EnrollUnderRowLock, kRenameGoesOn),
               ReplayVerdict::kInfeasible);
}

TEST(EnrollBySlotsTest, RenameDoesNotWait) {
  ExpectReplay(ExploreRename(EnrollBySlots, kRenameGoesOn),
               ReplayVerdict::kPassed);
  ExpectReplay(ExploreRename(EnrollBySlots, kRenameWaits),
               ReplayVerdict::kInfeasible);
}

// Nobody waits, so the old order can still be had, and does no harm.
TEST(EnrollBySlotsTest, OldScriptPasses) {
  ExpectReplay(ExploreLastPlace(EnrollBySlots, 3,
                                {.executions = 1, .script_file = kScript}),
               ReplayVerdict::kPassed);
}

TEST(EnrollBySlotsTest, OldSchedulePasses) {
  ExpectReplay(ExploreLastPlace(EnrollBySlots, 3, {.replay = kSchedule}),
               ReplayVerdict::kPassed);
}

// Whoever takes a slot first has the 30th place, in every order.
TEST(EnrollBySlotsTest, ExactlyOneGetsTheLastPlace) {
  const ExploreResult result = ExploreLastPlace(
      EnrollBySlots, 3, {.strategy = "exhaustive", .executions = 0});
  EXPECT_TRUE(result.exhausted);
  EXPECT_THAT(ValuesOf(result), ElementsAre("30 enrolled"));
}

// Ben is refused if he comes while Ann holds the slot; no slot stays taken.
TEST(EnrollBySlotsTest, FailedCreationGivesTheSlotBack) {
  const ExploreResult result = Explore(InTempDir({.strategy = "exhaustive"}),
                                       [] { CreationFails(EnrollBySlots); });
  EXPECT_TRUE(result.exhausted);
  EXPECT_TRUE(result.ok()) << interleave::FormatResult(result);
  EXPECT_THAT(ValuesOf(result), ElementsAre("29 enrolled", "30 enrolled"));
}

// Why there are two counters: only one of them is fit to be shown.
ExploreResult ExploreLooking(Column Course::*column) {
  return Explore(InTempDir({.strategy = "exhaustive"}), [column] {
    Course course(/*enrolled=*/29);
    std::thread ann([&] { EnrollBySlots(course, [] {}); });
    std::thread ben([&] { EnrollBySlots(course, [] {}); });
    INTERLEAVE_POINT("course.page.shown");
    const int shown = (course.*column).Select();
    ann.join();
    ben.join();
    interleave::RecordOutcome(std::to_string(shown));
  });
}

TEST(EnrollBySlotsTest, TheNumberShownIsNeverAboveThePlaces) {
  EXPECT_THAT(ValuesOf(ExploreLooking(&Course::current_students)),
              ElementsAre("29", "30"));
}

TEST(EnrollBySlotsTest, TheNumberThatDecidesMayBe) {
  EXPECT_THAT(ValuesOf(ExploreLooking(&Course::slots_taken)),
              ElementsAre("29", "30", "31"));
}

// README.md derives the numbers for two students.
TEST(EnrollUnderRowLockTest, AllSchedulesPass) {
  const Options options = {.strategy = "exhaustive", .executions = 0};
  ExpectVerified(ExploreLastPlace(EnrollUnderRowLock, 2, options), 97);
  ExpectVerified(ExploreLastPlace(EnrollUnderRowLock, 3, options), 30'225);
}

TEST(EnrollBySlotsTest, AllSchedulesPass) {
  const Options options = {.strategy = "exhaustive", .executions = 0};
  ExpectVerified(ExploreLastPlace(EnrollBySlots, 2, options), 39);
  ExpectVerified(ExploreLastPlace(EnrollBySlots, 3, options), 3'493);
}

// With as many students as the recorded schedule, so that it can be verified on
// them.
INTERLEAVE_TEST(CourseEnrollment, LastPlaceFixedByRowLock,
                {.strategy = "exhaustive", .executions = 0}) {
  LastPlace(EnrollUnderRowLock, 3);
}

INTERLEAVE_TEST(CourseEnrollment, LastPlaceFixedBySlots,
                {.strategy = "exhaustive", .executions = 0}) {
  LastPlace(EnrollBySlots, 3);
}

}  // namespace
}  // namespace scenarios::course_enrollment
