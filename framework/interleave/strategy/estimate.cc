// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/estimate.h"

#include <algorithm>
#include <cmath>

namespace interleave {

KnuthEstimator::KnuthEstimator(uint64_t seed, uint64_t first_execution)
    : seed_(seed), execution_(first_execution), random_(seed) {}

bool KnuthEstimator::Begin() {
  random_ = Random(ExecutionSeed(seed_, execution_));
  product_ = 1;
  product_exponent_ = 0;
  return true;
}

void KnuthEstimator::Rescale() {
  int exponent = 0;
  product_ = std::frexp(product_, &exponent);
  product_exponent_ += exponent;
}

void KnuthEstimator::End(const ExecutionResult&) {
  const double walk_log2 = std::log2(product_) + product_exponent_;
  if (walks_ == 0) {
    sum_log2_ = walk_log2;
  } else {
    const double larger = std::max(sum_log2_, walk_log2);
    const double smaller = std::min(sum_log2_, walk_log2);
    sum_log2_ = larger + std::log2(1 + std::exp2(smaller - larger));
  }
  ++walks_;
  ++execution_;
}

double KnuthEstimator::schedules() const {
  if (walks_ == 0) return 0;
  return std::exp2(sum_log2_ - std::log2(static_cast<double>(walks_)));
}

double KnuthEstimator::schedules_log10() const {
  return (sum_log2_ - std::log2(static_cast<double>(walks_))) * std::log10(2);
}

}  // namespace interleave
