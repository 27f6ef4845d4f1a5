// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tests/programs/final_state.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/runtime/assertion.h"
#include "tests/programs/uncontrolled.h"

namespace interleave {
namespace {

// What each task saw.
std::vector<std::string>& Seen() {
  static auto* const seen = new std::vector<std::string>();
  return *seen;
}

}  // namespace

void BeginFinalState() {
  const Uncontrolled uncontrolled;
  Seen().clear();
}

void AddToFinalState(size_t task, int value) {
  static auto* const text = new std::string();
  {
    const Uncontrolled uncontrolled;
    std::vector<std::string>& seen = Seen();
    if (seen.size() <= task) seen.resize(task + 1);
    absl::StrAppend(&seen[task], value, " ");
    *text = absl::StrJoin(seen, "; ");
  }
  RecordOutcome(*text);
}

}  // namespace interleave
