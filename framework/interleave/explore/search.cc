// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/search.h"

#include <algorithm>

#include "interleave/base/check.h"
#include "interleave/explore/auto_search.h"
#include "interleave/explore/walked_search.h"
#include "interleave/strategy/dpor.h"
#include "interleave/strategy/exhaustive.h"
#include "interleave/strategy/iterated_bounds.h"
#include "interleave/strategy/rf_dpor.h"
#include "interleave/strategy/sticky_random.h"

namespace interleave {
namespace {

class StickyRandomSearch final : public Search {
 public:
  StickyRandomSearch(uint64_t seed, uint32_t slice) : inner_(seed, slice) {}

  bool Begin() override { return inner_.Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override { inner_.End(result); }
  std::string name() const override { return "sticky-random"; }

 private:
  StickyRandomStrategy inner_;
};

class RandomSearch final : public Search {
 public:
  explicit RandomSearch(uint64_t seed) : inner_(seed) {}

  bool Begin() override { return inner_.Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override { inner_.End(result); }
  Estimate estimate() const override { return inner_.estimate(); }
  std::string name() const override { return "random"; }

 private:
  KnuthEstimator inner_;  // does as RandomStrategy does
};

// Executions of a depth-first search before walks: fewer end in a moment.
uint64_t TriesOf(const Options& options) {
  constexpr uint64_t kTriesMax = 256;
  if (options.executions == 0) return kTriesMax;
  return std::clamp<uint64_t>(options.executions / 2, 1, kTriesMax);
}

// What is common to the searches that pass through a space from its first
// schedule to its last.
template <typename Inner>
class DepthFirstSearch : public WalkedSearch<Inner> {
 public:
  std::optional<Bound> trying() const final { return this->WalkBound(); }
  Estimate estimate() const final {
    return WhileSearching(this->walked(), this->inner_.executions(),
                          this->inner_.done());
  }
  std::optional<double> done() const final { return this->inner_.done(); }

 protected:
  template <typename... Arguments>
  explicit DepthFirstSearch(const Options& options, Arguments... arguments)
      : WalkedSearch<Inner>(options.seed, arguments...),
        tries_(TriesOf(options)) {}

  bool WalksAreDue(bool at_end) const final {
    return !at_end && this->inner_.executions() >= tries_ &&
           !this->has_walked() && this->inner_.done() < 1 &&
           this->inner_.nondeterminism().empty();
  }

 private:
  const uint64_t tries_;
};

class ExhaustiveSearch final : public DepthFirstSearch<ExhaustiveStrategy> {
 public:
  ExhaustiveSearch(const Options& options, std::optional<Bound> bound)
      : DepthFirstSearch(options, bound), bound_(bound) {}

  bool exhausted() const override { return inner_.exhausted(); }
  std::optional<Bound> bound() const override {
    return inner_.bound_was_hit() ? bound_ : std::nullopt;
  }
  std::string name() const override { return "exhaustive"; }

 protected:
  std::optional<Bound> WalkBound() const override { return bound_; }

 private:
  const std::optional<Bound> bound_;
};

class BoundedSearch final : public DepthFirstSearch<IteratedBoundsStrategy> {
 public:
  BoundedSearch(const Options& options, const char* name, Bound last)
      : DepthFirstSearch(options, last), name_(name), last_(last) {}

  bool exhausted() const override {
    return inner_.exhausted() || inner_.completed_bound() == last_;
  }
  std::optional<Bound> bound() const override {
    return inner_.exhausted() ? std::nullopt : inner_.completed_bound();
  }
  uint64_t repeated() const override { return inner_.repeated(); }
  std::string name() const override { return name_; }

 protected:
  std::optional<Bound> WalkBound() const override { return inner_.bound(); }

 private:
  const char* const name_;
  const Bound last_;
};

// Walks are taken in every case: a few traces may stand for very many
// schedules, and a finding met by them but not by the search would show that
// something was taken for equivalent that isn't.
class DporSearch final : public WalkedSearch<DporStrategy> {
 public:
  DporSearch(const Options& options, const char* name, DporStrategy::Mode mode)
      : WalkedSearch(options.seed, mode), name_(name) {}
  DporSearch(const Options& options, const char* name, Bound bound)
      : WalkedSearch(options.seed, bound.most), name_(name), bound_(bound) {}

  bool exhausted() const override { return inner_.exhausted(); }
  // Each trace that was run is a schedule at least.
  Estimate estimate() const override {
    Estimate estimate = walked();
    if (!estimate.is_known()) return estimate;
    const auto least = static_cast<double>(counted());
    for (double* end : {&estimate.value, &estimate.low, &estimate.high}) {
      *end = std::max(*end, least);
    }
    return estimate;
  }
  std::optional<Bound> bound() const override {
    return inner_.bound_was_hit() ? bound_ : std::nullopt;
  }
  std::optional<double> done() const override { return inner_.done(); }
  uint64_t redundant() const override { return inner_.redundant(); }
  std::string name() const override { return name_; }

