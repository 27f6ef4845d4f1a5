// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Explore: runs a body under many schedules and says what it found.
//
//   interleave::ExploreResult result = interleave::Explore({}, [] {
//     int count = 0;
//     std::thread other([&] { INTERLEAVE_POINT("a.b.c"); ++count; });
//     other.join();
//     INTERLEAVE_CHECK(count == 1);
//   });
//   if (!result.ok()) std::puts(interleave::FormatResult(result).c_str());
//
// Thread safety: one exploration at a time, from one thread. Determinism: the
// same options on the same binary give the same result, but for `seconds`.

#ifndef INTERLEAVE_EXPLORE_EXPLORE_H_
#define INTERLEAVE_EXPLORE_EXPLORE_H_

#include <string_view>

#include "absl/functional/function_ref.h"
#include "interleave/explore/body_file.h"
#include "interleave/explore/options.h"
#include "interleave/explore/result.h"

namespace interleave {

// `body` is one execution: it is called once for each, as task "main", and
// must leave nothing behind that changes the next call. `test` is the name
// used in reports and schedule files. `file`: that of the caller, unless said
// otherwise.
// REQUIRES: OptionsError(options) is empty; not called from a task.
ExploreResult Explore(const Options& options, absl::FunctionRef<void()> body,
                      std::string_view test = "body",
                      BodyFile file = internal::kThisFile);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_EXPLORE_H_
