// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/futex.h"

#include <cerrno>

#include "interleave/runtime/condition.h"

namespace interleave {
namespace {

uint32_t CountMatching(const TaskList& queue, uint32_t bits) {
  uint32_t matching = 0;
  for (const Task* t = queue.front(); t != nullptr; t = t->list_next) {
    matching += (t->futex_bits & bits) != 0;
  }
  return matching;
}

Task* NthMatching(const TaskList& queue, uint32_t bits, uint32_t n) {
  for (Task* t = queue.front(); t != nullptr; t = t->list_next) {
    if ((t->futex_bits & bits) != 0 && n-- == 0) return t;
  }
  return nullptr;
}

}  // namespace

int WaitFutex(Task& self, const uint32_t* word, uint32_t expected,
              uint32_t bits, const void* site, VirtualTime deadline) {
  Execution& execution = *self.execution;
  Object& futex = execution.objects().Find(word, ObjectKind::kFutex);
  execution.NoteGranules(self, word, sizeof(*word));
  execution.Point(self, {OperationKind::kFutexWait, futex.id, site});
  if (__atomic_load_n(word, __ATOMIC_SEQ_CST) != expected) return EAGAIN;
  self.futex_bits = bits;
  const Operation wake{OperationKind::kWake, futex.id, site};
  if (execution.TakeLiberty(self, Liberty::kFutexWakeup) != 0) {
    self.released_at = execution.step();
    execution.Point(self, wake);
    return 0;
  }
  const bool woken = execution.WaitInQueue(self, wake, futex.queue, deadline);
  return woken ? 0 : ETIMEDOUT;
}

int WakeFutex(Task& self, const uint32_t* word, int count, uint32_t bits,
              const void* site) {
  Execution& execution = *self.execution;
  Object& futex = execution.objects().Find(word, ObjectKind::kFutex);
  execution.Point(self, {OperationKind::kFutexWake, futex.id, site});
  if (futex.queue.empty()) futex.unheard = {&self, execution.step(), site};
  if (const uint32_t timed = CountTimed(futex.queue); timed > 0) {
    const uint32_t which =
        execution.TakeLiberty(self, Liberty::kTimeoutAtSignal, 1 + timed);
    if (which > 0) execution.ComeDue(*NthTimed(futex.queue, which - 1));
  }
  int woken = 0;
  while (woken < count) {
    const uint32_t matching = CountMatching(futex.queue, bits);
    if (matching == 0) break;
    // Nothing to choose when all of them are woken.
    const bool all = matching <= static_cast<uint32_t>(count - woken);
    const uint32_t chosen = all ? 0 : execution.ChooseValue(self, matching);
    execution.Release(*NthMatching(futex.queue, bits, chosen), nullptr);
    ++woken;
  }
  return woken;
}

}  // namespace interleave
