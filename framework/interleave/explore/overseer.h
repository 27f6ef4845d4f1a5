// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Overseer: who may interrupt an exploration between two executions.
//
// Thread safety: the word of attention may be set by signal handlers and other
// processes; all else is called by the exploration.

#ifndef INTERLEAVE_EXPLORE_OVERSEER_H_
#define INTERLEAVE_EXPLORE_OVERSEER_H_

#include <atomic>
#include <cstdint>

namespace interleave {

class Overseer {
 public:
  virtual ~Overseer() = default;

  // Not 0: Attend wants to be called. Looked at after each execution, in the
  // scheduler; the word stays the same one.
  virtual const std::atomic<uint32_t>& attention() const = 0;
  // Called outside of executions; the search has been told of the last one's
  // end and of no other's beginning. False: it ends here.
  virtual bool Attend() = 0;
  // So many executions were done as the exploration may do. How many more may
  // be; 0: none, the budget is spent.
  virtual uint64_t MoreExecutions() = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_OVERSEER_H_
