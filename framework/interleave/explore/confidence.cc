// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/confidence.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "interleave/strategy/estimate.h"

namespace interleave {
namespace {

// `value`, rounded up; kTooMany when it doesn't fit.
uint64_t RoundedUp(double value) {
  constexpr double kLimit = 0x1p64;
  const double up = std::ceil(value);
  return up < kLimit ? static_cast<uint64_t>(up) : kTooMany;
}

// "1 step", "40 steps".
std::string CountText(uint64_t count, const char* noun) {
  return absl::StrCat(count, " ", noun, count == 1 ? "" : "s");
}

// "12000", "about 1.2e9".
std::string ManyText(uint64_t count) {
  constexpr uint64_t kExactMax = 9'999'999;
  if (count <= kExactMax) return absl::StrCat(count);
  return count == kTooMany
             ? "more than 1.8e19"
             : absl::StrCat("about ", AboutText(static_cast<double>(count)));
}

}  // namespace

double ChanceOfOne(uint32_t tasks, uint64_t steps, uint32_t depth) {
  const double n = std::max<double>(tasks, 1);
  const auto k = static_cast<double>(std::max<uint64_t>(steps, 1));
  return 1 / (n * std::pow(k, depth - 1));
}

double ChanceOfAny(uint64_t executions, double one) {
  if (executions == 0 || one <= 0) return 0;
  if (one >= 1) return 1;
  const double any =
      -std::expm1(static_cast<double>(executions) * std::log1p(-one));
  // It is never certain, though it may be nearer to 1 than can be told.
  return std::min(any, std::nextafter(1.0, 0.0));
}

uint64_t ExecutionsFor(double confidence, double one) {
  if (one >= 1) return 1;
  if (one <= 0) return kTooMany;
  return RoundedUp(std::log1p(-confidence) / std::log1p(-one));
}

std::string ChanceText(double chance) {
  constexpr double kMost = 99.99;
  constexpr double kLeast = 0.0001;
  if (chance >= 1) return "100 %";
  double percent = chance * 100;
  if (percent >= kMost) return "99.99 %";
  // A round number may lack its last bit.
  constexpr double kBit = 1e-12;
  if (percent < kLeast * (1 - kBit)) return "less than 0.0001 %";
  // From 10 % on one decimal, below two digits that tell something.
  int decimals = percent >= 99 ? 2 : 1;
  for (double limit = 1; percent < limit && decimals < 6; limit /= 10) {
    ++decimals;
  }
  const double unit = std::pow(10, decimals);
  percent = std::floor(percent * unit * (1 + kBit)) / unit;
  std::string text = absl::StrFormat("%.*f", decimals, percent);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return absl::StrCat(text, " %");
}

double Confidence::ChanceAt(const Depth& depth) const {
  return ChanceOfAny(depth.executions, ChanceOfOne(tasks, steps, depth.depth));
}

uint64_t Confidence::MoreFor(double confidence) const {
  uint64_t most = 0;
  for (const Depth& depth : depths) {
    const uint64_t needed =
        ExecutionsFor(confidence, ChanceOfOne(tasks, steps, depth.depth));
    if (needed != kTooMany && needed <= depth.executions) continue;
    const uint64_t more =
        needed == kTooMany
            ? kTooMany
            : RoundedUp(static_cast<double>(needed - depth.executions) /
                        depth.share);
    most = std::max(most, more);
  }
  return most;
}

std::string ConfidenceText(const Confidence& confidence) {
  if (confidence.depths.empty() || confidence.tasks == 0) return {};
  const auto join = [&](auto text) {
    return absl::StrJoin(confidence.depths, ", ",
                         [&](std::string* out, const auto& depth) {
                           absl::StrAppend(out, text(depth));
                         });
  };
  std::string text = absl::StrCat(
      "a bug of depth ", join([](const auto& d) { return d.depth; }),
      " would have been found with a probability of at least ",
      join([&](const auto& d) { return ChanceText(confidence.ChanceAt(d)); }),
      " (n = ", CountText(confidence.tasks, "task"),
      ", k = ", CountText(confidence.steps, "step"));
  if (confidence.steps_longest > confidence.steps) {
    absl::StrAppend(&text, ", ", confidence.steps_longest, " in the longest");
  }
  absl::StrAppend(&text, ")");
  const uint64_t more = confidence.MoreFor(Confidence::kSure);
  if (more > 0) {
    absl::StrAppend(
        &text, "; ", ChanceText(Confidence::kSure), " for ",
        confidence.depths.size() > 1 ? "each" : "it", " takes ", ManyText(more),
        " more executions (--interleave_confidence=", Confidence::kSure, ")");
  }
  return text;
}

}  // namespace interleave
