// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/fairness.h"

#include <algorithm>

#include "interleave/runtime/happens_before.h"

namespace interleave {
namespace {

// Snapshots to compare with before a pause, and the first pause, in
// repetitions.
constexpr uint32_t kMissesMax = 4;
constexpr uint32_t kFirstPatience = 8;

// After a comparison of yields that failed, the next is so much later.
constexpr uint32_t kYieldsPatience = 512;

bool Overlap(const Look& looked, const Look& changed) {
  if (changed.gate != nullptr) return looked.gate == changed.gate;
  return looked.begin < changed.end && changed.begin < looked.end;
}

}  // namespace

Task& Fairness::TaskAt(size_t id) const {
  // Whose tasks they are keeps them so only to show them to strategies.
  return *const_cast<Task*>(static_cast<const Task*>(tasks_[id]));
}

void Fairness::Reset(Task& task) {
  task.repeats = false;
  task.gives_way_to.clear();
  task.yields.Reset();
  task.spin.Reset();
}

void Fairness::EndRepeating(Task& task) {
  task.spin.snapshot.Drop();
  task.gives_way_to.clear();
  if (task.gave_way) Pick(task);
}

void Fairness::DisableBy(Task* running, Task& task) {
  if (task.ready && running != nullptr && !running->yields.points.empty()) {
    running->yields.disabled.push_back({task.id, task.points});
  }
  Disable(task);
}

// --- Rule 1. ---

void Fairness::ComeAgain(Task& self, const void* site, const void* on) {
  Spin& spin = self.spin;
  if (self.last_effect >= spin.at) {
    spin.Restart(site, on, self.points);
    return;
  }
  if (++spin.unproven >= kUnlikeYields) {
    spin.unproven = 0;
    self.yield_counts = true;
  }
  if (spin.ignored > 0) {
    --spin.ignored;
    return;
  }
  if (!self.wipes) {
    self.wipes = true;
    return;
  }
  if (!spin.snapshot.taken()) {
    if (spin.snapshot.Take(self, site)) {
      ++suspects_;
      BeginComparing(self);
    }
    return;
  }
  if (!spin.snapshot.IsStill(self, site)) {
    Miss(self);
    return;
  }
  spin.misses = spin.unproven = 0;
  self.yield_counts = false;
  if (spin.changed || spin.looked_at_much || spin.tries_left > 0) {
    if (spin.tries_left > 0) --spin.tries_left;
    BeginComparing(self);
    return;
  }
  Hold(self);
}

// An iteration begins here.
void Fairness::BeginComparing(Task& self) {
  Spin& spin = self.spin;
  spin.at = self.points;
  spin.since = 0;
  spin.looks.clear();
  spin.changed = spin.looked_at_much = false;
  // What is done from here on is seen, also when it was done before.
  recent_.Forget();
}

void Fairness::Miss(Task& self) {
  Spin& spin = self.spin;
  if (++spin.misses < kMissesMax) return;
  spin.misses = 0;
  spin.patience = spin.patience == 0 ? kFirstPatience : spin.patience * 2;
  spin.ignored = spin.patience;
  spin.snapshot.Drop();
}

void Fairness::Note(Task& self, const Look& look) {
  std::vector<Look>& looks = self.spin.looks;
  if (std::find(looks.begin(), looks.end(), look) != looks.end()) return;
  if (looks.size() == Spin::kLooksMax) {
    self.spin.looked_at_much = true;
  } else {
    looks.push_back(look);
  }
}

bool Fairness::Tell(const Task* running, const Look& change) {
  bool matters = false;
  suspects_ = 0;
  for (size_t id = 0; id < tasks_.size(); ++id) {
    Task& task = TaskAt(id);
    if (!task.spin.snapshot.taken()) continue;
    ++suspects_;
    const std::vector<Look>& looks = task.spin.looks;
    if (&task == running ||
        std::none_of(looks.begin(), looks.end(),
                     [&](const Look& look) { return Overlap(look, change); })) {
      continue;
    }
    matters = task.spin.changed = true;
    if ((task.held & kSpins) != 0) LetGo(task);
  }
  return matters;
}

void Fairness::Hold(Task& self) {
  Spin& spin = self.spin;
  if (trying_ == &self) {
    spin.tried = true;
  } else {
    ForgetTries();
  }
  self.held |= kSpins;
  spin.awaited = spin.looks;
  if (!spin.was_held) ++freed_;
  spin.was_held = true;
  enabled_.Remove(self);
  ++spinning_;
  SetAttends();
}

void Fairness::LetGo(Task& task) {
  task.held &= static_cast<uint8_t>(~kSpins);
  task.ready_since = step_;
  --spinning_;
  SetAttends();
  // The iteration that begins is compared with the same snapshot.
  task.spin.looks.clear();
  task.spin.changed = false;
  if (task.ready && task.held == 0) enabled_.Add(task);
}

void Fairness::ForgetTries() {
  for (size_t id = 0; id < tasks_.size(); ++id) TaskAt(id).spin.tried = false;
  trying_ = nullptr;
}

bool Fairness::OfferHeld() {
  // Whoever was tried last and did not come back may have changed something.
  if (trying_ != nullptr && !trying_->spin.tried) ForgetTries();
  for (size_t id = 0; id < tasks_.size(); ++id) {
    Task& task = TaskAt(id);
    if ((task.held & kSpins) == 0 || task.spin.tried || !task.ready) continue;
    trying_ = &task;
    task.spin.tries_left = kTries;
    LetGo(task);
    return true;
  }
  return false;
}

// --- Rule 2. ---

void Fairness::LookAtYield(Task& self, const void* site, bool is_due) {
  YieldLoop& yields = self.yields;
  if (is_due && site == yields.site) {
    self.yield_counts = LooksLikeLoop(self, site);
  } else if (is_due) {
    yields.site = site;
    yields.last = self.points;
    yields.gap = 0;
    yields.since = 0;
    yields.limit *= 2;
  }
  if (self.yield_counts) {
    yields.patience = yields.uncounted = 0;
  } else if (yields.uncounted >= kUnlikeYields + yields.patience) {
    self.yield_counts = true;
    yields.patience += kUnlikeYields;
    yields.uncounted = 0;
  }
}

bool Fairness::LooksLikeLoop(Task& self, const void* site) {
  YieldLoop& yields = self.yields;
  yields.look_at = yields.seen + 1;
  if (!self.wipes) {
    self.wipes = true;
    return false;
  }
  if (!yields.snapshot.taken()) {
    if (!yields.snapshot.Take(self, site)) return false;
    yields.at = self.points;
    TellTurns(self);
    return false;
  }
  if (!yields.snapshot.IsStill(self, site)) {
    yields.snapshot.Drop();
    yields.look_at = yields.seen * kYieldsPatience;
    // Until then nothing is compared.
    self.wipes = internal::instrumented;
    return false;
  }
  // Where memory is seen, a loop without effect is held by rule 1.
  const bool had_effect = self.last_effect >= yields.at;
  yields.at = self.points;
  return had_effect || !internal::instrumented;
}

// The priorities that a yield adds: over this task, of all in (E | D) \ S.
void Fairness::GiveWay(Task& self) {
  const YieldLoop& yields = self.yields;
  const auto was_disabled = [&yields](const Task& task) {
    return std::any_of(yields.disabled.begin(), yields.disabled.end(),
                       [&task](const Precedence& turn) {
                         return turn.task == task.id &&
                                turn.points == task.points;
                       });
  };
  self.yield_counts = false;
  self.repeats = true;
  for (size_t id = 0; id < yields.points.size(); ++id) {
    const Task& task = TaskAt(id);
    const bool took_a_step = task.points != yields.points[id];
    if (&task == &self || task.finished || took_a_step) continue;
    const bool could_all_the_time = task.ready && (task.held & kSpins) == 0 &&
                                    task.ready_since <= yields.since_step;
    if (could_all_the_time || was_disabled(task)) {
      self.gives_way_to.push_back({task.id, task.points});
    }
  }
  TellTurns(self);
  watches_ |= internal::instrumented && step_ >= next_watch_;
  if (!self.gives_way_to.empty() && !self.gave_way) {
    self.gave_way = true;
    ++turns_;
  }
  SetAttends();
}

void Fairness::TellTurns(Task& self) {
  YieldLoop& yields = self.yields;
  yields.since_step = step_;
  yields.disabled.clear();
  yields.points.clear();
  for (const TaskState* task : tasks_) yields.points.push_back(task->points);
}

bool Fairness::HasToWait(Task& task) {
  bool waits = false;
  std::erase_if(task.gives_way_to, [&](const Precedence& turn) {
    const Task& other = TaskAt(turn.task);
    // It took a step.
    if (other.finished || other.points != turn.points) return true;
    waits |= other.ready && (other.held & kSpins) == 0;
    return false;
  });
  return waits;
}

void Fairness::Update() {
  if (turns_ == 0) return;
  for (size_t id = 0; id < tasks_.size(); ++id) {
    Task& task = TaskAt(id);
    if (!task.gave_way) continue;
    if (HasToWait(task)) {
      task.held |= kGivesWay;
      enabled_.Remove(task);
    } else if ((task.held & kGivesWay) != 0) {
      task.held &= static_cast<uint8_t>(~kGivesWay);
      if (task.ready && task.held == 0) enabled_.Add(task);
    }
  }
}

void Fairness::Pick(Task& task) {
  if (task.spin.was_held) {
    task.spin.was_held = false;
    --freed_;
  }
  // Those left to give way to could not go on.
  if (task.gave_way && task.gives_way_to.empty()) {
    task.gave_way = false;
    --turns_;
  }
  SetAttends();
}

}  // namespace interleave
