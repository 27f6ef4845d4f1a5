// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Enrolling done right, twice; enroll.h holds the forms that are wrong, with
// the same contract.

#ifndef SCENARIOS_COURSE_ENROLLMENT_ENROLL_FIXED_H_
#define SCENARIOS_COURSE_ENROLLMENT_ENROLL_FIXED_H_

#include <mutex>

#include "interleave/interleave.h"
#include "scenarios/course_enrollment/course.h"

namespace scenarios::course_enrollment {

// The first form under a lock of the course's row. Right, but every other
// update of the course waits for the whole enrolment, see Rename.
inline bool EnrollUnderRowLock(Course& course, const Create& create) {
  const std::lock_guard<std::mutex> row(course.row);
  const int students = course.num_students.Select();
  INTERLEAVE_POINT("course.enroll.counted");
  if (students >= kPlaces) return false;
  create();
  INTERLEAVE_POINT("course.enroll.created");
  course.num_students.Increment();
  return true;
}

// Two counters. A slot is taken first, and the *returned* value decides; it is
// given back when the course was full or when there is no record. Nobody waits
// for anybody.
inline bool EnrollBySlots(Course& course, const Create& create) {
  const int taken = course.slots_taken.Increment();
  INTERLEAVE_POINT("course.enroll.counted");
  if (taken > kPlaces) {
    course.slots_taken.Decrement();
    return false;
  }
  try {
    create();
  } catch (...) {
    course.slots_taken.Decrement();
    throw;
  }
  INTERLEAVE_POINT("course.enroll.created");
  course.current_students.Increment();
  return true;
}

}  // namespace scenarios::course_enrollment

#endif  // SCENARIOS_COURSE_ENROLLMENT_ENROLL_FIXED_H_
