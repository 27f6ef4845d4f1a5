// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Exploration: one call of Explore, from its options to its result.
//
// Knows how a body is run again and again, when to stop, and how a finding is
// made repeatable. What is run in which mode is decided in explore.cc.

#ifndef INTERLEAVE_EXPLORE_EXPLORATION_H_
#define INTERLEAVE_EXPLORE_EXPLORATION_H_

#include <atomic>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "interleave/explore/behaviour_rate.h"
#include "interleave/explore/coverage_recorder.h"
#include "interleave/explore/found.h"
#include "interleave/explore/lessons.h"
#include "interleave/explore/options.h"
#include "interleave/explore/overseer.h"
#include "interleave/explore/result.h"
#include "interleave/explore/search.h"
#include "interleave/explore/shared_traces.h"
#include "interleave/explore/stopwatch.h"
#include "interleave/explore/trace_recorder.h"
#include "interleave/runtime/exception_trap.h"
#include "interleave/runtime/execution.h"
#include "interleave/strategy/difference.h"

namespace interleave {

class Isolation;
class Relay;

class Exploration {
 public:
  // Who drew an execution that repeats a schedule.
  static constexpr std::string_view kReplayName = "replay";
  // ... or follows a script.
  static constexpr std::string_view kScriptName = "script";

  Exploration(const Options& options, absl::FunctionRef<void()> body,
              std::string_view test);
  ~Exploration();

  // `overseer`, which outlives this, is asked from now on. It also grants all
  // executions from now on when `grants` is true, in place of the options.
  void Oversee(Overseer& overseer, bool grants);
  // Findings are kept in `found`, in place of being added to the result.
  void KeepFindings(bool keeps) { keeps_findings_ = keeps; }
  // What follows is counted anew, and its findings are new ones. The body is
  // checked to be deterministic if `checks`.
  void BeginPart(bool checks);
  // Executions that were granted and did not take place; gives them back.
  uint64_t TakeUnusedExecutions();
  // Repeats executions that taught something, in order, so that it is known
  // here too. The first of all executions of an exploration counts as such.
  void Teach(const std::vector<Choices>& lessons);
  // Those that taught something here, the first execution, and those of Teach.
  const std::vector<Choices>& lessons() const { return taught_by_; }
  // Counted since the beginning or BeginPart.
  const Tally& tally() const { return tally_; }
  // ... with what was covered. Cost: linear in that.
  Tally TallyWithCoverage() const;
  // It turned out that it is of some executions only.
  void DropCoverage() {
    tally_.coverage.reset();
    recorder_.Clear();
  }
  // Tells it of each new trace that is covered.
  void TellOfTraces(SharedTraces* traces) { recorder_.TellOfTraces(traces); }
  // What executions of `search` cover is recorded.
  bool Covers(const interleave::Search* search) const;
  void AddTally(const Tally& other) { tally_.Add(other); }

  // What was met so far, in this process.
  Notes NotesSoFar() const;
  // Was met in other processes.
  void AddNotes(const Notes& other) { notes_.Add(other); }
  const Notes& NotesFromOthers() const { return notes_; }

  // One execution after another until `strategy` ends (true), or the budget or
  // the findings that were asked for are reached (false), or the search must
  // start again (false; see TakeRestart). `name` says what drew an execution.
  // `after`, when there is one, looks at each result and may stop by false.
  using After = std::function<bool(const ExecutionResult&)>;
  bool Search(Strategy& strategy, absl::FunctionRef<std::string()> name,
              const After& after = nullptr);

  // Executions under `strategy`, which does the same each time, until one shows
  // no more memory to be raced and initialises nothing for the life of the
  // process, or has a finding; returns how many. The last one
  // is counted. If `is_first`, the body is run once before, for what is
  // initialised for the life of the process, and checked to be deterministic.
  uint64_t RunUntilSettled(Strategy& strategy, std::string_view name,
                           bool is_first);

  // Whose view of the space is told with the progress; null for nobody's.
  void Watch(const interleave::Search* search) { watched_ = search; }

  // True once when the first execution did more than its replay: something was
  // initialised for the life of the process; and whenever something was learnt
  // of the program's memory (Lessons). What was run
  // doesn't count, and the search must start again with a strategy that hasn't
  // seen it.
  bool TakeRestart();

