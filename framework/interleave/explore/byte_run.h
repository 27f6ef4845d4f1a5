// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ByteRun: a body run under the schedule that a string of bytes says.
//
// What fuzzers call for each of their inputs (interleave/fuzz/fuzz.h).
// Thread safety: one at a time, from one thread, outside of explorations.
// Determinism: what an input means is decided by its bytes and the program
// alone. What is learnt of the program's memory (which plain accesses race and
// so are schedule points) would be remembered from input to input in an
// exploration; here each begins without, and runs again until it teaches
// nothing more. So it does where something was initialised for the life of the
// process (a static of a function, pthread_once), since no later run would do
// that. Cost: one execution for most inputs, one more for each time that it
// shows memory to be raced, unless Options::points is "sync", "atomics" or
// "all", or that something is initialised.

#ifndef INTERLEAVE_EXPLORE_BYTE_RUN_H_
#define INTERLEAVE_EXPLORE_BYTE_RUN_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "interleave/explore/options.h"
#include "interleave/explore/result.h"

namespace interleave {

struct ByteRun {
  uint64_t executions = 0;  // those that taught something included
  uint32_t tasks = 0;       // of the last one
  uint64_t choice_points = 0;
  // What was found, replayed and with its schedule file; none: nothing was.
  std::optional<ExploreResult> found;
};

// Of `options`, those of an execution count and those of where schedules are
// written. `counters`: strategy/ordered_pairs.h; may be empty. `is_first`:
// of the process. Then the body runs once before, so that what it initialises
// for the life of the process is no part of what an input means, and twice more
// to see that it is deterministic.
// REQUIRES: OptionsError(options) is empty; not called from a task
ByteRun RunBytes(const Options& options, absl::FunctionRef<void()> body,
                 std::string_view test, std::span<const uint8_t> bytes,
                 std::span<uint8_t> counters = {}, bool is_first = false);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_BYTE_RUN_H_
