// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// NearestName: what someone who mistyped a name probably meant.
//
// Determinism: of equally near names the first one wins.
// Cost: the length of `wanted` times that of all names together.

#ifndef INTERLEAVE_BASE_NEAREST_NAME_H_
#define INTERLEAVE_BASE_NEAREST_NAME_H_

#include <span>
#include <string>
#include <string_view>

namespace interleave {

// The name that takes the fewest insertions, deletions and replacements of one
// character to make from `wanted`. Empty when none is near: more than 2 edits
// and more than a third of the length of `wanted`, or nothing in common.
std::string NearestName(std::string_view wanted,
                        std::span<const std::string> names);

}  // namespace interleave

#endif  // INTERLEAVE_BASE_NEAREST_NAME_H_
