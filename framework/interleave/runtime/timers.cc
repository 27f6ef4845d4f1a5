// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/timers.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>

#include "interleave/runtime/descriptors.h"
#include "interleave/runtime/real.h"
#include "interleave/runtime/signals.h"

namespace interleave {

Timer& Timers::Add(Timer timer) {
  if (timer.id == 0) timer.id = next_id_++;
  Remove(timer.kind, timer.id);
  return timers_.emplace_back(timer);
}

Timer* Timers::Find(Timer::Kind kind, int id) {
  for (Timer& timer : timers_) {
    if (timer.kind == kind && timer.id == id) return &timer;
  }
  return nullptr;
}

void Timers::Remove(Timer::Kind kind, int id) {
  std::erase_if(timers_, [=](const Timer& timer) {
    return timer.kind == kind && timer.id == id;
  });
}

// What it would do is not done yet.
bool Timers::Matters(const Timer& timer) const {
  if (timer.deadline == kNoDeadline) return false;
  if (timer.kind == Timer::Kind::kDescriptor) {
    pollfd look{timer.id, POLLIN, 0};
    return INTERLEAVE_REAL(poll)(&look, 1, 0) == 0;
  }
  if (timer.signal == 0) return false;
  const uint64_t bit = SignalBit(timer.signal);
  if (timer.target != nullptr) {
    return !timer.target->finished &&
           (timer.target->signals_pending & bit) == 0;
  }
  if ((execution_.process_signals() & bit) != 0) return false;
  for (size_t id = 0; id < execution_.task_count(); ++id) {
    const Task& task = execution_.TaskAt(static_cast<TaskId>(id));
    if (!task.finished && (task.signals_pending & bit) != 0) return false;
  }
  return true;
}

VirtualTime Timers::Earliest() const {
  VirtualTime earliest = kNoDeadline;
  for (const Timer& timer : timers_) {
    if (timer.deadline < earliest && Matters(timer)) earliest = timer.deadline;
  }
  return earliest;
}

void Timers::Come(Timer& timer, VirtualTime now) {
  uint64_t times = 1;
  if (timer.interval > 0) {
    times += static_cast<uint64_t>((now - timer.deadline) / timer.interval);
    timer.deadline += static_cast<VirtualTime>(times) * timer.interval;
  } else {
    timer.deadline = kNoDeadline;
  }
  if (timer.kind == Timer::Kind::kSignal) {
    if (timer.signal == 0) return;  // SIGEV_NONE
    if (!SendByTimer(execution_, timer.target, timer.signal)) {
      timer.deadline = kNoDeadline;
    }
    return;
  }
  // What stands for it is an eventfd.
  static_cast<void>(INTERLEAVE_REAL(write)(timer.id, &times, sizeof(times)));
  execution_.descriptors().Recheck();
}

void Timers::ComeDue(VirtualTime now) {
  for (size_t i = 0; i < timers_.size(); ++i) {
    if (timers_[i].deadline <= now) Come(timers_[i], now);
  }
}

}  // namespace interleave
