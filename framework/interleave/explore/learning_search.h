// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// LearningSearch: a strategy that samples with what earlier executions showed,
// as how long they were, as a Search.
//
// In the first executions, the pilot, each uses what those before it showed.
// Behind them there are rounds, each three times as long as all before it: in
// one, all executions use what was known when it began, so that their order is
// of no matter, and what they show is used from the next round on.
// Its parts are the pilot, which can't be divided, and ranges of a round.
//
// Thread safety: none. Determinism: the i-th execution depends on i and on the
// options alone, whoever runs it.

#ifndef INTERLEAVE_EXPLORE_LEARNING_SEARCH_H_
#define INTERLEAVE_EXPLORE_LEARNING_SEARCH_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/explore/confidence.h"
#include "interleave/explore/sampling_search.h"
#include "interleave/explore/search.h"
#include "interleave/strategy/divisible.h"

namespace interleave {

// `Sampler` is a Strategy that has, beside the three calls:
//   SetExecution(i)   before Begin: the number of the next execution
//   Known()           as text: what its executions use
//   Learn(text)       it uses that from now on, and nothing else was shown yet;
//                     false: it is no such text
//   Seen()            as text: what was shown by its executions or told by
//                     AddSeen, since Learn
//   AddSeen(text)     others' executions have shown that; in any order
//   UseSeen()         all that was shown is known from now on
//   Goal(i, max)      how many executions there are to be, when i took place
//                     and all that was shown is used; `max`:
//                     Options::executions, or kNoEnd
// and, where rounds are others than those above:
//   kPilot            executions of the pilot
//   RoundEnd(i)       where the round ends that begins with execution i
//   BeginRound()      in place of UseSeen, at the end of the pilot or a round
template <typename Sampler>
class LearningSearch final : public Search, public Divisible {
 public:
  static constexpr bool kHasRounds = requires { Sampler::kPilot; };
  static constexpr uint64_t kPilot = [] {
    if constexpr (kHasRounds) {
      return Sampler::kPilot;
    } else {
      return uint64_t{64};
    }
  }();

  // `executions_max`: 0: no limit.
  LearningSearch(const char* name, uint64_t executions_max, Sampler sampler)
      : name_(name),
        executions_max_(executions_max == 0 ? ExecutionRange::kNoEnd
                                            : executions_max),
        sampler_(std::move(sampler)) {
    range_ = RoundFrom(0);
  }

  bool Begin() override {
    if (range_.next >= range_.end) {
      if (!has_all_rounds_ || !BeginRound()) return false;
    }
    return sampler_.Begin();
  }
  uint32_t Choose(const ChoicePoint& point) override {
    return sampler_.Choose(point);
  }
  void End(const ExecutionResult& result) override {
    sampler_.End(result);
    ++range_.next;
    if (range_.next < kPilot) sampler_.UseSeen();
  }
  bool WantsLonePoints() const override { return sampler_.WantsLonePoints(); }
  std::string name() const override {
    if constexpr (requires { sampler_.name(); }) return sampler_.name();
    return name_;
  }
  const Sampler& sampler() const { return sampler_; }
  // The number of the next execution here.
  uint64_t next() const { return range_.next; }
  Divisible* divisible() override { return this; }
  std::optional<Confidence> confidence() const override {
    if constexpr (requires { sampler_.confidence(); }) {
      return sampler_.confidence();
    }
    return std::nullopt;
  }

  // "64 to 256 with 3/40": what is left of the round, and what is known.
  std::string Describe() const override { return Text(range_); }
  bool Load(std::string_view text) override {
    const size_t at = text.find(kWith);
    if (at == text.npos) return false;
    const std::optional<ExecutionRange> range =
        ExecutionRange::Parse(text.substr(0, at));
    if (!range.has_value() || range->end == ExecutionRange::kNoEnd) {
      return false;
    }
    if (range->next < kPilot && range->end > kPilot) return false;
    if (!sampler_.Learn(text.substr(at + kWith.size()))) return false;
    range_ = *range;
    has_all_rounds_ = false;
    sampler_.SetExecution(range_.next);
    return true;
  }
  std::optional<Part> Split() override {
    if (split_depth() == kIndivisible) return std::nullopt;
    has_all_rounds_ = false;
    return Part{Text(*range_.Split()), 0};
  }
  uint64_t split_depth() const override {
    const bool divisible =
        range_.next >= kPilot && range_.end - range_.next >= 2;
    return divisible ? 0 : kIndivisible;
  }
  bool is_done() const override {
    return range_.next >= range_.end &&
           (!has_all_rounds_ || range_.end >= Goal(range_.end));
  }
  std::string Summary() const override { return sampler_.Seen(); }
  void Absorb(std::string_view summary) override { sampler_.AddSeen(summary); }
  std::string NextRound() override {
    range_.next = range_.end;
    return BeginRound() ? Text(range_) : std::string();
  }

 private:
  static constexpr std::string_view kWith = " with ";

  uint64_t Goal(uint64_t executions) const {
    return sampler_.Goal(executions, executions_max_);
  }
  ExecutionRange RoundFrom(uint64_t next) const {
    uint64_t end = kPilot;
    if constexpr (kHasRounds) {
      end = Sampler::RoundEnd(next);
    } else if (next >= kPilot) {
      end = next > ExecutionRange::kNoEnd / 8 ? ExecutionRange::kNoEnd - 1
                                              : next * 4;
    }
    return {next, std::max(next, std::min(end, Goal(next)))};
  }
  // False: there is none.
  bool BeginRound() {
    if (Goal(range_.end) <= range_.end) return false;
    if constexpr (kHasRounds) {
      sampler_.BeginRound();
    } else {
      sampler_.UseSeen();
    }
    range_ = RoundFrom(range_.end);
    return true;
  }
  std::string Text(const ExecutionRange& range) const {
    return absl::StrCat(range.Text(), std::string(kWith), sampler_.Known());
  }

  const char* const name_;
  const uint64_t executions_max_;
  Sampler sampler_;
  ExecutionRange range_;        // of the present round
  bool has_all_rounds_ = true;  // not one part of one alone
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_LEARNING_SEARCH_H_
