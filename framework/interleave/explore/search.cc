// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/search.h"

#include <algorithm>
#include <limits>

#include "interleave/base/check.h"
#include "interleave/explore/auto_search.h"
#include "interleave/explore/sampling_search.h"
#include "interleave/strategy/dpor.h"
#include "interleave/strategy/exhaustive.h"
#include "interleave/strategy/iterated_preemptions.h"
#include "interleave/strategy/random.h"
#include "interleave/strategy/sticky_random.h"

namespace interleave {
namespace {

class ExhaustiveSearch final : public Search {
 public:
  explicit ExhaustiveSearch(std::optional<uint32_t> preemptions)
      : preemptions_(preemptions), inner_(preemptions) {}

  bool Begin() override { return inner_.Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override { inner_.End(result); }
  bool exhausted() const override { return inner_.exhausted(); }
  std::optional<uint32_t> bound() const override {
    return inner_.bound_was_hit() ? preemptions_ : std::nullopt;
  }
  std::string nondeterminism() const override {
    return inner_.nondeterminism();
  }
  std::string name() const override { return "exhaustive"; }
  Divisible* divisible() override { return &inner_; }

 private:
  const std::optional<uint32_t> preemptions_;
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
  explicit BoundedSearch(uint32_t preemptions_max)
      : preemptions_max_(preemptions_max), inner_(preemptions_max) {}

  bool Begin() override { return inner_.Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override { inner_.End(result); }
  bool exhausted() const override {
    return inner_.exhausted() || inner_.completed_bound() == preemptions_max_;
  }
  std::optional<uint32_t> bound() const override {
    return inner_.exhausted() ? std::nullopt : inner_.completed_bound();
  }
  std::string nondeterminism() const override {
    return inner_.nondeterminism();
  }
  std::string name() const override { return "preemption-bounded"; }
  Divisible* divisible() override { return &inner_; }

 private:
  const uint32_t preemptions_max_;
  IteratedPreemptionsStrategy inner_;
};

}  // namespace

const std::vector<std::string>& SearchNames() {
  static const auto* const names =
      new std::vector<std::string>{"auto",       "random", "sticky-random",
                                   "exhaustive", "dfs",    "preemption-bounded",
                                   "dpor"};
  return *names;
}

std::unique_ptr<Search> MakeSearch(const Options& options) {
  const std::string& name = options.strategy;
  const uint64_t seed = options.seed;
  if (name == "random") {
    return std::make_unique<SamplingSearch<RandomStrategy>>(
        "random", options.executions,
        [seed](uint64_t first) { return RandomStrategy(seed, first); });
  }
  if (name == "sticky-random") {
    const uint32_t slice = options.slice;
    return std::make_unique<SamplingSearch<StickyRandomStrategy>>(
        "sticky-random", options.executions, [seed, slice](uint64_t first) {
          return StickyRandomStrategy(seed, slice, first);
        });
  }
  if (name == "exhaustive" || name == "dfs") {
    return std::make_unique<ExhaustiveSearch>(options.preemptions);
  }
  if (name == "preemption-bounded") {
    return std::make_unique<BoundedSearch>(
        options.preemptions.value_or(std::numeric_limits<uint32_t>::max()));
  }
  if (name == "dpor") return std::make_unique<DporSearch>();
  INTERLEAVE_INVARIANT(name == "auto");
  return std::make_unique<AutoSearch>(options);
}

}  // namespace interleave
