// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/semaphore.h"

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/real.h"
#include "interleave/runtime/signals.h"

namespace interleave {
namespace {

constexpr uint32_t kValueMax = 0x7fff'ffff;  // glibc's SEM_VALUE_MAX
constexpr unsigned kDestroyedSemaphore = 0xdead'10cc;

Object& FindSemaphore(Task& self, sem_t* address) {
  Execution& execution = *self.execution;
  Object& semaphore = execution.objects().Find(address, ObjectKind::kSemaphore);
  if (semaphore.limit == 0) {
    int value = 0;
    INTERLEAVE_REAL(sem_getvalue)(address, &value);
    semaphore.limit = kValueMax;
    semaphore.count = static_cast<uint32_t>(value);
    if (value == 0) execution.Close(semaphore.gate);
  }
  return semaphore;
}

void TakeOne(Task& self, Object& semaphore) {
  AnnounceAcquire(semaphore.address);
  self.execution->NoteEffect();
  if (--semaphore.count == 0) self.execution->Close(semaphore.gate);
}

}  // namespace

int WaitSemaphore(Task& self, sem_t* address, const void* site,
                  VirtualTime deadline) {
  Object& semaphore = FindSemaphore(self, address);
  self.interruptible = true;
  while (!self.execution->PassGate(
      self, {OperationKind::kAcquire, semaphore.id, site}, semaphore.gate,
      deadline)) {
    if (!std::exchange(self.interrupted, false)) return ETIMEDOUT;
    if (!DeliverAndRestart(self)) return EINTR;
    self.interruptible = true;
  }
  self.interrupted = false;
  TakeOne(self, semaphore);
  return 0;
}

int TryWaitSemaphore(Task& self, sem_t* address, const void* site) {
  Execution& execution = *self.execution;
  Object& semaphore = FindSemaphore(self, address);
  execution.ComeToTry(self, site, semaphore.gate);
  execution.Point(self, {OperationKind::kTryAcquire, semaphore.id, site});
  const bool taken = semaphore.count > 0;
  execution.LeaveTry(self, semaphore.gate, semaphore.id, taken);
  if (!taken) return EAGAIN;
  TakeOne(self, semaphore);
  return 0;
}

int PostSemaphore(Task& self, sem_t* address, const void* site) {
  Execution& execution = *self.execution;
  Object& semaphore = FindSemaphore(self, address);
  execution.Point(self, {OperationKind::kRelease, semaphore.id, site});
  if (semaphore.count == semaphore.limit) {
    execution.AddFinding(
        self, FindingKind::kMisuse,
        absl::StrCat(self.name, " posts ", semaphore.Label(),
                     ", whose value is the largest that it may have (",
                     semaphore.limit, ")"));
    return EOVERFLOW;
  }
  AnnounceRelease(semaphore.address);
  ++semaphore.count;
  execution.Open(semaphore.gate);
  return 0;
}

int SemaphoreValue(Task& self, sem_t* address, const void* site) {
  Object& semaphore = FindSemaphore(self, address);
  self.execution->Point(self, {OperationKind::kTryAcquire, semaphore.id, site});
  return static_cast<int>(semaphore.count);
}

uint32_t PresentValue(Task& self, sem_t* address) {
  return FindSemaphore(self, address).count;
}

void MarkDestroyedSemaphore(sem_t* semaphore) {
  *reinterpret_cast<unsigned*>(semaphore) = kDestroyedSemaphore;
}

bool IsDestroyedSemaphore(const sem_t* semaphore) {
  return *reinterpret_cast<const unsigned*>(semaphore) == kDestroyedSemaphore;
}

}  // namespace interleave
