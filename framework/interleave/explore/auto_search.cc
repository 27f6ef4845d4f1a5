// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/auto_search.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "interleave/runtime/happens_before.h"

namespace interleave {
namespace {

// Depth-first executions alone, then each followed by some of the portfolio's:
// no more than its pilot has, which can't be divided.
constexpr uint64_t kAlone = 32;
constexpr uint64_t kSamplesForEach = 7;
// So many schedules are tried without those.
constexpr double kFew = 128;
constexpr uint64_t kTriesMax = kAlone + Portfolio::kPilot / kSamplesForEach;
// In instrumented code: so many alone, then by turns; where they seem to be
// more than are tried, each is followed by at most so many of the portfolio's.
constexpr uint64_t kFirstTries = 4;
constexpr uint64_t kSamplesForEachMax = 15;
constexpr uint64_t kTracesTriesMax = Portfolio::kPilot;
constexpr uint64_t kWalks = 64;
// So many schedules are tried one by one though traces would do.
constexpr double kFewSchedules = 10'000;
// More traces than that are not waited for without a limit.
constexpr double kTracesMax = 1e7;
// The least part of the walks' traces from which something is concluded.
constexpr double kMetLeast = 0.25;
// Estimates may be too low by that.
constexpr double kSafety = 4;

uint64_t BudgetOf(const Options& options) {
  return options.executions == 0 ? std::numeric_limits<uint64_t>::max()
                                 : options.executions;
}

uint64_t Less(uint64_t from, uint64_t what) {
  return from - std::min(from, what);
}

// Something is seen of what operations depend on; how much, executions show.
// A script makes choices that a search by traces doesn't see.
bool MayReduce(const Options& options) {
  return internal::instrumented && !options.preemptions.has_value() &&
         options.script.empty() && options.script_file.empty();
}

uint64_t TriesOf(const Options& options) {
  return std::min(MayReduce(options) ? kTracesTriesMax : kTriesMax,
                  BudgetOf(options) / 10 + 1);
}

}  // namespace

// The walks that estimate draw from the same seed as random does in the
// portfolio, so that begins behind them.
AutoSearch::AutoSearch(const Options& options, PosStrategy::Race race)
    : bound_(PreemptionBound(options)),
      budget_(BudgetOf(options)),
      tries_max_(TriesOf(options)),
      interleaves_(MayReduce(options)),
      proves_by_traces_(options.body_instrumented),
      exhaustive_(bound_),
      estimator_(options.seed, /*first_execution=*/0, bound_),
      trace_estimator_(options.seed),
      samples_("portfolio",
               budget_ == ExecutionRange::kNoEnd
                   ? 0
                   : std::max<uint64_t>(budget_ - tries_max_, 1),
               Portfolio(options, kWalks, race)) {
  if (MayReduce(options)) traces_.emplace(DporStrategy::Mode::kOptimal);
}

// --- Executions. ---

bool AutoSearch::IsSamplesTurn() const {
  if (samples_.is_done() || samples_.next() >= Portfolio::kPilot) return false;
  // By what was passed, of which the share of the whole is known.
  if (!traces_.has_value() &&
      (exhaustive_.is_done() ||
       static_cast<double>(tried_) <= kFew * exhaustive_.done())) {
    return false;
  }
  if (!interleaves_) return tried_ >= kAlone && sampled_ < kSamplesForEach;
  if (samples_for_each_ == 0) {
    return !traces_.has_value() && sampled_ < kSamplesForEachMax;
  }
  return (samples_for_each_ > 1 || tried_ >= kFirstTries) &&
         sampled_ < samples_for_each_;
}

// As there are times more than are tried, by the share of the whole that the
// first was: leaves / done is the weighted backtrack estimate
// (strategy/estimate.h), which is too low so soon.
uint64_t AutoSearch::SamplesForEach() const {
  const double done =
      traces_.has_value() ? traces_->done() : exhaustive_.done();
  const double times = 1 / (done * static_cast<double>(kTracesTriesMax));
  constexpr double kMost = kSamplesForEachMax;
  return static_cast<uint64_t>(std::clamp(times, 1.0, kMost));
}

AutoSearch::Turn AutoSearch::NextTurn() const {
  switch (phase_) {
    case Phase::kTrying:
      if (IsSamplesTurn()) return Turn::kSample;
      return traces_.has_value() ? Turn::kTraces : Turn::kExhaustive;
    case Phase::kEstimating:
      return estimator_.walks() < kWalks ? Turn::kWalk : Turn::kTraceWalk;
    case Phase::kProving:
      return Turn::kExhaustive;
    case Phase::kReducing:
      return Turn::kTraces;
    case Phase::kSampling:
      break;
  }
  return Turn::kSample;
}

bool AutoSearch::Begin() {
  NextPhase();
  if (hands_over_) return false;
  turn_ = NextTurn();
  has_too_many_tasks_ = false;
  switch (turn_) {
    case Turn::kExhaustive:
      return exhaustive_.Begin();
    case Turn::kTraces:
      return traces_->Begin();
    case Turn::kWalk:
      return estimator_.Begin();
    case Turn::kTraceWalk:
      return trace_estimator_.Begin();
    case Turn::kSample:
      break;
  }
  return samples_.Begin();
}

double AutoSearch::FewSchedules() const {
  const uint64_t rest = Less(Less(budget_, samples_.next()), tried_);
  return std::min(kFewSchedules, static_cast<double>(rest) / kSafety);
}

bool AutoSearch::TracesAreEstimated() const {
  return !traces_.has_value() || traces_->is_done() ||
         estimator_.schedules() <= FewSchedules() ||
         trace_estimator_.walks() >= kWalks;
}

// Where no walk has come to an end awake, as with many tasks, by how many of
// the traces that walks had were among those tried: rather too low, since the
// most probable ones are met first.
double AutoSearch::TracesAbout() const {
  const double about = trace_estimator_.traces();
  if (std::isfinite(about)) return about;
  const double met =
      1 - static_cast<double>(unmet_.size()) / static_cast<double>(kWalks);
  if (met < kMetLeast) return about;
  return static_cast<double>(tried_) / met * kSafety;
}

bool AutoSearch::TracesFit() const {
  const double about = TracesAbout() * kSafety;
  const uint64_t rest = Less(Less(budget_, samples_.next()), tried_);
  return about <= estimator_.schedules() &&
         about <= std::min(kTracesMax, static_cast<double>(rest));
}

AutoSearch::Phase AutoSearch::PhaseAfterWalks() const {
  const double schedules = estimator_.schedules();
  if (traces_.has_value()) {
    if (schedules <= FewSchedules()) return Phase::kProving;
    if (traces_->is_done() || TracesFit()) return Phase::kReducing;
  }
  // Those that were tried are among them; the portfolio's may not be.
  const uint64_t left = Less(budget_, samples_.next());
  return schedules <= static_cast<double>(left) ? Phase::kProving
                                                : Phase::kSampling;
}

void AutoSearch::NextPhase() {
  if (phase_ == Phase::kTrying && traces_.has_value() && !proves_by_traces_ &&
      (traces_->is_done() || tried_ >= tries_max_)) {
    LeaveTraces();
  }
  // What has ended with the last that tries needs no estimate.
  if (phase_ == Phase::kTrying) {
    const bool ended =
        traces_.has_value() ? traces_->is_done() : exhaustive_.is_done();
    const bool tried = tried_ >= tries_max_;
    if (traces_.has_value() ? ended || tried : tried && !ended) {
      phase_ = Phase::kEstimating;
    }
  }
  if (phase_ == Phase::kEstimating && estimator_.walks() >= kWalks &&
      TracesAreEstimated()) {
    if (traces_.has_value() && traces_->is_done() && !unmet_.empty()) {
      DoubtTraces();
      return;
    }
    phase_ = PhaseAfterWalks();
    met_.clear();
    if (phase_ != Phase::kReducing) LeaveTraces();
    hands_over_ = is_part_ && phase_ == Phase::kReducing;
  }
  if (phase_ == Phase::kReducing && !is_part_ && !is_done() &&
      traces_->is_done()) {
    phase_ = Phase::kSampling;
    LeaveTraces();
  }
}

uint32_t AutoSearch::Choose(const ChoicePoint& point) {
  switch (turn_) {
    case Turn::kExhaustive:
      return point.count > 1 ? exhaustive_.Choose(point) : 0;
    case Turn::kWalk:
      return point.count > 1 ? estimator_.Choose(point) : 0;
    case Turn::kTraceWalk:
      return trace_estimator_.Choose(point);
    case Turn::kSample:
      return samples_.Choose(point);
    case Turn::kTraces:
      break;
  }
  // With as many as it takes, the next step may make one more.
  has_too_many_tasks_ |= point.tasks.size() >= DporStrategy::kTasksMax;
  if (!has_too_many_tasks_) return traces_->Choose(point);
  // To its end in any way.
  const bool goes_on = point.kind == ChoiceKind::kSwitch &&
                       point.current != ChoicePoint::kNotEnabled;
  return goes_on ? point.current : 0;
}

void AutoSearch::NoteTrace(const ExecutionResult& result) {
  if (!result.trace.has_value()) return;
  if (turn_ == Turn::kTraces) {
    unmet_.erase(*result.trace);
    if (phase_ == Phase::kTrying) met_.insert(*result.trace);
  } else if (result.outcome == Outcome::kCompleted && result.findings.empty() &&
             !met_.contains(*result.trace)) {
    unmet_.insert(*result.trace);
  }
}

void AutoSearch::DoubtTraces() {
  if (phase_ == Phase::kReducing) {
    doubts_ = true;
    return;
  }
  LeaveTraces();
  if (phase_ == Phase::kEstimating) phase_ = Phase::kTrying;
}

void AutoSearch::LeaveTraces() {
  redundant_ = redundant();
  samples_for_each_ = 0;
  traces_.reset();
  met_.clear();
  unmet_.clear();
}

void AutoSearch::EndOfTraces(const ExecutionResult& result) {
  if (has_too_many_tasks_) {
    DoubtTraces();
    // Nothing more can be had of it.
    if (traces_.has_value()) traces_->NextRound();
    ++reduced_;
    return;
  }
  traces_->End(result);
  if (traces_->WasRedundant()) return;
  NoteTrace(result);
  ++reduced_;
  if (!result.dependences_seen) DoubtTraces();
}

void AutoSearch::End(const ExecutionResult& result) {
  switch (turn_) {
    case Turn::kExhaustive:
      exhaustive_.End(result);
      break;
    case Turn::kTraces:
      EndOfTraces(result);
      break;
    case Turn::kTraceWalk:
      trace_estimator_.End(result);
      if (!result.dependences_seen) DoubtTraces();
      return;
    case Turn::kWalk:
      estimator_.End(result);
      if (!traces_.has_value()) return;
      NoteTrace(result);
      if (!result.dependences_seen) DoubtTraces();
      return;
    case Turn::kSample:
      samples_.End(result);
      ++sampled_;
      if (phase_ == Phase::kTrying && traces_.has_value() &&
          !result.dependences_seen) {
        DoubtTraces();
      }
      return;
  }
  sampled_ = 0;
  if (phase_ != Phase::kTrying || WasRedundant()) return;
  ++tried_;
  const bool is_first = turn_ == Turn::kExhaustive || traces_.has_value();
  if (interleaves_ && samples_for_each_ == 0 && is_first) {
    samples_for_each_ = SamplesForEach();
  }
}

bool AutoSearch::WasRedundant() const {
  if (turn_ == Turn::kWalk || turn_ == Turn::kTraceWalk) return true;
  return turn_ == Turn::kTraces && !has_too_many_tasks_ &&
         traces_.has_value() && traces_->WasRedundant();
}

// --- What is known. ---

bool AutoSearch::IsProvenByTraces() const {
  return phase_ == Phase::kReducing && traces_.has_value() && !hands_over_ &&
         !doubts_ && unmet_.empty() && traces_->exhausted();
}

bool AutoSearch::WantsTraces() const {
  if (phase_ == Phase::kReducing) return !unmet_.empty();
  return phase_ != Phase::kProving;
}

Estimate AutoSearch::estimate() const {
  if (phase_ == Phase::kSampling) return estimator_.estimate();
  if (phase_ == Phase::kReducing) {
    return AtLeast(estimator_.estimate(), reduced_);
  }
  if (traces_.has_value()) return {};
  const Estimate walked =
      phase_ == Phase::kProving ? estimator_.estimate() : Estimate();
  return WhileSearching(walked, absorbed_ + exhaustive_.executions(), *done());
}

std::optional<double> AutoSearch::done() const {
  if (phase_ == Phase::kSampling) return std::nullopt;
  if (phase_ != Phase::kReducing && traces_.has_value()) return std::nullopt;
  if (left_.has_value()) return std::max(0.0, 1 - *left_);
  return traces_.has_value() ? traces_->done() : exhaustive_.done();
}

// Those of the portfolio, when others have passed all; and when depth first
// has, those by traces.
uint64_t AutoSearch::repeated() const {
  const uint64_t samples = samples_.sampler().executions_of_all();
  if (phase_ == Phase::kReducing) return samples;
  return exhausted() ? samples + reduced_ : 0;
}

uint64_t AutoSearch::redundant() const {
  return redundant_ + (traces_.has_value() ? traces_->redundant() : 0);
}

std::vector<MemberCount> AutoSearch::members() const {
  if (samples_.sampler().executions_of_all() == 0) return {};
  return samples_.sampler().counts();
}

Difference AutoSearch::nondeterminism() const {
  const bool of_traces =
      traces_.has_value() && !traces_->nondeterminism().empty();
  return of_traces ? traces_->nondeterminism() : exhaustive_.nondeterminism();
}

std::string AutoSearch::name() const {
  if (phase_ == Phase::kReducing || turn_ == Turn::kTraces) {
    return "optimal-dpor";
  }
  if (turn_ == Turn::kSample) return samples_.name();
  return turn_ == Turn::kExhaustive ? "exhaustive" : "random";
}

}  // namespace interleave
