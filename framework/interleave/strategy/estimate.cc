// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/estimate.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace interleave {

KnuthEstimator::KnuthEstimator(uint64_t seed, uint64_t first_execution)
    : seed_(seed),
      first_execution_(first_execution),
      execution_(first_execution),
      random_(seed) {}

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

// The sum by its bits, so that it is the same afterwards.
std::string KnuthEstimator::Text() const {
  return absl::StrCat(walks_, "/", std::bit_cast<uint64_t>(sum_log2_));
}

bool KnuthEstimator::Load(std::string_view text) {
  const auto take = [&text](uint64_t& number) {
    const char* const end = text.data() + text.size();
    const auto taken = std::from_chars(text.data(), end, number);
    text.remove_prefix(static_cast<size_t>(taken.ptr - text.data()));
    return taken.ec == std::errc();
  };
  uint64_t walks = 0;
  uint64_t bits = 0;
  if (!take(walks) || text.empty() || text.front() != '/') return false;
  text.remove_prefix(1);
  if (!take(bits) || !text.empty()) return false;
  const double sum_log2 = std::bit_cast<double>(bits);
  if (!std::isfinite(sum_log2)) return false;
  walks_ = walks;
  sum_log2_ = sum_log2;
  execution_ = first_execution_ + walks;
  return true;
}

}  // namespace interleave
