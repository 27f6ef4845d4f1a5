// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/exploration.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/nearest_name.h"
#include "interleave/base/text.h"
#include "interleave/detect/race.h"
#include "interleave/explore/isolation.h"
#include "interleave/explore/likely_source.h"
#include "interleave/explore/memory_use.h"
#include "interleave/explore/operation_log.h"
#include "interleave/explore/progress.h"
#include "interleave/explore/relay.h"
#include "interleave/explore/schedule_file.h"
#include "interleave/explore/static_memory.h"
#include "interleave/explore/step_names.h"
#include "interleave/explore/thread_census.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/strategy/replay.h"

namespace interleave {
namespace {

// How often clock and memory are looked at and progress is told.
constexpr uint64_t kExecutionsPerLook = 256;

ExecutionLimits LimitsOf(const Options& options) {
  ExecutionLimits limits;
  limits.steps_max = options.steps_max;
  limits.whole_program = Isolation::Current() != nullptr;
  limits.fails_on_exit_code = options.fail_on_exit_code;
  limits.stack_bytes = options.stack_bytes;
  limits.timeouts =
      options.timeouts == "anytime" ? Timeouts::kAnytime : Timeouts::kWhenIdle;
  limits.only_timeouts =
      OnlyTimeoutsOf(options.only_timeouts).value_or(OnlyTimeouts::kNote);
  limits.liberties = LibertiesOf(options, {});
  limits.points = PointsOf(options.points).value_or(Points::kShared);
  limits.races = RacesOf(options.races).value_or(Races::kFail);
  limits.checks_heap = options.heap == "checked";
  // Of code that nobody sees nobody asks.
  if (!internal::judged) limits.races = Races::kOff;
  return limits;
}

constexpr uint64_t kNoLimit = std::numeric_limits<uint64_t>::max();

// Where one execution stands for others, it needn't have overlaps that those
// have.
bool AsksForOverlaps(const Options& options) {
  const SearchKind* const kind = FindSearchKind(options.strategy);
  return !options.allow_no_overlap && (kind == nullptr || !kind->reduces);
}

// It did what no later execution of the process will do.
bool InitialisesForGood(const ExecutionResult& execution) {
  return std::any_of(execution.initialised.begin(), execution.initialised.end(),
                     &IsStaticMemory);
}

// Of explorations that nobody interrupts.
constinit const std::atomic<uint32_t> g_no_attention{0};

}  // namespace

Exploration::Exploration(const Options& opts, absl::FunctionRef<void()> body,
                         std::string_view test)
    : options(opts),
      body_(body),
      limits_(LimitsOf(opts)),
      execution_(ProcessExecution()),
      attention_(&g_no_attention),
      executions_max_(opts.executions == 0 ? kNoLimit : opts.executions),
      isolation_(Isolation::Current()),
      relay_(Relay::Current()),
      asks_for_overlaps_(AsksForOverlaps(opts)) {
  LinkDoors();
  DetectRaces(execution_);
  execution_.BeginExploration();
  result.test = std::string(test);
  result.seed = options.seed;
  result.strategy = options.strategy;
}

Exploration::~Exploration() = default;

void Exploration::Oversee(Overseer& overseer, bool grants) {
  overseer_ = &overseer;
  attention_ = &overseer.attention();
  if (grants) executions_max_ = 0;
}

void Exploration::BeginPart(bool checks) {
  checks_determinism_ = checks;
  tally_ = Tally();
  recorder_.Clear();
  found.clear();
  signatures_.clear();
  result.races.clear();
}

uint64_t Exploration::TakeUnusedExecutions() {
  const uint64_t unused = executions_max_ - tally_.executions;
  executions_max_ = 0;
  return unused;
}

void Exploration::Teach(const std::vector<Choices>& lessons) {
  for (const Choices& lesson : lessons) {
    if (std::find(taught_by_.begin(), taught_by_.end(), lesson) !=
        taught_by_.end()) {
      continue;
    }
    taught_by_.push_back(lesson);
    bool again = true;
    for (int i = 0; i < 2 && again; ++i) {
      ReplayStrategy replay(lesson);
      replay.Begin();
      RunOnce(replay);
      again = lessons_.Learn(execution_.memory(), &limits_);
    }
  }
}

Tally Exploration::TallyWithCoverage() const {
  Tally tally = tally_;
  if (recorder_.covers()) {
    tally.coverage = std::make_shared<const Coverage>(recorder_.Take());
  }
  return tally;
}

bool Exploration::Covers(const interleave::Search* search) const {
  if (options.coverage != "auto") return options.coverage != "off";
  return search != nullptr && search->samples();
}

void Exploration::Listen() {
  using Scope = CoverageRecorder::Scope;
  Scope scope = Scope::kOverlaps;
  if (Covers(watched_)) {
    scope = Scope::kAll;
  } else if (watched_ != nullptr && watched_->WantsTraces()) {
    scope = Scope::kTrace;
  }
  listens_ =
      scope != Scope::kOverlaps || (asks_for_overlaps_ && !tally_.overlapped);
  if (listens_) recorder_.BeginExecution(scope);
  execution_.Listen(listens_ ? &recorder_ : nullptr);
}

void Exploration::EndListening(bool counts) {
  if (!listens_) return;
  recorder_.EndExecution(counts);
  tally_.overlapped |= recorder_.overlapped();
}

bool Exploration::IsOneOfMany(const ExecutionResult& execution) const {
  const uint64_t number = tally_.executions + 1;
  return number > 1 && number < executions_max_ &&
         (runs_ + 1) % kExecutionsPerLook != 0 &&
         attention_->load(std::memory_order_relaxed) == 0 &&
         execution.findings.empty() && execution.races.empty() &&
         execution.recorded.empty() &&
         !lessons_.AreLeft(execution_.memory(), limits_);
}

void Exploration::NoteRaces(const ExecutionResult& execution) {
  for (const Finding& race : execution.races) {
    result.races.push_back({race, FormatToken(execution.choices)});
  }
}

bool Exploration::GoesOn() {
  if (enough_findings()) return false;
  return attention_->load(std::memory_order_relaxed) == 0 ||
         overseer_->Attend();
}

Limit Exploration::ReachedLimit() {
  if (tally_.executions >= executions_max_) {
    const uint64_t more =
        overseer_ == nullptr ? 0 : overseer_->MoreExecutions();
    if (more == 0) return Limit::kExecutions;
    executions_max_ = tally_.executions + more;
  }
  if (runs_ == 0 || !IsTimeToLook()) return Limit::kNone;
  if (options.seconds > 0 && stopwatch_.seconds() >= options.seconds) {
    return Limit::kSeconds;
  }
  if (options.memory_mb > 0 && (ResidentBytes() >> 20) >= options.memory_mb) {
    return Limit::kMemory;
  }
  return Limit::kNone;
}

// To fork takes longer than to look.
bool Exploration::IsTimeToLook() const {
  return isolation_ != nullptr || runs_ % kExecutionsPerLook == 0;
}

void Exploration::TellProgress(const std::string& name) {
  const ProgressListener listener = GetProgressListener();
  if (listener == nullptr) return;
  Progress progress;
  progress.test = result.test;
  progress.executions = tally_.executions;
  progress.executions_max = options.executions;
  progress.seconds = stopwatch_.seconds();
  progress.strategy = name;
  progress.findings = result.failures.size() + found.size();
  if (recorder_.covers()) {
    progress.traces = recorder_.traces();
    new_behaviour_.Note(progress.seconds, recorder_.traces());
    progress.new_per_minute = new_behaviour_.per_minute();
  }
  if (watched_ != nullptr) {
    progress.trying = watched_->trying();
    progress.estimate = watched_->estimate();
    progress.done = watched_->done();
  }
  listener(progress);
}

bool Exploration::Search(Strategy& strategy,
                         absl::FunctionRef<std::string()> name,
                         const After& after) {
  while (GoesOn()) {
    result.stopped_by = ReachedLimit();
    if (result.stopped_by != Limit::kNone) return false;
    if (!strategy.Begin() || !RunSome(strategy, after != nullptr)) return true;
    const ExecutionResult& execution = execution_.last_result();
    const bool counts = !strategy.WasRedundant();
    if (counts) CountExecution(execution);
    const bool first = counts && tally_.executions == 1 && checks_determinism_;
    if (first) NoteLesson(execution.choices);
    // What it taught is noticed by the next one without a finding.
    if (!execution.findings.empty() &&
        lessons_.AreLeft(execution_.memory(), limits_)) {
      NoteLesson(execution.choices);
    }
    if (execution.findings.empty() && Learned(execution.choices, name)) {
      return false;
    }
    if (after != nullptr && !after(execution)) return false;
    if (!execution.findings.empty()) {
      const Finding finding = execution.findings.front();
      const Choices choices = execution.choices;
      AddOnce(finding, choices, name());
      if (!enough_findings() && Learned(choices, name)) return false;
    } else if (first) {
      CheckDeterminism(name);
      if (restart_) return false;
    }
    if (IsTimeToLook()) TellProgress(name());
  }
  return false;
}

uint64_t Exploration::RunUntilSettled(Strategy& strategy, std::string_view name,
                                      bool is_first) {
  // So nothing is to be learnt of what to watch.
  limits_.watches_all = true;
  if (is_first) {
    ReplayStrategy nothing({});
    nothing.Begin();
    RunOnce(nothing);
    execution_.BeginExploration();
  }
  uint64_t runs = 0;
  for (bool again = true; again;) {
    // Memory lies elsewhere each time.
    if (runs == Lessons::kMax) limits_.points = Points::kAll;
    const uint64_t raced = execution_.memory().raced();
    strategy.Begin();
    const ExecutionResult& execution = RunOnce(strategy);
    ++runs;
    again = (limits_.points == Points::kShared &&
             execution_.memory().raced() != raced) ||
            InitialisesForGood(execution);
    if (again && execution.findings.empty()) continue;
    CountExecution(execution);
    if (execution.findings.empty()) continue;
    const Finding finding = execution.findings.front();
    const Choices choices = execution.choices;
    // Its story is that of a replay elsewhere, which knows nothing of what
    // other schedules taught.
    execution_.memory().BeginExploration();
    limits_ = LimitsOf(options);
    ReplayStrategy replay(choices);
    replay.Begin();
    RunOnce(replay);
    AddOnce(finding, choices, name);
    return runs;
  }
  if (is_first) {
    lessons_.Learn(execution_.memory(), &limits_);
    CheckDeterminism([&] { return std::string(name); });
  }
  return runs;
}

void Exploration::CountExecution(const ExecutionResult& execution) {
  tally_.Count(execution);
}

void Exploration::CheckDeterminism(absl::FunctionRef<std::string()> name) {
  const Choices choices = execution_.last_result().choices;
  OperationLog logs[2];
  Difference stopped;  // where the choices could not be repeated
  for (OperationLog& log : logs) {
    ReplayStrategy replay(choices);
    replay.Begin();
    RunOnce(replay, &log);
    log.NoteNames(execution_);
    if (Learned(choices, name)) return;
    const ReplayStatus& status = replay.status();
    if (status.followed() || !stopped.empty()) continue;
    if (!restarted_ && options.executions != 1) {
      restart_ = restarted_ = true;
      return;
    }
    stopped = {
        status.at_draw ? Difference::Kind::kDraw : Difference::Kind::kOther,
        absl::StrCat("the choices of the first execution could not be "
                     "repeated at step ",
                     status.step, ": ", status.reason)};
  }
  // A run that was stopped is shorter for that alone.
  Difference difference = logs[0].FirstDifference(logs[1]);
  if (!stopped.empty() && difference.kind != Difference::Kind::kOperation &&
      difference.kind != Difference::Kind::kTasks) {
    difference = stopped;
  }
  if (!difference.empty()) AddNondeterminism(difference);
}

bool Exploration::Learned(const Choices& last,
                          absl::FunctionRef<std::string()> name) {
  if (!lessons_.Learn(execution_.memory(), &limits_)) return false;
  const Choices choices = last;
  NoteLesson(choices);
  ReplayStrategy replay(choices);
  replay.Begin();
  const ExecutionResult& execution = RunOnce(replay);
  if (!execution.findings.empty()) {
    const Finding finding = execution.findings.front();
    const Choices replayed = execution.choices;
    AddOnce(finding, replayed, name());
  }
  // What that taught is known when the search starts again.
  lessons_.Learn(execution_.memory(), &limits_);
  restart_ = !enough_findings();
  return true;
}

void Exploration::NoteLesson(const Choices& choices) {
  if (std::find(taught_by_.begin(), taught_by_.end(), choices) ==
      taught_by_.end()) {
    taught_by_.push_back(choices);
  }
}

void Exploration::AddOnce(const Finding& finding, const Choices& choices,
                          std::string_view name) {
  if (!signatures_.insert(SignatureOf(finding)).second) return;
  AddFailure(finding, choices, name);
}

bool Exploration::TakeRestart() {
  if (!restart_) return false;
  restart_ = false;
  tally_ = Tally();
  recorder_.Clear();
  return true;
}

void Exploration::AddNondeterminism(const Difference& difference) {
  Surroundings surroundings{difference.static_object, UncontrolledThreads()};
  const ObjectTable& objects = execution_.objects();
  if (difference.object < objects.size() &&
      IsStaticMemory(objects.at(difference.object).address)) {
    surroundings.static_object = objects.at(difference.object).Label();
  }
  Failure failure;
  failure.finding.kind = FindingKind::kNondeterminism;
  failure.finding.message = absl::StrCat(
      "the same schedule does not give the same execution: ", difference.text,
      ". ", LikelySource(difference, surroundings));
  if (!signatures_.insert(SignatureOf(failure.finding)).second) return;
  Take({failure.finding, {}, {}, TallyWithCoverage(), failure});
}

void Exploration::LearnFrom(const Choices& choices) {
  execution_.memory().BeginExploration();
  limits_ = LimitsOf(options);
  lessons_ = Lessons();
  for (uint32_t i = 0; i < Lessons::kMax; ++i) {
    ReplayStrategy replay(choices);
    replay.Begin();
    RunOnce(replay);
    if (!lessons_.Learn(execution_.memory(), &limits_)) return;
  }
}

Exploration::Recording Exploration::Record(const Choices& choices) {
  Recording recording;
  TraceRecorder recorder;
  ReplayStrategy replay(choices);
  replay.Begin();
  const ExecutionResult& execution = RunOnce(replay, &recorder);
  recorder.Finish();
  recording.choices = execution.choices;
  recording.described = recorder.Describe(recording.choices);
  recording.standings = execution.standings;
  if (!execution.findings.empty()) recording.finding = execution.findings[0];
  if (isolation_ != nullptr) recording.output = isolation_->Output();
  recording.trace = std::move(recorder.trace);
  return recording;
}

void Exploration::AddFailure(const Finding& finding, const Choices& choices,
                             std::string_view strategy) {
  Recording recording = Record(choices);
  bool same = recording.IsOf(finding);
  if (!same && recording.finding.has_value()) {
    // What is initialised once per process may have made the difference; then
    // the replay and all that follow it agree.
    Recording again = Record(recording.choices);
    same = again.IsOf(*recording.finding);
    recording = std::move(again);
  }
  Failure failure;
  failure.finding = same ? *recording.finding : finding;
  failure.token = FormatToken(same ? recording.choices : choices);
  failure.standings = recording.standings;
  failure.schedule = ScheduleOf(failure.finding, strategy);
  failure.schedule.choices = std::move(recording.described);
  failure.trace = std::move(recording.trace);
  failure.output = std::move(recording.output);
  Take({finding, choices, std::string(strategy), TallyWithCoverage(),
        std::move(failure)});
  if (!same) {
    AddNondeterminism(absl::StrCat(
        "an execution ended in ", Text(FindingKindName(finding.kind)),
        " at step ", finding.step, ", its replay found ",
        recording.finding.has_value()
            ? absl::StrCat(Text(FindingKindName(recording.finding->kind)),
                           " at step ", recording.finding->step)
            : "nothing"));
  }
}

void Exploration::Take(Found one) {
  if (keeps_findings_) {
    found.push_back(std::move(one));
  } else {
    AddFound(std::move(one));
  }
}

void Exploration::AddFound(Found kept) {
  Failure failure = *std::move(kept.failure);
  kept.failure.reset();
  failure.execution = kept.tally.executions;
  // One of the search itself has no schedule.
  if (!failure.schedule.test.empty()) {
    failure.schedule.execution = failure.execution;
    const std::string replayed =
        kept.strategy == kReplayName ? ReplayedFile() : "";
    if (replayed.empty()) {
      StepNames(failure.trace).Identify(failure.schedule.choices);
    }
    failure.schedule_path =
        replayed.empty()
            ? WriteSchedule(failure.schedule, result.failures.size() + 1)
            : replayed;
  }
  added_.push_back(std::move(kept));
  result.failures.push_back(std::move(failure));
}

void Exploration::LookAt(const Found& found_before) {
  tally_ = found_before.tally;
  if (found_before.failure.has_value()) {
    Take(found_before);
    return;
  }
  AddFailure(found_before.finding, found_before.choices, found_before.strategy);
}

std::string Exploration::ReplayedFile() const {
  if (!options.verify.empty()) {
    return IsScheduleText(options.verify) ? "" : options.verify;
  }
  const bool has_file = !absl::StartsWith(options.replay, "il1-") &&
                        !IsScheduleText(options.replay);
  return has_file ? options.replay : "";
}

Schedule Exploration::ScheduleOf(const Finding& finding,
                                 std::string_view strategy) const {
  Schedule schedule;
  schedule.test = result.test;
  schedule.program = ProgramName();
  schedule.arguments = options.arguments;
  schedule.options = options.recorded_options;
  schedule.strategy = std::string(strategy);
  schedule.seed = options.seed;
  schedule.finding = finding.kind;
  schedule.message = finding.message;
  return schedule;
}

std::string Exploration::WriteSchedule(const Schedule& schedule,
                                       size_t number) {
  absl::StatusOr<std::string> path =
      WriteScheduleFile(schedule, options.schedule_dir, number);
  if (path.ok()) return *path;
  result.problems.push_back(absl::StrCat(
      "the schedule could not be written: ", path.status().message(),
      "; --interleave_schedule_dir names another folder"));
  return {};
}

void Exploration::CheckEmptySuccess(const std::vector<std::string>& met) {
  if (tally_.executions == 0) return;
  result.nothing_controlled = tally_.tasks_max <= 1;
  if (result.nothing_controlled && !options.allow_uncontrolled) {
    result.problems.push_back(
        "no task was controlled: the body started no thread inside the "
        "execution (if that is meant, set allow_uncontrolled)");
  } else if (tally_.choice_points == 0 && result.failures.empty() &&
             !options.allow_single_schedule && !options.allow_uncontrolled) {
    result.problems.push_back(
        "only one schedule existed: no two tasks could ever go on at the same "
        "time (if that is meant, set allow_single_schedule)");
  } else if (asks_for_overlaps_ && !result.counts_traces &&
             !tally_.overlapped && !result.nothing_controlled &&
             tally_.choice_points > 0 && result.failures.empty() &&
             !result.interrupted) {
    result.problems.push_back(absl::StrCat(
        "no two tasks ever overlapped: in ",
        tally_.executions == 1
            ? "the one execution"
            : absl::StrCat("each of the ", tally_.executions, " executions"),
        " each began after the others had ended, or was a single step (if that "
        "is meant, set allow_no_overlap)"));
  }
  for (const std::string& point : options.required_points) {
    if (std::find(met.begin(), met.end(), point) != met.end()) continue;
    const std::string nearest = NearestName(point, met);
    result.problems.push_back(
        absl::StrCat("the required point ", point, " was never reached",
                     nearest.empty() ? "" : "; did you mean ", nearest,
                     nearest.empty() ? "" : "?"));
  }
}

Notes Exploration::NotesSoFar() const {
  Notes notes;
  notes.races = result.races;
  notes.met_points = execution_.met_points();
  notes.unmodelled = execution_.unmodelled();
  notes.suppressed = execution_.suppressed();
  notes.uncontrolled_threads = UncontrolledThreads();
  notes.identities_made_anew = execution_.discards_donors();
  return notes;
}

ExploreResult Exploration::Finish() {
  Notes notes = NotesSoFar();
  notes.Add(notes_);
  if (!result.replay.has_value() || !options.verify.empty()) {
    CheckEmptySuccess(notes.met_points);
  } else {
    // A replay that ended early tells nothing of the rest.
    const bool ended_early =
        result.replay->verdict == ReplayVerdict::kDiverged ||
        result.replay->verdict == ReplayVerdict::kInfeasible;
    result.nothing_controlled =
        tally_.tasks_max <= 1 && tally_.executions > 0 && !ended_early;
  }
  result.seconds = stopwatch_.seconds();
  result.executions = tally_.executions;
  result.steps = tally_.steps;
  result.cut_by_steps = tally_.cut_by_steps;
  result.outcomes = std::move(tally_.outcomes);
  result.coverage = TallyWithCoverage().coverage;
  result.races = std::move(notes.races);
  result.met_points = std::move(notes.met_points);
  std::sort(result.met_points.begin(), result.met_points.end());
  result.unmodelled = std::move(notes.unmodelled);
  result.suppressed.assign(notes.suppressed.begin(), notes.suppressed.end());
  result.uncontrolled_threads = std::move(notes.uncontrolled_threads);
  result.identities_made_anew = notes.identities_made_anew;
  // Where jobs are several, some were ahead of what ended the search.
  if (!result.failures.empty()) result.members.clear();
  if (!result.failures.empty() || !result.problems.empty()) {
    result.verdict = Verdict::kFailed;
  } else {
    result.verdict = result.exhausted ? Verdict::kVerified : Verdict::kPassed;
  }
  return std::move(result);
}

}  // namespace interleave
