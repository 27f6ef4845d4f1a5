// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/following.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "interleave/base/nearest_name.h"
#include "interleave/base/text.h"
#include "interleave/explore/replay_modes.h"
#include "interleave/explore/step_names.h"
#include "interleave/explore/trace_recorder.h"
#include "interleave/strategy/named_replay.h"
#include "interleave/strategy/replay.h"
#include "interleave/strategy/task_course.h"

namespace interleave {
namespace {

constexpr size_t kMovesMax = 64;

using AtTrouble = NamedReplayStrategy::AtTrouble;

// "reset before lock #1 after pool.reset.loaded#1"
std::string SwitchText(const RecordedChoice& recorded) {
  return absl::StrCat(recorded.task, " before ",
                      PositionText(recorded.position));
}

// One execution by names, and what is known of its steps.
class NamedRun {
 public:
  NamedRun(Exploration& exploration, const std::vector<RecordedChoice>& choices)
      : strategy_(choices, AtTrouble::kGoesOn) {
    strategy_.Begin();
    result_ = exploration.RunOnce(strategy_, &recorder_);
    recorder_.Finish();
    names_.emplace(recorder_.trace);
  }

  const ExecutionResult& result() const { return result_; }
  const ReplayStatus& status() const { return strategy_.status(); }
  const std::vector<SwitchMatch>& matches() const {
    return strategy_.matches();
  }
  const TraceRecorder& recorder() const { return recorder_; }
  const Trace& trace() const { return recorder_.trace; }
  const StepNames& names() const { return *names_; }

 private:
  NamedReplayStrategy strategy_;
  TraceRecorder recorder_;
  ExecutionResult result_;
  std::optional<StepNames> names_;
};

// Follows by names, finds again what has moved, and keeps account of both.
class Follower {
 public:
  Follower(Exploration& exploration, const Schedule& schedule)
      : exploration_(exploration),
        recorded_(schedule.choices),
        wanted_(schedule.choices) {
    for (size_t i = 0; i < recorded_.size(); ++i) {
      if (recorded_[i].choice.kind != ChoiceKind::kSwitch) continue;
      switches_.push_back(i);
      if (!recorded_[i].position.point.empty()) {
        points_.insert(recorded_[i].position.point);
      }
    }
  }

  Following Run();

 private:
  // Where a recorded name is nobody's any more: takes the name that its number
  // has now, else the only one that is new. False: none was found.
  bool RenameTasks(const NamedRun& run);
  // Points the first switch that is not where it was at where it is now. False:
  // there is none, or it is not known.
  bool Relocate(const NamedRun& run);
  bool RelocateOne(const NamedRun& run, size_t i, const SwitchMatch& match);
  bool PointAt(const NamedRun& run, size_t i, const TraceStep& step);
  bool IsGone(const NamedRun& run, size_t i) const;
  const TraceStep* Renamed(const NamedRun& run, size_t i, TaskId task) const;

  void NoteDrift(const NamedRun& run);
  void NoteRenamedTasks();
  void NoteMatched(const NamedRun& run, size_t number,
                   const SwitchMatch& match);
  void Note(size_t number, const char* what, std::string text);
  void FindObstacle(ReplayOutcome& outcome);

