// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Timers of the program, on virtual time: what alarm, setitimer, timer_create
// and timerfd_create set.
//
// Their time comes as that of a task that sleeps: when the clock is read behind
// it, or when nobody could go on otherwise. One that would change nothing when
// it came (its signal waits already) is not waited for, so that a timer that
// repeats itself does not keep a deadlock from being found.
// Thread safety: none. Cost: linear in the timers.

#ifndef INTERLEAVE_RUNTIME_TIMERS_H_
#define INTERLEAVE_RUNTIME_TIMERS_H_

#include <time.h>

#include <cstdint>
#include <vector>

#include "interleave/runtime/execution.h"

namespace interleave {

struct Timer {
  enum class Kind : uint8_t { kSignal, kDescriptor };

  Kind kind = Kind::kSignal;
  int id = 0;  // of a descriptor its number
  int signal = 0;
  clockid_t clock = CLOCK_MONOTONIC;
  Task* target = nullptr;              // null: the process
  VirtualTime deadline = kNoDeadline;  // kNoDeadline: it is not set
  VirtualTime interval = 0;            // 0: once
};

class Timers {
 public:
  explicit Timers(Execution& execution) : execution_(execution) {}

  void BeginExecution() {
    timers_.clear();
    next_id_ = 1;
  }
  // Its number is new, or that of the descriptor. The reference is valid until
  // the next call.
  Timer& Add(Timer timer);
  // Null: there is none.
  Timer* Find(Timer::Kind kind, int id);
  void Remove(Timer::Kind kind, int id);

  bool empty() const { return timers_.empty(); }
  // The earliest that would change something, or kNoDeadline.
  VirtualTime Earliest() const;
  // Those whose time has come do what they are for.
  void ComeDue(VirtualTime now);

 private:
  bool Matters(const Timer& timer) const;
  void Come(Timer& timer, VirtualTime now);

  Execution& execution_;
  std::vector<Timer> timers_;
  int next_id_ = 1;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_TIMERS_H_
