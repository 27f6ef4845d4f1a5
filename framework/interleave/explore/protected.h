// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ExploreProtected: an exploration whose executions may crash.
//
// Thread safety: as Explore. Cost: a fork, and one for each crash.

#ifndef INTERLEAVE_EXPLORE_PROTECTED_H_
#define INTERLEAVE_EXPLORE_PROTECTED_H_

#include <string_view>

#include "absl/functional/function_ref.h"
#include "interleave/explore/options.h"
#include "interleave/explore/result.h"

namespace interleave {

// As Explore with one job, by processes of its own (explore/relay.h): an
// execution that ends one of them has a finding, and the exploration goes on.
// What the body leaves in globals is not seen by the caller. Where that can't
// be had it is a problem of the result.
ExploreResult ExploreProtected(const Options& options,
                               absl::FunctionRef<void()> body,
                               std::string_view test = "body");

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_PROTECTED_H_
