// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Bound: how far a schedule may stray from that of a base scheduler, and in
// which order the answers of a choice are tried within it.
//
// Preemptions: Musuvathi & Qadeer, "Iterative Context Bounding for Systematic
// Testing of Multithreaded Programs" (PLDI 2007). A switch away from a task
// that could have gone on costs one; where none could, every switch is free.
// Departure: a switch at a yield or sleep costs one too.
//
// Delays: Emmi, Qadeer & Rakamaric, "Delay-bounded Scheduling" (POPL 2011). The
// base scheduler is deterministic: the running task goes on as long as it can;
// then comes the next one that can, in order of creation, after the last the
// first (round robin). A delay passes over the task that would be next, in
// favour of the one after it among those that can go on; several may come at
// one choice. So there is one schedule with no delay, however many tasks there
// are, and with d delays there are fewer than with d preemptions. The paper
// leaves the base scheduler open; this is that of Thomson, Donaldson & Betts,
// "Concurrency Testing Using Schedule Bounding" (PPoPP 2014): tasks that cannot
// go on are passed over for nothing, and one that was passed over comes when
// the circle is round.
//
// Values of Choose are free in both: all are tried.
// Thread safety: none. Determinism: no state. Cost: O(1), but linear in the
// number of tasks that can go on where delays count and the running one cannot.

#ifndef INTERLEAVE_STRATEGY_BOUND_H_
#define INTERLEAVE_STRATEGY_BOUND_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "interleave/runtime/strategy.h"

namespace interleave {

enum class BoundKind : uint8_t { kPreemptions, kDelays };

struct Bound {
  // As good as none.
  static constexpr uint32_t kUnlimited = ~uint32_t{0};

  static constexpr Bound Preemptions(uint32_t most) {
    return {BoundKind::kPreemptions, most};
  }
  static constexpr Bound Delays(uint32_t most) {
    return {BoundKind::kDelays, most};
  }

  BoundKind kind = BoundKind::kPreemptions;
  uint32_t most = 0;

  friend bool operator==(const Bound&, const Bound&) = default;
};

// "preemptions", "delays".
std::string_view BoundKindName(BoundKind kind);
// "at most 2 preemptions", "at most 1 delay".
std::string BoundText(const Bound& bound);

// The answers of a choice in the order in which a depth-first search tries
// them, by rank. A higher rank never costs less.
class BoundedOrder {
 public:
  // What Base gives where no answer is the base scheduler's: all are free.
  static constexpr uint32_t kNone = ChoicePoint::kNotEnabled;

  // Without a bound: the order of preemptions.
  explicit BoundedOrder(std::optional<Bound> bound) : BoundedOrder() {
    if (!bound.has_value()) return;
    most_ = bound->most;
    delays_ = bound->kind == BoundKind::kDelays;
  }

  // The answer of the base scheduler, which has rank 0.
  uint32_t Base(const ChoicePoint& point) const {
    if (point.kind != ChoiceKind::kSwitch) return kNone;
    if (delays_ && point.current == kNone) return NextInRound(point);
    return point.current;
  }

  // The answer of this rank among `count`.
  uint32_t Answer(uint32_t base, uint32_t count, uint32_t rank) const {
    if (base == kNone) return rank;
    if (delays_) {
      return rank < count - base ? base + rank : base + rank - count;
    }
    // The announcer first, then the others in order of index.
    if (rank == 0) return base;
    return rank <= base ? rank - 1 : rank;
  }

  uint32_t Cost(uint32_t base, uint32_t rank) const {
    if (base == kNone) return 0;
    return delays_ ? rank : rank != 0;
  }

  // How many answers of `count` are within the bound when what came before
  // has cost `spent`. REQUIRES: it cost no more than the bound.
  uint32_t Within(uint32_t base, uint32_t count, uint32_t spent) const {
    if (base == kNone || most_ == Bound::kUnlimited) return count;
    const uint32_t left = most_ - spent;
    if (delays_) {
      return left < count ? left + 1 : count;
    }
    return left == 0 ? 1 : count;
  }

 private:
  BoundedOrder() = default;
  // The first task that can go on after the announcer, in a circle.
  static uint32_t NextInRound(const ChoicePoint& point);

  uint32_t most_ = Bound::kUnlimited;
  bool delays_ = false;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_BOUND_H_
