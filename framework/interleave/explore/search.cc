// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/search.h"

#include "interleave/base/check.h"
#include "interleave/explore/auto_search.h"
#include "interleave/strategy/dpor.h"
#include "interleave/strategy/exhaustive.h"
#include "interleave/strategy/iterated_bounds.h"
#include "interleave/strategy/random.h"
#include "interleave/strategy/sticky_random.h"

namespace interleave {
namespace {

// A strategy that samples: it can neither end nor prove.
template <typename Inner>
class SamplingSearch final : public Search {
 public:
  template <typename... Arguments>
  explicit SamplingSearch(const char* name, Arguments... arguments)
      : name_(name), inner_(arguments...) {}

  bool Begin() override { return inner_.Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override { inner_.End(result); }
  std::string name() const override { return name_; }

 private:
  const char* const name_;
  Inner inner_;
};

class ExhaustiveSearch final : public Search {
 public:
  explicit ExhaustiveSearch(std::optional<Bound> bound)
      : bound_(bound), inner_(bound) {}

  bool Begin() override { return inner_.Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override { inner_.End(result); }
  bool exhausted() const override { return inner_.exhausted(); }
  std::optional<Bound> bound() const override {
    return inner_.bound_was_hit() ? bound_ : std::nullopt;
  }
  std::string nondeterminism() const override {
    return inner_.nondeterminism();
  }
  std::string name() const override { return "exhaustive"; }

 private:
  const std::optional<Bound> bound_;
  ExhaustiveStrategy inner_;
};

class DporSearch final : public Search {
 public:
  bool Begin() override { return inner_.Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override { inner_.End(result); }
  bool WantsLonePoints() const override { return inner_.WantsLonePoints(); }
  bool WasRedundant() const override { return inner_.WasRedundant(); }
  bool exhausted() const override { return inner_.exhausted(); }
  std::string nondeterminism() const override {
    return inner_.nondeterminism();
  }
  std::string name() const override { return "dpor"; }

 private:
  DporStrategy inner_;
};

class BoundedSearch final : public Search {
 public:
  BoundedSearch(const char* name, Bound last)
      : name_(name), last_(last), inner_(last) {}

  bool Begin() override { return inner_.Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override { inner_.End(result); }
  bool exhausted() const override {
    return inner_.exhausted() || inner_.completed_bound() == last_;
  }
  std::optional<Bound> bound() const override {
    return inner_.exhausted() ? std::nullopt : inner_.completed_bound();
  }
  std::string nondeterminism() const override {
    return inner_.nondeterminism();
  }
  std::string name() const override { return name_; }

 private:
  const char* const name_;
  const Bound last_;
  IteratedBoundsStrategy inner_;
};

// --- One function for each name. ---

using Made = std::unique_ptr<Search>;

Made MakeAuto(const Options& options) {
  return std::make_unique<AutoSearch>(options);
}

Made MakeRandom(const Options& options) {
  return std::make_unique<SamplingSearch<RandomStrategy>>("random",
                                                          options.seed);
}

Made MakeStickyRandom(const Options& options) {
  return std::make_unique<SamplingSearch<StickyRandomStrategy>>(
      "sticky-random", options.seed, options.slice);
}

Made MakeExhaustive(const Options& options) {
  return std::make_unique<ExhaustiveSearch>(PreemptionBound(options));
}

Made MakePreemptionBounded(const Options& options) {
  return std::make_unique<BoundedSearch>(
      "preemption-bounded",
      Bound::Preemptions(options.preemptions.value_or(Bound::kUnlimited)));
}

Made MakeDelayBounded(const Options& options) {
  return std::make_unique<BoundedSearch>(
      "delay-bounded",
      Bound::Delays(options.delays.value_or(Bound::kUnlimited)));
}

Made MakeDpor(const Options&) { return std::make_unique<DporSearch>(); }

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
     .takes_scripts = false,
     .needs_shared_points = true},
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
