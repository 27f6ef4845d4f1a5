// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: absl::Mutex and absl::CondVar.
//
// They are C++ members, so ours are members too: defined here, in the program,
// they come before those of Abseil's shared library. Its debugging aids
// (deadlock detection, invariants, tracing) see nothing of what is controlled.

#include <algorithm>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "interleave/intercept/absl_symbol.h"
#include "interleave/intercept/doors.h"
#include "interleave/intercept/virtual_clock.h"
#include "interleave/runtime/condition.h"
#include "interleave/runtime/condition_lock.h"

namespace interleave {
namespace {

constexpr std::string_view kAbslMutexNames[] = {
    "absl::Mutex::Lock",
    "absl::Mutex::Unlock",
    "absl::Mutex::TryLock",
    "absl::Mutex::ReaderLock",
    "absl::Mutex::ReaderUnlock",
    "absl::Mutex::ReaderTryLock",
    "absl::Mutex::AssertHeld",
    "absl::Mutex::AssertReaderHeld",
    "absl::Mutex::AssertNotHeld",
    "absl::Mutex::Await",
    "absl::Mutex::AwaitWithTimeout",
    "absl::Mutex::AwaitWithDeadline",
    "absl::Mutex::LockWhen",
    "absl::Mutex::LockWhenWithTimeout",
    "absl::Mutex::LockWhenWithDeadline",
    "absl::Mutex::ReaderLockWhen",
    "absl::Mutex::ReaderLockWhenWithTimeout",
    "absl::Mutex::ReaderLockWhenWithDeadline",
    "absl::Mutex::~Mutex",
    "absl::CondVar::Wait",
    "absl::CondVar::WaitWithTimeout",
    "absl::CondVar::WaitWithDeadline",
    "absl::CondVar::Signal",
    "absl::CondVar::SignalAll",
    "absl::CondVar::~CondVar"};

LockCondition ConditionOf(const absl::Condition& condition) {
  return {[](const void* what) {
            return static_cast<const absl::Condition*>(what)->Eval();
          },
          &condition};
}

VirtualTime DeadlineOf(const absl::Time& time) {
  if (time == absl::InfiniteFuture()) return kNoDeadline;
  return DeadlineAt(CLOCK_REALTIME,
                    absl::ToTimespec(std::max(time, absl::UnixEpoch())));
}

VirtualTime DeadlineOf(Task& self, absl::Duration timeout, const void* site) {
  if (timeout == absl::InfiniteDuration()) return kNoDeadline;
  return DeadlineAfter(
      self.execution->LookAtClock(self, site),
      absl::ToTimespec(std::max(timeout, absl::ZeroDuration())));
}

}  // namespace

DoorNames AbslMutexDoors() { return kAbslMutexNames; }

}  // namespace interleave

namespace absl {
ABSL_NAMESPACE_BEGIN

using interleave::CurrentTask;
using interleave::LockMode;
using interleave::RealAbsl;
using interleave::RealAbslConst;
using interleave::Task;

void Mutex::Lock() {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"5Mutex4LockEv", void(Mutex*)>()(this);
  }
  interleave::LockWhen(*self, this, LockMode::kExclusive, {},
                       INTERLEAVE_CALLER());
}

void Mutex::Unlock() {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"5Mutex6UnlockEv", void(Mutex*)>()(this);
  }
  interleave::UnlockConditionLock(*self, this, LockMode::kExclusive,
                                  INTERLEAVE_CALLER());
}

bool Mutex::TryLock() {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"5Mutex7TryLockEv", bool(Mutex*)>()(this);
  }
  return interleave::TryLockConditionLock(*self, this, LockMode::kExclusive,
                                          INTERLEAVE_CALLER());
}

void Mutex::ReaderLock() {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"5Mutex10ReaderLockEv", void(Mutex*)>()(this);
  }
  interleave::LockWhen(*self, this, LockMode::kShared, {}, INTERLEAVE_CALLER());
}

void Mutex::ReaderUnlock() {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"5Mutex12ReaderUnlockEv", void(Mutex*)>()(this);
  }
  interleave::UnlockConditionLock(*self, this, LockMode::kShared,
                                  INTERLEAVE_CALLER());
}

bool Mutex::ReaderTryLock() {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"5Mutex13ReaderTryLockEv", bool(Mutex*)>()(this);
  }
  return interleave::TryLockConditionLock(*self, this, LockMode::kShared,
                                          INTERLEAVE_CALLER());
}

void Mutex::AssertHeld() const {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbslConst<"5Mutex10AssertHeldEv", void(const Mutex*)>()(this);
  }
  if (interleave::HoldingOf(*self, this) != interleave::Holding::kForWriting) {
    interleave::ReportWrongAssertion(*self, this,
                                     "asserts, and is wrong, that it holds");
  }
}

void Mutex::AssertReaderHeld() const {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbslConst<"5Mutex16AssertReaderHeldEv", void(const Mutex*)>()(
        this);
  }
  if (interleave::HoldingOf(*self, this) == interleave::Holding::kNot) {
    interleave::ReportWrongAssertion(
        *self, this, "asserts, and is wrong, that it holds or reads");
  }
}

void Mutex::AssertNotHeld() const {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbslConst<"5Mutex13AssertNotHeldEv", void(const Mutex*)>()(this);
  }
  if (interleave::HoldingOf(*self, this) != interleave::Holding::kNot) {
    interleave::ReportWrongAssertion(
        *self, this, "asserts, and is wrong, that it does not hold");
  }
}

void Mutex::Await(const Condition& condition) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"5Mutex5AwaitERKNS0_9ConditionE",
                    void(Mutex*, const Condition&)>()(this, condition);
  }
  interleave::AwaitCondition(*self, this, interleave::ConditionOf(condition),
                             INTERLEAVE_CALLER());
}

