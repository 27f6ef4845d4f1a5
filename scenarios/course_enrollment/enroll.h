// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Enrolling as reported, in both its forms: each checks and then acts.
// enroll_fixed.h holds the two that are right.
//
// The answer is whether there was a place. What `create` throws passes through,
// then the student is not enrolled.

#ifndef SCENARIOS_COURSE_ENROLLMENT_ENROLL_H_
#define SCENARIOS_COURSE_ENROLLMENT_ENROLL_H_

#include "interleave/interleave.h"
#include "scenarios/course_enrollment/course.h"

namespace scenarios::course_enrollment {

// First form: looks at the counter.
inline bool EnrollByCounter(Course& course, const Create& create) {
  const int students = course.num_students.Select();
  INTERLEAVE_POINT("course.enroll.counted");
  if (students >= kPlaces) return false;
  create();
  INTERLEAVE_POINT("course.enroll.created");
  course.num_students.Increment();
  return true;
}

// Second form: there is no counter to be out of step, it counts the records.
inline bool EnrollByRecords(Course& course, const Create& create) {
  const int students = course.records.Select();
  INTERLEAVE_POINT("course.enroll.counted");
  if (students >= kPlaces) return false;
  create();
  return true;
}

}  // namespace scenarios::course_enrollment

#endif  // SCENARIOS_COURSE_ENROLLMENT_ENROLL_H_
