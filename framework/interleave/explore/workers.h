// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Workers: the processes of one exploration, as the coordinator sees them.
//
// They are forked before the process has a second thread, and the process that
// forks them runs no execution: so it has no tasks' threads either, and can
// fork again for the next exploration. (A process with threads is no longer
// whole after a fork: they don't exist in the child, and ThreadSanitizer then
// ignores all synchronisation.)
// Thread safety: none. Cost: a fork each, about a millisecond.

#ifndef INTERLEAVE_EXPLORE_WORKERS_H_
#define INTERLEAVE_EXPLORE_WORKERS_H_

#include <sys/types.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "interleave/explore/channel.h"
#include "interleave/explore/interrupts.h"
#include "interleave/explore/options.h"
#include "interleave/explore/shared_page.h"
#include "interleave/explore/shared_traces.h"

namespace interleave {

class Workers {
 public:
  // Why this process can't have workers, and what to do; empty when it can.
  static std::string Obstacle();
  // ... threads that the process has, in words; empty when it can be forked.
  static bool HasOtherThreads();

  // "was killed by signal 11 (Segmentation fault)", for what waitpid gave.
  static std::string DeathText(int status);

  // Forks `options.jobs` workers. REQUIRES: Obstacle() is empty
  Workers(const Options& options, absl::FunctionRef<void()> body,
          std::string_view test);
  // Ends them.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  SharedPage& shared() { return shared_; }
  // Of all workers together, while somebody listens to progress; else null.
  SharedTraces* traces() { return traces_; }
  uint32_t size() const { return static_cast<uint32_t>(workers_.size()); }
  bool IsAlive(uint32_t worker) const {
    return workers_[worker].channel.descriptor() >= 0;
  }

  // Sets bits that the worker's Attend looks at, or takes them off.
  void Ask(uint32_t worker, uint32_t bits);
  void Unask(uint32_t worker, uint32_t bits);

  // False when the worker is gone, which the next Next will say.
  bool Send(uint32_t worker, const nlohmann::ordered_json& message);

  struct Event {
    uint32_t worker = 0;
    // None: the worker has died.
    std::optional<nlohmann::ordered_json> message;
    std::string death;  // "was killed by signal 11 (Segmentation fault)"
  };
  // The next message, or the next death; none after `wait_ms`, or when a signal
  // came.
  std::optional<Event> Next(int wait_ms);

 private:
  struct Process {
    pid_t id = 0;
    Channel channel;
  };

  [[noreturn]] void BeWorker(const Options& options,
                             absl::FunctionRef<void()> body,
                             std::string_view test, Channel channel,
                             uint32_t index, pid_t parent);
  std::string Bury(Process& process);

  SharedPage& shared_;
  SharedTraces* const traces_;
  const InterruptTrap trap_;
  std::vector<Process> workers_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_WORKERS_H_
