// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// SurwStrategy: all orders of the operations on one object alike.
//
// For each execution an object is drawn among those that several tasks use: a
// lock, a variable, all points without an object. The task that is to come to
// it next is drawn by how many such operations each has left, those of tasks
// that it will create among them; who is there before waits. All other steps
// are drawn uniformly. So every order of these operations has the same
// probability where nothing else decides it, however many other steps there
// are in between.
// Source: Zhao, Wolff, Mathur & Roychoudhury, "Selectively Uniform Concurrency
// Testing" (ASPLOS 2025), algorithm SURW.
// Departures:
// - Which operations are selected is left open there. Here it is those on one
//   object, since what a bug needs is most often an order of these.
// - Counts are those of one execution of a profile, as there, but of the
//   longest of the first 64 (SurwProfile), each of which uses what is known by
//   then; after these nothing is learnt. The first has no profile, and all its
//   choices are uniform.
// - Who is enabled but not drawn may have to be let through, since the one that
//   was drawn waits for it, has ended, or is not in the profile: then the draw
//   is made anew, among those that are enabled.
// - Values are drawn uniformly.
//
// Thread safety: none. Determinism: the i-th execution depends on the seed, the
// profile and i alone. Cost: linear in the tasks; see
// docs/architecture.md, "Speed".

#ifndef INTERLEAVE_STRATEGY_SURW_H_
#define INTERLEAVE_STRATEGY_SURW_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/base/random.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/surw_profile.h"
#include "interleave/strategy/task_tree.h"
#include "interleave/strategy/weighted_draw.h"

namespace interleave {

class SurwStrategy final : public Strategy {
 public:
  // Executions that are profiled.
  static constexpr uint64_t kProfiled = 64;

  explicit SurwStrategy(uint64_t seed, uint64_t first_execution = 0);
  SurwStrategy(SurwStrategy&&) = default;
  ~SurwStrategy() override;

  // --- What a search tells it: see explore/learning_search.h. ---

  void SetExecution(uint64_t number) { execution_ = number; }
  std::string Known() const { return known_.Text(); }
  std::string Seen() const { return seen_.Text(); }
  bool Learn(std::string_view text);
  void AddSeen(std::string_view text);
  void UseSeen() { known_ = seen_; }
  uint64_t Goal(uint64_t, uint64_t executions_max) const {
    return executions_max;
  }

  // Always true.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult& result) override;
  // All operations count, also those of a task that is alone.
  bool WantsLonePoints() const override { return true; }

 private:
  // The key of nothing that there is.
  static constexpr uint32_t kUnrecognised = SurwProfile::kNothing - 1;
  // Tasks are told apart by a bit each where there are no more.
  static constexpr size_t kTasksMax = 64;
  // From so many enabled ones on.
  static constexpr uint32_t kFewest = 6;

  struct Running {
    const TaskState* task = nullptr;
    uint32_t node = 0;
  };

  void AddTasks(const ChoicePoint& point);
  // So many of its selected operations are done, or are another's.
  void Take(TaskId id, uint64_t operations);
  // The one that was drawn does a selected operation: the next is to be drawn.
  void TakeIntended();
  // Finds the object that was drawn, once a task comes to it.
  void Recognise(const TaskState& task);
  // kNoTask when nobody has any left.
  TaskId DrawIntended();
  uint32_t DrawAmongEnabled(const ChoicePoint& point);
  // Who has come to a selected operation: nobody but the announcer may have
  // come to another one since the last choice.
  void Note(const ChoicePoint& point);
  // The index of who goes on.
  uint32_t DrawNext(const ChoicePoint& point);
  uint32_t DrawNextByLooks(const ChoicePoint& point);

  const uint64_t seed_;
  uint64_t execution_;
  Random random_;
  std::unique_ptr<TaskTree> tree_;  // not moved
  SurwProfile known_;
  SurwProfile seen_;
  SurwRecorder recorder_;
  std::vector<SurwProfile::Use> drawn_;  // of this execution, by node
  uint32_t object_ = kUnrecognised;
  bool draws_ = false;  // an order is drawn at all
  TaskId intended_ = kNoTask;
  // Of the first kTasksMax: those that have come to a selected operation. Known
  // of so many.
  uint64_t selected_ = 0;
  size_t noted_ = 0;
  std::vector<Running> tasks_;  // of this execution
  // By task: selected operations, with those of tasks to come; none when it has
  // ended.
  std::vector<uint64_t> left_;
  uint64_t left_by_all_ = 0;
  WeightedDraw draw_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_SURW_H_
