// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What an execution draws: values for the program, and what the standards
// allow.

#include <algorithm>

#include "interleave/base/check.h"
#include "interleave/runtime/execution.h"

namespace interleave {

uint32_t Execution::TakeLiberty(Task& self, Liberty liberty, uint32_t count) {
  if (liberties_left_[liberty] == 0) return 0;
  point_.liberty = liberty;
  const uint32_t answer = ChooseValue(self, count);
  point_.liberty = Liberty::kNone;
  if (answer == 0) return 0;
  --liberties_left_[liberty];
  if (observer_ != nullptr) {
    const Unjudged unjudged;
    observer_->OnLiberty(self, liberty);
  }
  return answer;
}

uint32_t Execution::ChooseValue(Task& self, uint32_t count) {
  INTERLEAVE_INVARIANT(count > 0);
  const bool nested = in_scheduler_;
  in_scheduler_ = true;
  uint32_t answer = 0;
  if (count > 1 || wants_every_point_) {
    point_.kind = ChoiceKind::kValue;
    point_.step = steps_;
    point_.announcer = &self;
    point_.enabled = {};
    point_.count = count;
    ++choice_points_;
    answer = strategy_->Choose(point_);
    point_.kind = ChoiceKind::kSwitch;
    if (answer >= count) {
      INTERLEAVE_INVARIANT(answer == Strategy::kGiveUp);
      result_.outcome = Outcome::kGivenUp;
      LeaveForGood(self);
    }
    if (!IsDeclined(answer)) {
      if (listener_ != nullptr) listener_->OnDraw(self, answer);
      result_.choices.push_back({ChoiceKind::kValue, self.id, self.points,
                                 answer, count, point_.liberty});
    }
  }
  // A liberty that is not taken is as if there had been none.
  if (!IsDeclined(answer)) {
    NoteEffect();
    cycles_.Break();
  }
  in_scheduler_ = nested;
  return answer;
}

void Execution::ComeDue(Task& waiter) {
  waiter.list->Remove(&waiter);
  waiter.missed_signal = true;
  now_ = std::max(now_, waiter.deadline);
  WakeSleepers();
}

}  // namespace interleave
