// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// StudyProgram: a small program with one bug of a known kind, and its fixed
// twin, for comparing how many schedules strategies need to find it.
//
// To add one, write `template <bool kFixed> void Name()` in a file of its theme
// in programs/ and a line in the table at the end of that file. It is
// instrumented; shared data that is not atomic is a race too, so that what a
// lock should guard is a relaxed atomic where the bug isn't the race itself.
// Then run tools/run-study, which writes docs/study.md anew.
// Kinds and shapes are those of the literature (SCTBench, Thomson et al. 2016;
// CHESS; Inspect; textbooks); the code is ours.
// Thread safety: none. Determinism: a body does the same under one schedule.

#ifndef INTERLEAVE_TESTS_STUDY_STUDY_PROGRAM_H_
#define INTERLEAVE_TESTS_STUDY_STUDY_PROGRAM_H_

#include <atomic>
#include <cstdint>
#include <ostream>
#include <string_view>
#include <vector>

#include "interleave/schedule/finding.h"

namespace interleave::study {

struct StudyProgram {
  std::string_view name;  // of the bug: "lost_update"
  std::string_view kind;  // "atomicity violation"
  uint32_t tasks = 0;     // beside main
  FindingKind finding = FindingKind::kAssertion;
  void (*buggy)() = nullptr;
  void (*fixed)() = nullptr;
};

// All of them, by theme.
std::vector<StudyProgram> StudyPrograms();
// The one of this name. REQUIRES: there is one
StudyProgram FindStudyProgram(std::string_view name);
void PrintTo(const StudyProgram& program, std::ostream* out);

// Of one theme each.
std::vector<StudyProgram> AtomicityPrograms();
std::vector<StudyProgram> LockFreePrograms();
std::vector<StudyProgram> LockPrograms();
std::vector<StudyProgram> OrderPrograms();
std::vector<StudyProgram> WaitPrograms();

// The finding `assertion` unless `holds`; the execution goes on.
void Check(bool holds);

// A variable whose accesses are no races, and order nothing.
template <typename T>
class Shared {
 public:
  Shared(T value = T()) : value_(value) {}  // as the variable it stands for
  operator T() const { return value_.load(std::memory_order_relaxed); }
  T operator=(T value) {
    value_.store(value, std::memory_order_relaxed);
    return value;
  }
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;

 private:
  std::atomic<T> value_;
};

}  // namespace interleave::study

#endif  // INTERLEAVE_TESTS_STUDY_STUDY_PROGRAM_H_