 protected:
  std::optional<Bound> WalkBound() const override { return bound_; }
  bool WalksAreDue(bool at_end) const override {
    if (has_walked()) return false;
    return at_end ? inner_.exhausted() : runs() >= kRunsBeforeWalks;
  }

 private:
  static constexpr uint64_t kRunsBeforeWalks = 64;

  const char* const name_;
  const std::optional<Bound> bound_;
};

class RfDporSearch final : public Search {
 public:
  bool Begin() override { return inner_.Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override {
    inner_.End(result);
    redundant_ += inner_.WasRedundant();
  }
  bool WantsLonePoints() const override { return inner_.WantsLonePoints(); }
  bool WantsLoneAccesses() const override { return inner_.WantsLoneAccesses(); }
  bool WasRedundant() const override { return inner_.WasRedundant(); }
  bool exhausted() const override { return inner_.exhausted(); }
  uint64_t redundant() const override { return redundant_; }
  Difference nondeterminism() const override { return inner_.nondeterminism(); }
  std::string refusal() const override { return inner_.refusal(); }
  std::string name() const override { return "rf-dpor"; }

 private:
  RfDporStrategy inner_;
  uint64_t redundant_ = 0;
};

// --- One function for each name. ---

using Made = std::unique_ptr<Search>;

Made MakeAuto(const Options& options) {
  return std::make_unique<AutoSearch>(options);
}

Made MakeRandom(const Options& options) {
  return std::make_unique<RandomSearch>(options.seed);
}

Made MakeStickyRandom(const Options& options) {
  return std::make_unique<StickyRandomSearch>(options.seed, options.slice);
}

Made MakeExhaustive(const Options& options) {
  return std::make_unique<ExhaustiveSearch>(options, PreemptionBound(options));
}

Made MakePreemptionBounded(const Options& options) {
  return std::make_unique<BoundedSearch>(
      options, "preemption-bounded",
      Bound::Preemptions(options.preemptions.value_or(Bound::kUnlimited)));
}

Made MakeDelayBounded(const Options& options) {
  return std::make_unique<BoundedSearch>(
      options, "delay-bounded",
      Bound::Delays(options.delays.value_or(Bound::kUnlimited)));
}

Made MakeDpor(const Options& options) {
  constexpr const char* kName = "dpor";
  const std::optional<Bound> bound = PreemptionBound(options);
  return bound.has_value()
             ? std::make_unique<DporSearch>(options, kName, *bound)
             : std::make_unique<DporSearch>(options, kName,
                                            DporStrategy::Mode::kSource);
}

Made MakeOptimalDpor(const Options& options) {
  return std::make_unique<DporSearch>(options, "optimal-dpor",
                                      DporStrategy::Mode::kOptimal);
}

Made MakeRfDpor(const Options&) { return std::make_unique<RfDporSearch>(); }

constexpr SearchKind kKinds[] = {
    {.name = "auto", .make = &MakeAuto, .takes_preemptions = true},
    {.name = "random", .make = &MakeRandom},
    {.name = "sticky-random", .make = &MakeStickyRandom},
    {.name = "exhaustive",
     .make = &MakeExhaustive,
     .ends = true,
     .takes_preemptions = true},
    {.name = "dfs",
     .make = &MakeExhaustive,
     .ends = true,
     .takes_preemptions = true},
    {.name = "preemption-bounded",
     .make = &MakePreemptionBounded,
     .ends = true,
     .takes_preemptions = true},
    {.name = "delay-bounded",
     .make = &MakeDelayBounded,
     .ends = true,
     .takes_delays = true},
    {.name = "dpor",
     .make = &MakeDpor,
     .noun = "trace",
     .ends = true,
     .takes_preemptions = true,
     .reduces = true},
    {.name = "optimal-dpor",
     .make = &MakeOptimalDpor,
     .noun = "trace",
     .ends = true,
     .reduces = true},
    {.name = "rf-dpor",
     .make = &MakeRfDpor,
     .noun = "reads-from class",
     .ends = true,
     .reduces = true},
};

}  // namespace

std::optional<Bound> PreemptionBound(const Options& options) {
  if (!options.preemptions.has_value()) return std::nullopt;
  return Bound::Preemptions(*options.preemptions);
}

std::span<const SearchKind> SearchKinds() { return kKinds; }

const SearchKind* FindSearchKind(std::string_view name) {
  for (const SearchKind& kind : kKinds) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

std::unique_ptr<Search> MakeSearch(const Options& options) {
  const SearchKind* const kind = FindSearchKind(options.strategy);
  INTERLEAVE_INVARIANT(kind != nullptr);
  return kind->make(options);
}

}  // namespace interleave
