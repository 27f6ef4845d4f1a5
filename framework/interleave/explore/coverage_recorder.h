// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// CoverageRecorder: takes down what executions cover, at full speed, and
// whether tasks overlapped.
//
// A pair of places is seen when an operation follows another task's directly:
// the last one before it on the same object, the last access before it to the
// same bytes that conflicts with it, or the last named point. A read reads from
// the last write to any of its bytes. A compare-exchange that fails writes
// nothing.
// Thread safety: none. Determinism: executions are the same with it.
// Cost: some 10 ns for each step that strategies are told of, while it covers;
// see docs/architecture.md. Nothing is allocated once its memory has grown.

#ifndef INTERLEAVE_EXPLORE_COVERAGE_RECORDER_H_
#define INTERLEAVE_EXPLORE_COVERAGE_RECORDER_H_

#include <cstdint>
#include <optional>

#include "interleave/explore/coverage.h"
#include "interleave/explore/overlap_watch.h"
#include "interleave/explore/pair_set.h"
#include "interleave/explore/shared_traces.h"
#include "interleave/explore/trace_set.h"
#include "interleave/runtime/step_listener.h"
#include "interleave/strategy/trace_hash.h"
#include "interleave/strategy/use_table.h"

namespace interleave {

class CoverageRecorder final : public StepListener {
 public:
  enum class Scope : uint8_t {
    kOverlaps,  // watches for them alone
    kTrace,     // ... and tells the trace of the execution
    kAll,       // ... and keeps what is covered
  };

  // Before each execution that it listens to. Unless `scope` is kAll, what was
  // covered before is forgotten.
  void BeginExecution(Scope scope);
  void OnStep(const ChoicePoint& point, const TaskState& task) override;
  void OnDraw(const TaskState& task, uint32_t value) override;
  // Of the execution so far; none when only overlaps are watched for.
  std::optional<uint64_t> trace() const override;
  // What it had is kept if it counts.
  void EndExecution(bool counts);
  void Clear();
  // Tells it of each new trace from then on; null: nobody.
  void TellOfTraces(SharedTraces* traces) { shared_traces_ = traces; }

  // In any execution that counted.
  bool overlapped() const { return overlapped_; }
  bool covers() const { return covers_; }
  uint64_t traces() const { return traces_.size(); }
  // What was covered. Cost: linear in it, and a look-up for each place.
  Coverage Take() const;

 private:
  // The last operation of a kind on a key.
  struct Last {
    Site site;
    TaskId task = kNoTask;
    uint32_t at = 0;  // 0: there was none
  };
  struct Users {
    Last changed;
    Last looked;
  };

  [[gnu::noinline]] void OnAnyStep(const ChoicePoint& point,
                                   const TaskState& task);
  void NotePoint(const TaskState& task);
  void NoteAccess(const TaskState& task, const Use& use);
  void NoteUse(const TaskState& task, const Use& use);
  void TakeBackFailure();

  bool covers_ = false;
  bool hashes_ = false;  // the trace
  bool overlapped_ = false;
  OverlapWatch overlap_;
  uint64_t executions_ = 0;
  TraceHash trace_;
  TraceSet traces_;
  SharedTraces* shared_traces_ = nullptr;
  PairSet pairs_;
  UseTable<Users> users_;
  Last last_point_;
  uint32_t now_ = 0;
  // The compare-exchange under way, and what its memory was before.
  const TaskState* trying_ = nullptr;
  Use tried_;
  Last before_try_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_COVERAGE_RECORDER_H_
