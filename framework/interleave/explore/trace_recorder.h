// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// TraceRecorder: an observer that writes down one execution for people.
//
// Cost: a backtrace for each step, some microseconds and up to 400 bytes.

#ifndef INTERLEAVE_EXPLORE_TRACE_RECORDER_H_
#define INTERLEAVE_EXPLORE_TRACE_RECORDER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "interleave/explore/access_recorder.h"
#include "interleave/runtime/observer.h"
#include "interleave/schedule/schedule.h"
#include "interleave/schedule/trace.h"

namespace interleave {

class TraceRecorder final : public Observer {
 public:
  // Steps beyond `steps_max` keep no stack, so that long traces stay small.
  explicit TraceRecorder(size_t stacks_max = 20'000)
      : stacks_max_(stacks_max) {}

  void OnAnnounce(const TaskState& task, const std::string& object,
                  bool waits) override;
  void OnStep(const TaskState& task, StepNumber number) override;
  void OnAccess(const MemoryAccess& access) override;
  void OnMemoryAnew(const void* address, size_t bytes) override;
  void OnLiberty(const TaskState& task, Liberty liberty) override;
  void OnEnd(const TaskState& task, StepNumber number) override;

  // The execution is over: `trace` is complete.
  void Finish();

  // `choices` in names: REQUIRES that they are those of the observed execution.
  std::vector<RecordedChoice> Describe(const Choices& choices) const;
  // Where `task` stood when it had met `at` schedule points; null when it has
  // met fewer.
  const Position* PositionAt(TaskId task, uint32_t at) const;

  Trace trace;

 private:
  // A schedule point of a task, whether or not it went on from there.
  struct Announced {
    uint32_t at = 0;
    Position position;
    std::string place;
  };
  // What a task is about to do, and what it counts.
  struct Course {
    TraceStep pending;
    Position anchor;  // the last yield point it came to
    std::vector<uint32_t> kinds;
    std::vector<std::pair<std::string, uint32_t>> names;
    std::vector<Announced> announced;
    StepNumber last = 0;
  };

  const Announced* Find(TaskId task, uint32_t at) const;
  Course& CourseOf(const TaskState& task);
  Position NextPosition(Course& course, const TaskState& task, bool waits);

  const size_t stacks_max_;
  std::vector<Course> courses_;  // by TaskId
  TaskId last_ = kNoTask;
  AccessRecorder accesses_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_TRACE_RECORDER_H_
