// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tests/programs/program.h"

namespace interleave {
namespace {

std::vector<Program> AllOf(std::initializer_list<std::vector<Program>> themes) {
  std::vector<Program> all;
  for (const std::vector<Program>& theme : themes) {
    all.insert(all.end(), theme.begin(), theme.end());
  }
  return all;
}

}  // namespace

std::vector<Program> CorrectPrograms() {
  return AllOf(
      {CorrectAtomics(), CorrectLocks(), CorrectTasks(), CorrectWaits()});
}

std::vector<Program> WrongPrograms() {
  return AllOf({WrongAtomics(), WrongLocks(), WrongTasks(), WrongWaits()});
}

std::string NameOf(const testing::TestParamInfo<Program>& info) {
  return std::string(info.param.name);
}

void PrintTo(const Program& program, std::ostream* out) {
  *out << program.name << " (" << program.source << ")";
}

}  // namespace interleave
