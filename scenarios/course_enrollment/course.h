// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A course with 30 places, as rows of a database.
//
// Thread safety: each method is one statement, and atomic; there is no data
// race in any form of the enrolment, wrong or right.

#ifndef SCENARIOS_COURSE_ENROLLMENT_COURSE_H_
#define SCENARIOS_COURSE_ENROLLMENT_COURSE_H_

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace scenarios::course_enrollment {

inline constexpr int kPlaces = 30;

// A number in a row.
class Column {
 public:
  explicit Column(int value) : value_(value) {}

  int Select() const { return value_; }
  // UPDATE ... SET column = column + 1 RETURNING column
  int Increment() { return ++value_; }
  int Decrement() { return --value_; }

 private:
  std::atomic<int> value_;
};

struct Course {
  explicit Course(int enrolled)
      : num_students(enrolled),
        slots_taken(enrolled),
        current_students(enrolled),
        records(enrolled) {}

  Column num_students;      // what the first form counts
  Column slots_taken;       // decides; may be above kPlaces for a moment
  Column current_students;  // is shown
  Column records;           // rows in the table of enrolments
  std::mutex row;           // held by who updates the course's row as a whole
  std::string name = "Concurrency";
};

// Makes the record of one student; may throw, then there is none.
using Create = std::function<void()>;

// Another update of the course, which has nothing to do with its places.
inline void Rename(Course& course, std::string_view name) {
  const std::lock_guard<std::mutex> row(course.row);
  course.name = name;
}

}  // namespace scenarios::course_enrollment

#endif  // SCENARIOS_COURSE_ENROLLMENT_COURSE_H_
