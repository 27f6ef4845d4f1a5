// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// All scenarios on one screen. Exits with 1 when anything isn't as stated.

#include <cstdio>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "interleave/interleave.h"
#include "scenarios/course_enrollment/course_bodies.h"
#include "scenarios/course_enrollment/enroll.h"
#include "scenarios/course_enrollment/enroll_fixed.h"
#include "scenarios/lost_increment/increment.h"
#include "scenarios/lost_increment/increment_bodies.h"
#include "scenarios/lost_increment/increment_fixed.h"
#include "scenarios/pymongo_pool_reset/connection_pool.h"
#include "scenarios/pymongo_pool_reset/connection_pool_fixed.h"
#include "scenarios/pymongo_pool_reset/pool_bodies.h"
#include "scenarios/summary/scenario.h"
#include "scenarios/summary/screen.h"

ABSL_FLAG(std::string, root, "",
          "what a user would put before a path in the repository");
ABSL_FLAG(std::string, binaries, ".",
          "the folder of the demo binaries, in the repository");
ABSL_FLAG(std::string, schedules, "",
          "the folder for the schedule files of what is found");

namespace scenarios {
namespace {

using interleave::Explore;
using interleave::ExploreResult;
using interleave::ReplayVerdict;

// --- pymongo_pool_reset ---

namespace pool = pymongo_pool_reset;

std::string Percent(int part, int whole) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f %%", 100.0 * part / whole);
  return text;
}

Extra PlainStress() {
  constexpr int kRuns = 1'000;
  int failed = 0;
  for (int i = 0; i < kRuns; ++i) {
    failed += !pool::PlainStressTestPasses<pool::buggy::ConnectionPool>();
  }
  return {true, "40 real threads, no control: " + WithCommas(failed) + " of " +
                    WithCommas(kRuns) + " runs failed (" +
                    Percent(failed, kRuns) + ")"};
}

// How fast its executions are is told by those of the fixed pool: they all run
// to their end.
ExploreResult StressFixed() {
  return Explore({.strategy = "random",
                  .executions = 500,
                  .schedule_dir = absl::GetFlag(FLAGS_schedules)},
                 pool::StressTest<pool::fixed::ConnectionPool>);
}

std::vector<Extra> StressFound() {
  const ExploreResult found = Explore(
      {.strategy = "random", .schedule_dir = absl::GetFlag(FLAGS_schedules)},
      pool::StressTest<pool::buggy::ConnectionPool>);
  return {{found.failures.size() == 1,
           "40 threads: in execution " + WithCommas(found.executions) +
               " (random, " + RateOf(StressFixed()) + ")"},
          PlainStress()};
}

std::vector<Extra> StressPasses() {
  const ExploreResult fixed = StressFixed();
  return {{fixed.ok(), "40 threads: " + ResultLine(fixed)}};
}

Scenario PymongoPoolReset() {
  return {.folder = "pymongo_pool_reset",
          .headline = "a set of sockets grows while it is iterated over",
          .words = "Set changed size during iteration",
          .wrong = {{"",
                     [] {
                       pool::ResetWhileReturning<pool::buggy::ConnectionPool>();
                     }}},
          .right = {{"",
                     [] {
                       pool::ResetWhileReturning<pool::fixed::ConnectionPool>();
                     }}},
          .found_too = StressFound,
          .fixed_too = StressPasses};
}

// --- course_enrollment ---

std::function<void()> LastPlaceFor(course_enrollment::Enroll enroll,
                                   int students) {
  return [=] { course_enrollment::LastPlace(enroll, students); };
}

Scenario CourseEnrollment() {
  namespace course = course_enrollment;
  return {.folder = "course_enrollment",
          .headline = "30 places, 32 students",
          .words = "32 students are enrolled, there are 30 places",
          .wrong = {{"counter", LastPlaceFor(course::EnrollByCounter, 3)},
                    {"records", LastPlaceFor(course::EnrollByRecords, 3)}},
          .right = {{"row lock", LastPlaceFor(course::EnrollUnderRowLock, 3)},
                    {"two counters", LastPlaceFor(course::EnrollBySlots, 3),
                     ReplayVerdict::kPassed}},
          .found_too = nullptr,
          .fixed_too = nullptr};
}

// --- lost_increment ---

namespace lost = lost_increment;

std::vector<Extra> Totals() {
  const std::string dir = absl::GetFlag(FLAGS_schedules);
  const ExploreResult few =
      Explore({.strategy = "exhaustive", .executions = 0, .schedule_dir = dir},
              [] { lost::TotalOf(lost::Add, 2, 2, 1); });
  std::string values;
  for (const interleave::RecordedOutcome& outcome : few.outcomes) {
    values += (values.empty() ? "" : ", ") + outcome.value;
  }
  const ExploreResult many =
      Explore({.strategy = "sticky-random",
               .executions = 1,
               .steps_max = 2'000'000,
               .schedule_dir = dir},
              [] { lost::TotalOf(lost::Add, 8, 100'000, 1); });
  return {{few.exhausted && values == "2, 3, 4",
           "2 tasks x 2 increments: totals " + values},
          {many.outcomes.size() == 1 && many.outcomes[0].value != "800000",
           "8 tasks x 100,000: total " +
               WithCommas(std::stoull(many.outcomes[0].value))}};
}

Scenario LostIncrement() {
  return {
      .folder = "lost_increment",
      .headline = "two increments of 5 leave 5",
      .words = "count is 5 after two increments of 5",
      .wrong = {{"", [] { lost::TwoIncrements(lost::Add); }}},
      .right = {{"lock", [] { lost::TwoIncrements(lost::AddLocked); }},
                {"guard", [] { lost::TwoIncrements(lost::AddGuarded); }},
                {"atomic", [] { lost::TwoIncrements(lost::AddAtomically); }}},
      .found_too = Totals,
      .fixed_too = nullptr};
}

bool ShowAll() {
  Screen screen(absl::GetFlag(FLAGS_root), absl::GetFlag(FLAGS_binaries),
                absl::GetFlag(FLAGS_schedules));
  bool as_stated = true;
  for (const Scenario& scenario :
       {PymongoPoolReset(), CourseEnrollment(), LostIncrement()}) {
    as_stated = screen.Show(scenario) && as_stated;
  }
  return as_stated;
}

}  // namespace
}  // namespace scenarios

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Shows every scenario, on one screen.");
  absl::ParseCommandLine(argc, argv);
  return scenarios::ShowAll() ? 0 : 1;
}
