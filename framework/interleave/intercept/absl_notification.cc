// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: what else of Abseil lets one task wait for another. These wait at
// absl::Mutex or a futex, which are modelled; only the order that their atomic
// operations make inside a library that nobody instruments is announced here.

#include "absl/base/internal/spinlock_wait.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "interleave/intercept/absl_symbol.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/happens_before.h"

namespace interleave {
namespace {

constexpr std::string_view kAbslNotificationNames[] = {
    "absl::Notification::Notify",
    "absl::Notification::WaitForNotification",
    "absl::Notification::WaitForNotificationWithTimeout",
    "absl::Notification::WaitForNotificationWithDeadline",
    "absl::BlockingCounter::DecrementCount",
    "absl::BlockingCounter::Wait",
    "absl::base_internal::SpinLockWait"};

}  // namespace

DoorNames AbslNotificationDoors() { return kAbslNotificationNames; }

}  // namespace interleave

namespace absl {
ABSL_NAMESPACE_BEGIN

using interleave::AnnounceAcquire;
using interleave::AnnounceRelease;
using interleave::CurrentTask;
using interleave::RealAbsl;
using interleave::RealAbslConst;

// HasBeenNotified is inline: the program itself reads the flag.
void Notification::Notify() {
  if (interleave::Task* self = CurrentTask()) {
    if (interleave::internal::instrumented) {
      self->execution->AtomicAccess(
          *self, interleave::OperationKind::kAtomicStore, &notified_yet_,
          sizeof(notified_yet_), INTERLEAVE_CALLER());
      self->execution->ChangeMemory(*self, &notified_yet_,
                                    sizeof(notified_yet_));
    }
    AnnounceRelease(&notified_yet_);
  }
  RealAbsl<"12Notification6NotifyEv", void(Notification*)>()(this);
}

void Notification::WaitForNotification() const {
  RealAbslConst<"12Notification19WaitForNotificationEv",
                void(const Notification*)>()(this);
  if (CurrentTask() != nullptr) AnnounceAcquire(&notified_yet_);
}

bool Notification::WaitForNotificationWithTimeout(Duration timeout) const {
  const bool notified = RealAbslConst<
      "12Notification30WaitForNotificationWithTimeoutENS0_8DurationE",
      bool(const Notification*, Duration)>()(this, timeout);
  if (notified && CurrentTask() != nullptr) AnnounceAcquire(&notified_yet_);
  return notified;
}

bool Notification::WaitForNotificationWithDeadline(Time deadline) const {
  const bool notified = RealAbslConst<
      "12Notification31WaitForNotificationWithDeadlineENS0_4TimeE",
      bool(const Notification*, Time)>()(this, deadline);
  if (notified && CurrentTask() != nullptr) AnnounceAcquire(&notified_yet_);
  return notified;
}

bool BlockingCounter::DecrementCount() {
  if (CurrentTask() != nullptr) AnnounceRelease(&count_);
  const bool last =
      RealAbsl<"15BlockingCounter14DecrementCountEv", bool(BlockingCounter*)>()(
          this);
  if (CurrentTask() != nullptr) AnnounceAcquire(&count_);
  return last;
}

void BlockingCounter::Wait() {
  RealAbsl<"15BlockingCounter4WaitEv", void(BlockingCounter*)>()(this);
  if (CurrentTask() != nullptr) AnnounceAcquire(&count_);
}

namespace base_internal {

// Under absl::call_once: who waits for another's call has seen it.
uint32_t SpinLockWait(std::atomic<uint32_t>* word, int count,
                      const SpinLockWaitTransition transitions[],
                      SchedulingMode mode) {
  const uint32_t before = RealAbsl<
      "13base_internal12SpinLockWaitEPSt6atomicIjEiPKNS1_"
      "22SpinLockWaitTransitionENS1_14SchedulingModeE",
      uint32_t(std::atomic<uint32_t>*, int, const SpinLockWaitTransition*,
               SchedulingMode)>()(word, count, transitions, mode);
  if (CurrentTask() != nullptr) AnnounceAcquire(word);
  return before;
}

}  // namespace base_internal

ABSL_NAMESPACE_END
}  // namespace absl
