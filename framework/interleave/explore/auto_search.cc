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

// Depth-first executions alone, then each followed by some of the portfolio's:
// no more than its pilot has, which can't be divided.
constexpr uint64_t kAlone = 32;
constexpr uint64_t kSamplesForEach = 7;
// So many schedules are tried without those.
constexpr double kFew = 128;
constexpr uint64_t kTriesMax = kAlone + Portfolio::kPilot / kSamplesForEach;
constexpr uint64_t kWalks = 64;

// By Phase.
constexpr const char* kPhaseNames[] = {"trying", "estimating", "proving",
                                       "sampling"};

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

uint64_t Tries(uint64_t budget) { return std::min(kTriesMax, budget / 10 + 1); }

// A number behind which a text of this length comes.
bool TakePiece(std::string_view& text, std::string_view& piece) {
  uint64_t size = 0;
  if (!ParseDigits(TakeWord(text), size) || size > text.size()) return false;
  piece = text.substr(0, size);
  text.remove_prefix(size);
  if (text.substr(0, 1) != " ") return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

// The walks that estimate draw from the same seed as random does in the
// portfolio, so that begins behind them.
AutoSearch::AutoSearch(const Options& options, PosStrategy::Race race)
    : bound_(PreemptionBound(options)),
      budget_(BudgetOf(options)),
      exhaustive_(bound_),
      estimator_(options.seed, /*first_execution=*/0, bound_),
      samples_("portfolio",
               budget_ == ExecutionRange::kNoEnd
                   ? 0
                   : std::max<uint64_t>(budget_ - Tries(budget_), 1),
               Portfolio(options, kWalks, race)),
      active_(&exhaustive_) {}

bool AutoSearch::IsSamplesTurn() const {
  if (tried_ < kAlone || sampled_ >= kSamplesForEach) return false;
  if (exhaustive_.is_done() || samples_.is_done()) return false;
  // By what was passed, of which the share of the whole is known.
  return static_cast<double>(tried_) > kFew * exhaustive_.done();
}

bool AutoSearch::Begin() {
  NextPhase();
  switch (phase_) {
    case Phase::kTrying:
      active_ = &exhaustive_;
      if (IsSamplesTurn()) active_ = &samples_;
      break;
    case Phase::kProving:
      active_ = &exhaustive_;
      break;
    case Phase::kEstimating:
      active_ = &estimator_;
      break;
    case Phase::kSampling:
      active_ = &samples_;
      break;
  }
  return active_->Begin();
}

void AutoSearch::NextPhase() {
  // What has ended with the last that tries needs no estimate.
  if (phase_ == Phase::kTrying && tried_ >= Tries(budget_) &&
      !exhaustive_.is_done()) {
    phase_ = Phase::kEstimating;
  }
  if (phase_ == Phase::kEstimating && estimator_.walks() >= kWalks) {
    // Those that were tried are among them; the portfolio's may not be.
    const uint64_t samples =
        kSamplesForEach * (tried_ - std::min(tried_, kAlone));
    const bool fits = estimator_.schedules() <=
                      static_cast<double>(budget_ - std::min(budget_, samples));
    phase_ = fits ? Phase::kProving : Phase::kSampling;
  }
}

void AutoSearch::End(const ExecutionResult& result) {
  was_walk_ = active_ == &estimator_;
  sampled_ = active_ == &samples_ ? sampled_ + 1 : 0;
  if (active_ == &exhaustive_ && phase_ == Phase::kTrying) ++tried_;
  active_->End(result);
}

Estimate AutoSearch::estimate() const {
  if (phase_ == Phase::kSampling) return estimator_.estimate();
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
  if (active_ == &samples_) return samples_.name();
  return active_ == &exhaustive_ ? "exhaustive" : "random";
}

// "trying 12 0 0/0 6 0 to .. path ...": the phase, the executions that tried,
// how many of the portfolio's came behind the last of them, the walks; what is
// left of the portfolio, with its length, and what is left of the rest.
std::string AutoSearch::Text(const std::string& samples,
                             const std::string& exhaustive) const {
  return absl::StrCat(kPhaseNames[static_cast<size_t>(phase_)], " ", tried_,
                      " ", sampled_, " ", estimator_.Text(), " ",
                      samples.size(), " ", samples, " ", exhaustive);
}

// What the phase doesn't come to is left out.
std::string AutoSearch::Describe() const {
  if (phase_ == Phase::kSampling) return Text(samples_.Describe(), "");
  if (phase_ == Phase::kProving) return Text("", exhaustive_.Describe());
  return Text(samples_.Describe(), exhaustive_.Describe());
}

bool AutoSearch::Load(std::string_view text) {
  absorbed_ = 0;
  left_.reset();
  const auto* const phase =
      std::find(std::begin(kPhaseNames), std::end(kPhaseNames), TakeWord(text));
  if (phase == std::end(kPhaseNames)) return false;
  phase_ = static_cast<Phase>(phase - std::begin(kPhaseNames));
  if (!ParseDigits(TakeWord(text), tried_)) return false;
  if (!ParseDigits(TakeWord(text), sampled_)) return false;
  if (!estimator_.Load(TakeWord(text))) return false;
  active_ = &exhaustive_;
  std::string_view samples;
  if (!TakePiece(text, samples)) return false;
  if (phase_ == Phase::kProving) {
    return samples.empty() && exhaustive_.Load(text);
  }
  if (!samples_.Load(samples)) return false;
  if (phase_ == Phase::kSampling) return text.empty();
  return exhaustive_.Load(text);
}

std::optional<Divisible::Part> AutoSearch::Split() {
  std::optional<Part> part;
  if (phase_ == Phase::kProving) {
    part = exhaustive_.Split();
    if (part.has_value()) part->text = Text("", part->text);
  } else if (phase_ == Phase::kSampling) {
    part = samples_.Split();
    if (part.has_value()) part->text = Text(part->text, "");
  }
  return part;
}

uint64_t AutoSearch::split_depth() const {
  if (phase_ == Phase::kProving) return exhaustive_.split_depth();
  return phase_ == Phase::kSampling ? samples_.split_depth() : kIndivisible;
}

// "proving 64/0/46.../77... 310 20 70/51... ": the phase, the walks that
// estimate, the depth-first executions, and what the portfolio has seen, with
// its length; with a mark when the bound was hit.
std::string AutoSearch::Summary() const {
  const std::string samples = samples_.Summary();
  return absl::StrCat(kPhaseNames[static_cast<size_t>(phase_)], " ",
                      estimator_.Text(), " ", exhaustive_.executions(), " ",
                      samples.size(), " ", samples,
                      exhaustive_.bound_was_hit() ? " beyond the bound" : " ");
}

void AutoSearch::Absorb(std::string_view summary) {
  const std::string_view phase = TakeWord(summary);
  const std::string_view walks = TakeWord(summary);
  uint64_t executions = 0;
  if (ParseDigits(TakeWord(summary), executions)) absorbed_ += executions;
  std::string_view samples;
  if (TakePiece(summary, samples)) samples_.Absorb(samples);
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
    for (int word = 0; word < 4; ++word) TakeWord(text);
    std::string_view samples;
    ExhaustiveStrategy part = exhaustive_;
    if (TakePiece(text, samples) && part.Load(text)) *left_ += part.left();
  }
}

std::string AutoSearch::NextRound() {
  if (phase_ != Phase::kSampling) return exhaustive_.NextRound();
  const std::string samples = samples_.NextRound();
  return samples.empty() ? std::string() : Text(samples, "");
}

}  // namespace interleave
