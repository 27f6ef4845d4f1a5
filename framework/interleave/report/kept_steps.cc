// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/kept_steps.h"

#include <algorithm>

namespace interleave {
namespace {

class Keeper {
 public:
  Keeper(size_t size, size_t steps_max) : kept_(size), left_(steps_max) {}

  // From `begin` to before `end`, as far as there is room.
  void Keep(size_t begin, size_t end) {
    for (size_t i = begin; i < std::min(end, kept_.size()) && left_ > 0; ++i) {
      if (kept_[i]) continue;
      kept_[i] = true;
      --left_;
    }
  }

  void KeepLast() {
    for (size_t i = kept_.size(); i-- > 0 && left_ > 0;) {
      if (kept_[i]) continue;
      kept_[i] = true;
      --left_;
    }
  }

  std::vector<size_t> Indices() const {
    std::vector<size_t> indices;
    for (size_t i = 0; i < kept_.size(); ++i) {
      if (kept_[i]) indices.push_back(i);
    }
    return indices;
  }

 private:
  std::vector<bool> kept_;
  size_t left_;
};

}  // namespace

std::vector<size_t> KeptSteps(std::span<const StepNumber> numbers,
                              std::span<const StepNumber> critical,
                              size_t steps_max) {
  Keeper keeper(numbers.size(), steps_max);
  if (numbers.size() > steps_max) {
    if (!critical.empty()) {
      const size_t around = steps_max / 4 / critical.size();
      for (const StepNumber step : critical) {
        const auto at = static_cast<size_t>(
            std::lower_bound(numbers.begin(), numbers.end(), step) -
            numbers.begin());
        keeper.Keep(at, at + 1);
        keeper.Keep(at - std::min(at, around), at + around);
      }
    }
    keeper.Keep(0, steps_max / 20);
  }
  keeper.KeepLast();
  return keeper.Indices();
}

std::vector<LeftOut> LeftOutOf(std::span<const StepNumber> numbers,
                               std::span<const size_t> kept,
                               std::span<const LeftOut> before) {
  std::vector<LeftOut> all;
  LeftOut now;
  const auto extend = [&](const LeftOut& more) {
    if (now.steps == 0) now.from = more.from;
    now.to = more.to;
    now.steps += more.steps;
  };
  const auto close = [&] {
    if (now.steps > 0) all.push_back(now);
    now = LeftOut();
  };
  size_t next_kept = 0;
  size_t next_before = 0;
  for (size_t i = 0; i < numbers.size(); ++i) {
    while (next_before < before.size() &&
           before[next_before].from < numbers[i]) {
      extend(before[next_before++]);
    }
    if (next_kept < kept.size() && kept[next_kept] == i) {
      ++next_kept;
      close();
    } else {
      extend({numbers[i], numbers[i], 1});
    }
  }
  while (next_before < before.size()) extend(before[next_before++]);
  close();
  return all;
}

}  // namespace interleave
