// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Tests that fail, as they would for whoever wrote the enrolment, until it is
// fixed (SCENARIO_FIXED), one way or the other.

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"
#include "scenarios/course_enrollment/course_bodies.h"
#include "scenarios/course_enrollment/enroll.h"
#include "scenarios/course_enrollment/enroll_fixed.h"

namespace scenarios::course_enrollment {
namespace {

#ifdef SCENARIO_FIXED
constexpr Enroll kByCounter = EnrollUnderRowLock;
constexpr Enroll kByRecords = EnrollBySlots;
#else
constexpr Enroll kByCounter = EnrollByCounter;
constexpr Enroll kByRecords = EnrollByRecords;
#endif

// The reported order, from the script.
INTERLEAVE_TEST(CourseEnrollment, LastPlace,
                {.script_file = SCENARIO_FOLDER "/reproduce.script"}) {
  LastPlace(kByCounter, 3);
}

// The second form; nobody says where to look.
INTERLEAVE_TEST(CourseEnrollment, LastPlaceByRecords, {.strategy = "random"}) {
  LastPlace(kByRecords, 3);
}

}  // namespace
}  // namespace scenarios::course_enrollment
