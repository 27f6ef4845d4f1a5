// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// SimulatedProgram: a concurrent program as plain data, and a scheduler that
// drives a Strategy through it as the runtime would.
//
// It lets strategies be tested without stacks, threads or instrumentation: the
// counts of executions are then those one works out on paper. A task has one
// step for its start and one for each operation; its end is no step.
// Thread safety: none. Determinism: no randomness.

#ifndef INTERLEAVE_TESTS_UNIT_STRATEGY_SIMULATED_PROGRAM_H_
#define INTERLEAVE_TESTS_UNIT_STRATEGY_SIMULATED_PROGRAM_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/base/random.h"
#include "interleave/runtime/strategy.h"
#include "interleave/schedule/schedule.h"
#include "interleave/strategy/footprint.h"

namespace interleave::simulated {

// One operation of a task, made by the functions below.
struct Op {
  OperationKind kind = OperationKind::kYield;
  // A mutex, or the first task concerned (index in Program).
  uint32_t object = kNoObject;
  uint32_t object_last = kNoObject;  // kCreate: the last task
  std::string point;                 // kPoint
  uint32_t values = 0;               // draws one of so many when carried out
};

Op Yield();
Op Lock(uint32_t mutex);
Op Unlock(uint32_t mutex);
Op Point(std::string_view name);
Op Create(uint32_t task);
Op Create(uint32_t first, uint32_t last);
Op Join(uint32_t task);
// Accesses to memory, one object for each variable.
Op Read(uint32_t variable);
Op Write(uint32_t variable);
// Signals nobody and draws one of `values`.
Op Draw(uint32_t values);

struct Task {
  std::vector<Op> ops;
  // How it names itself just after its start; empty: not at all.
  std::string name;
};

// Task 0 is main. Others exist once they were created.
using Program = std::vector<Task>;

// A program where main creates all `tasks` in one operation and ends.
Program Together(std::vector<Task> tasks);
// `count` tasks of `yields` operations each, together: (yields + 1) steps each.
Program Uniform(uint32_t count, uint32_t yields);
// Up to 4 tasks with locks (also in deadlocking order), yield points, values.
Program Arbitrary(Random& random);

struct Step {
  TaskId task = kNoTask;
  uint32_t at = 0;
  OperationKind kind = OperationKind::kStart;
  std::string point;
  uint32_t value = 0;

  friend bool operator==(const Step&, const Step&) = default;
};

struct Execution {
  ExecutionResult result;
  std::vector<Step> steps;
  std::vector<RecordedChoice> recorded;
  uint32_t preemptions = 0;
  uint64_t asked = 0;        // calls of Choose
  std::string broken_rules;  // of the Strategy interface; empty when none
};

// One execution; none when the strategy's Begin returns false.
std::optional<Execution> RunOnce(const Program& program, Strategy& strategy);

// All executions until Begin returns false. REQUIRES: no more than `max`.
std::vector<Execution> RunAll(const Program& program, Strategy& strategy,
                              size_t max = 100000);

// Of what a task would do next: by its kind and object alone.
// REQUIRES: it is one of a simulated execution
Footprint FootprintOf(const TaskState& task);
// What both would do next depends on one another: by kinds and objects alone.
// REQUIRES: they are tasks of a simulated execution
bool WouldBeOrdered(const TaskState& a, const TaskState& b);

// "0 0 1 1 2": who took each step. Two runs are equal when these are.
std::string Order(const Execution& run);

}  // namespace interleave::simulated

#endif  // INTERLEAVE_TESTS_UNIT_STRATEGY_SIMULATED_PROGRAM_H_
