// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AutoSearch: proves what is small, else a portfolio of strategies that sample.
//
// In instrumented code it begins with traces (optimal dpor): with four, unless
// there seem to be more than are tried, and from then on each is followed by
// one of the portfolio's (explore/portfolio.h), or by as many, up to fifteen,
// as there seem to be times more: what such a search doesn't come to soon is as
// far away as there are traces, and for who samples that makes no difference.
// Elsewhere it begins depth first; from the 33rd execution on, unless some
// hundred seem to be all, seven of eight are the portfolio's, so that a bug
// which that comes to soon is not found much later. Then random walks, which
// don't count, estimate the space (Knuth 1975). A space of a few thousand
// schedules is searched depth first to its end: that asks nothing of the code.
// A larger one by traces, if as many as seem to be there fit into the budget;
// else depth first if all schedules do; else the portfolio goes on.
//
// Traces prove nothing where what operations depend on is not seen. So they are
// only tried where the body's own file is not instrumented (body_file.h), and
// left as soon as an execution has a task that was not seen to touch memory, a
// deadline, or more tasks than dpor takes (ExecutionResult::dependences_seen);
// and each trace that a walk had must be among those of dpor in the end, which
// it isn't where something unseen made the difference. Then the portfolio goes
// on.
//
// Thread safety: none. Determinism: the i-th execution depends on the options,
// the program and i alone.

#ifndef INTERLEAVE_EXPLORE_AUTO_SEARCH_H_
#define INTERLEAVE_EXPLORE_AUTO_SEARCH_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/explore/learning_search.h"
#include "interleave/explore/portfolio.h"
#include "interleave/explore/search.h"
#include "interleave/strategy/dpor.h"
#include "interleave/strategy/estimate.h"
#include "interleave/strategy/exhaustive.h"
#include "interleave/strategy/trace_estimate.h"

namespace interleave {

// Its parts: only one process tries and estimates; then what is left of the
// search that proves, or of a round of the portfolio, can be divided. Traces
// have a round of their own, since its parts keep no order.
class AutoSearch final : public Search, public Divisible {
 public:
  // `race`: see pos.
  explicit AutoSearch(const Options& options,
                      PosStrategy::Race race = &WouldBeOrdered);

  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult& result) override;

  bool WantsLonePoints() const override { return true; }
  // Its own traces, and those of walks that they are compared with.
  bool KeepsLocations() const override { return turn_ != Turn::kSample; }
  bool exhausted() const override {
    return exhaustive_.exhausted() || IsProvenByTraces();
  }
  std::optional<Bound> bound() const override {
    return exhaustive_.bound_was_hit() ? bound_ : std::nullopt;
  }
  std::optional<Bound> trying() const override { return bound_; }
  Estimate estimate() const override;
  std::optional<double> done() const override;
  uint64_t repeated() const override;
  uint64_t redundant() const override;
  bool WasRedundant() const override;
  // Of the portfolio's executions of pct; none once all is proven.
  std::optional<Confidence> confidence() const override {
    return samples() ? samples_.confidence() : std::nullopt;
  }
  // Unless it is clear that it won't come to that.
  bool samples() const override {
    return phase_ != Phase::kProving && !counts_traces() && !exhausted();
  }
  bool WantsTraces() const override;
  bool counts_traces() const override { return phase_ == Phase::kReducing; }
  std::vector<MemberCount> members() const override;
  Difference nondeterminism() const override;
  std::string name() const override;
  Divisible* divisible() override { return this; }

  std::string Describe() const override;
  bool Load(std::string_view text) override;
  std::optional<Part> Split() override;
  uint64_t split_depth() const override;
  bool is_done() const override;
  bool KeepsOrder() const override { return phase_ != Phase::kReducing; }
  std::vector<std::string> TakeWishes() override;
  std::optional<Part> Grant(std::string_view wish) override;
  std::string Granted() const override;
  bool LoadGranted(std::string_view text) override;
  std::string Summary() const override;
  void Absorb(std::string_view summary) override;
  void NoteLeft(const std::vector<std::string>& texts) override;
  std::string NextRound() override;

 private:
  enum class Phase : uint8_t {
    kTrying,
    kEstimating,
    kProving,   // depth first
    kReducing,  // by traces
    kSampling,
  };
  static constexpr uint64_t kSamplesForEachMax = 15;

  // What the present execution is of, or the last.
  enum class Turn : uint8_t {
    kExhaustive,
    kTraces,
    kWalk,
    kTraceWalk,
    kSample,
  };

  void NextPhase();
  Phase PhaseAfterWalks() const;
  Turn NextTurn() const;
  // The portfolio's turn, while others try.
  bool IsSamplesTurn() const;
  // How many of the portfolio's executions follow one that tries.
  uint64_t SamplesForEach() const;
  // So many are proven depth first in any case.
  double FewSchedules() const;
  // ... as far as that is asked for.
  bool TracesAreEstimated() const;
  double TracesAbout() const;
  // As many traces as there seem to be fit into the budget, and are far fewer
  // than the schedules.
  bool TracesFit() const;
  bool IsProvenByTraces() const;
  // Nothing is proven by traces any more.
  void DoubtTraces();
  void LeaveTraces();
  void EndOfTraces(const ExecutionResult& result);
  void NoteTrace(const ExecutionResult& result);
  std::string Text(const std::string& samples, const std::string& traces,
                   const std::string& exhaustive) const;
  std::string TracesText(const std::string& left) const;
  bool LoadTraces(std::string_view text);
  void AbsorbTraces(std::string_view text);
  bool LoadPhase(Phase phase, std::string_view samples, std::string_view traces,
                 std::string_view exhaustive);

  const std::optional<Bound> bound_;
  const uint64_t budget_;
  const uint64_t tries_max_;
  const bool interleaves_;
  const bool proves_by_traces_;
  Phase phase_ = Phase::kTrying;
  Turn turn_ = Turn::kExhaustive;
  uint64_t tried_ = 0;    // executions that try, in the end, but samples
  uint64_t sampled_ = 0;  // executions of the portfolio since the last one
  // So many are to follow each; 0: not known before the first has ended.
  uint64_t samples_for_each_ = 0;
  uint64_t reduced_ = 0;  // executions by traces that count, here and of parts
  uint64_t redundant_ = 0;  // of those that do not; without traces_
  uint64_t absorbed_ = 0;   // depth-first executions of parts
  std::optional<double> left_;
  ExhaustiveStrategy exhaustive_;
  KnuthEstimator estimator_;
  TraceEstimator trace_estimator_;
  LearningSearch<Portfolio> samples_;

  std::optional<DporStrategy> traces_;  // none: it is of no use here
  std::set<uint64_t> met_;    // its traces, until the walks were taken
  std::set<uint64_t> unmet_;  // of walks, not met by it
  bool doubts_ = false;
  bool has_too_many_tasks_ = false;  // in the present execution
  bool is_part_ = false;
  // The round is over: what follows is one by traces.
  bool hands_over_ = false;
  std::string handed_over_;  // by a part: the next round
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_AUTO_SEARCH_H_
