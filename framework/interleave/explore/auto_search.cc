// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/auto_search.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {
namespace {

constexpr uint64_t kTriesMax = 2'000;
constexpr uint64_t kWalks = 64;

// By Phase.
constexpr const char* kPhaseNames[] = {"trying", "estimating", "proving",
                                       "sampling"};

constexpr const char* kNoSamples = "-";

// The word before the next space.
std::string_view TakeWord(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

uint64_t BudgetOf(const Options& options) {
  return options.executions == 0 ? std::numeric_limits<uint64_t>::max()
                                 : options.executions;
}

// The walks that estimate draw from the same seed as the sampling later, so
// that begins behind them.
uint64_t Tries(uint64_t budget) { return std::min(kTriesMax, budget / 10 + 1); }

}  // namespace

AutoSearch::AutoSearch(const Options& options)
    : bound_(PreemptionBound(options)),
      budget_(BudgetOf(options)),
      sampling_end_(budget_),
      exhaustive_(bound_),
      estimator_(options.seed, /*first_execution=*/0, bound_),
      seed_(options.seed),
      slice_(options.slice),
      active_(&exhaustive_) {}

bool AutoSearch::Begin() {
  NextPhase();
  switch (phase_) {
    case Phase::kTrying:
    case Phase::kProving:
      active_ = &exhaustive_;
      break;
    case Phase::kEstimating:
      active_ = &estimator_;
      break;
    case Phase::kSampling:
      if (executions_ >= sampling_end_) return false;
      active_ = executions_ % 2 == 0 ? static_cast<Strategy*>(&*random_)
                                     : static_cast<Strategy*>(&*sticky_);
      break;
  }
  return active_->Begin();
}

void AutoSearch::NextPhase() {
  if (phase_ == Phase::kTrying && executions_ >= Tries(budget_)) {
    phase_ = Phase::kEstimating;
  }
  if (phase_ == Phase::kEstimating && estimator_.walks() >= kWalks) {
    const bool fits =
        estimator_.schedules() <= static_cast<double>(budget_ - executions_);
    phase_ = fits ? Phase::kProving : Phase::kSampling;
    if (!fits) {
      sampling_begin_ = executions_;
      LoadSamples();
    }
  }
}

// Even numbers are random's, odd ones are sticky random's.
void AutoSearch::LoadSamples() {
  const uint64_t odd = executions_ / 2 - sampling_begin_ / 2;
  const uint64_t even = executions_ - sampling_begin_ - odd;
  random_.emplace(seed_, kWalks + even);
  sticky_.emplace(seed_, slice_, kWalks + odd);
}

void AutoSearch::End(const ExecutionResult& result) {
  was_walk_ = phase_ == Phase::kEstimating;
  if (!was_walk_) ++executions_;
  active_->End(result);
}

Estimate AutoSearch::estimate() const {
  if (phase_ == Phase::kSampling) {
    // Those within a bound are of another space.
    if (bound_.has_value() || !random_.has_value()) {
      return estimator_.estimate();
    }
    KnuthEstimator all = estimator_;
    all.Add(*random_);
    return all.estimate();
  }
  const Estimate walked =
      phase_ == Phase::kProving ? estimator_.estimate() : Estimate();
  return WhileSearching(walked, absorbed_ + exhaustive_.executions(), *done());
}

std::optional<double> AutoSearch::done() const {
  if (phase_ == Phase::kSampling) return std::nullopt;
  if (left_.has_value()) return std::max(0.0, 1 - *left_);
  return exhaustive_.done();
}

std::string AutoSearch::name() const {
  if (active_ == &exhaustive_) return "exhaustive";
  const bool sticky = sticky_.has_value() && active_ == &*sticky_;
  return sticky ? "sticky-random" : "random";
}

// "trying 12 0/0 path ...", "sampling 1064 64/46... 3000 to 10000": the phase,
// its executions before or the number of its first, what was estimated, and
// what is left.
std::string AutoSearch::Describe() const {
  if (phase_ == Phase::kSampling) {
    return SamplesText({executions_, sampling_end_});
  }
  return absl::StrCat(kPhaseNames[static_cast<size_t>(phase_)], " ",
                      executions_, " ", estimator_.Text(), " ",
                      exhaustive_.Describe());
}

std::string AutoSearch::SamplesText(ExecutionRange range) const {
  return absl::StrCat(kPhaseNames[static_cast<size_t>(Phase::kSampling)], " ",
                      sampling_begin_, " ", estimator_.Text(), " ",
                      range.Text());
}

bool AutoSearch::Load(std::string_view text) {
  absorbed_ = 0;
  left_.reset();
  const auto* const phase =
      std::find(std::begin(kPhaseNames), std::end(kPhaseNames), TakeWord(text));
  if (phase == std::end(kPhaseNames)) return false;
  phase_ = static_cast<Phase>(phase - std::begin(kPhaseNames));
  uint64_t number = 0;
  if (!ParseDigits(TakeWord(text), number)) return false;
  if (!estimator_.Load(TakeWord(text))) return false;
  executions_ = number;
  active_ = &exhaustive_;
  if (phase_ != Phase::kSampling) return exhaustive_.Load(text);
  const std::optional<ExecutionRange> range = ExecutionRange::Parse(text);
  if (!range.has_value() || range->next < number) return false;
  sampling_begin_ = number;
  executions_ = range->next;
  sampling_end_ = range->end;
  LoadSamples();
  return true;
}

std::optional<Divisible::Part> AutoSearch::Split() {
  if (phase_ == Phase::kProving) {
    std::optional<Part> part = exhaustive_.Split();
    if (part.has_value()) {
      part->text =
          absl::StrCat(kPhaseNames[static_cast<size_t>(phase_)], " ",
                       executions_, " ", estimator_.Text(), " ", part->text);
    }
    return part;
  }
  if (phase_ != Phase::kSampling) return std::nullopt;
  ExecutionRange range = {executions_, sampling_end_};
  const std::optional<ExecutionRange> rest = range.Split();
  if (!rest.has_value()) return std::nullopt;
  sampling_end_ = range.end;
  return Part{SamplesText(*rest), 0};
}

uint64_t AutoSearch::split_depth() const {
  if (phase_ == Phase::kProving) return exhaustive_.split_depth();
  const bool divisible =
      phase_ == Phase::kSampling && sampling_end_ - executions_ > 1;
  return divisible ? 0 : kIndivisible;
}

// "proving 64/0/46.../77... 310 -": the phase, the walks that estimate, the
// depth-first executions of its own, and the samples'; with a mark when the
// bound was hit.
std::string AutoSearch::Summary() const {
  return absl::StrCat(
      kPhaseNames[static_cast<size_t>(phase_)], " ", estimator_.Text(), " ",
      exhaustive_.executions(), " ",
      random_.has_value() ? random_->Text() : std::string(kNoSamples),
      exhaustive_.bound_was_hit() ? " beyond the bound" : "");
}

void AutoSearch::Absorb(std::string_view summary) {
  const std::string_view phase = TakeWord(summary);
  const std::string_view walks = TakeWord(summary);
  uint64_t executions = 0;
  if (ParseDigits(TakeWord(summary), executions)) absorbed_ += executions;
  KnuthEstimator samples(seed_);
  if (samples.Load(TakeWord(summary))) {
    if (!random_.has_value()) random_.emplace(seed_);
    random_->Add(samples);
  }
  exhaustive_.Absorb(summary);
  const auto* const found =
      std::find(std::begin(kPhaseNames), std::end(kPhaseNames), phase);
  if (found == std::end(kPhaseNames)) return;
  const auto reached = static_cast<Phase>(found - std::begin(kPhaseNames));
  if (reached < phase_) return;
  phase_ = reached;
  estimator_.Load(walks);
}

void AutoSearch::NoteLeft(const std::vector<std::string>& texts) {
  left_ = 0;
  for (std::string_view text : texts) {
    for (int word = 0; word < 3; ++word) TakeWord(text);
    ExhaustiveStrategy part = exhaustive_;
    if (part.Load(text)) *left_ += part.left();
  }
}

std::string AutoSearch::NextRound() {
  return phase_ == Phase::kSampling ? std::string() : exhaustive_.NextRound();
}

}  // namespace interleave
