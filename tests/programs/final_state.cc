// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tests/programs/final_state.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/execution.h"

namespace interleave {
namespace {

// What each task saw.
std::vector<std::string>& Seen() {
  static auto* const seen = new std::vector<std::string>();
  return *seen;
}

// The linker may have taken the program's copy of a container's functions.
class Uncontrolled {
 public:
  Uncontrolled() {
    if (Task* const task = CurrentTask()) outside_.emplace(*task);
  }

 private:
  std::optional<OutsideControl> outside_;
};

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