  // From now on executions may have the liberties of the options, and those
  // that were taken in `choices`.
  void AllowLibertiesOf(const Choices& choices) {
    limits_.liberties = LibertiesOf(options, choices);
  }
  // One execution; findings are not looked at, and it isn't counted.
  const ExecutionResult& RunOnce(Strategy& strategy,
                                 Observer* observer = nullptr);
  void CountExecution(const ExecutionResult& execution);

  // What executions so far taught of the program's memory is forgotten, and
  // learnt anew from repetitions of `choices` alone. What follows depends on
  // them, then, and not on what was explored before.
  void LearnFrom(const Choices& choices);
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
    std::string output;
  };
  // Cost: as TraceRecorder's.
  Recording Record(const Choices& choices);
  // The file of the `number`-th finding; empty when it cannot be written, which
  // is a problem of the result.
  std::string WriteSchedule(const Schedule& schedule, size_t number);
  // Replays `choices` with a trace and adds what it shows to the result.
  void AddFailure(const Finding& finding, const Choices& choices,
                  std::string_view strategy);
  // Adds one that was kept, with its schedule file. REQUIRES: it has a failure
  void AddFound(Found kept);
  // Keeps one of another process; one that has no failure yet is replayed, for
  // what that shows.
  void LookAt(const Found& found_before);
  // A finding of the search itself, which has no schedule to replay.
  void AddNondeterminism(const Difference& difference);

  // The limit of the options that is reached, or of those who oversee it; those
  // that take time to look at are looked at now and then.
  Limit ReachedLimit();
  bool enough_findings() const {
    return result.failures.size() + found.size() >= options.findings_max;
  }

  // Findings that were added to the result, without their failures.
  const std::vector<Found>& added() const { return added_; }

  // The result with what is known at the end; once.
  ExploreResult Finish();

  const Options& options;
  ExploreResult result;
  std::vector<Found> found;

 private:
  // Before and after an execution of Search.
  void Listen();
  void EndListening(bool counts);
  // More findings are wanted, and nobody wants it to stop.
  bool GoesOn();
  void NoteLesson(const Choices& choices);
  bool IsTimeToLook() const;
  void TellProgress(const std::string& name);
  // One execution, here or in a process of its own; the strategy is not told of
  // its end.
  const ExecutionResult& Perform(Strategy& strategy, Observer* observer);
  // Calls what runs executions, of which this process may not survive one.
  void Carry(absl::FunctionRef<void()> run);
  // In a process that has taken over: learns what the one before had learnt.
  void CatchUp();
  // Runs one execution, or as many as there is nothing to do between: those
  // were counted, the result of the last was not. Returns false when the
  // strategy had ended by then.
  bool RunSome(Strategy& strategy, bool one_by_one);
  // Nothing is to be done after an execution with this result but to count it.
  bool IsOneOfMany(const ExecutionResult& execution) const;
  void NoteRaces(const ExecutionResult& execution);
  void CheckDeterminism(absl::FunctionRef<std::string()> name);
  // True when the last execution, with these choices, taught something of the
  // program's memory: it is looked at again with that knowledge, and the search
  // must start again.
  bool Learned(const Choices& choices, absl::FunctionRef<std::string()> name);
  void AddOnce(const Finding& finding, const Choices& choices,
               std::string_view name);
  // Keeps it, or adds it to the result.
  void Take(Found one);
  void CheckEmptySuccess(const std::vector<std::string>& met);
  // The schedule file that is replayed, which a replay must not replace.
  std::string ReplayedFile() const;
  Schedule ScheduleOf(const Finding& finding, std::string_view strategy) const;

  const absl::FunctionRef<void()> body_;
  ExecutionLimits limits_;
  Execution& execution_;
  const ExceptionTrap trap_;
  const Stopwatch stopwatch_;
  std::set<std::string> signatures_;  // of the findings so far
  Tally tally_;
  Notes notes_;  // of others
  Overseer* overseer_ = nullptr;
  const std::atomic<uint32_t>* attention_;
  uint64_t executions_max_;
  // How executions are kept from ending this; null: they aren't.
  Isolation* const isolation_;
  Relay* const relay_;
  const bool asks_for_overlaps_;
  bool keeps_findings_ = false;
  bool checks_determinism_ = true;
  std::vector<Choices> taught_by_;
  std::vector<Found> added_;
  uint64_t runs_ = 0;  // by Search, also those that don't count
  const interleave::Search* watched_ = nullptr;
  CoverageRecorder recorder_;
  BehaviourRate new_behaviour_;
  bool listens_ = true;  // there is something to listen for
  bool restart_ = false;
  bool restarted_ = false;
  Lessons lessons_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_EXPLORATION_H_
