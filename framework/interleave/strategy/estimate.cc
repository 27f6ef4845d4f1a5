// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/estimate.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace interleave {

std::string AboutText(double number) {
  if (std::isinf(number)) return "more than 1e308";
  if (number < 99.5) return absl::StrFormat("%.0f", number);
  int exponent = static_cast<int>(std::floor(std::log10(number)));
  int digits =
      static_cast<int>(std::round(number / std::pow(10, exponent - 1)));
  if (digits == 100) {
    digits = 10;
    ++exponent;
  }
  if (exponent < 5) {
    return absl::StrFormat("%.0f", digits * std::pow(10, exponent - 1));
  }
  if (digits % 10 == 0) return absl::StrCat(digits / 10, "e", exponent);
  return absl::StrCat(digits / 10, ".", digits % 10, "e", exponent);
}

std::string ShareText(double share) {
  const double percent = 100 * share;
  if (percent < 0.1) return "less than 0.1 %";
  // Rounded down, so that 100 % is all of it.
  if (percent < 10) {
    return absl::StrFormat("%.1f %%", std::floor(10 * percent) / 10);
  }
  return absl::StrFormat("%.0f %%", std::floor(percent));
}

std::string ValueText(const Estimate& estimate) {
  return absl::StrCat(std::isinf(estimate.value) ? "" : "about ",
                      AboutText(estimate.value));
}

std::string EstimateText(const Estimate& estimate) {
  const std::string low = AboutText(estimate.low);
  const std::string high = AboutText(estimate.high);
  const std::string value = ValueText(estimate);
  if (low == high || std::isinf(estimate.value)) return value;
  return absl::StrCat(value, " (between ", low, " and ", high, ")");
}

Estimate AtLeast(Estimate walks, uint64_t leaves) {
  if (!walks.is_known()) return walks;
  const auto least = static_cast<double>(leaves);
  for (double* end : {&walks.value, &walks.low, &walks.high}) {
    *end = std::max(*end, least);
  }
  return walks;
}

Estimate WhileSearching(const Estimate& walks, uint64_t leaves, double done) {
  const double passed = static_cast<double>(leaves);
  if (done >= 1) return {passed, passed, passed};
  if (!walks.is_known()) return {};
  // done * (passed / done), kept within what the walks say.
  const double searched =
      std::clamp(passed, done * walks.low, done * walks.high);
  const auto all = [&](double by_walks) {
    return passed + (1 - done) * ((1 - done) * by_walks + searched);
  };
  return {all(walks.value), all(walks.low), all(walks.high)};
}

KnuthEstimator::KnuthEstimator(uint64_t seed, uint64_t first_execution,
                               std::optional<Bound> bound)
    : seed_(seed),
      first_execution_(first_execution),
      order_(bound),
      bounded_(bound.has_value()),
      execution_(first_execution),
      random_(seed) {}

KnuthEstimator::~KnuthEstimator() = default;

bool KnuthEstimator::Begin() {
  random_ = Random(ExecutionSeed(seed_, execution_));
  spent_ = 0;
  product_ = 1;
  product_exponent_ = 0;
  return true;
}

uint32_t KnuthEstimator::ChooseWithin(const ChoicePoint& point,
                                      uint32_t* answers) {
  const uint32_t base = order_.Base(point);
  *answers = order_.Within(base, point.count, spent_);
  const uint32_t rank = random_.Below(*answers);
  spent_ += order_.Cost(base, rank);
  return order_.Answer(base, point.count, rank);
}

void KnuthEstimator::Rescale() {
  int exponent = 0;
  product_ = std::frexp(product_, &exponent);
  product_exponent_ += exponent;
}

void KnuthEstimator::End(const ExecutionResult&) {
  if (product_exponent_ == 0 && scale_ == 0) {
    sum_ += product_;
    sum_of_squares_ += product_ * product_;
  } else {
    AddLarge();
  }
  ++walks_;
  ++execution_;
}

void KnuthEstimator::ScaleTo(int exponent) {
  if (exponent <= scale_) return;
  const int raised = exponent - scale_;
  sum_ = std::ldexp(sum_, -raised);
  sum_of_squares_ = std::ldexp(sum_of_squares_, -2 * raised);
  scale_ = exponent;
}

// The scale is the largest exponent so far: what is too small to count beside
// it becomes 0.
void KnuthEstimator::AddLarge() {
  Rescale();
  ScaleTo(product_exponent_);
  const double scaled = std::ldexp(product_, product_exponent_ - scale_);
  sum_ += scaled;
  sum_of_squares_ += scaled * scaled;
}

double KnuthEstimator::schedules() const {
  if (walks_ == 0) return 0;
  return std::ldexp(sum_ / static_cast<double>(walks_), scale_);
}

double KnuthEstimator::schedules_log10() const {
  return std::log10(sum_ / static_cast<double>(walks_)) +
         scale_ * std::log10(2);
}

Estimate KnuthEstimator::estimate() const {
  if (walks_ == 0) return {};
  const double walks = static_cast<double>(walks_);
  double error = 1;  // the square of the relative standard error of the mean
  if (walks_ > 1) {
    const double spread = sum_of_squares_ / (sum_ * sum_) - 1 / walks;
    error = std::max(0.0, spread * walks / (walks - 1));
  }
  // Of a lognormal number with that error.
  const double factor = std::exp(2 * std::sqrt(std::log1p(error)));
  const double value = schedules();
  return {value, std::max(1.0, value / factor), value * factor};
}

void KnuthEstimator::Add(const KnuthEstimator& other) {
  ScaleTo(other.scale_);
  const int lowered = other.scale_ - scale_;
  sum_ += std::ldexp(other.sum_, lowered);
  sum_of_squares_ += std::ldexp(other.sum_of_squares_, 2 * lowered);
  walks_ += other.walks_;
}

// "walks/scale/sum/squares", the sums by their bits, so that they are the same
// afterwards.
std::string KnuthEstimator::Text() const {
  return absl::StrCat(walks_, "/", scale_, "/", std::bit_cast<uint64_t>(sum_),
                      "/", std::bit_cast<uint64_t>(sum_of_squares_));
}

bool KnuthEstimator::Load(std::string_view text) {
  bool good = true;
  const auto take = [&](auto& number, bool last) {
    const char* const end = text.data() + text.size();
    const auto taken = std::from_chars(text.data(), end, number);
    good &= taken.ec == std::errc();
    text.remove_prefix(static_cast<size_t>(taken.ptr - text.data()));
    good &= last ? text.empty() : !text.empty() && text.front() == '/';
    if (good && !last) text.remove_prefix(1);
  };
  uint64_t walks = 0;
  int scale = 0;
  uint64_t sum = 0;
  uint64_t squares = 0;
  take(walks, false);
  take(scale, false);
  take(sum, false);
  take(squares, true);
  const auto is_sum = [](uint64_t bits) {
    const double value = std::bit_cast<double>(bits);
    return std::isfinite(value) && value >= 0;
  };
  if (!good || scale < 0 || !is_sum(sum) || !is_sum(squares)) return false;
  walks_ = walks;
  scale_ = scale;
  sum_ = std::bit_cast<double>(sum);
  sum_of_squares_ = std::bit_cast<double>(squares);
  execution_ = first_execution_ + walks;
  return true;
}

}  // namespace interleave
