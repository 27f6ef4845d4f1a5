// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Relay: an exploration that outlives the processes which run it.
//
// A process is forked for the exploration, whose stack and heap
// (base/arena.h) lie in memory shared with whoever forked it. It runs
// one execution after another, as it would without a relay. When one of them
// kills the process, another one is forked, which goes on where the last one
// was carrying that execution out: with its choices, and with a finding of how
// it ended. The program's own memory is then what it was before the first.
//
// The process that forks runs no execution, has no tasks' threads, and loses
// nothing by a crash.
//
// REQUIRES: the process has one thread.
// Thread safety: none. Cost: a fork for the exploration, and one for each
// crash; an execution costs nothing more.

#ifndef INTERLEAVE_EXPLORE_RELAY_H_
#define INTERLEAVE_EXPLORE_RELAY_H_

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "interleave/runtime/execution.h"

namespace interleave {

class Relay {
 public:
  struct Ended {
    // What the exploration returned. Nothing when it could not go on: a process
    // ended outside of executions.
    std::optional<std::string> text;
    int status = 0;  // of the last process, as waitpid tells it
  };

  // Runs `explore` in processes of its own. Fails when there can be none,
  // saying why.
  // REQUIRES: it refers to nothing that it changes itself, but for what it
  // makes; no other call is under way
  static absl::StatusOr<Ended> Run(absl::FunctionRef<std::string()> explore);
  // Workers of an exploration run that way from now on, or do not.
  static void PlanForWorkers(bool runs);
  static bool IsPlannedForWorkers();
  // That of the call of Run under way, or null.
  static Relay* Current();

  // Calls `run`, which runs executions by `execution`. When the process does
  // not survive them, another one returns from here, with a result that says
  // so.
  void Carry(Execution& execution, absl::FunctionRef<void()> run);

  // True once in each process that has taken over from another.
  bool TakeSuccession();

 private:
  Relay(absl::FunctionRef<std::string()> explore, char* stack, char* own_stack)
      : explore_(explore), stack_(stack), own_stack_(own_stack) {}

  [[noreturn]] void BeProcess(pid_t parent, int status_before);
  [[noreturn]] void Begin();
  [[noreturn]] void GoOn(int status_before);
  [[noreturn]] void HandOver();
  struct Entry;

  const absl::FunctionRef<std::string()> explore_;
  char* const stack_;
  char* const own_stack_;  // of each process its own
  bool done_ = false;
  std::string* text_ = nullptr;
  // Of the executions under way, which did not begin or have come to their end
  // when resume_ is null.
  Execution* execution_ = nullptr;
  const absl::FunctionRef<void()>* run_ = nullptr;
  void* resume_ = nullptr;  // the context that waits for them
  bool concluded_ = false;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_RELAY_H_