  Exploration& exploration_;
  const std::vector<RecordedChoice>& recorded_;
  std::vector<RecordedChoice> wanted_;
  std::vector<size_t> switches_;  // indices into both
  std::set<std::string> points_;  // that the schedule names
  std::set<size_t> relocated_;    // of switches_, those that were once
  std::map<std::string, std::string> renamed_;  // tasks: recorded name, now
  std::map<std::string, int64_t> shift_;        // of schedule points, by task
  ReplayOutcome outcome_;
};

TaskId TaskNamed(const Trace& trace, const RecordedChoice& wanted) {
  for (size_t id = 0; id < trace.task_names.size(); ++id) {
    if (trace.task_names[id] == wanted.task) return static_cast<TaskId>(id);
  }
  return kNoTask;
}

// The numbers of the tasks of a schedule, by name.
std::map<std::string, TaskId> NumbersOf(
    const std::vector<RecordedChoice>& choices) {
  std::map<std::string, TaskId> numbers;
  for (const RecordedChoice& recorded : choices) {
    numbers.emplace(recorded.task, recorded.choice.task);
    if (recorded.choice.kind == ChoiceKind::kSwitch) {
      numbers.emplace(recorded.to, recorded.choice.value);
    }
  }
  return numbers;
}

bool Follower::RenameTasks(const NamedRun& run) {
  const std::vector<std::string>& now = run.trace().task_names;
  std::map<std::string, TaskId> gone = NumbersOf(recorded_);
  std::set<std::string> added;
  for (const std::string& name : now) {
    if (gone.erase(name) == 0) added.insert(name);
  }
  const bool only_one = gone.size() == 1 && added.size() == 1;
  for (const auto& [name, id] : gone) {
    if (id < now.size() && added.contains(now[id])) {
      renamed_[name] = now[id];
    } else if (only_one) {
      renamed_[name] = *added.begin();
    }
  }
  for (RecordedChoice& wanted : wanted_) {
    for (std::string* const name : {&wanted.task, &wanted.to}) {
      const auto found = renamed_.find(*name);
      if (found != renamed_.end()) *name = found->second;
    }
  }
  return !renamed_.empty();
}

bool Follower::PointAt(const NamedRun& run, size_t i, const TraceStep& step) {
  const std::optional<Position> position =
      run.recorder().PositionAt(step.task, step.at);
  RecordedChoice& wanted = wanted_[switches_[i]];
  if (!position.has_value() || !relocated_.insert(i).second) return false;
  const bool blocked = wanted.position.blocked;
  if (*position == wanted.position) return false;
  wanted.position = *position;
  wanted.position.blocked = blocked;
  return true;
}

// The yield point that now stands where the recorded one stood: that of the
// same function and number there, else that with the nearest name.
const TraceStep* Follower::Renamed(const NamedRun& run, size_t i,
                                   TaskId task) const {
  const RecordedChoice& recorded = recorded_[switches_[i]];
  const TraceStep* const there =
      run.names().Find(task, OperationKind::kPoint, recorded.identity);
  if (there != nullptr && !points_.contains(there->point)) return there;
  std::vector<std::string> names;
  for (const TraceStep& step : run.trace().steps) {
    if (step.task == task && step.kind == OperationKind::kPoint &&
        !points_.contains(step.point)) {
      names.push_back(step.point);
    }
  }
  const std::string nearest = NearestName(recorded.position.point, names);
  uint32_t occurrence = 0;
  for (const TraceStep& step : run.trace().steps) {
    if (!nearest.empty() && step.task == task && step.point == nearest &&
        ++occurrence == recorded.position.occurrence) {
      return &step;
    }
  }
  return nullptr;
}

bool Follower::RelocateOne(const NamedRun& run, size_t i,
                           const SwitchMatch& match) {
  const RecordedChoice& recorded = recorded_[switches_[i]];
  const OperationKind kind = recorded.position.kind;
  const bool matched = match.kind == SwitchMatch::kMatched;
  const TaskId task =
      matched ? match.task : TaskNamed(run.trace(), wanted_[switches_[i]]);
  if (task == kNoTask) return false;
  if (kind == OperationKind::kPoint) {
    if (matched) return false;
    const TraceStep* const step = Renamed(run, i, task);
    return step != nullptr && PointAt(run, i, *step);
  }
  const Identity& identity = recorded.identity;
  if (matched &&
      (identity.function.empty() ||
       run.names().Of(match.task, match.at).function == identity.function)) {
    return false;
  }
  const TraceStep* const step = run.names().Find(task, kind, identity);
  return step != nullptr && PointAt(run, i, *step);
}

// Its task passes no yield point of that name.
bool Follower::IsGone(const NamedRun& run, size_t i) const {
  const RecordedChoice& wanted = wanted_[switches_[i]];
  const TaskId task = TaskNamed(run.trace(), wanted);
  const std::string& point = recorded_[switches_[i]].position.point;
  const std::vector<TraceStep>& steps = run.trace().steps;
  return !point.empty() &&
         std::none_of(steps.begin(), steps.end(), [&](const TraceStep& step) {
           return step.task == task && step.point == point;
         });
}

bool Follower::Relocate(const NamedRun& run) {
  if (relocated_.size() == kMovesMax) return false;
  for (size_t i = 0; i < switches_.size(); ++i) {
    const SwitchMatch& match = run.matches()[i];
    if (match.kind == SwitchMatch::kNotReached || relocated_.contains(i) ||
        (match.kind == SwitchMatch::kForbidden && !IsGone(run, i))) {
      continue;
    }
    if (RelocateOne(run, i, match)) return true;
  }
  return false;
}

void Follower::Note(size_t number, const char* what, std::string text) {
  outcome_.drift.push_back({number + 1, what, std::move(text)});
}

void Follower::NoteMatched(const NamedRun& run, size_t number,
                           const SwitchMatch& match) {
  const RecordedChoice& recorded = recorded_[switches_[number]];
  const RecordedChoice& wanted = wanted_[switches_[number]];
  if (!(wanted.position == recorded.position)) {
    const bool renamed = wanted.position.kind == OperationKind::kPoint;
    Note(number, renamed ? "renamed" : "moved",
         absl::StrCat(SwitchText(recorded), ": now ",
                      PositionText(wanted.position)));
  }
  const Identity now = run.names().Of(match.task, match.at);
  const Identity& then = recorded.identity;
  if (!then.function.empty() && !now.function.empty() &&
      now.function != then.function) {
    Note(number, "renamed",
         absl::StrCat(SwitchText(recorded), ": in ", now.function, ", was in ",
                      then.function));
  }
  if (!then.object.empty() && !now.object.empty() &&
      now.object != then.object) {
    Note(number, "renamed",
         absl::StrCat(SwitchText(recorded), ": on ", now.object, ", was on ",
                      then.object));
  }
  // How many more schedule points the task has met by now than when it was
  // recorded.
  int64_t& shift = shift_[recorded.task];
  const int64_t here = int64_t{match.at} - int64_t{recorded.choice.at};
  if (here == shift) return;
  const int64_t more = here - shift;
  shift = here;
  const int64_t count = more > 0 ? more : -more;
  Note(number, more > 0 ? "inserted" : "removed",
       absl::StrCat(count, count == 1 ? " schedule point" : " schedule points",
                    " of ", recorded.task, more > 0 ? " more" : " less",
                    " up to ", PositionText(wanted.position)));
}

void Follower::NoteRenamedTasks() {
  for (const auto& task : renamed_) {
    const auto first =
        std::find_if(switches_.begin(), switches_.end(), [&](size_t index) {
          return recorded_[index].task == task.first ||
                 recorded_[index].to == task.first;
        });
    if (first == switches_.end()) continue;  // it draws values alone
    Note(static_cast<size_t>(first - switches_.begin()), "renamed",
         absl::StrCat("task ", task.first, ": now ", task.second));
  }
}

void Follower::NoteDrift(const NamedRun& run) {
  outcome_.switches = switches_.size();
  NoteRenamedTasks();
  for (size_t i = 0; i < switches_.size(); ++i) {
    const SwitchMatch& match = run.matches()[i];
    const RecordedChoice& recorded = recorded_[switches_[i]];
    switch (match.kind) {
      case SwitchMatch::kMatched:
        ++outcome_.matched;
        NoteMatched(run, i, match);
        break;
      case SwitchMatch::kMissing:
        Note(i, "missing", SwitchText(recorded));
        break;
      case SwitchMatch::kNotReached:
        Note(i, "not-reached", SwitchText(recorded));
        break;
      case SwitchMatch::kForbidden:
        break;
    }
  }
}

bool TakesIt(OperationKind kind) {
  return kind == OperationKind::kLock || kind == OperationKind::kTryLock ||
         kind == OperationKind::kTimedLock || kind == OperationKind::kWake ||
         kind == OperationKind::kReadLock;
}

// Once more, only up to the trouble: where everybody stands there.
void Follower::FindObstacle(ReplayOutcome& outcome) {
  NamedReplayStrategy strategy(wanted_);
  strategy.Begin();
  TraceRecorder recorder;
  const ExecutionResult result = exploration_.RunOnce(strategy, &recorder);
  recorder.Finish();
  outcome.standings = result.standings;
  if (outcome.verdict != ReplayVerdict::kInfeasible) return;
  const RecordedChoice& left = wanted_[strategy.status().choice_index];
  for (const std::string& name : {left.to, left.task}) {
    for (const TaskStanding& standing : result.standings) {
      if (standing.name != name || standing.finished || standing.enabled ||
          standing.object.empty()) {
        continue;
      }
      outcome.obstacle = {standing.name, standing.object, standing.holder_name,
                          0};
      const std::vector<TraceStep>& steps = recorder.trace.steps;
      const auto taken =
          std::find_if(steps.rbegin(), steps.rend(), [&](const TraceStep& s) {
            return s.task == standing.holder && TakesIt(s.kind) &&
                   s.object == standing.object;
          });
      if (taken != steps.rend()) outcome.obstacle.since = taken->number;
      return;
    }
  }
}

Following Follower::Run() {
  std::optional<NamedRun> run;
  run.emplace(exploration_, wanted_);
  if (RenameTasks(*run)) run.emplace(exploration_, wanted_);
  while (run->result().findings.empty() && Relocate(*run)) {
    run.emplace(exploration_, wanted_);
  }
  const ExecutionResult& result = run->result();
  exploration_.CountExecution(result);
  Following following;
  following.choices = result.choices;
  if (!result.findings.empty()) following.finding = result.findings.front();
  if (run->status().followed()) {
    outcome_.step = result.steps;
  } else {
    outcome_ = OutcomeOf(run->status(), result);
  }
  NoteDrift(*run);
  if (!run->status().followed() && result.findings.empty()) {
    FindObstacle(outcome_);
  }
  following.outcome = std::move(outcome_);
  return following;
}

}  // namespace

Following Follow(Exploration& exploration, const Schedule& schedule) {
  ReplayStrategy exact(schedule.RawChoices());
  exact.Begin();
  const ExecutionResult& execution = exploration.RunOnce(exact);
  const bool as_recorded =
      exact.status().followed() &&
      execution.findings.empty() != schedule.finding.has_value();
  if (!as_recorded) return Follower(exploration, schedule).Run();
  exploration.CountExecution(execution);
  Following following;
  following.choices = execution.choices;
  following.outcome.step = execution.steps;
  following.outcome.switches = static_cast<uint64_t>(
      std::count_if(schedule.choices.begin(), schedule.choices.end(),
                    [](const RecordedChoice& recorded) {
                      return recorded.choice.kind == ChoiceKind::kSwitch;
                    }));
  following.outcome.matched = following.outcome.switches;
  if (!execution.findings.empty()) {
    following.finding = execution.findings.front();
  }
  return following;
}

}  // namespace interleave
