// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// RandomProgram: a small program drawn at random, as data.
//
// Tasks over one set of shared objects; main and tasks create and join others
// anywhere, and what a task has done so far is part of the final state, also
// where the program ends in a deadlock. Meant to be compiled as instrumented
// code.
// Thread safety: none. Determinism: the same draws give the same program.

#ifndef INTERLEAVE_TESTS_PROGRAMS_RANDOM_PROGRAM_H_
#define INTERLEAVE_TESTS_PROGRAMS_RANDOM_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "interleave/base/random.h"

namespace interleave {

struct RandomProgram {
  static constexpr size_t kTasksMax = 8;

  enum class Does : uint8_t { kStep, kCreate, kJoin };
  struct Action {
    Does does = Does::kStep;
    // The number of the step or of the other task.
    size_t what = 0;
  };

  // By task; the first is main.
  std::vector<std::vector<Action>> tasks;

  // As C++, but for the declarations, which are in random_program.cc:
  //   main: T1 = create; first.load(); join T1
  std::string Text() const;
  // The body of an execution.
  void Run() const;
};

// Of what the steps are drawn: atomics, plain memory, locks, conditions,
// semaphores, barriers, deadlines, draws and named points; or from these and,
// every second step, futexes and absl::Mutex, with deadlines and without, and
// locks that are taken twice.
enum class StepsOf : uint8_t { kStandard, kMore };

// `tasks` beside main, of 1 to `steps_max` steps each.
// REQUIRES: tasks < RandomProgram::kTasksMax, steps_max > 0
RandomProgram DrawProgram(Random& random, size_t tasks, uint32_t steps_max,
                          StepsOf steps_of = StepsOf::kStandard);

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_PROGRAMS_RANDOM_PROGRAM_H_
