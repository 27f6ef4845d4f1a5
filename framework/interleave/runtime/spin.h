// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Spin and YieldLoop: what is known of a task that repeats itself.
//
// Plain state of one task, which Fairness reads and writes. A task that passes
// the same place with the same registers and stack, and did nothing in between
// that others could see, will do the same again until somebody changes what it
// has read: the iterations of a loop that waits. The place and the snapshot to
// compare with are moved on at the 1st, 2nd, 4th, 8th, ... operation (Brent,
// "An improved Monte Carlo factorization algorithm", 1980), so that loops with
// several operations are found too.
// Cost: Repeats is two comparisons and an addition; the rest is met by tasks
// that come to the same place again.

#ifndef INTERLEAVE_RUNTIME_SPIN_H_
#define INTERLEAVE_RUNTIME_SPIN_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/runtime/snapshot.h"

namespace interleave {

struct Gate;

// Something that a task looked at: bytes of memory [begin, end), or whether an
// object can be had.
struct Look {
  uintptr_t begin = 0;
  uintptr_t end = 0;
  const Gate* gate = nullptr;
  ObjectId object = kNoObject;

  friend bool operator==(const Look&, const Look&) = default;
};

struct Spin {
  // A loop that looks at more than this is none that waits.
  static constexpr size_t kLooksMax = 64;

  // The place to compare with: an operation, by where and on what.
  const void* site = nullptr;
  const void* on = nullptr;
  uint32_t since = 0;  // operations since the place was chosen
  uint32_t limit = 1;  // after so many another is chosen
  uint32_t at = 0;     // the task's points when it was there (last)

  Snapshot snapshot;            // of that place; what follows goes with it
  std::vector<Look> looks;      // since then
  bool changed = false;         // something of that, since it was looked at
  bool looked_at_much = false;  // more than kLooksMax
  uint32_t misses = 0;          // comparisons that failed
  uint32_t ignored = 0;         // repetitions to pass before the next snapshot
  uint32_t patience = 0;        // how many that was the last time
  uint32_t unproven = 0;        // repetitions since the last that was a yield

  // The task does not go on until something changes. It is tried all the same,
  // for a few iterations, when nobody else can go on.
  uint32_t tries_left = 0;
  bool tried = false;
  // It was held at what it does next, which depends on all of this.
  bool was_held = false;
  std::vector<Look> awaited;

  // The place to compare with is reached again.
  // `effect`: the task's points when it last did what others may see.
  bool Repeats(const void* site_now, const void* on_now, uint32_t points,
               uint32_t effect) {
    if (site_now == site && on_now == on) return true;
    if (effect >= at) {
      Restart(site_now, on_now, points);
    } else if (++since >= limit) {
      Choose(site_now, on_now, points);
    }
    return false;
  }
  // Goes on from here, which is the place to compare with.
  void Restart(const void* site_now, const void* on_now, uint32_t points) {
    limit = 1;
    Choose(site_now, on_now, points);
  }

  // Nothing that was done so far can be a part of a loop that waits.
  void Forget() {
    site = nullptr;
    since = 0;
    limit = 1;
    snapshot.Drop();
  }
  void Reset() {
    Forget();
    unproven = tries_left = 0;
    tried = was_held = false;
  }

 private:
  static constexpr uint32_t kLimitMax = 1 << 16;

  void Choose(const void* site_now, const void* on_now, uint32_t points) {
    site = site_now;
    on = on_now;
    at = points;
    since = 0;
    if (limit < kLimitMax) limit *= 2;
    snapshot.Drop();
    misses = ignored = patience = 0;
  }
};

// A task gives way to another until that has come to a point after `points`.
struct Precedence {
  TaskId task = kNoTask;
  uint32_t points = 0;
};

// Of the yields of a task: sched_yield, sleeps, and tries that failed.
struct YieldLoop {
  const void* site = nullptr;
  uint32_t last = 0;     // the task's points when it came to `site` last
  uint32_t gap = 0;      // ... since it had come there before
  uint32_t seen = 0;     // how often with that gap
  uint32_t look_at = 0;  // at which time it is looked at
  uint32_t since = 0;
  uint32_t limit = 1;
  uint32_t uncounted = 0;  // yields since the last that counted
  uint32_t patience = 0;   // after how many more than kUnlikeYields one counts
  uint32_t at = 0;         // the task's points at the snapshot
  Snapshot snapshot;

  // Since when the tasks' turns are told, and how many points each had then.
  StepNumber since_step = 0;
  std::vector<uint32_t> points;
  std::vector<Precedence> disabled;  // by this task since then

  // What came before was no iteration of the loop that may begin.
  void BeginLoop(uint32_t new_gap) {
    gap = new_gap;
    seen = look_at = 1;
    snapshot.Drop();
  }
  void Reset() {
    site = nullptr;
    patience = 0;
    last = gap = seen = look_at = since = uncounted = at = 0;
    limit = 1;
    snapshot.Drop();
    since_step = 0;
    points.clear();
    disabled.clear();
  }
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_SPIN_H_
