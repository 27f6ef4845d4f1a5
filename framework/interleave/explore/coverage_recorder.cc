// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/coverage_recorder.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "interleave/base/code_address.h"
#include "interleave/runtime/task.h"
#include "interleave/strategy/footprint.h"

namespace interleave {
namespace {

CoveredPlace PlaceOf(const Site& site) {
  if (site.site() == nullptr) return {};
  if (site.kind() == OperationKind::kPoint) {
    return {site.kind(), static_cast<const PointSite*>(site.site())->name};
  }
  return {site.kind(), CodeAddressText(site.site())};
}

}  // namespace

void CoverageRecorder::BeginExecution(Scope scope) {
  const bool covers = scope == Scope::kAll;
  overlap_.Begin();
  if (covers_ && !covers) {
    executions_ = 0;
    traces_.Clear();
    pairs_.Clear();
  }
  covers_ = covers;
  hashes_ = scope != Scope::kOverlaps;
  if (hashes_) trace_.Begin();
  if (!covers) return;
  users_.Clear();
  last_point_ = {};
  now_ = 0;
  trying_ = nullptr;
}

void CoverageRecorder::OnStep(const ChoicePoint& point, const TaskState& task) {
  if (!overlapped_ && !overlap_.seen()) overlap_.OnStep(point.tasks, task);
  if (!hashes_) return;
  if (covers_) {
    if (trying_ != nullptr) TakeBackFailure();
    ++now_;
  }
  Use use;
  if (!UsesOneKey(task, use)) {
    OnAnyStep(point, task);
    return;
  }
  trace_.AddUse(task.id, task.next.kind, use, point.step);
  if (!covers_) return;
  if (task.next.kind == OperationKind::kPoint) {
    NotePoint(task);
  } else {
    NoteAccess(task, use);
  }
}

// As above, whatever it uses.
void CoverageRecorder::OnAnyStep(const ChoicePoint& point,
                                 const TaskState& task) {
  const Footprint footprint = SeenFootprintOf(task);
  trace_.Add(footprint, point.step);
  if (!covers_) return;
  switch (footprint.kind) {
    case OperationKind::kStart:
    case OperationKind::kCreate:
    case OperationKind::kJoin:
    case OperationKind::kDetach:
      return;
    case OperationKind::kPoint:
      NotePoint(task);
      return;
    default:
      break;
  }
  if (task.next.is_memory()) {
    // What a loop waited for follows behind.
    if (footprint.use_count > 0) NoteAccess(task, footprint.used[0]);
    return;
  }
  for (const Use& use : footprint.uses()) {
    if (use.mode != UseMode::kShared) NoteUse(task, use);
  }
}

void CoverageRecorder::OnDraw(const TaskState& task, uint32_t value) {
  if (hashes_) trace_.AddDraw(task.id, value);
}

std::optional<uint64_t> CoverageRecorder::trace() const {
  if (!hashes_) return std::nullopt;
  return trace_.value();
}

void CoverageRecorder::NotePoint(const TaskState& task) {
  const Site here = {task.next.site, OperationKind::kPoint};
  if (last_point_.at != 0 && last_point_.task != task.id) {
    pairs_.Note(last_point_.site, here, BitOf(Relation::kOfPoints));
  }
  last_point_ = {here, task.id, now_};
}

void CoverageRecorder::NoteAccess(const TaskState& task, const Use& use) {
  const OperationKind kind = task.next.kind;
  const Site here = {task.next.site, kind};
  static constexpr Last kNothing;
  const Last* written = &kNothing;
  const Last* read = &kNothing;
  Users& users = users_.Visit(use, [&](const Users& others) {
    if (others.changed.at > written->at) written = &others.changed;
    if (others.looked.at > read->at) read = &others.looked;
  });
  const bool writes = use.mode != UseMode::kShared;
  const bool reads = !writes || kind == OperationKind::kAtomicChange;
  const Last* const before = writes && read->at > written->at ? read : written;
  const uint8_t follows = before->at != 0 && before->task != task.id
                              ? BitOf(Relation::kOnObject)
                              : 0;
  if (reads && before == written) {
    pairs_.Note(before->site, here, follows | BitOf(Relation::kReadsFrom));
  } else {
    if (reads) pairs_.Note(written->site, here, BitOf(Relation::kReadsFrom));
    if (follows != 0) pairs_.Note(before->site, here, follows);
  }
  const Last now = {here, task.id, now_};
  if (!writes) {
    users.looked = now;
    return;
  }
  const Last replaced = std::exchange(users.changed, now);
  if (kind != OperationKind::kAtomicChange) return;
  if (!static_cast<const Task&>(task).compares) return;
  trying_ = &task;
  tried_ = use;
  before_try_ = replaced;
}

// The compare-exchange before this step failed, unless it didn't: it read.
void CoverageRecorder::TakeBackFailure() {
  const auto& task = static_cast<const Task&>(*std::exchange(trying_, nullptr));
  if (!task.compare_failed) return;
  Users& users = users_.Visit(tried_, [](const Users&) {});
  users.looked = std::exchange(users.changed, before_try_);
}

void CoverageRecorder::NoteUse(const TaskState& task, const Use& use) {
  const Site here = {task.next.site, task.next.kind};
  Users& users = users_.Visit(use, [](const Users&) {});
  if (users.changed.at != 0 && users.changed.task != task.id) {
    pairs_.Note(users.changed.site, here, BitOf(Relation::kOnObject));
  }
  // Who was let go on changes nothing any more.
  if (use.mode != UseMode::kFollow) users.changed = {here, task.id, now_};
}

void CoverageRecorder::EndExecution(bool counts) {
  overlapped_ |= counts && overlap_.seen();
  if (!covers_) return;
  pairs_.End(counts);
  if (!counts) return;
  ++executions_;
  const bool is_new = traces_.Insert(trace_.value());
  if (is_new && shared_traces_ != nullptr) {
    shared_traces_->Insert(trace_.value());
  }
}

void CoverageRecorder::Clear() {
  covers_ = hashes_ = false;
  overlapped_ = false;
  executions_ = 0;
  traces_.Clear();
  pairs_.Clear();
}

Coverage CoverageRecorder::Take() const {
  Coverage coverage;
  coverage.executions = executions_;
  coverage.sees_memory = internal::instrumented;
  coverage.traces = traces_.Sorted();
  coverage.more_traces = traces_.has_overflowed();
  // Several points have one name.
  std::map<std::pair<CoveredPlace, CoveredPlace>, uint8_t> pairs;
  for (const PairSet::Pair& pair : pairs_.pairs()) {
    if (pair.kept == 0) continue;
    pairs[{PlaceOf(pair.first), PlaceOf(pair.second)}] |= pair.kept;
  }
  for (const auto& [places, relations] : pairs) {
    coverage.pairs.push_back({places.first, places.second, relations});
  }
  return coverage;
}

}  // namespace interleave
