// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// TraceRecorder: an observer that writes down one execution for people.
//
// Of a very long execution it keeps the last steps and those around the first
// changes of control and what tasks do seldom, in memory that does not grow
// with it but for 32 bytes a step. Cost: a backtrace for each step, some
// microseconds, and up to 400 bytes for each that is kept.

#ifndef INTERLEAVE_EXPLORE_TRACE_RECORDER_H_
#define INTERLEAVE_EXPLORE_TRACE_RECORDER_H_

#include <compare>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "interleave/explain/seldom_steps.h"
#include "interleave/explore/access_recorder.h"
#include "interleave/runtime/observer.h"
#include "interleave/schedule/schedule.h"
#include "interleave/schedule/trace.h"

namespace interleave {

class TraceRecorder final : public Observer {
 public:
  // So many of the last steps are kept, and half as many of those before.
  explicit TraceRecorder(size_t steps_max = 20'000)
      : steps_max_(steps_max), accesses_(steps_max) {}

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
  // Where `task` stood when it had met `at` schedule points; none when it has
  // met fewer.
  std::optional<Position> PositionAt(TaskId task, uint32_t at) const;

  Trace trace;

 private:
  // A yield point, which may be gone with its library when it is described.
  struct Site {
    std::string name;
    std::string file;
    int line = 0;

    friend auto operator<=>(const Site&, const Site&) = default;
  };
  // A schedule point of a task, whether or not it went on from there: what is
  // needed for its Position.
  struct Announced {
    uint32_t at = 0;
    OperationKind kind = OperationKind::kStart;
    bool blocked = false;
    uint32_t occurrence = 1;
    uint32_t anchor_occurrence = 0;
    const Site* site = nullptr;    // kPoint only
    const Site* anchor = nullptr;  // the last yield point before it
  };
  // What a task is about to do, and what it counts.
  struct Course {
    TraceStep pending;
    const Site* anchor = nullptr;  // the last yield point it came to
    uint32_t anchor_occurrence = 0;
    std::vector<uint32_t> kinds;
    std::vector<std::pair<const std::string*, uint32_t>> names;
    std::vector<Announced> announced;
    StepNumber last = 0;
  };

  const Announced* Find(TaskId task, uint32_t at) const;
  Course& CourseOf(const TaskState& task);
  static Position PositionOf(const Announced& announced);
  Announced Announce(Course& course, const TaskState& task, bool waits);
  // Leaves only what is kept of the steps before the last `steps_max_`.
  void LeaveOut();
  bool IsKept(StepNumber step) const;

  const size_t steps_max_;
  size_t passed_ = 0;  // so many of the steps were looked at, and are kept
  std::set<Site> sites_;
  std::vector<Course> courses_;  // by TaskId
  TaskId last_ = kNoTask;
  SeldomSteps seldom_;
  AccessRecorder accesses_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_TRACE_RECORDER_H_
