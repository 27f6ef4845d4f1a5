// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/search.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "interleave/base/check.h"
#include "interleave/explore/auto_search.h"
#include "interleave/explore/dpor_search.h"
#include "interleave/explore/learning_search.h"
#include "interleave/explore/pct_sampler.h"
#include "interleave/explore/sampling_search.h"
#include "interleave/explore/walked_search.h"
#include "interleave/schedule/line_cursor.h"
#include "interleave/strategy/exhaustive.h"
#include "interleave/strategy/iterated_bounds.h"
#include "interleave/strategy/pos.h"
#include "interleave/strategy/rf_dpor.h"
#include "interleave/strategy/rff.h"
#include "interleave/strategy/sticky_random.h"
#include "interleave/strategy/surw.h"
#include "interleave/strategy/uniform_walk.h"

namespace interleave {
namespace {

// Executions of a depth-first search before walks: fewer end in a moment.
uint64_t TriesOf(const Options& options) {
  constexpr uint64_t kTriesMax = 256;
  if (options.executions == 0) return kTriesMax;
  return std::clamp<uint64_t>(options.executions / 2, 1, kTriesMax);
}

// What is common to the searches that pass through a space from its first
// schedule to its last. Its parts: one process tries and walks; then what is
// left of the space can be divided. So walks are where they are in one process.
template <typename Inner>
class DepthFirstSearch : public WalkedSearch<Inner>, public Divisible {
 public:
  std::optional<Bound> trying() const final { return this->WalkBound(); }
  Estimate estimate() const final {
    return WhileSearching(this->walked(), absorbed_ + this->inner_.executions(),
                          *done());
  }
  std::optional<double> done() const final {
    if (left_.has_value()) return std::max(0.0, 1 - *left_);
    return this->inner_.done();
  }
  Divisible* divisible() final { return this; }

  // "256 64/0/46.../77... path ...": the executions before, the walks, and what
  // is left.
  std::string Describe() const final { return Text(this->inner_.Describe()); }
  bool Load(std::string_view text) final {
    const std::string_view tried = TakeWord(text);
    const std::string_view walks = TakeWord(text);
    if (!ParseDigits(tried, tried_before_)) return false;
    absorbed_ = 0;
    left_.reset();
    return this->inner_.Load(text) && this->LoadWalks(walks);
  }
  std::optional<Part> Split() final {
    if (split_depth() == kIndivisible) return std::nullopt;
    std::optional<Part> part = this->inner_.Split();
    if (part.has_value()) part->text = Text(part->text);
    return part;
  }
  uint64_t split_depth() const final {
    const bool divisible = this->has_walked() && !this->is_walking();
    return divisible ? this->inner_.split_depth() : kIndivisible;
  }
  bool is_done() const final { return this->inner_.is_done(); }
  // "310 64/0/46.../77... ": its executions, the walks, and what more there is.
  std::string Summary() const final {
    return absl::StrCat(this->inner_.executions(), " ", this->WalksText(), " ",
                        this->inner_.Summary());
  }
  void Absorb(std::string_view summary) final {
    uint64_t executions = 0;
    if (ParseDigits(TakeWord(summary), executions)) absorbed_ += executions;
    this->AbsorbWalks(TakeWord(summary));
    this->inner_.Absorb(summary);
  }
  void NoteLeft(const std::vector<std::string>& texts) final {
    left_ = 0;
    for (std::string_view text : texts) {
      TakeWord(text);
      TakeWord(text);
      Inner part = this->inner_;
      if (part.Load(text)) *left_ += part.left();
    }
  }
  std::string NextRound() final {
    std::string next = this->inner_.NextRound();
    if (next.empty()) return next;
    tried_before_ = 0;
    absorbed_ = 0;
    return Text(next);
  }

 protected:
  template <typename... Arguments>
  explicit DepthFirstSearch(const Options& options, Arguments... arguments)
      : WalkedSearch<Inner>(options.seed, arguments...),
        tries_(TriesOf(options)) {}

  bool WalksAreDue(bool at_end) const final {
    return !at_end && tried() >= tries_ && !this->has_walked() &&
           !this->inner_.is_done() && this->inner_.nondeterminism().empty();
  }

 private:
  // The word before the next space.
  static std::string_view TakeWord(std::string_view& text) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    return word;
  }
  std::string Text(const std::string& inner) const {
    return absl::StrCat(tried(), " ", this->WalksText(), " ", inner);
  }
  // Executions in the present space, by whomever.
  uint64_t tried() const { return tried_before_ + this->inner_.executions(); }

