// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Tests that fail, as they would for whoever wrote the enrolment.

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"
#include "scenarios/course_enrollment/course_bodies.h"
#include "scenarios/course_enrollment/enroll.h"

namespace scenarios::course_enrollment {
namespace {

// The reported order, from the script.
INTERLEAVE_TEST(CourseEnrollment, LastPlace,
                {.script_file = SCENARIO_FOLDER "/reproduce.script"}) {
  LastPlace(EnrollByCounter, 3);
}

// The second form; nobody says where to look.
INTERLEAVE_TEST(CourseEnrollment, LastPlaceByRecords, {.strategy = "random"}) {
  LastPlace(EnrollByRecords, 3);
}

}  // namespace
}  // namespace scenarios::course_enrollment