bool Mutex::AwaitWithTimeout(const Condition& condition, Duration timeout) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"5Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE",
                    bool(Mutex*, const Condition&, Duration)>()(this, condition,
                                                                timeout);
  }
  return interleave::AwaitCondition(
      *self, this, interleave::ConditionOf(condition), INTERLEAVE_CALLER(),
      interleave::DeadlineOf(*self, timeout, INTERLEAVE_CALLER()));
}

bool Mutex::AwaitWithDeadline(const Condition& condition, Time deadline) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"5Mutex17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE",
                    bool(Mutex*, const Condition&, Time)>()(this, condition,
                                                            deadline);
  }
  return interleave::AwaitCondition(
      *self, this, interleave::ConditionOf(condition), INTERLEAVE_CALLER(),
      interleave::DeadlineOf(deadline));
}

void Mutex::LockWhen(const Condition& condition) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"5Mutex8LockWhenERKNS0_9ConditionE",
                    void(Mutex*, const Condition&)>()(this, condition);
  }
  interleave::LockWhen(*self, this, LockMode::kExclusive,
                       interleave::ConditionOf(condition), INTERLEAVE_CALLER());
}

bool Mutex::LockWhenWithTimeout(const Condition& condition, Duration timeout) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<
        "5Mutex19LockWhenWithTimeoutERKNS0_9ConditionENS0_8DurationE",
        bool(Mutex*, const Condition&, Duration)>()(this, condition, timeout);
  }
  return interleave::LockWhen(
      *self, this, LockMode::kExclusive, interleave::ConditionOf(condition),
      INTERLEAVE_CALLER(),
      interleave::DeadlineOf(*self, timeout, INTERLEAVE_CALLER()));
}

bool Mutex::LockWhenWithDeadline(const Condition& condition, Time deadline) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"5Mutex20LockWhenWithDeadlineERKNS0_9ConditionENS0_4TimeE",
                    bool(Mutex*, const Condition&, Time)>()(this, condition,
                                                            deadline);
  }
  return interleave::LockWhen(
      *self, this, LockMode::kExclusive, interleave::ConditionOf(condition),
      INTERLEAVE_CALLER(), interleave::DeadlineOf(deadline));
}

void Mutex::ReaderLockWhen(const Condition& condition) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"5Mutex14ReaderLockWhenERKNS0_9ConditionE",
                    void(Mutex*, const Condition&)>()(this, condition);
  }
  interleave::LockWhen(*self, this, LockMode::kShared,
                       interleave::ConditionOf(condition), INTERLEAVE_CALLER());
}

bool Mutex::ReaderLockWhenWithTimeout(const Condition& condition,
                                      Duration timeout) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<
        "5Mutex25ReaderLockWhenWithTimeoutERKNS0_9ConditionENS0_8DurationE",
        bool(Mutex*, const Condition&, Duration)>()(this, condition, timeout);
  }
  return interleave::LockWhen(
      *self, this, LockMode::kShared, interleave::ConditionOf(condition),
      INTERLEAVE_CALLER(),
      interleave::DeadlineOf(*self, timeout, INTERLEAVE_CALLER()));
}

bool Mutex::ReaderLockWhenWithDeadline(const Condition& condition,
                                       Time deadline) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<
        "5Mutex26ReaderLockWhenWithDeadlineERKNS0_9ConditionENS0_4TimeE",
        bool(Mutex*, const Condition&, Time)>()(this, condition, deadline);
  }
  return interleave::LockWhen(
      *self, this, LockMode::kShared, interleave::ConditionOf(condition),
      INTERLEAVE_CALLER(), interleave::DeadlineOf(deadline));
}

Mutex::~Mutex() {
  Task* self = CurrentTask();
  const bool ends = self != nullptr && interleave::DestroyConditionLock(
                                           *self, this, INTERLEAVE_CALLER());
  RealAbsl<"5MutexD1Ev", void(Mutex*)>()(this);
  if (ends) interleave::MarkDestroyedConditionLock(this);
}

void CondVar::Wait(Mutex* mutex) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"7CondVar4WaitEPNS0_5MutexE", void(CondVar*, Mutex*)>()(
        this, mutex);
  }
  interleave::WaitConditionLock(*self, this, mutex, INTERLEAVE_CALLER());
}

bool CondVar::WaitWithTimeout(Mutex* mutex, Duration timeout) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"7CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE",
                    bool(CondVar*, Mutex*, Duration)>()(this, mutex, timeout);
  }
  return interleave::WaitConditionLock(
      *self, this, mutex, INTERLEAVE_CALLER(),
      interleave::DeadlineOf(*self, timeout, INTERLEAVE_CALLER()));
}

bool CondVar::WaitWithDeadline(Mutex* mutex, Time deadline) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"7CondVar16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE",
                    bool(CondVar*, Mutex*, Time)>()(this, mutex, deadline);
  }
  return interleave::WaitConditionLock(*self, this, mutex, INTERLEAVE_CALLER(),
                                       interleave::DeadlineOf(deadline));
}

void CondVar::Signal() {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"7CondVar6SignalEv", void(CondVar*)>()(this);
  }
  interleave::SignalCondition(*self, this, INTERLEAVE_CALLER());
}

void CondVar::SignalAll() {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return RealAbsl<"7CondVar9SignalAllEv", void(CondVar*)>()(this);
  }
  interleave::BroadcastCondition(*self, this, INTERLEAVE_CALLER());
}

CondVar::~CondVar() {
  if (Task* self = CurrentTask()) self->execution->objects().Forget(this);
  RealAbsl<"7CondVarD1Ev", void(CondVar*)>()(this);
}

ABSL_NAMESPACE_END
}  // namespace absl
