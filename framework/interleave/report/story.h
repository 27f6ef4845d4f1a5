// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Story: the steps of a trace that a reader needs, with their places.
//
// A trace has hundreds of steps and a failure needs a dozen of them: those
// around the switches, the named points, and what came last. The others are
// folded; columns.h prints each run of them as one line.
// Cost: O(steps); places are looked up only for the rows that are kept.

#ifndef INTERLEAVE_REPORT_STORY_H_
#define INTERLEAVE_REPORT_STORY_H_

#include <cstddef>
#include <string>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/report/place_resolver.h"
#include "interleave/schedule/finding.h"
#include "interleave/schedule/trace.h"

namespace interleave {

// One step, or the finding (which has a row of its own).
struct StoryRow {
  StepNumber step = 0;
  TaskId task = kNoTask;  // of a finding that concerns no single task: kNoTask
  std::string text;       // "lock mutex 1", "pool.reset.loaded", "FAILED: ..."
  std::string place;      // "pool.cc:42"; empty when not known
  std::string source;     // the text of that line; may be empty
  bool switched = false;  // another task ran just before
  bool waited = false;    // the task had to wait here
  bool finding = false;
  bool critical = false;  // it is one of those that decide
  bool folded = false;    // not to be shown; has neither text nor place
  uint64_t left_out = 0;  // a row for so many steps that the trace lacks
};

struct StoryOptions {
  // Keep every step.
  bool full = false;
  // When more rows than this would be kept, the oldest of them are folded, bar
  // those that decide: about a screen.
  size_t rows_max = 40;
  // Numbers of steps that decide, in order: they are kept and marked.
  std::vector<StepNumber> critical = {};
};

// Kept are: the last step before and the first after each switch that was a
// free choice; the same at other switches, and any step that waited, unless it
// only starts, creates, joins, detaches, ends or unlocks; yield points, where
// it is known what decides only those close to that; the
// last step before the finding, of all tasks and of the finding's own. What
// comes after the finding is folded.
std::vector<StoryRow> BuildStory(const Trace& trace, const Finding& finding,
                                 PlaceResolver& resolver,
                                 const StoryOptions& options = {});

// What a step does: "lock mutex 1", "pool.reset.loaded". `task_names` by id.
std::string OperationText(const TraceStep& step,
                          const std::vector<std::string>& task_names);

// True for a deadlock: that one task came to it last means nothing.
bool ConcernsAllTasks(FindingKind kind);

// How a finding of this kind is announced: "FAILED", "DEADLOCK", "RACE", ...
std::string FindingLabel(FindingKind kind);

// The finding's place: its own file and line, else that of its stack.
Place FindingPlace(const Finding& finding, PlaceResolver& resolver);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_STORY_H_
