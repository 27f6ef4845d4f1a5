// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// BranchRates: how many branches the choices of a search come to have in the
// end, of those that they could have, by what their operation uses.
//
// A search that reduces finds late what is left to try near the root. What the
// choices behind it came to, whose operations were on the same, says how many
// branches are to be expected of one that is still open: rather too many where
// some of those operations never meet another.
// Thread safety: none. Determinism: keys are the same in all executions with
// the same choices. Cost: an index.

#ifndef INTERLEAVE_STRATEGY_BRANCH_RATES_H_
#define INTERLEAVE_STRATEGY_BRANCH_RATES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/strategy/footprint.h"

namespace interleave {

class BranchRates {
 public:
  // A choice is over whose operation was that. `more`: its branches but one;
  // `more_possible`: so many tasks could have begun another.
  void Note(const Footprint& operation, uint32_t more, uint32_t more_possible) {
    const size_t key = KeyOf(operation);
    if (key >= rates_.size()) rates_.resize(key * 2 + 16);
    rates_[key].more += more;
    rates_[key].possible += more_possible;
  }

  // How many branches but one a choice of `more_possible` is to be expected to
  // have; 0 where nothing is known of such operations.
  double Expected(const Footprint& operation, uint32_t more_possible) const {
    const size_t key = KeyOf(operation);
    if (key >= rates_.size() || rates_[key].possible == 0) return 0;
    return more_possible * static_cast<double>(rates_[key].more) /
           static_cast<double>(rates_[key].possible);
  }

 private:
  struct Rate {
    uint64_t more = 0;
    uint64_t possible = 0;
  };

  // What uses nothing is taken for alike.
  static size_t KeyOf(const Footprint& operation) {
    return operation.use_count == 0 ? 0 : size_t{operation.used[0].key} + 1;
  }

  std::vector<Rate> rates_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_BRANCH_RATES_H_
