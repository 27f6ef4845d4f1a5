// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/coordinator.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/base/check.h"
#include "interleave/explore/explain_failure.h"
#include "interleave/explore/explore.h"
#include "interleave/explore/interrupts.h"
#include "interleave/explore/progress.h"
#include "interleave/explore/result_json.h"
#include "interleave/explore/worker.h"

namespace interleave {
namespace {

using Json = nlohmann::ordered_json;

// How late a signal, the end of the seconds or a progress line may be.
constexpr int kLookMs = 100;

}  // namespace

Coordinator::Coordinator(Exploration& exploration, Workers& workers)
    : exploration_(exploration),
      options_(exploration.options),
      workers_(workers),
      whole_(MakeSearch(options_)),
      parts_(options_.findings_max, whole_->divisible()->PassesOn(),
             whole_->divisible()->KeepsOrder()),
      states_(workers.size()) {}

void Coordinator::Run(const Checkpoint* from) {
  Begin(from);
  while (!stopping_ && Advance()) {
    HandOut();
    if (!AnyBusy()) {
      if (!IsAnyAhead()) break;
      BeginAgain();
      continue;
    }
    Wait();
    StopWhenDue();
  }
  StopAll(SharedPage::kStop);
  while (AnyBusy()) Wait();
  if (!concluded_) Advance();
  Conclude();
}

void Coordinator::Begin(const Checkpoint* from) {
  workers_.shared().SetBudget(options_.executions);
  if (from == nullptr) {
    replaying_ = !options_.verify.empty();
    round_ = whole_->divisible()->Describe();
    parts_.Append(replaying_ ? std::string() : round_);
    return;
  }
  replaying_ = from->replaying;
  executions_before_ = from->executions_before;
  round_ = from->round;
  INTERLEAVE_INVARIANT(whole_->divisible()->Load(round_));
  parts_.SetKeepsOrder(whole_->divisible()->KeepsOrder());
  for (const std::string& summary : from->summaries) {
    summaries_.push_back(summary);
    whole_->divisible()->Absorb(summary);
  }
  INTERLEAVE_INVARIANT(whole_->divisible()->LoadGranted(from->granted));
  lessons_ = from->lessons;
  parts_.Restore(from->parts, from->settled, from->found);
  exploration_.AddNotes(from->notes);
  exploration_.result.replay = from->replay;
  exploration_.result.neighbours = from->neighbours;
  if (options_.executions != 0) {
    const uint64_t done = parts_.TotalTally().executions;
    // 0 would be no limit.
    workers_.shared().SetBudget(options_.executions);
    for (uint64_t left = done; left > 0;) {
      const uint64_t taken = workers_.shared().TakeExecutions(1);
      if (taken == 0) break;
      if (taken > left) workers_.shared().GiveBack(taken - left);
      left -= std::min(taken, left);
    }
  }
}

bool Coordinator::Advance() {
  if (whole_->divisible()->PassesOn()) {
    parts_.PassOn([&](const Part& from, Part& to) { PassOnToNext(from, to); });
  }
  switch (parts_.Settle()) {
    case PartList::State::kGoesOn:
      return true;
    case PartList::State::kEnough:
    case PartList::State::kFatal:
      concluded_ = true;
      return false;
    case PartList::State::kLesson:
      BeginAgain();
      return !stopping_;
    case PartList::State::kAllDone:
      break;
  }
  // What was replayed passed; now the search, or its next round.
  if (replaying_) executions_before_ = parts_.TotalTally().executions;
  std::string next = replaying_ ? round_ : whole_->divisible()->NextRound();
  replaying_ = false;
  if (next.empty()) {
    concluded_ = true;
    return false;
  }
  round_ = next;
  parts_.SetKeepsOrder(whole_->divisible()->KeepsOrder());
  // What earlier rounds came to.
  summaries_ = {whole_->divisible()->Summary()};
  parts_.Append(std::move(next));
  return true;
}

// With all that anybody has learnt; what was counted is of another search.
void Coordinator::BeginAgain() {
  StopAll(SharedPage::kStop);
  while (AnyBusy()) Wait();
  parts_.Clear();
  executions_before_ = 0;
  for (WorkerState& state : states_) state.ahead = false;
  whole_ = MakeSearch(options_);
  parts_.SetKeepsOrder(whole_->divisible()->KeepsOrder());
  round_ = whole_->divisible()->Describe();
  summaries_.clear();
  workers_.shared().SetBudget(options_.executions);
  if (workers_.traces() != nullptr) workers_.traces()->Clear();
  parts_.Append(round_);
}

bool Coordinator::IsIdle(uint32_t worker) const {
  return workers_.IsAlive(worker) && states_[worker].part == 0;
}

bool Coordinator::AnyBusy() const {
  return std::any_of(states_.begin(), states_.end(),
                     [](const WorkerState& state) { return state.part != 0; });
}

bool Coordinator::IsAnyAhead() const {
  return std::any_of(states_.begin(), states_.end(),
                     [](const WorkerState& state) { return state.ahead; });
}

void Coordinator::HandOut() {
  StopWhatIsOfNoUse();
  for (uint32_t worker = 0; worker < states_.size(); ++worker) {
    WorkerState& state = states_[worker];
    if (!IsIdle(worker) || state.ahead) continue;
    Part* const part = parts_.NextOpen();
    if (part == nullptr || workers_.shared().budget_spent()) break;
    const bool untouched = parts_.parts().size() == 1 && part->text == round_ &&
                           parts_.TotalTally().executions == 0;
    part->running = true;
    state = {.part = part->id};
    workers_.Unask(worker, ~InterruptTrap::kInterrupted);
    workers_.Send(worker,
                  {{"do", replaying_ ? message::kReplay : message::kExplore},
                   {"part", part->id},
                   {"text", part->text},
                   {"whole", untouched},
                   {"checks", untouched},
                   {"notes", SentNotesToJson(part->notes)},
                   {"lessons", TokensToJson(lessons_)}});
  }
  AskToGive();
}

// One for each that is idle; a worker that can't give now does when it can.
void Coordinator::AskToGive() {
  if (replaying_ || workers_.shared().budget_spent()) return;
  uint32_t idle = 0;
  uint32_t asked = 0;
  for (uint32_t worker = 0; worker < states_.size(); ++worker) {
    if (IsIdle(worker) && !states_[worker].ahead) ++idle;
    if (states_[worker].asked) ++asked;
  }
  while (asked < idle) {
    constexpr auto kNobody = ~uint32_t{0};
    uint32_t best = kNobody;
    for (uint32_t worker = 0; worker < states_.size(); ++worker) {
      const WorkerState& state = states_[worker];
      if (state.part == 0 || state.asked || state.stopped) continue;
      const auto& slots = workers_.shared().slots;
      if (best == kNobody ||
          slots[worker].split_depth < slots[best].split_depth) {
        best = worker;
      }
    }
    if (best == kNobody) return;
    states_[best].asked = true;
    ++asked;
    workers_.Ask(best, SharedPage::kGive);
  }
}

void Coordinator::StopWhatIsOfNoUse() {
  for (uint32_t worker = 0; worker < states_.size(); ++worker) {
    WorkerState& state = states_[worker];
    if (state.part == 0 || state.stopped) continue;
    const Part* const part = parts_.Find(state.part);
    if (part != nullptr && !parts_.IsBeyondEnd(*part)) continue;
    state.stopped = true;
    workers_.Ask(worker, SharedPage::kStop);
  }
}

void Coordinator::StopAll(uint32_t bits) {
  for (uint32_t worker = 0; worker < states_.size(); ++worker) {
    if (states_[worker].part == 0) continue;
    states_[worker].stopped = true;
    workers_.Ask(worker, bits);
  }
}

void Coordinator::StopWhenDue() {
  if (workers_.shared().interrupted != 0) {
    stopping_ = true;
    exploration_.result.interrupted = true;
    StopAll(InterruptTrap::kInterrupted);
  } else if (options_.seconds > 0 && stopwatch_.seconds() >= options_.seconds) {
    stopping_ = true;
    exploration_.result.stopped_by = Limit::kSeconds;
  } else if (IsMemoryUsed()) {
    stopping_ = true;
    exploration_.result.stopped_by = Limit::kMemory;
  }
}

// By any of the processes.
bool Coordinator::IsMemoryUsed() const {
  if (options_.memory_mb == 0) return false;
  for (uint32_t worker = 0; worker < states_.size(); ++worker) {
    const uint64_t bytes = workers_.shared().slots[worker].resident_bytes;
    if ((bytes >> 20) >= options_.memory_mb) return true;
  }
  return false;
}

void Coordinator::Wait() {
  if (const auto event = workers_.Next(kLookMs)) Take(*event);
  TellProgress();
}

void Coordinator::Take(const Workers::Event& event) {
  if (!event.message.has_value()) {
    NoteDeath(event.worker, event.death);
    return;
  }
  std::string error;
  const JsonReader message(*event.message, &error);
  if (message["is"].String() == message::kGiven) {
    states_[event.worker].asked = false;
    TakeLessons(TokensFromJson(message["lessons"]));
    parts_.Insert(
        message["part"].Number<uint64_t>(),
        {message["text"].String(), message["depth"].Number<uint64_t>()});
  } else if (message["is"].String() == message::kWish) {
    Grant(message["part"].Number<uint64_t>(), message["wishes"]);
  } else {
    TakeReport(event.worker, message);
  }
  INTERLEAVE_INVARIANT(error.empty());
}

// To whoever is at the part.
void Coordinator::SendNote(const Part& part, const Divisible::Note& note) {
  for (uint32_t worker = 0; worker < states_.size(); ++worker) {
    if (states_[worker].part != part.id) continue;
    workers_.Send(worker, {{"do", message::kHeed},
                           {"part", part.id},
                           {"notes", SentNotesToJson({note})},
                           {"lessons", Json::array()}});
    workers_.Ask(worker, SharedPage::kHeed);
  }
}

void Coordinator::PassOnToNext(const Part& from, Part& to) {
  const Divisible::Note note = {0, from.text};
  to.notes.push_back(note);
  if (to.running) {
    SendNote(to, note);
  } else {
    HeedHere(to);
  }
}

// Often nothing is left to try by it, so that no worker need know.
void Coordinator::HeedHere(Part& part) {
  if (part.end != PartEnd::kDone && part.end != PartEnd::kOpen) return;
  const std::unique_ptr<Search> search = MakeSearch(options_);
  Divisible& divisible = *search->divisible();
  INTERLEAVE_INVARIANT(divisible.Load(part.text));
  for (const Divisible::Note& note : part.notes) divisible.Heed(note);
  part.notes.clear();
  part.text = divisible.Describe();
  part.end = divisible.is_done() ? PartEnd::kDone : PartEnd::kOpen;
  part.refusal = search->refusal();
  if (!part.refusal.empty()) part.end = PartEnd::kFatal;
}

void Coordinator::Grant(uint64_t sender, const JsonReader& wishes) {
  if (parts_.Find(sender) == nullptr) return;  // from before it began again
  for (const std::string& wish : StringsFromJson(wishes)) {
    std::optional<Divisible::Part> part = whole_->divisible()->Grant(wish);
    if (part.has_value()) parts_.Insert(sender, *std::move(part));
  }
}

void Coordinator::TakeReport(uint32_t worker, const JsonReader& message) {
  const PartReport report = PartReportFromJson(message["report"]);
  const uint64_t part = message["part"].Number<uint64_t>();
  states_[worker] = {.ahead = report.end == PartEnd::kLesson};
  if (report.end != PartEnd::kLesson) {
    summaries_.push_back(report.summary);
    whole_->divisible()->Absorb(report.summary);
  }
  TakeLessons(report.lessons);
  exploration_.AddNotes(report.notes);
  ExploreResult& result = exploration_.result;
  if (report.replay.has_value() && report.end != PartEnd::kOpen) {
    result.replay = report.replay;
    result.neighbours = report.neighbours;
  }
  result.problems.insert(result.problems.end(), report.problems.begin(),
                         report.problems.end());
  if (const auto give = GetProcessExtras().give) give(report.extra);
  parts_.Report(part, report);
  Part* const reported = parts_.Find(part);
  // Its note came too late for the worker.
  if (whole_->divisible()->PassesOn() && reported != nullptr &&
      !reported->notes.empty()) {
    HeedHere(*reported);
  }
}

void Coordinator::TakeLessons(const std::vector<Choices>& lessons) {
  for (const Choices& lesson : lessons) {
    if (std::find(lessons_.begin(), lessons_.end(), lesson) == lessons_.end()) {
      lessons_.push_back(lesson);
    }
  }
}

void Coordinator::NoteDeath(uint32_t worker, const std::string& death) {
  if (Part* const part = parts_.Find(states_[worker].part)) {
    part->running = false;
    part->lost = true;
  }
  states_[worker] = {};
  exploration_.result.problems.push_back(
      absl::StrCat("worker ", worker + 1, " of ", states_.size(), " ", death,
                   " while it explored; what it had done and what it had left "
                   "of its part of the space are open"));
}

void Coordinator::TellProgress() {
  const ProgressListener listener = GetProgressListener();
  if (listener == nullptr) return;
  uint64_t executions = 0;
  for (uint32_t worker = 0; worker < states_.size(); ++worker) {
    executions += workers_.shared().slots[worker].granted;
  }
  Progress progress;
  progress.test = exploration_.result.test;
  progress.executions = executions;
  progress.executions_max = options_.executions;
  progress.seconds = stopwatch_.seconds();
  progress.strategy =
      absl::StrCat(options_.strategy, ", ", states_.size(), " jobs");
  progress.findings = parts_.TotalFound().size();
  progress.trying = whole_->trying();
  if (workers_.traces() != nullptr && exploration_.Covers(whole_.get())) {
    const uint64_t traces = workers_.traces()->size();
    progress.traces = traces;
    new_behaviour_.Note(progress.seconds, traces);
    progress.new_per_minute = new_behaviour_.per_minute();
  }
  listener(progress);
}

// What the search came to in the end.
void Coordinator::TakeOver() {
  ExploreResult& result = exploration_.result;
  std::vector<std::string> left;
  for (const Part& part : parts_.parts()) {
    if (part.end == PartEnd::kOpen) left.push_back(part.text);
  }
  whole_->divisible()->NoteLeft(left);
  const uint64_t executions = parts_.TotalTally().executions;
  result.searched = executions - executions_before_;
  result.repeated = whole_->repeated();
  result.exhausted = whole_->exhausted();
  result.bound = whole_->bound();
  result.trying = whole_->trying();
  result.estimate = whole_->estimate();
  result.done = whole_->done();
  result.redundant = whole_->redundant();
  result.confidence = whole_->confidence();
  result.members = whole_->members();
  result.counts_traces = whole_->counts_traces();
  if (!exploration_.Covers(whole_.get())) exploration_.DropCoverage();
}

void Coordinator::Conclude() {
  ExploreResult& result = exploration_.result;
  result.interrupted = result.interrupted && !concluded_;
  exploration_.AddTally(parts_.TotalTally());
  if (!replaying_) TakeOver();
  const std::string name = parts_.LastName();
  if (name != Exploration::kReplayName) {
    const std::string drew = name.empty() ? whole_->name() : name;
    result.strategy =
        options_.strategy == "auto" ? absl::StrCat("auto (", drew, ")") : drew;
  }
  AddFindings();
  if (result.stopped_by == Limit::kNone && !result.interrupted &&
      options_.executions != 0 && !exploration_.enough_findings() &&
      exploration_.tally().executions >= options_.executions) {
    result.stopped_by = Limit::kExecutions;
  }
  if (concluded_ && options_.confidence.has_value() &&
      !exploration_.enough_findings()) {
    result.stopped_by = Limit::kConfidence;
  }
  if (!parts_.refusal().empty()) result.problems.push_back(parts_.refusal());
  if (result.interrupted) LeaveCheckpoint();
}

void Coordinator::AddFindings() {
  for (Found& one : parts_.TotalFound()) {
    if (one.failure.has_value() && !IsToBeExplained(options_, *one.failure)) {
      exploration_.AddFound(std::move(one));
      continue;
    }
    for (Found& seen : LookAt(one)) exploration_.AddFound(std::move(seen));
  }
}

// One that a checkpoint tells of, or that is to be explained. A worker replays
// it, since this process runs no execution.
std::vector<Found> Coordinator::LookAt(Found one) {
  for (uint32_t worker = 0; worker < states_.size(); ++worker) {
    if (one.choices.empty() || !IsIdle(worker)) continue;
    workers_.Send(worker, {{"do", message::kReport},
                           {"found", FoundToJson({one})},
                           {"lessons", TokensToJson(lessons_)}});
    std::optional<Workers::Event> event;
    while (!event.has_value() || event->worker != worker) {
      if (event.has_value()) NoteDeath(event->worker, event->death);
      event = workers_.Next(kLookMs);
    }
    if (event->message.has_value()) {
      std::string error;
      const JsonReader message(*event->message, &error);
      std::vector<Found> seen = FoundFromJson(message["found"]);
      INTERLEAVE_INVARIANT(error.empty());
      return seen;
    }
    NoteDeath(worker, event->death);
  }
  // It has no schedule, or nobody is left to replay it.
  if (one.failure.has_value()) return {std::move(one)};
  one.failure.emplace();
  one.failure->finding = one.finding;
  if (!one.choices.empty()) one.failure->token = FormatToken(one.choices);
  return {std::move(one)};
}

void Coordinator::LeaveCheckpoint() {
  Checkpoint checkpoint;
  checkpoint.identity = IdentityOf(options_, exploration_.result.test);
  checkpoint.executions_max = options_.executions;
  checkpoint.replaying = replaying_;
  checkpoint.executions_before = executions_before_;
  checkpoint.round = round_;
  checkpoint.summaries = summaries_;
  checkpoint.granted = whole_->divisible()->Granted();
  checkpoint.lessons = lessons_;
  checkpoint.parts = parts_.parts();
  for (Part& part : checkpoint.parts) {
    // What was refused is not done, so it will be refused again.
    if (!part.refusal.empty()) part.end = PartEnd::kOpen;
  }
  checkpoint.settled = parts_.settled();
  checkpoint.found = parts_.settled_found();
  checkpoint.notes = exploration_.NotesFromOthers();
  checkpoint.replay = exploration_.result.replay;
  checkpoint.neighbours = exploration_.result.neighbours;
  checkpoint.Leave(options_, &exploration_.result);
}

ExploreResult ExploreInWorkers(const Options& given,
                               absl::FunctionRef<void()> body,
                               std::string_view test) {
  const std::string error = OptionsError(given);
  INTERLEAVE_REQUIRE(error.empty(), error.c_str());
  const Options options = WithItsLimit(given);
  Exploration exploration(options, body, test);
  ExploreResult& result = exploration.result;
  std::optional<Checkpoint> from;
  if (!options.resume.empty()) {
    absl::StatusOr<Checkpoint> read = ReadCheckpoint(options.resume);
    std::string refusal(read.status().message());
    if (read.ok()) refusal = Mismatch(*read, options, result.test);
    if (!refusal.empty()) {
      result.problems.push_back(std::move(refusal));
      return exploration.Finish();
    }
    from = *std::move(read);
  }
  if (std::string obstacle = Workers::Obstacle(); !obstacle.empty()) {
    result.problems.push_back(std::move(obstacle));
    return exploration.Finish();
  }
  {
    Workers workers(options, body, test);
    if (workers.size() < options.jobs) {
      result.problems.push_back(absl::StrCat(
          "only ", workers.size(), " of ", options.jobs,
          " processes could be made; give a smaller number of jobs"));
    }
    Coordinator(exploration, workers).Run(from.has_value() ? &*from : nullptr);
  }
  return exploration.Finish();
}

}  // namespace interleave
