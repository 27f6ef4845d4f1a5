// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/rff.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/schedule/line_cursor.h"
#include "interleave/strategy/drawn_answer.h"

namespace interleave {
namespace {

constexpr std::string_view kAll = "all ";
constexpr std::string_view kOn = "on";

// Takes the word before the next space, and that.
std::string_view TakeWordOf(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

}  // namespace

RffStrategy::RffStrategy(uint64_t seed, uint64_t end)
    : seed_(seed), random_(seed) {
  state_.end = end;
  state_.part_end = RoundEnd(0, end);
}

RffStrategy::~RffStrategy() = default;

// --- Rounds. ---

uint64_t RffStrategy::RoundEnd(uint64_t round_begin, uint64_t end) {
  const uint64_t size =
      round_begin == 0 ? kEager : std::min(round_begin, kRoundMax);
  return end - round_begin < size ? end : round_begin + size;
}

void RffStrategy::TakeUp(std::vector<ReadsFromFindings> findings) {
  state_.corpus.Take(findings);
  seen_.Know(state_.corpus, events_);
}

// Those of the present one are over, and were taken up.
void RffStrategy::BeginNextRound() {
  state_.round_begin = state_.next = RoundEnd(state_.round_begin, state_.end);
  state_.part_end = RoundEnd(state_.round_begin, state_.end);
  plan_.clear();
}

bool RffStrategy::Begin() {
  if (state_.next >= state_.part_end) {
    if (one_round_ || state_.next >= state_.end) return false;
    if (!is_eager()) {
      state_.corpus.Plan(state_.part_end - state_.round_begin);
      TakeUp({seen_.Findings(state_.corpus, events_)});
    }
    BeginNextRound();
  }
  ++executions_begun_;
  holds_ = 0;
  random_ = Random(ExecutionSeed(seed_, state_.next));
  schedule_ = AbstractSchedule();
  if (is_eager()) {
    plan_ = state_.corpus.Plan(1);
  } else if (plan_.empty()) {
    ReadsFromCorpus with_turns = state_.corpus;
    plan_ = with_turns.Plan(RoundEnd(state_.round_begin, state_.end) -
                            state_.round_begin);
  }
  if (!plan_.empty()) {
    const uint32_t seed =
        plan_[is_eager() ? 0 : state_.next - state_.round_begin];
    schedule_ =
        state_.corpus.Mutate(state_.corpus.seeds()[seed].schedule, random_);
  }
  watch_.Begin(schedule_, state_.corpus, events_);
  seen_.BeginExecution();
  return true;
}

void RffStrategy::End(const ExecutionResult&) {
  seen_.EndExecution(state_.next, schedule_, events_);
  ++state_.next;
  if (is_eager() && seen_.HasFound(events_)) {
    TakeUp({seen_.Findings(state_.corpus, events_)});
  }
}

// --- Choices. ---

uint32_t RffStrategy::Choose(const ChoicePoint& point) {
  if (point.kind == ChoiceKind::kValue) return DrawAnswer(point, random_);
  if (point.announcer != nullptr) Come(*point.announcer);
  const uint32_t chosen = point.count == 1 ? 0 : Pick(point);
  CarryOut(point, chosen);
  return chosen;
}

void RffStrategy::Come(const TaskState& announcer) {
  TaskAt& task = At(announcer.id);
  if (task.pending.location != PendingEvent::kNowhere) {
    watch_.Leave(task.pending);
  }
  task.pending = {};
  if (announcer.finished) return;
  task.priority = DrawPriority();
  task.pending = watch_.Read(announcer.next, events_);
  if (task.pending.location == PendingEvent::kNowhere) return;
  events_.Join(watch_.FirstAt(task.pending.location), task.pending.event);
  watch_.Come(task.pending);
}

uint32_t RffStrategy::Pick(const ChoicePoint& point) {
  uint32_t best = 0;
  int best_judgement = -2;
  uint32_t best_priority = 0;
  bool held = false;
  for (uint32_t i = 0; i < point.count; ++i) {
    const TaskAt& task = At(point.enabled[i]->id);
    const int judgement = watch_.attends() ? watch_.Judge(task.pending) : 0;
    held |= judgement < 0;
    if (judgement < best_judgement ||
        (judgement == best_judgement && task.priority <= best_priority)) {
      continue;
    }
    best = i;
    best_judgement = judgement;
    best_priority = task.priority;
  }
  if (held && best_judgement >= 0 && ++holds_ > kHoldsMax) watch_.StandDown();
  return best;
}

void RffStrategy::CarryOut(const ChoicePoint& point, uint32_t chosen) {
  const TaskId id = point.enabled[chosen]->id;
  const PendingEvent done = At(id).pending;
  if (done.location == PendingEvent::kNowhere) return;
  const EventId last = watch_.Do(done);
  if (done.reads()) seen_.See(done.event, last, events_);
  watch_.Leave(done);
  tasks_[id].pending = {};
  for (const TaskState* const enabled : point.enabled) {
    TaskAt& task = tasks_[enabled->id];
    if (task.pending.location != done.location) continue;
    if (done.writes() || task.pending.writes()) task.priority = DrawPriority();
  }
}

// --- Parts. ---

std::string RffStrategy::StateText(uint64_t next, uint64_t part_end) const {
  return absl::StrCat(
      state_.round_begin, " ", next, " ", part_end, " ",
      state_.end == kNoEnd ? std::string(kOn) : absl::StrCat(state_.end), " ",
      state_.corpus.Text());
}

std::string RffStrategy::Describe() const {
  return StateText(state_.next, state_.part_end);
}

std::optional<RffStrategy::State> RffStrategy::ParseState(
    std::string_view text) {
  State state;
  if (!ParseDigits(TakeWordOf(text), state.round_begin) ||
      !ParseDigits(TakeWordOf(text), state.next) ||
      !ParseDigits(TakeWordOf(text), state.part_end)) {
    return std::nullopt;
  }
  const std::string_view end = TakeWordOf(text);
  if (end != kOn && !ParseDigits(end, state.end)) return std::nullopt;
  const uint64_t begin = state.round_begin;
  const bool begins_round =
      begin == 0 ||
      (begin < kRoundMax ? begin >= kEager && std::has_single_bit(begin)
                         : begin % kRoundMax == 0);
  if (!begins_round || begin > state.end || state.next < begin ||
      state.next > state.part_end ||
      state.part_end > RoundEnd(begin, state.end)) {
    return std::nullopt;
  }
  std::optional<ReadsFromCorpus> corpus = ReadsFromCorpus::Parse(text);
  if (!corpus.has_value()) return std::nullopt;
  state.corpus = *std::move(corpus);
  return state;
}

bool RffStrategy::Load(std::string_view text) {
  std::optional<State> state = ParseState(text);
  if (!state.has_value()) return false;
  state_ = *std::move(state);
  one_round_ = true;
  absorbed_.clear();
  plan_.clear();
  events_ = EventTable();
  watch_ = ConstraintWatch();
  seen_ = ReadsFromSeen();
  seen_.Know(state_.corpus, events_);
  return true;
}

std::optional<Divisible::Part> RffStrategy::Split() {
  if (split_depth() == kIndivisible) return std::nullopt;
  const uint64_t kept = (state_.part_end - state_.next + 1) / 2;
  Part part;
  part.text = StateText(state_.next + kept, state_.part_end);
  state_.part_end = state_.next + kept;
  one_round_ = true;
  return part;
}

uint64_t RffStrategy::split_depth() const {
  return is_eager() || state_.part_end - state_.next < 2 ? kIndivisible : 0;
}

bool RffStrategy::is_done() const {
  return state_.next >= (one_round_ ? state_.part_end : state_.end);
}

std::string RffStrategy::Summary() const {
  if (is_eager()) return absl::StrCat(std::string(kAll), Describe());
  return seen_.Findings(state_.corpus, events_).Text();
}

void RffStrategy::Absorb(std::string_view summary) {
  if (summary.substr(0, kAll.size()) == kAll) {
    std::optional<State> state = ParseState(summary.substr(kAll.size()));
    if (!is_eager() || !state.has_value() || state->round_begin != 0) return;
    if (state->next > state_.next) state_ = *std::move(state);
    return;
  }
  std::optional<ReadsFromFindings> findings = ReadsFromFindings::Parse(summary);
  if (findings.has_value()) absorbed_.push_back(*std::move(findings));
}

std::string RffStrategy::NextRound() {
  if (!is_eager()) {
    state_.corpus.Plan(RoundEnd(state_.round_begin, state_.end) -
                       state_.round_begin);
    absorbed_.push_back(seen_.Findings(state_.corpus, events_));
    TakeUp(std::exchange(absorbed_, {}));
  }
  BeginNextRound();
  return state_.round_begin < state_.end ? Describe() : std::string();
}

}  // namespace interleave
