// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/byte_run.h"

#include "interleave/base/check.h"
#include "interleave/explore/exploration.h"
#include "interleave/strategy/bytes.h"
#include "interleave/strategy/ordered_pairs.h"

namespace interleave {
namespace {

constexpr std::string_view kBytesName = "bytes";

// An input is one of many: that it starts no task is no empty success yet.
Options ForOneInput(const Options& options) {
  Options one = options;
  one.executions = 1;
  one.findings_max = 1;
  one.allow_uncontrolled = true;
  one.allow_single_schedule = true;
  one.required_points.clear();
  return one;
}

}  // namespace

ByteRun RunBytes(const Options& options, absl::FunctionRef<void()> body,
                 std::string_view test, std::span<const uint8_t> bytes,
                 std::span<uint8_t> counters, bool is_first) {
  const std::string error = OptionsError(options);
  INTERLEAVE_REQUIRE(error.empty(), error.c_str());
  const Options one = ForOneInput(options);
  Exploration exploration(one, body, test);
  exploration.result.strategy = std::string(kBytesName);
  BytesStrategy strategy(bytes);
  OrderedPairs counted(strategy, counters);
  ByteRun run;
  run.executions = exploration.RunUntilSettled(counted, kBytesName, is_first);
  run.tasks = exploration.tally().tasks_max;
  run.choice_points = exploration.tally().choice_points;
  if (exploration.enough_findings()) run.found = exploration.Finish();
  return run;
}

}  // namespace interleave
