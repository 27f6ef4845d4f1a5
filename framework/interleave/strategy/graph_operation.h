// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// GraphOperation: what an operation reads and writes, for those kinds of
// operations that reads-from equivalence is searched for.
//
// Each reads from at most one place and writes to at most that place: some
// bytes of memory, a lock, or what numbers tasks and yield points. An operation
// that changes what it read (an atomic change, a lock taken, a task created)
// reads and writes. So does a plain write, since not all that reads plain
// memory is seen: clang leaves out what a function reads of its own variables,
// and libraries are not instrumented. A compare-exchange may fail, and writes
// nothing then; which it does is known when it is done.
// Thread safety: plain data. Cost: O(1).

#ifndef INTERLEAVE_STRATEGY_GRAPH_OPERATION_H_
#define INTERLEAVE_STRATEGY_GRAPH_OPERATION_H_

#include <cstdint>
#include <string>

#include "interleave/runtime/strategy.h"

namespace interleave {

struct GraphOperation {
  enum class Role : uint8_t {
    kStep,    // touches nothing that others do
    kAccess,  // of memory, of the numbering
    kLock,
    kTryLock,  // whether it takes the lock is told by whom it reads from
    kUnlock,
    kCreate,  // of `other`; reads and writes the numbering
    kJoin,    // of `other`
  };

  // Ranges of places that are no memory; an address has 48 bits at most.
  static constexpr uint64_t kLocks = uint64_t{1} << 60;
  static constexpr uint64_t kNumbering = uint64_t{2} << 60;
  static constexpr uint64_t kPoints = uint64_t{3} << 60;  // of one object each
  static constexpr uint64_t kClock = uint64_t{4} << 60;

  TaskId task = kNoTask;
  Role role = Role::kStep;
  bool reads = false;
  bool writes = false;
  bool may_fail = false;  // and write nothing
  TaskId other = kNoTask;
  uint64_t place = 0;  // the address, for memory
  uint32_t bytes = 1;
};

// What `task` would do next; false for a kind that is not handled.
// REQUIRES: during an execution
bool ReadOperation(const TaskState& task, GraphOperation* operation);

// What that kind is called by those who use it: "condition variables", ...
// REQUIRES: ReadOperation was false
std::string UnhandledName(const TaskState& task);

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_GRAPH_OPERATION_H_
