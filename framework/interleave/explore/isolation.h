// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Isolation: executions in processes of their own.
//
// An exploration runs on a stack and with a heap (base/arena.h) that lie
// in memory shared with the processes it forks. Such a process runs one
// execution, under the same strategy, and is gone: all that was chosen, learnt
// and found is then in the exploration's memory as if it had run the execution
// itself, also when the program crashed halfway. What the program did to its
// own memory is gone too.
//
// REQUIRES: the process has one thread, and goes on to have one.
// Thread safety: none. Cost: a fork for each execution.

#ifndef INTERLEAVE_EXPLORE_ISOLATION_H_
#define INTERLEAVE_EXPLORE_ISOLATION_H_

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "interleave/runtime/execution.h"

namespace interleave {

class Isolation {
 public:
  struct Settings {
    // A file whose contents are each execution's standard input; -1: the
    // process's own.
    int input = -1;
    // How many megabytes (of 2^20 bytes) an execution may add to the memory it
    // begins with; 0: no limit.
    uint64_t memory_mb = 0;
    // When an execution has taken no step for so long it is ended; 0: never.
    uint32_t hang_seconds = 0;
  };

  // Runs `explore`, whose executions are isolated meanwhile. Fails when that is
  // not possible, saying why. REQUIRES: no other call is under way
  static absl::Status Run(const Settings& settings,
                          absl::FunctionRef<void()> explore);
  // Workers of an exploration run with `settings` from now on; null: as others.
  static void PlanForWorkers(const Settings* settings);
  static const Settings* PlannedForWorkers();
  // That of the call of Run that is under way, or null.
  static Isolation* Current();

  // Execution::Run, in a process of its own.
  const ExecutionResult& Execute(Execution& execution,
                                 absl::FunctionRef<void()> body,
                                 Strategy& strategy,
                                 const ExecutionLimits& limits,
                                 Observer* observer);
  // What the last execution wrote, its end if it was much.
  std::string Output() const;

 private:
  explicit Isolation(const Settings& settings);
  ~Isolation();

  void ForkAndWait(absl::FunctionRef<void()> execute);
  // Ends `child` when it hangs and its own watchdog can't tell.
  void Watch(pid_t child);
  [[noreturn]] void BeChild(absl::FunctionRef<void()> execute, pid_t parent);
  void Redirect() const;

  const Settings settings_;
  // A file that takes what executions write to standard output and error.
  const int output_;
  char* const own_stack_;  // of each process its own
  bool concluded_ = false;
  bool was_killed_ = false;  // since it took no step
  int status_ = 0;           // of the last process, as waitpid tells it
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_ISOLATION_H_