  const uint64_t tries_;
  uint64_t tried_before_ = 0;  // what was loaded
  uint64_t absorbed_ = 0;      // executions of parts
  std::optional<double> left_;
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

class RfDporSearch final : public Search, public Divisible {
 public:
  bool Begin() override { return inner_.Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override {
    inner_.End(result);
    // One that is held or refused is not over: it would come again.
    redundant_ +=
        inner_.WasRedundant() && !inner_.is_held() && inner_.refusal().empty();
  }
  bool WantsLonePoints() const override { return inner_.WantsLonePoints(); }
  bool WantsLoneAccesses() const override { return inner_.WantsLoneAccesses(); }
  bool KeepsLocations() const override { return inner_.KeepsLocations(); }
  bool WasRedundant() const override { return inner_.WasRedundant(); }
  bool exhausted() const override { return inner_.exhausted(); }
  uint64_t redundant() const override { return redundant_; }
  Difference nondeterminism() const override { return inner_.nondeterminism(); }
  std::string refusal() const override { return inner_.refusal(); }
  std::string name() const override { return "rf-dpor"; }
  std::optional<double> done() const override {
    return 1 - std::min(left_.value_or(inner_.left()), 1.0);
  }
  Divisible* divisible() override { return this; }

  std::string Describe() const override { return inner_.Describe(); }
  bool Load(std::string_view text) override { return inner_.Load(text); }
  std::optional<Part> Split() override { return inner_.Split(kReadsMin); }
  uint64_t split_depth() const override {
    return inner_.split_depth(kReadsMin);
  }
  bool is_done() const override { return inner_.is_done(); }
  bool PassesOn() const override { return true; }
  void Heed(const Note& note) override { inner_.Heed(note.text); }
  // "9 cut": executions that were redundant; one reached the step limit.
  std::string Summary() const override {
    return absl::StrCat(redundant_, inner_.cut_short() ? kCut : "");
  }
  void Absorb(std::string_view summary) override {
    const std::string_view digits = summary.substr(0, summary.find(' '));
    cut_short_ |= digits.size() < summary.size();
    uint64_t redundant = 0;
    if (ParseDigits(digits, redundant)) redundant_ += redundant;
  }
  void NoteLeft(const std::vector<std::string>& texts) override {
    left_ = 0;
    for (const std::string& text : texts) {
      RfDporStrategy part;
      if (part.Load(text)) *left_ += part.left();
    }
  }
  std::string NextRound() override {
    inner_.TakeEnd(cut_short_);
    return {};
  }

 private:
  static constexpr const char* kCut = " cut";
  // With fewer still to come, what is given takes longer to give than to do.
  static constexpr uint32_t kReadsMin = 3;

  RfDporStrategy inner_;
  uint64_t redundant_ = 0;
  bool cut_short_ = false;  // in a part
  std::optional<double> left_;
};

class RffSearch final : public Search {
 public:
  explicit RffSearch(const Options& options)
      : inner_(options.seed, options.executions == 0 ? RffStrategy::kNoEnd
                                                     : options.executions) {}

  bool Begin() override { return inner_.Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override { inner_.End(result); }
  bool WantsLonePoints() const override { return inner_.WantsLonePoints(); }
  std::string name() const override { return "rff"; }
  Divisible* divisible() override { return &inner_; }

 private:
  RffStrategy inner_;
};

// --- One function for each name. ---

using Made = std::unique_ptr<Search>;

Made MakePct(const Options& options) {
  return std::make_unique<LearningSearch<PctSampler>>("pct", options.executions,
                                                      PctSampler(options));
}

Made MakeAuto(const Options& options) {
  // Nothing else knows how sure it is.
  if (options.confidence.has_value()) return MakePct(options);
  return std::make_unique<AutoSearch>(options);
}

Made MakeRandom(const Options& options) {
  // Does as RandomStrategy does.
  return std::make_unique<SamplingSearch<KnuthEstimator>>(
      "random", options.executions, [seed = options.seed](uint64_t first) {
        return KnuthEstimator(seed, first);
      });
}

Made MakeStickyRandom(const Options& options) {
  return std::make_unique<SamplingSearch<StickyRandomStrategy>>(
      "sticky-random", options.executions,
      [seed = options.seed, slice = options.slice](uint64_t first) {
        return StickyRandomStrategy(seed, slice, first);
      });
}

Made MakePos(const Options& options) {
  return std::make_unique<SamplingSearch<PosStrategy>>(
      "pos", options.executions, [seed = options.seed](uint64_t first) {
        return PosStrategy(seed, first);
      });
}

Made MakeSurw(const Options& options) {
  return std::make_unique<LearningSearch<SurwStrategy>>(
      "surw", options.executions, SurwStrategy(options.seed));
}

Made MakeUniformWalk(const Options& options) {
  return std::make_unique<LearningSearch<UniformWalkStrategy>>(
      "uniform-walk", options.executions, UniformWalkStrategy(options.seed));
}

Made MakeRff(const Options& options) {
  return std::make_unique<RffSearch>(options);
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
    {.name = "pct", .make = &MakePct, .takes_depth = true},
    {.name = "pos", .make = &MakePos},
    {.name = "surw", .make = &MakeSurw},
    {.name = "uniform-walk", .make = &MakeUniformWalk},
    {.name = "rff", .make = &MakeRff},
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
