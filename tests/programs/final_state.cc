// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tests/programs/final_state.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/runtime/assertion.h"
#include "tests/programs/uncontrolled.h"

namespace interleave {
namespace {

FinalState& Present() {
  static auto* const state = new FinalState();
  return *state;
}

}  // namespace

void FinalState::Add(size_t task, int value) {
  if (seen_.size() <= task) seen_.resize(task + 1);
  absl::StrAppend(&seen_[task], value, " ");
}

std::string FinalState::Text() const { return absl::StrJoin(seen_, "; "); }

void BeginFinalState() {
  const Uncontrolled uncontrolled;
  Present() = {};
}

void AddToFinalState(size_t task, int value) {
  static auto* const text = new std::string();
  {
    const Uncontrolled uncontrolled;
    Present().Add(task, value);
    *text = Present().Text();
  }
  RecordOutcome(*text);
}

}  // namespace interleave
