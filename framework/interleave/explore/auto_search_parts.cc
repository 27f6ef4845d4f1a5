// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AutoSearch by several, and later: its texts, and what parts add up to.

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/explore/auto_search.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {
namespace {

// By Phase.
constexpr const char* kPhaseNames[] = {"trying", "estimating", "proving",
                                       "reducing", "sampling"};

constexpr std::string_view kNothing = "-";

// The word before the next space.
std::string_view TakeWord(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

// Any text, behind its length.
void AppendPiece(const std::string& piece, std::string* text) {
  absl::StrAppend(text, " ", piece.size(), " ", piece);
}

bool TakePiece(std::string_view& text, std::string_view& piece) {
  uint64_t size = 0;
  if (!ParseDigits(TakeWord(text), size) || size > text.size()) return false;
  piece = text.substr(0, size);
  text.remove_prefix(size);
  if (text.substr(0, 1) != " ") return false;
  text.remove_prefix(1);
  return true;
}

// "1f,20", "-" for none.
std::string HashesText(const std::set<uint64_t>& hashes) {
  if (hashes.empty()) return std::string(kNothing);
  return absl::StrJoin(hashes, ",", [](std::string* text, uint64_t hash) {
    absl::StrAppend(text, absl::Hex(hash));
  });
}

bool ParseHashes(std::string_view text, std::set<uint64_t>& hashes) {
  hashes.clear();
  if (text == kNothing) return true;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (;;) {
    uint64_t hash = 0;
    const auto taken = std::from_chars(at, end, hash, 16);
    if (taken.ec != std::errc()) return false;
    hashes.insert(hash);
    if (taken.ptr == end) return true;
    if (*taken.ptr != ',') return false;
    at = taken.ptr + 1;
  }
}

}  // namespace

// "trying 12 0 1 0/0 0/0 6 0 to .. 12 - - 0 path .. path ...": the phase, the
// executions that tried, how many of the portfolio's came behind the last of
// them and how many are to, the walks for schedules and for traces; then, each
// with its length, what is left of the portfolio and by traces; and what is
// left depth first.
std::string AutoSearch::Text(const std::string& samples,
                             const std::string& traces,
                             const std::string& exhaustive) const {
  std::string text = absl::StrCat(
      kPhaseNames[static_cast<size_t>(phase_)], " ", tried_, " ", sampled_, " ",
      samples_for_each_, " ", estimator_.Text(), " ", trace_estimator_.Text());
  AppendPiece(samples, &text);
  AppendPiece(traces, &text);
  return absl::StrCat(text, " ", exhaustive);
}

// "1f,20 - 0 path ...": the traces met, those of walks that were not, doubts,
// and what is left.
std::string AutoSearch::TracesText(const std::string& left) const {
  return absl::StrCat(HashesText(met_), " ", HashesText(unmet_), " ",
                      doubts_ ? 1 : 0, " ", left);
}

// What the phase doesn't come to is left out.
std::string AutoSearch::Describe() const {
  const std::string traces =
      traces_.has_value() ? TracesText(traces_->Describe()) : std::string();
  switch (phase_) {
    case Phase::kProving:
      return Text("", "", exhaustive_.Describe());
    case Phase::kReducing:
      return Text(samples_.Describe(), traces, "");
    case Phase::kSampling:
      return Text(samples_.Describe(), "", "");
    case Phase::kTrying:
    case Phase::kEstimating:
      break;
  }
  return Text(samples_.Describe(), traces, exhaustive_.Describe());
}

bool AutoSearch::LoadTraces(std::string_view text) {
  traces_.reset();
  met_.clear();
  unmet_.clear();
  doubts_ = false;
  if (text.empty()) return true;
  if (!ParseHashes(TakeWord(text), met_)) return false;
  if (!ParseHashes(TakeWord(text), unmet_)) return false;
  const std::string_view doubts = TakeWord(text);
  if (doubts != "0" && doubts != "1") return false;
  doubts_ = doubts == "1";
  traces_.emplace(DporStrategy::Mode::kOptimal);
  return traces_->Load(text);
}

bool AutoSearch::LoadPhase(Phase phase, std::string_view samples,
                           std::string_view traces,
                           std::string_view exhaustive) {
  if (!LoadTraces(traces)) return false;
  switch (phase) {
    case Phase::kProving:
      return samples.empty() && traces.empty() && exhaustive_.Load(exhaustive);
    case Phase::kReducing:
      // A part's goes without what would follow.
      if (traces.empty() || !exhaustive.empty()) return false;
      return samples.empty() || samples_.Load(samples);
    case Phase::kSampling:
      return traces.empty() && exhaustive.empty() && samples_.Load(samples);
    case Phase::kTrying:
    case Phase::kEstimating:
      break;
  }
  return samples_.Load(samples) && exhaustive_.Load(exhaustive);
}

bool AutoSearch::Load(std::string_view text) {
  absorbed_ = reduced_ = redundant_ = 0;
  left_.reset();
  is_part_ = true;
  hands_over_ = false;
  turn_ = Turn::kExhaustive;
  const auto* const phase =
      std::find(std::begin(kPhaseNames), std::end(kPhaseNames), TakeWord(text));
  if (phase == std::end(kPhaseNames)) return false;
  phase_ = static_cast<Phase>(phase - std::begin(kPhaseNames));
  if (!ParseDigits(TakeWord(text), tried_)) return false;
  if (!ParseDigits(TakeWord(text), sampled_)) return false;
  if (!ParseDigits(TakeWord(text), samples_for_each_) ||
      samples_for_each_ > kSamplesForEachMax) {
    return false;
  }
  if (!estimator_.Load(TakeWord(text))) return false;
  if (!trace_estimator_.Load(TakeWord(text))) return false;
  std::string_view samples;
  std::string_view traces;
  return TakePiece(text, samples) && TakePiece(text, traces) &&
         LoadPhase(phase_, samples, traces, text);
}

std::optional<Divisible::Part> AutoSearch::Split() {
  if (split_depth() == kIndivisible) return std::nullopt;
  std::optional<Part> part;
  if (phase_ == Phase::kProving) {
    part = exhaustive_.Split();
    if (part.has_value()) part->text = Text("", "", part->text);
  } else if (phase_ == Phase::kReducing) {
    part = traces_->Split();
    if (part.has_value()) part->text = Text("", TracesText(part->text), "");
  } else {
    part = samples_.Split();
    if (part.has_value()) part->text = Text(part->text, "", "");
  }
  return part;
}

uint64_t AutoSearch::split_depth() const {
  switch (phase_) {
    case Phase::kProving:
      return exhaustive_.split_depth();
    case Phase::kReducing:
      return hands_over_ || !traces_.has_value() ? kIndivisible
                                                 : traces_->split_depth();
    case Phase::kSampling:
      return samples_.split_depth();
    case Phase::kTrying:
    case Phase::kEstimating:
      break;
  }
  return kIndivisible;
}

bool AutoSearch::is_done() const {
  switch (phase_) {
    case Phase::kReducing:
      if (hands_over_) return true;
      return traces_.has_value() && traces_->is_done() &&
             (is_part_ || IsProvenByTraces() ||
              !traces_->nondeterminism().empty());
    case Phase::kSampling:
      return samples_.is_done();
    case Phase::kTrying:
    case Phase::kEstimating:
    case Phase::kProving:
      break;
  }
  return exhaustive_.is_done();
}

std::vector<std::string> AutoSearch::TakeWishes() {
  if (!traces_.has_value()) return {};
  return traces_->TakeWishes();
}

std::optional<Divisible::Part> AutoSearch::Grant(std::string_view wish) {
  if (!traces_.has_value()) return std::nullopt;
  std::optional<Part> part = traces_->Grant(wish);
  if (part.has_value()) part->text = Text("", TracesText(part->text), "");
  return part;
}

std::string AutoSearch::Granted() const {
  return traces_.has_value() ? traces_->Granted() : std::string();
}

bool AutoSearch::LoadGranted(std::string_view text) {
  return traces_.has_value() ? traces_->LoadGranted(text) : text.empty();
}

// "proving 64/0/46.../77... 310 12 0 70 70/51... 0  0  ": the phase, the walks
// that estimate, the depth-first executions, those by traces and those that
// were given up; then, each with its length, what the portfolio has seen, the
// round by traces that is to follow, and what else is known by traces; and a
// mark when the bound was hit.
std::string AutoSearch::Summary() const {
  std::string text = absl::StrCat(
      kPhaseNames[static_cast<size_t>(phase_)], " ", estimator_.Text(), " ",
      exhaustive_.executions(), " ", reduced_, " ", redundant());
  AppendPiece(samples_.Summary(), &text);
  AppendPiece(hands_over_ ? Describe() : std::string(), &text);
  AppendPiece(traces_.has_value() ? TracesText(std::string()) : std::string(),
              &text);
  return absl::StrCat(text, " ", exhaustive_.Summary());
}

void AutoSearch::Absorb(std::string_view summary) {
  const std::string_view phase = TakeWord(summary);
  const std::string_view walks = TakeWord(summary);
  uint64_t executions = 0;
  if (ParseDigits(TakeWord(summary), executions)) absorbed_ += executions;
  if (ParseDigits(TakeWord(summary), executions)) reduced_ += executions;
  if (ParseDigits(TakeWord(summary), executions)) redundant_ += executions;
  std::string_view samples;
  std::string_view next;
  std::string_view traces;
  if (!TakePiece(summary, samples) || !TakePiece(summary, next) ||
      !TakePiece(summary, traces)) {
    return;
  }
  samples_.Absorb(samples);
  if (!next.empty()) handed_over_ = std::string(next);
  exhaustive_.Absorb(summary);
  const auto* const found =
      std::find(std::begin(kPhaseNames), std::end(kPhaseNames), phase);
  if (found == std::end(kPhaseNames)) return;
  const auto reached = static_cast<Phase>(found - std::begin(kPhaseNames));
  if (traces.empty() && traces_.has_value()) LeaveTraces();
  if (reached == Phase::kReducing && next.empty()) AbsorbTraces(traces);
  if (reached < phase_) return;
  phase_ = reached;
  estimator_.Load(walks);
}

// What one part has met need not be met by another.
void AutoSearch::AbsorbTraces(std::string_view text) {
  std::set<uint64_t> unmet;
  TakeWord(text);
  if (!ParseHashes(TakeWord(text), unmet)) return;
  std::erase_if(unmet_, [&](uint64_t hash) { return !unmet.contains(hash); });
  doubts_ |= TakeWord(text) == "1";
}

void AutoSearch::NoteLeft(const std::vector<std::string>& texts) {
  left_ = 0;
  for (std::string_view text : texts) {
    const bool reduces =
        TakeWord(text) == kPhaseNames[static_cast<size_t>(Phase::kReducing)];
    for (int word = 0; word < 5; ++word) TakeWord(text);
    std::string_view samples;
    std::string_view traces;
    if (!TakePiece(text, samples) || !TakePiece(text, traces)) continue;
    if (!reduces) {
      ExhaustiveStrategy part = exhaustive_;
      if (part.Load(text)) *left_ += part.left();
      continue;
    }
    for (int word = 0; word < 3; ++word) TakeWord(traces);
    DporStrategy part(DporStrategy::Mode::kOptimal);
    if (part.Load(traces)) *left_ += part.left();
  }
}

std::string AutoSearch::NextRound() {
  if (!handed_over_.empty()) {
    const std::string next = std::exchange(handed_over_, {});
    const std::string seen = samples_.Summary();
    const uint64_t absorbed = absorbed_;
    const uint64_t reduced = reduced_;
    const uint64_t redundant = redundant_;
    if (!Load(next)) return {};
    samples_.Absorb(seen);
    absorbed_ = absorbed;
    reduced_ = reduced;
    redundant_ = redundant;
    return next;
  }
  if (phase_ == Phase::kReducing) {
    traces_->NextRound();
    if (IsProvenByTraces()) return {};
    phase_ = Phase::kSampling;
    LeaveTraces();
    return Text(samples_.Describe(), "", "");
  }
  if (phase_ != Phase::kSampling) return exhaustive_.NextRound();
  const std::string samples = samples_.NextRound();
  return samples.empty() ? std::string() : Text(samples, "", "");
}

}  // namespace interleave
