// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/trace_hash.h"

#include <algorithm>

#include "interleave/strategy/history_label.h"

namespace interleave {
namespace {

enum Salt : uint64_t { kEvents = 1, kTaskBegins, kJoins, kDraws };

uint64_t Mixed(uint64_t before, uint64_t with, uint64_t salt) {
  return internal::FoldedProduct(
      before ^ 0xa0761d6478bd642fu,
      (with ^ 0xe7037ed1a0b428dbu) + salt * 0x9e3779b97f4a7c15u);
}

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

uint64_t& TraceHash::LastOf(TaskId task) {
  if (task >= last_.size()) last_.resize(task + size_t{8});
  uint64_t& last = last_[task];
  if (last == 0) last = Mixed(0, task, kTaskBegins);
  return last;
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
  const uint64_t salt = kEvents + (static_cast<uint64_t>(footprint.kind) << 8);
  if (IsAccess(footprint.kind) && footprint.use_count == 1 &&
      !footprint.everything) {
    // As below, with one look for what is met most.
    const Use& use = footprint.used[0];
    const bool shares = IsShared(use.mode);
    uint64_t sum = everything_;
    Users& users = users_.Visit(use, [&](const Users& others) {
      sum += shares ? others.changed : others.changed + others.shared;
    });
    const uint64_t hash = Mixed(before, sum, salt);
    LastOf(footprint.task) = hash;
    all_ += hash;
    (shares ? users.shared : users.changed) += hash;
    return;
  }
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
