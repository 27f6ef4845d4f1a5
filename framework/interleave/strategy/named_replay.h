// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// NamedReplayStrategy: finds a recorded schedule again after the code changed.
//
// It goes by the names of tasks and yield points and by the operations after
// them, never by counts of schedule points or by lines. Each recorded switch
// says "run this task until it stands at that position, then that other task".
// What may change without harm: lines; operations and yield points in other
// tasks, or in the same task before the position's anchor; yield points
// anywhere, unless they bear a name of the schedule; the numbers of tasks that
// name themselves. A name that nobody bears yet is looked for among the tasks
// that have not begun, by letting them come to their first operation.
// It can also go on where a switch has no counterpart: that switch is left out,
// and the next one whose task can be had is looked for.
// Thread safety: none. Determinism: no randomness. Cost: an ordered-map lookup
// for each yield point; meant for replaying one file, not for exploring.

#ifndef INTERLEAVE_STRATEGY_NAMED_REPLAY_H_
#define INTERLEAVE_STRATEGY_NAMED_REPLAY_H_

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "interleave/runtime/strategy.h"
#include "interleave/schedule/schedule.h"
#include "interleave/strategy/replay_status.h"
#include "interleave/strategy/task_course.h"

namespace interleave {

// What became of a recorded switch in an execution.
struct SwitchMatch {
  enum Kind : uint8_t {
    kNotReached,  // the execution was over before its turn came
    kMatched,
    kMissing,    // its task ended, and had never stood at its position
    kForbidden,  // its task had to wait on the way there, or the other's did
  };

  Kind kind = kNotReached;
  TaskId task = kNoTask;  // kMatched: who gave way, at which of its points
  uint32_t at = 0;
};

class NamedReplayStrategy final : public Strategy {
 public:
  // What is done at a switch that cannot be made.
  enum class AtTrouble : uint8_t { kGivesUp, kGoesOn };

  explicit NamedReplayStrategy(std::vector<RecordedChoice> choices,
                               AtTrouble at_trouble = AtTrouble::kGivesUp);
  ~NamedReplayStrategy() override;

  // Always true: how often to repeat is up to the caller.
  bool Begin() override;
  // Infeasible: a task has to wait before it reaches its position, or the one
  // to go on cannot. Diverged: a task ends without having reached its
  // position, or draws from fewer values than recorded. After the last switch
  // the announcer goes on, else the lowest id.
  // The values of a task are taken in order, then 0; its liberties, too, each
  // not before the count of schedule points where it was taken.
  uint32_t Choose(const ChoicePoint& point) override;
  // Switches left over count as diverged, values left over do not.
  void End(const ExecutionResult& result) override;
  bool WantsEveryPoint() const override { return true; }

  // Of the execution under way or just over: of the first trouble, if there was
  // any. `choice_index` counts in the list given to the constructor; the reason
  // counts switches alone, from 1.
  const ReplayStatus& status() const { return status_; }
  // Of each switch, in order; of the execution just over.
  const std::vector<SwitchMatch>& matches() const { return matches_; }

 private:
  uint32_t ChooseTask(const ChoicePoint& point);
  uint32_t TryNext(const ChoicePoint& point);
  bool HasEndedEarly(const ChoicePoint& point);
  // After trouble: the task of the next switch if it can be had, else who goes
  // on until it can; none: it is the announcer.
  std::optional<uint32_t> FindAgain(const ChoicePoint& point) const;
  void LeaveOut(SwitchMatch::Kind kind);
  uint32_t ChooseValue(const ChoicePoint& point);
  uint32_t TakeLiberty(const ChoicePoint& point);
  uint32_t SwitchTo(const ChoicePoint& point, const RecordedChoice& choice);
  uint32_t GuessTask(const ChoicePoint& point, const std::string& name,
                     TaskId id);
  bool Reached(const ChoicePoint& point, const RecordedChoice& choice);
  TaskCourse& CourseOf(const TaskState& task);
  uint32_t Stop(ReplayStatus::Kind kind, StepNumber step,
                const std::string& why);

  const std::vector<RecordedChoice> choices_;
  const AtTrouble at_trouble_;
  std::vector<size_t> switches_;  // indices into choices_
  std::set<Anchor> anchors_;      // of all positions
  // Indices into choices_ of each task's values, by recorded task name.
  std::map<std::string, std::vector<size_t>, std::less<>> values_;
  std::map<std::string, std::vector<size_t>, std::less<>> liberties_;

  // Of the execution under way.
  bool is_guess_ = false;  // the task that runs had no name when it was chosen
  size_t next_ = 0;        // into switches_
  std::map<std::string, size_t> values_taken_;  // by recorded task name
  std::map<std::string, size_t> liberties_taken_;
  std::vector<TaskCourse> courses_;  // by TaskId
  std::vector<SwitchMatch> matches_;
  ReplayStatus status_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_NAMED_REPLAY_H_
