// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/trace_estimate.h"

#include <bit>
#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "interleave/strategy/part_text.h"

namespace interleave {

TraceEstimator::~TraceEstimator() = default;

bool TraceEstimator::Begin() {
  // Other walks than those of random with the same seed.
  constexpr uint64_t kOthers = uint64_t{1} << 41;
  random_ = Random(ExecutionSeed(seed_, kOthers + walks_));
  product_ = 1;
  ends_asleep_ = false;
  asleep_ = 0;
  has_last_ = false;
  return true;
}

void TraceEstimator::WakeAfterLast(const ChoicePoint& point) {
  if (!has_last_) return;
  for (TaskSet rest = asleep_; rest != 0; rest &= rest - 1) {
    const auto task = static_cast<TaskId>(std::countr_zero(rest));
    const Footprint next = footprints_(*point.tasks[task]);
    if (task == last_.task || AreOrdered(next, last_) ||
        AreOrdered(last_, next) || IsReleasedAfter(next, last_step_)) {
      asleep_ &= ~BitOf(task);
    }
  }
}

uint32_t TraceEstimator::Choose(const ChoicePoint& point) {
  if (point.kind == ChoiceKind::kValue) {
    product_ *= point.count;
    return random_.Below(point.count);
  }
  ends_asleep_ |= point.tasks.size() > EventLog::kTasksMax;
  if (ends_asleep_) return random_.Below(point.count);
  WakeAfterLast(point);
  uint32_t awake = 0;
  for (const TaskState* task : point.enabled) {
    awake += (asleep_ & BitOf(task->id)) == 0;
  }
  if (awake == 0) {
    ends_asleep_ = true;
    return random_.Below(point.count);
  }
  product_ *= awake;
  uint32_t left = random_.Below(awake);
  for (uint32_t i = 0;; ++i) {
    const TaskState& task = *point.enabled[i];
    if ((asleep_ & BitOf(task.id)) != 0) continue;
    if (left-- > 0) {
      asleep_ |= BitOf(task.id);
      continue;
    }
    has_last_ = true;
    last_ = footprints_(task);
    last_step_ = point.step;
    return i;
  }
}

void TraceEstimator::End(const ExecutionResult& result) {
  ++walks_;
  if (!ends_asleep_ && result.outcome != Outcome::kGivenUp) sum_ += product_;
}

double TraceEstimator::traces() const {
  if (sum_ == 0) return std::numeric_limits<double>::infinity();
  return sum_ / static_cast<double>(walks_);
}

std::string TraceEstimator::Text() const {
  return absl::StrCat(walks_, "/", std::bit_cast<uint64_t>(sum_));
}

bool TraceEstimator::Load(std::string_view text) {
  uint64_t bits = 0;
  if (!TakeInteger(text, walks_) || !TakeMark(text, '/') ||
      !TakeInteger(text, bits) || !text.empty()) {
    return false;
  }
  sum_ = std::bit_cast<double>(bits);
  return !std::isnan(sum_) && sum_ >= 0;
}

}  // namespace interleave
