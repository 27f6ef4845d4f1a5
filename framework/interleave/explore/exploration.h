// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Exploration: one call of Explore, from its options to its result.
//
// Knows how a body is run again and again, when to stop, and how a finding is
// made repeatable. What is run in which mode is decided in explore.cc.

#ifndef INTERLEAVE_EXPLORE_EXPLORATION_H_
#define INTERLEAVE_EXPLORE_EXPLORATION_H_

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "interleave/explore/lessons.h"
#include "interleave/explore/options.h"
#include "interleave/explore/result.h"
#include "interleave/explore/search.h"
#include "interleave/explore/stopwatch.h"
#include "interleave/explore/trace_recorder.h"
#include "interleave/runtime/exception_trap.h"
#include "interleave/runtime/execution.h"
#include "interleave/strategy/difference.h"

namespace interleave {

class Exploration {
 public:
  // Who drew an execution that repeats a schedule.
  static constexpr std::string_view kReplayName = "replay";

  Exploration(const Options& options, absl::FunctionRef<void()> body,
              std::string_view test);

  // One execution after another until `strategy` ends (true), or the budget or
  // the findings that were asked for are reached (false), or the search must
  // start again (false; see TakeRestart). `name` says what drew an execution.
  // `after`, when there is one, looks at each result and may stop by false.
  using After = std::function<bool(const ExecutionResult&)>;
  bool Search(Strategy& strategy, absl::FunctionRef<std::string()> name,
              const After& after = nullptr);

  // Whose view of the space is told with the progress; null for nobody's.
  void Watch(const interleave::Search* search) { watched_ = search; }

  // True once when the first execution did more than its replay: something was
  // initialised for the life of the process; and whenever something was learnt
  // of the program's memory (Lessons). What was run
  // doesn't count, and the search must start again with a strategy that hasn't
  // seen it.
  bool TakeRestart();

  // One execution; findings are not looked at, and it isn't counted.
  const ExecutionResult& RunOnce(Strategy& strategy,
                                 Observer* observer = nullptr);
  void CountExecution(const ExecutionResult& execution);

  // Replays `choices` with a trace and adds what it shows to the result.
  void AddFailure(const Finding& finding, const Choices& choices,
                  std::string_view strategy);
  // A finding of the search itself, which has no schedule to replay.
  void AddNondeterminism(const Difference& difference);

  // The limit of the options that is reached; those that take time to look at
  // are looked at now and then.
  Limit ReachedLimit() const;
  bool enough_findings() const {
    return result.failures.size() >= options.findings_max;
  }

  // The result with what is known at the end; once.
  ExploreResult Finish();

  const Options& options;
  ExploreResult result;

 private:
  // Runs one execution, or as many as there is nothing to do between: those
  // were counted, the result of the last was not. Returns false when the
  // strategy had ended by then.
  bool RunSome(Strategy& strategy, bool one_by_one);
  // Nothing is to be done after an execution with this result but to count it.
  bool IsOneOfMany(const ExecutionResult& execution) const;
  void NoteOutcome(const ExecutionResult& execution);
  void NoteRaces(const ExecutionResult& execution);
  void CheckDeterminism(absl::FunctionRef<std::string()> name);
  // True when the last execution, with these choices, taught something of the
  // program's memory: it is looked at again with that knowledge, and the search
  // must start again.
  bool Learned(const Choices& choices, absl::FunctionRef<std::string()> name);
  void AddOnce(const Finding& finding, const Choices& choices,
               std::string_view name);
  // What a replay shows, with its trace.
  struct Recording {
    bool IsOf(const Finding& other) const {
      return finding.has_value() && finding->kind == other.kind &&
             finding->step == other.step;
    }

    Choices choices;
    std::vector<RecordedChoice> described;
    std::vector<TaskStanding> standings;
    std::optional<Finding> finding;
    Trace trace;
  };
  Recording Record(const Choices& choices);
  void CheckEmptySuccess();
  void TellProgress(const std::string& name) const;
  // The schedule file that is replayed, which a replay must not replace.
  std::string ReplayedFile() const;
  Schedule ScheduleOf(const Finding& finding, std::string_view strategy) const;
  std::string WriteSchedule(const Schedule& schedule);

  const absl::FunctionRef<void()> body_;
  ExecutionLimits limits_;
  Execution& execution_;
  const ExceptionTrap trap_;
  const Stopwatch stopwatch_;
  std::set<std::string> signatures_;  // of the findings so far
  uint32_t tasks_max_ = 0;
  uint64_t choice_points_ = 0;
  uint64_t runs_ = 0;  // by Search, also those that don't count
  const interleave::Search* watched_ = nullptr;
  bool restart_ = false;
  bool restarted_ = false;
  Lessons lessons_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_EXPLORATION_H_
