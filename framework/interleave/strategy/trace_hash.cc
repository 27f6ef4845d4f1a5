// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/trace_hash.h"

#include <algorithm>

namespace interleave {
namespace {

bool IsAccess(OperationKind kind) {
  return kind >= OperationKind::kRead && kind <= OperationKind::kAtomicChange;
}

}  // namespace

void TraceHash::Begin() {
  users_.Clear();
  std::fill(last_.begin(), last_.end(), 0);
  releases_.clear();
  all_ = 0;
  everything_ = 0;
}

uint64_t TraceHash::ReleasedBy(const Footprint& footprint, const Use& use) {
  for (size_t i = releases_.size(); i-- > 0;) {
    const auto& [step, hash] = releases_[i];
    if (step + 1 < footprint.released_at) break;
    if (step < footprint.released_at) return hash;
  }
  // Nobody let it go on.
  uint64_t sum = 0;
  users_.Visit(
      use, [&](const Users& users) { sum += users.changed + users.shared; });
  return sum;
}

uint64_t TraceHash::SumBefore(const Footprint& footprint) {
  if (footprint.everything) return all_;
  uint64_t sum = everything_;
  for (const Use& use : footprint.uses()) {
    if (use.mode == UseMode::kFollow) {
      sum += ReleasedBy(footprint, use);
      continue;
    }
    const bool shares = IsShared(use.mode);
    users_.Visit(use, [&](const Users& users) {
      sum += shares ? users.changed : users.changed + users.shared;
    });
  }
  return sum;
}

void TraceHash::Add(const Footprint& footprint, StepNumber step) {
  uint64_t before = LastOf(footprint.task);
  if (footprint.kind == OperationKind::kJoin) {
    before = Mixed(before, LastOf(footprint.other), kJoins);
  }
  const uint64_t salt = SaltOf(footprint.kind);
  const uint64_t hash = Mixed(before, SumBefore(footprint), salt);
  LastOf(footprint.task) = hash;
  if (footprint.kind == OperationKind::kCreate) {
    LastOf(footprint.other) = Mixed(hash, footprint.other, kTaskBegins);
  }
  all_ += hash;
  if (footprint.everything) everything_ += hash;
  for (const Use& use : footprint.uses()) {
    if (use.mode == UseMode::kFollow) continue;
    Users& users = users_.Visit(use, [](const Users&) {});
    (IsShared(use.mode) ? users.shared : users.changed) += hash;
  }
  if (!IsAccess(footprint.kind)) releases_.emplace_back(step, hash);
}

void TraceHash::AddDraw(TaskId task, uint32_t value) {
  uint64_t& last = LastOf(task);
  last = Mixed(last, value, kDraws);
  all_ += last;
}

}  // namespace interleave
