// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tests/study/study_program.h"

#include "interleave/base/check.h"
#include "interleave/runtime/assertion.h"

namespace interleave::study {

std::vector<StudyProgram> StudyPrograms() {
  std::vector<StudyProgram> all;
  for (const std::vector<StudyProgram>& theme :
       {AtomicityPrograms(), LockPrograms(), LockFreePrograms(),
        OrderPrograms(), WaitPrograms()}) {
    all.insert(all.end(), theme.begin(), theme.end());
  }
  return all;
}

StudyProgram FindStudyProgram(std::string_view name) {
  for (const StudyProgram& program : StudyPrograms()) {
    if (program.name == name) return program;
  }
  INTERLEAVE_REQUIRE(false, "it is a program of the study");
  return {};
}

void PrintTo(const StudyProgram& program, std::ostream* out) {
  *out << program.name << " (" << program.kind << ")";
}

void Check(bool holds) {
  if (!holds) ReportAssertion(__FILE__, __LINE__, "what the program expects");
}

}  // namespace interleave::study
