// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Events, and the Mazurkiewicz trace that an execution is of: what is left of
// it when the order of independent operations is forgotten.
//
// Which operations depend on each other is said here once more, from what they
// mean and as a question about two of them; nothing of the library's own table
// (strategy/footprint.h) is used, so that each can show the other's mistakes.
// An operation is what it is announced as: a compare-exchange changes memory
// and a try for a lock takes it, whether or not it succeeds.
// Thread safety: none. Cost: of a trace, its length squared.

#ifndef INTERLEAVE_TESTS_PROGRAMS_TRACE_H_
#define INTERLEAVE_TESTS_PROGRAMS_TRACE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "interleave/runtime/strategy.h"

namespace interleave {

// One operation carried out.
struct Event {
  TaskId task = kNoTask;
  OperationKind kind = OperationKind::kStart;
  // For tasks' operations the other task; else as Operation has it.
  ObjectId object = kNoObject;
  bool everything = false;  // time passes for all
  // The mutex that a waiter on a condition variable gives up or takes again.
  ObjectId mutex = kNoObject;
  bool shared = false;             // takes or gives up a lock as a reader
  bool of_condition_lock = false;  // absl::Mutex, or a condition on one
  // Of memory: [begin, end).
  uintptr_t begin = 0;
  uintptr_t end = 0;
  // The number of events before the task was let go on by another, if it was.
  size_t released = 0;
  // What was drawn after it and before the task's next.
  std::vector<uint32_t> values;

  bool operator==(const Event& other) const = default;
};

// Of what the task would do next. REQUIRES: during an execution
Event EventOf(const TaskState& task);

// Two operations of different tasks, if not ordered by a task's beginning, its
// end, or by one letting the other go on: they do not commute.
bool Depends(const Event& a, const Event& b);

// The traces of executions, one after another; what an execution has in common
// with the one before is not looked at again.
class TraceForms {
 public:
  // The same text for two executions of a program if and only if they are of
  // one trace: every task's events, each with how many events of each other
  // task come before it.
  std::string FormOf(const std::vector<Event>& events);

 private:
  using Clock = std::vector<uint32_t>;

  void Add(const std::vector<Event>& events, size_t at);
  void Merge(Clock& clock, size_t event) const;
  bool Knows(const Clock& clock, size_t event) const;

  std::vector<Event> events_;
  std::vector<Clock> clocks_;
  std::vector<uint32_t> number_of_;  // among its task's, from 1
  std::vector<std::string> text_of_;
};

// "T1 lock 3; T2 ...", to be read.
std::string EventsText(const std::vector<Event>& events);

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_PROGRAMS_TRACE_H_
