// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Where nondeterminism most likely comes from, as far as it can be told.

#ifndef INTERLEAVE_EXPLORE_LIKELY_SOURCE_H_
#define INTERLEAVE_EXPLORE_LIKELY_SOURCE_H_

#include <string>
#include <vector>

#include "interleave/strategy/difference.h"

namespace interleave {

// What is known beside the difference itself.
struct Surroundings {
  // "mutex 2" when the difference is at a global or static variable.
  std::string static_object;
  // Names of the threads that ran outside of control.
  std::vector<std::string> threads;
};

// One sentence without its full stop, for people: "Likely source: ...".
std::string LikelySource(const Difference& difference,
                         const Surroundings& surroundings);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_LIKELY_SOURCE_H_
