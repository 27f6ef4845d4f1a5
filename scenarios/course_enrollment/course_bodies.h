// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What is run against the forms of enrolling. `Enroll` is one of them.

#ifndef SCENARIOS_COURSE_ENROLLMENT_COURSE_BODIES_H_
#define SCENARIOS_COURSE_ENROLLMENT_COURSE_BODIES_H_

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "interleave/interleave.h"
#include "scenarios/course_enrollment/course.h"

namespace scenarios::course_enrollment {

using Enroll = bool (*)(Course& course, const Create& create);

inline constexpr const char* kStudents[] = {"Ann", "Ben", "Cho"};

inline void CheckPlaces(const Course& course) {
  const int enrolled = course.records.Select();
  interleave::RecordOutcome(std::to_string(enrolled) + " enrolled");
  INTERLEAVE_CHECK(
      enrolled <= kPlaces,
      std::to_string(enrolled) + " students are enrolled, there are 30 places");
}

// 29 are enrolled; so many more want to be.
inline void LastPlace(Enroll enroll, int students) {
  Course course(/*enrolled=*/29);
  std::vector<std::thread> threads;
  for (int i = 0; i < students; ++i) {
    threads.emplace_back([&course, enroll, i] {
      interleave::NameTask(kStudents[i]);
      enroll(course, [&] { course.records.Increment(); });
    });
  }
  for (std::thread& thread : threads) thread.join();
  CheckPlaces(course);
}

// Thrown when a record can't be made.
class CannotCreate : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// As LastPlace with two students, but Ann's record can't be made.
inline void CreationFails(Enroll enroll) {
  Course course(/*enrolled=*/29);
  std::thread ann([&course, enroll] {
    interleave::NameTask("Ann");
    try {
      enroll(course, [] { throw CannotCreate("no record for Ann"); });
    } catch (const CannotCreate&) {
    }
  });
  std::thread ben([&course, enroll] {
    interleave::NameTask("Ben");
    enroll(course, [&] { course.records.Increment(); });
  });
  ann.join();
  ben.join();
  CheckPlaces(course);
  const int enrolled = course.records.Select();
  INTERLEAVE_CHECK(course.slots_taken.Select() == enrolled,
                   "a slot was not given back");
  INTERLEAVE_CHECK(course.current_students.Select() == enrolled,
                   "the number shown is not the number enrolled");
}

// Ann enrolls, and somebody renames the course.
inline void EnrollAndRename(Enroll enroll) {
  Course course(/*enrolled=*/29);
  std::thread ann([&course, enroll] {
    interleave::NameTask("Ann");
    enroll(course, [&] { course.records.Increment(); });
  });
  std::thread rename([&course] {
    interleave::NameTask("rename");
    Rename(course, "Concurrency II");
  });
  ann.join();
  rename.join();
  CheckPlaces(course);
}

}  // namespace scenarios::course_enrollment

#endif  // SCENARIOS_COURSE_ENROLLMENT_COURSE_BODIES_H_
