// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ExploreApart: an exploration in a process of its own.
//
// For what can't be shared by several (a replay, a script) in a program whose
// other explorations are: it leaves no thread in the process that forks them.
// Thread safety: as Explore. Cost: a fork.

#ifndef INTERLEAVE_EXPLORE_APART_H_
#define INTERLEAVE_EXPLORE_APART_H_

#include <string_view>

#include "absl/functional/function_ref.h"
#include "interleave/explore/options.h"
#include "interleave/explore/result.h"

namespace interleave {

// As Explore with one job. A process that dies is a problem of the result.
ExploreResult ExploreApart(const Options& options,
                           absl::FunctionRef<void()> body,
                           std::string_view test = "body");

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_APART_H_
