// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The steps of an execution, for those operations that are met most: inlined
// from the door to the switch.
//
// The processor predicts a return by the calls that it saw last, and after a
// switch these are another task's: each return is then predicted wrongly,
// unless both tasks stood in the same functions. Every call less saves some 4
// ns a switch.

#ifndef INTERLEAVE_RUNTIME_EXECUTION_STEPS_H_
#define INTERLEAVE_RUNTIME_EXECUTION_STEPS_H_

#include "interleave/base/check.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/thread_pointer.h"

namespace interleave {

[[gnu::always_inline]] inline void Execution::Enter(Task& from, Task& to) {
  entering_ = &to;
  recent_.Forget();
  arch::WriteThreadPointer(to.thread_pointer);
  const arch::Arrival back = arch::SwitchContext(to.context, &from);
  static_cast<Task*>(back.data)->context = back.fctx;
}

[[gnu::always_inline]] inline void Execution::Record(const Task& from,
                                                     const Task& to) {
  // Field by field: a copy of a just made Choice waits for its stores.
  Choice& choice = result_.choices.emplace_back();
  choice.task = from.id;
  choice.at = from.points;
  choice.value = to.id;
}

[[gnu::always_inline]] inline void Execution::SwitchTo(Task& from, Task& to) {
  Record(from, to);
  Enter(from, to);
}

[[gnu::always_inline]] inline Task* Execution::PickAmong(Task& announcer) {
  const size_t count = enabled_.size();
  point_.step = steps_;
  point_.announcer = &announcer;
  point_.enabled = enabled_.all();
  point_.enabled_bits = enabled_.bits();
  point_.current = announcer.slot;
  point_.count = static_cast<uint32_t>(count);
  choice_points_ += count > 1;
  const uint32_t answer =
      count > 1 || asks_alone_ ? strategy_->Choose(point_) : 0;
  if (__builtin_expect(answer >= count, false)) {
    INTERLEAVE_INVARIANT(answer == Strategy::kGiveUp);
    result_.outcome = Outcome::kGivenUp;
    LeaveForGood(announcer);
  }
  Task* const next = enabled_.at(answer);
  if (__builtin_expect(listener_ != nullptr, false)) {
    listener_->OnStep(point_, *next);
  }
  return next;
}

[[gnu::always_inline]] inline Task* Execution::Pick(Task& announcer) {
  const bool attends = fairness_.attends();
  if (__builtin_expect(attends, false)) Attend(announcer);
  while (enabled_.empty()) {
    if (!AdvanceClock() && !fairness_.OfferHeld()) NobodyCanGoOn(announcer);
  }
  Task* const next = enabled_.size() == 1 && !looks_alone_
                         ? enabled_.at(0)
                         : PickAmong(announcer);
  if (__builtin_expect(attends, false)) fairness_.Pick(*next);
  return next;
}

// Those operations may leave everything as it is; whoever carries them out says
// so when they did not.
constexpr bool HasEffectAlways(OperationKind kind) {
  switch (kind) {
    case OperationKind::kTryLock:
    case OperationKind::kTryAcquire:
    case OperationKind::kYield:
    case OperationKind::kPoint:
    case OperationKind::kFence:
    case OperationKind::kReceive:
    case OperationKind::kSend:
    case OperationKind::kAccept:
    case OperationKind::kConnect:
    case OperationKind::kPoll:
      return false;
    default:
      return true;
  }
}

[[gnu::always_inline]] inline void Execution::PointInline(Task& self,
                                                          Operation operation) {
  if (__builtin_expect(self.has_signals, false)) DeliverSignals(self);
  in_scheduler_ = true;
  ++self.points;
  self.next = operation;
  if (__builtin_expect(observer_ != nullptr, false)) Announce(self, false);
  if (__builtin_expect(fairness_.attends(), false)) {
    PointAttended(self);
  } else if (enabled_.size() > 1 || looks_alone_) {
    Task* next = PickAmong(self);
    if (next != &self) SwitchTo(self, *next);
  }
  if (HasEffectAlways(operation.kind)) self.last_effect = self.points;
  CarryOut(self);
  CleanUpAfter(self);
  in_scheduler_ = false;
}

[[gnu::always_inline]] inline bool Execution::PassGateInline(
    Task& self, Operation operation, Gate& gate, VirtualTime deadline) {
  if (__builtin_expect(self.has_signals, false)) DeliverSignals(self);
  in_scheduler_ = true;
  ++self.points;
  self.next = operation;
  if (deadline != kNoDeadline) BeginTimed(self, deadline);
  const bool waits = !gate.open && !self.due && !self.interrupted;
  if (__builtin_expect(observer_ != nullptr, false)) Announce(self, waits);
  // Those who are held may have to wait at an open gate.
  const bool picks = waits || fairness_.attends();
  const bool asks = !picks && (enabled_.size() > 1 || looks_alone_);
  Task* next = asks ? PickAmong(self) : &self;
  // A task that goes on at once needn't be found at the gate by anybody.
  if (picks || next != &self) {
    self.gate = &gate;
    gate.waiting.PushBack(&self);
    if (waits) fairness_.Disable(self);
    if (picks) next = Pick(self);
    if (next != &self) SwitchTo(self, *next);
    gate.waiting.Remove(&self);
    self.gate = nullptr;
  }
  const bool passed = gate.open;
  if (passed) self.last_effect = self.points;
  if (self.deadline != kNoDeadline) {
    if (!passed) fairness_.LookedAt(self, gate, operation.object);
    EndTimed(self, /*came=*/!passed && !self.interrupted);
  }
  if (__builtin_expect(self.interruptible, false)) EndInterrupted(self);
  CarryOut(self);
  CleanUpAfter(self);
  in_scheduler_ = false;
  return passed;
}

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_EXECUTION_STEPS_H_
