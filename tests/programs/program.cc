// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tests/programs/program.h"

#include "absl/strings/str_join.h"
#include "interleave/runtime/assertion.h"
#include "tests/programs/uncontrolled.h"

namespace interleave {

void Expect(bool holds) {
  if (!holds) ReportAssertion(__FILE__, __LINE__, "what the program expects");
}

void Final(std::initializer_list<int> values) {
  static auto* const text = new std::string();
  {
    const Uncontrolled uncontrolled;
    *text = absl::StrJoin(values, " ");
  }
  RecordOutcome(*text);
}

}  // namespace interleave
