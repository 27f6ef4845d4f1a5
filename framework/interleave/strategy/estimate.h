// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// KnuthEstimator: how many schedules there are, from random walks.
//
// A uniform random walk down a tree reaches a leaf with the probability
// 1 / (product of the choices on its path), so the mean of that product over
// walks is the number of leaves. Source: Knuth, "Estimating the Efficiency of
// Backtrack Programs", Mathematics of Computation 29 (1975).
// The estimate has no bias but is spread widely: most walks lie below the mean,
// a few far above it, so that the range of an estimate may be too low when its
// walks met none of those.
// Thread safety: none. Determinism: the i-th walk depends on the seed and i
// alone. Cost: one draw and one multiplication for a choice; no memory.

#ifndef INTERLEAVE_STRATEGY_ESTIMATE_H_
#define INTERLEAVE_STRATEGY_ESTIMATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "interleave/base/random.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/bound.h"

namespace interleave {

// About how many there are of something, and the range within which the number
// most likely is. All three are infinite beyond 10^308.
struct Estimate {
  double value = 0;  // 0: not known
  double low = 0;
  double high = 0;

  bool is_known() const { return value > 0; }
};

// "1.2e6", "34", "more than 1e308": two digits, for people.
std::string AboutText(double number);
// "34 %", "0.8 %", "less than 0.1 %".
std::string ShareText(double share);
// "about 1.2e6", "more than 1e308".
std::string ValueText(const Estimate& estimate);
// "about 1.2e6 (between 4e5 and 4e6)"; no range where both ends read alike.
std::string EstimateText(const Estimate& estimate);

// That of a depth-first search which has passed `leaves`, with the share `done`
// of the probability that a walk has to end in one of them. What was passed is
// counted; the rest is taken to be as dense as the walks say, and more and more
// as what was passed: leaves / done is the weighted backtrack estimate of
// Kilby, Slaney, Thiebaux & Walsh, "Estimating Search Tree Size" (AAAI 2006),
// which is biased by the corner where the search began.
// REQUIRES: 0 <= done <= 1
Estimate WhileSearching(const Estimate& walks, uint64_t leaves, double done);

// There are so many at least, whatever walks say. Nothing, where nothing is
// known.
Estimate AtLeast(Estimate walks, uint64_t leaves);

// A strategy in its own right: its executions are those of RandomStrategy with
// the same seed, so that the walks are no waste. With a bound, walks stay
// within it, and what is estimated is the number of schedules there.
class KnuthEstimator final : public Strategy {
 public:
  explicit KnuthEstimator(uint64_t seed, uint64_t first_execution = 0,
                          std::optional<Bound> bound = std::nullopt);
  ~KnuthEstimator() override;

  // Always true.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override {
    uint32_t answers = point.count;
    uint32_t answer = 0;
    if (bounded_) {
      answer = ChooseWithin(point, &answers);
    } else {
      answer = random_.Below(answers);
    }
    product_ *= answers;
    if (product_ > kLarge) Rescale();
    return answer;
  }
  void End(const ExecutionResult& result) override;

  uint64_t walks() const { return walks_; }
  // The estimated number of schedules; infinite beyond 10^308, 0 before the
  // first walk.
  double schedules() const;
  // Its logarithm to the base 10, for numbers of any size.
  // REQUIRES: walks() > 0
  double schedules_log10() const;
  // The same with its range: two standard errors of the mean either way, on a
  // logarithmic scale, since the products are spread like that. Of one walk
  // nothing is known but that it may be far off: its error is taken for as
  // large as itself.
  Estimate estimate() const;

  // Counts the walks of `other` too. The sum may differ in its last digits with
  // the order in which walks are added.
  void Add(const KnuthEstimator& other);

  // What the walks came to, as text: their number and their sums.
  std::string Text() const;
  // Goes on from there. False: it is no such text.
  bool Load(std::string_view text);

 private:
  static constexpr double kLarge = 1e100;

  uint32_t ChooseWithin(const ChoicePoint& point, uint32_t* answers);
  void Rescale();
  void ScaleTo(int exponent);
  void AddLarge();

  const uint64_t seed_;
  const uint64_t first_execution_;
  const BoundedOrder order_;
  const bool bounded_;
  uint64_t execution_;
  Random random_;
  uint32_t spent_ = 0;  // of the bound
  // The product of this walk is product_ * 2^product_exponent_.
  double product_ = 1;
  int product_exponent_ = 0;
  uint64_t walks_ = 0;
  // Of all products, in units of 2^scale_ and of its square.
  int scale_ = 0;
  double sum_ = 0;
  double sum_of_squares_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_ESTIMATE_H_
