// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Program: a small program written by hand, with what is known of it.
//
// The correct ones are in correct/, the wrong ones in wrong/: there something
// is found, or checked by Expect, that the twin of the name + "Fixed" has not.
// To add one, write its body in a file of its theme and a line in the table at
// the end of that file. The number of traces is checked against the brute-force
// count; where a comment derives it, it is known on paper.
// Thread safety: none. Determinism: a body does the same under one schedule.

#ifndef INTERLEAVE_TESTS_PROGRAMS_PROGRAM_H_
#define INTERLEAVE_TESTS_PROGRAMS_PROGRAM_H_

#include <cstdint>
#include <initializer_list>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/schedule/finding.h"

namespace interleave {

struct Program {
  std::string_view name;
  // Where the idea is from: a paper, a textbook, a suite of tests.
  std::string_view source;
  void (*body)() = nullptr;
  uint64_t traces = 0;
  // All that Final was called with, in order: "0 1 | 1 0"; of an execution that
  // ends before, the last call counts.
  std::string_view outcomes;
  std::set<FindingKind> findings = {};
  // What is found beside these where ThreadSanitizer's runtime judges: races of
  // plain memory, orders of locks.
  std::set<FindingKind> judged = {};
};

std::vector<Program> CorrectPrograms();
std::vector<Program> WrongPrograms();
// The name, as that of a test.
std::string NameOf(const testing::TestParamInfo<Program>& info);
void PrintTo(const Program& program, std::ostream* out);

// Of one theme each.
std::vector<Program> CorrectAtomics();
std::vector<Program> CorrectLocks();
std::vector<Program> CorrectTasks();
std::vector<Program> CorrectWaits();
std::vector<Program> WrongAtomics();
std::vector<Program> WrongLocks();
std::vector<Program> WrongTasks();
std::vector<Program> WrongWaits();

// The finding `assertion` unless `holds`; the execution goes on.
void Expect(bool holds);
// What the execution came to. Called at the end, and before where it may not
// come to its end.
void Final(std::initializer_list<int> values);

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_PROGRAMS_PROGRAM_H_
