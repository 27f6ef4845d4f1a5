// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// DporStrategy: one execution of each set of schedules that differ only in the
// order of independent operations.
//
// Source-DPOR with sleep sets: Abdulla, Aronis, Jonsson & Sagonas, "Optimal
// dynamic partial order reduction" (POPL 2014), algorithm 1. Each complete
// execution is of another Mazurkiewicz trace, and all are met; some executions
// are given up halfway because they would repeat one (WasRedundant). What
// depends on what is said in footprint.h. Departures: locks are reversed as in
// Nidhugg, by who took them, since a task that waits for one can't come before
// it is given back; where what should come first could not go on there, all
// that could do (Flanagan & Godefroid, POPL 2005); values of Choose are all
// tried, in each trace.
// Thread safety: none. Determinism: no randomness. Cost: for each operation,
// linear in the earlier ones on the same object and in the number of tasks;
// memory linear in the longest execution.

#ifndef INTERLEAVE_STRATEGY_DPOR_H_
#define INTERLEAVE_STRATEGY_DPOR_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/footprint.h"

namespace interleave {

class DporStrategy final : public Strategy {
 public:
  // A task is a bit of a word.
  static constexpr size_t kTasksMax = 64;

  // False when every trace was met, or when the program turned out to be
  // nondeterministic.
  bool Begin() override;
  // Ends the process with a message when there are more than kTasksMax tasks.
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult& result) override;
  bool WantsLonePoints() const override { return true; }
  bool WasRedundant() const override { return redundant_; }

  bool exhausted() const { return finished_ && nondeterminism_.empty(); }
  // How a choice that was to be repeated differs from the first time, with its
  // step; empty when it never did.
  const std::string& nondeterminism() const { return nondeterminism_; }

 private:
  using TaskSet = uint64_t;
  using Clock = std::array<uint32_t, kTasksMax>;

  // One choice of the path to the present execution.
  struct Node {
    ChoiceKind kind = ChoiceKind::kSwitch;
    uint32_t value = 0;
    uint32_t count = 0;  // of values
    TaskId chosen = kNoTask;
    TaskSet enabled = 0;
    TaskSet backtrack = 0;  // to be tried here, or tried
    TaskSet asleep = 0;
    size_t event = 0;  // what was done is events_[event]
    // What tasks asleep would do: it was tried first, and nothing that depends
    // on it has been done since.
    std::vector<Footprint> sleep;
  };

  // One operation carried out.
  struct Event {
    Footprint footprint;
    size_t node = 0;
    // For each use, the event before that used the same key, plus 1; 0: none.
    std::array<uint32_t, Footprint::kUsesMax> before{};
  };

  static TaskSet BitOf(TaskId task) { return TaskSet{1} << task; }

  uint32_t ChooseValue(const ChoicePoint& point);
  uint32_t Repeat(const ChoicePoint& point);
  Node& NewNode(ChoiceKind kind);
  void FallAsleep(Node& node);
  uint32_t GiveUp(const std::string& what, const ChoicePoint& point);
  uint32_t CarryOut(const ChoicePoint& point, uint32_t index);

  // The clock of what the task does after its own course alone.
  Clock ClockBefore(const Footprint& footprint) const;
  void Merge(Clock& clock, size_t event) const;
  bool Knows(const Clock& clock, size_t event) const;
  bool WaitedAt(size_t event, TaskId task) const;
  bool CouldComeBefore(size_t event, const Footprint& later) const;
  // The whole clock of `footprint`, which would be the next event; what its
  // races ask for is added to the nodes.
  Clock LookBack(const Footprint& footprint);
  void FindBefore(const Footprint& footprint);
  void FindUsersBefore(const Footprint& footprint, const Use& use);
  void Reverse(size_t event, const Footprint& later, const Clock& clock);
  void Backtrack();

  std::vector<Node> path_;
  size_t depth_ = 0;   // choices made in this execution
  size_t length_ = 0;  // nodes in use; the others keep their memory
  std::vector<Event> events_;
  std::vector<Clock> clocks_;  // of the events
  size_t known_events_ = 0;    // those before were there last time
  // The last node of the path to repeat that is no draw; 0 for none too.
  size_t last_switch_ = 0;
  std::vector<size_t> ordered_;  // what FindBefore found, latest first
  absl::flat_hash_map<uint64_t, uint32_t> last_use_;  // event + 1, by key
  std::vector<uint32_t> everything_;                  // events of that kind
  std::array<uint32_t, kTasksMax> last_of_task_{};    // event + 1
  std::array<uint32_t, kTasksMax> creation_of_{};     // event + 1
  std::span<const TaskState* const> tasks_;
  bool finished_ = false;
  bool redundant_ = false;
  std::string nondeterminism_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_DPOR_H_
