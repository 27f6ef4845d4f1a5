// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// EventRecorder: does what another strategy does, and writes down the events of
// the execution.
//
// Thread safety: none. Cost: linear in the number of tasks for each choice.

#ifndef INTERLEAVE_TESTS_PROGRAMS_EVENT_RECORDER_H_
#define INTERLEAVE_TESTS_PROGRAMS_EVENT_RECORDER_H_

#include <cstddef>
#include <utility>
#include <vector>

#include "interleave/runtime/strategy.h"
#include "interleave/runtime/task.h"
#include "tests/programs/trace.h"

namespace interleave {

class EventRecorder final : public Strategy {
 public:
  explicit EventRecorder(Strategy& inner) : inner_(inner) {}

  bool Begin() override {
    // Nobody is asked whether main begins, and it may draw at once.
    events_.assign(1, {.task = kMainTask, .kind = OperationKind::kStart});
    last_of_task_.assign(1, 0);
    released_.clear();
    return inner_.Begin();
  }

  uint32_t Choose(const ChoicePoint& point) override {
    const bool asks = point.count > 1 || inner_.WantsLonePoints();
    const uint32_t answer = asks ? inner_.Choose(point) : 0;
    if (answer == kGiveUp) return answer;
    if (point.liberty != Liberty::kNone && answer == 0) return answer;
    if (point.kind == ChoiceKind::kValue) {
      events_[last_of_task_[point.announcer->id]].values.push_back(answer);
    } else {
      NoteReleased(point);
      Carry(*point.enabled[answer]);
    }
    return answer;
  }

  void End(const ExecutionResult& result) override { inner_.End(result); }
  bool WantsLonePoints() const override { return true; }
  bool KeepsLocations() const override { return inner_.KeepsLocations(); }
  bool WasRedundant() const override { return inner_.WasRedundant(); }

  const std::vector<Event>& events() const { return events_; }

 private:
  // Waiters that the last event let go on; a mutex may still hold them up.
  void NoteReleased(const ChoicePoint& point) {
    released_.resize(point.tasks.size());
    last_of_task_.resize(point.tasks.size());
    for (const TaskState* state : point.tasks) {
      const auto& task = static_cast<const Task&>(*state);
      const bool is_released =
          !task.finished && task.next.kind == OperationKind::kWake &&
          (task.gate != nullptr || task.slot != ChoicePoint::kNotEnabled);
      size_t& released = released_[task.id];
      released = !is_released ? 0 : released == 0 ? events_.size() : released;
    }
  }

  void Carry(const TaskState& task) {
    Event event = EventOf(task);
    event.released = released_[task.id];
    last_of_task_[task.id] = events_.size();
    events_.push_back(std::move(event));
  }

  Strategy& inner_;
  std::vector<Event> events_;
  std::vector<size_t> last_of_task_;
  std::vector<size_t> released_;
};

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_PROGRAMS_EVENT_RECORDER_H_
