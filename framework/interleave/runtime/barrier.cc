// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/barrier.h"

#include <pthread.h>

#include <cerrno>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/destroy.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

// How many tasks each barrier of the process is for; while it lives, under a
// lock that is real inside executions too.
class Counts {
 public:
  Counts() { INTERLEAVE_REAL(pthread_mutex_lock)(&mutex_); }
  ~Counts() { INTERLEAVE_REAL(pthread_mutex_unlock)(&mutex_); }
  Counts(const Counts&) = delete;
  Counts& operator=(const Counts&) = delete;

  std::map<const void*, uint32_t>* operator->() const {
    static auto* const counts = new std::map<const void*, uint32_t>();
    return counts;
  }

 private:
  static pthread_mutex_t mutex_;
};
pthread_mutex_t Counts::mutex_ = PTHREAD_MUTEX_INITIALIZER;

// 0 when the barrier is not known.
uint32_t NotedCount(const void* barrier) {
  const Counts counts;
  const auto found = counts->find(barrier);
  return found == counts->end() ? 0 : found->second;
}

}  // namespace

void NoteBarrier(const void* barrier, uint32_t count) {
  Counts()->insert_or_assign(barrier, count);
}

void ForgetBarrier(const void* barrier) { Counts()->erase(barrier); }

namespace {

// What orders the arrivals of a round before its departures. A slow task may
// still leave one round while others arrive for the next, so rounds alternate.
const void* RoundOf(const Object& barrier) {
  return static_cast<const char*>(barrier.address) + 8 * (barrier.depth % 2);
}

// The last to arrive, or one that waits.
Task* ChooseSerial(Task& self, const Object& barrier) {
  if (barrier.limit == 1) return &self;
  uint32_t which =
      self.execution->TakeLiberty(self, Liberty::kSerialThread, barrier.limit);
  if (which == 0) return &self;
  Task* task = barrier.queue.front();
  while (--which > 0) task = task->list_next;
  return task;
}

}  // namespace

int WaitBarrier(Task& self, const void* address, const void* site) {
  Execution& execution = *self.execution;
  Object& barrier = execution.objects().Find(address, ObjectKind::kBarrier);
  if (barrier.limit == 0) barrier.limit = NotedCount(address);
  execution.Point(self, {OperationKind::kArrive, barrier.id, site});
  if (barrier.destroyed_by != nullptr) {
    ReportUseOfDestroyed(self, address, ObjectKind::kBarrier);
    return EINVAL;
  }
  if (barrier.limit == 0) {
    execution.AddFinding(
        self, FindingKind::kMisuse,
        absl::StrCat(self.name, " waits at ", barrier.Label(),
                     ", which was destroyed or never initialised"));
    return EINVAL;
  }
  const void* const round = RoundOf(barrier);
  AnnounceRelease(round);
  if (++barrier.count < barrier.limit) {
    execution.WaitInQueue(self, {OperationKind::kWake, barrier.id, site},
                          barrier.queue, kNoDeadline);
    AnnounceAcquire(round);
    return std::exchange(self.is_serial, false) ? PTHREAD_BARRIER_SERIAL_THREAD
                                                : 0;
  }
  AnnounceAcquire(round);
  Task* const serial = ChooseSerial(self, barrier);
  serial->is_serial = true;
  barrier.count = 0;
  ++barrier.depth;
  while (!barrier.queue.empty()) {
    execution.Release(*barrier.queue.front(), nullptr);
  }
  return std::exchange(self.is_serial, false) ? PTHREAD_BARRIER_SERIAL_THREAD
                                              : 0;
}

}  // namespace interleave
