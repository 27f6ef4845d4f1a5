// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/search.h"

#include <algorithm>
#include <limits>

#include "interleave/base/check.h"
#include "interleave/explore/auto_search.h"
#include "interleave/strategy/dpor.h"
#include "interleave/strategy/exhaustive.h"
#include "interleave/strategy/iterated_preemptions.h"
#include "interleave/strategy/random.h"
#include "interleave/strategy/rf_dpor.h"
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

class RfDporSearch final : public Search {
 public:
  bool Begin() override { return inner_.Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override { inner_.End(result); }
  bool WantsLonePoints() const override { return inner_.WantsLonePoints(); }
  bool WantsLoneAccesses() const override { return inner_.WantsLoneAccesses(); }
  bool WasRedundant() const override { return inner_.WasRedundant(); }
  bool exhausted() const override { return inner_.exhausted(); }
  std::string nondeterminism() const override {
    return inner_.nondeterminism();
  }
  std::string refusal() const override { return inner_.refusal(); }
  std::string name() const override { return "rf-dpor"; }

 private:
  RfDporStrategy inner_;
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

 private:
  const uint32_t preemptions_max_;
  IteratedPreemptionsStrategy inner_;
};

}  // namespace

const std::vector<std::string>& SearchNames() {
  static const auto* const names =
      new std::vector<std::string>{"auto",       "random", "sticky-random",
                                   "exhaustive", "dfs",    "preemption-bounded",
                                   "dpor",       "rf-dpor"};
  return *names;
}

std::unique_ptr<Search> MakeSearch(const Options& options) {
  const std::string& name = options.strategy;
  if (name == "random") {
    return std::make_unique<SamplingSearch<RandomStrategy>>("random",
                                                            options.seed);
  }
  if (name == "sticky-random") {
    return std::make_unique<SamplingSearch<StickyRandomStrategy>>(
        "sticky-random", options.seed, options.slice);
  }
  if (name == "exhaustive" || name == "dfs") {
    return std::make_unique<ExhaustiveSearch>(options.preemptions);
  }
  if (name == "preemption-bounded") {
    return std::make_unique<BoundedSearch>(
        options.preemptions.value_or(std::numeric_limits<uint32_t>::max()));
  }
  if (name == "dpor") return std::make_unique<DporSearch>();
  if (name == "rf-dpor") return std::make_unique<RfDporSearch>();
  INTERLEAVE_INVARIANT(name == "auto");
  return std::make_unique<AutoSearch>(options);
}

}  // namespace interleave
