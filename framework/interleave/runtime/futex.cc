// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/futex.h"

#include <cerrno>

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
  const bool woken = execution.WaitInQueue(
      self, {OperationKind::kWake, futex.id, site}, futex.queue, deadline);
  return woken ? 0 : ETIMEDOUT;
}

int WakeFutex(Task& self, const uint32_t* word, int count, uint32_t bits,
              const void* site) {
  Execution& execution = *self.execution;
  Object& futex = execution.objects().Find(word, ObjectKind::kFutex);
  execution.Point(self, {OperationKind::kFutexWake, futex.id, site});
  if (futex.queue.empty()) futex.unheard = {&self, execution.step(), site};
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
