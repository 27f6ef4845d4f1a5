// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Whose turns the first executions of the default are.

#include <cstddef>
#include <mutex>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "interleave/explore/auto_search.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "tests/exhaustive/known_programs.h"
#include "tests/programs/thread.h"

namespace interleave {
namespace {

// Who drew the first executions.
std::string FirstTurns(size_t count, absl::FunctionRef<void()> body) {
  LinkDoors();
  Options options;
  options.executions = 10'000;
  AutoSearch search(options);
  std::string turns;
  while (turns.size() < count && search.Begin()) {
    search.End(ProcessExecution().Run(body, search, {}));
    if (search.WasRedundant()) continue;
    const std::string name = search.name();
    turns += name == "optimal-dpor" ? 't' : name == "exhaustive" ? 'e' : 's';
  }
  return turns;
}

TEST(AutoTurnsTest, WhereTracesSeemFewFourComeFirst) {
  EXPECT_EQ(FirstTurns(10, LostIncrements(3, 2)), "ttttststst");
  EXPECT_EQ(FirstTurns(10, Dinner(5, true)), "ttttststst");
}

TEST(AutoTurnsTest, WhereTracesSeemManyFifteenSamplesFollowEach) {
  const std::string samples(15, 's');
  EXPECT_EQ(FirstTurns(34, LastZero(15)),
            absl::StrCat("t", samples, "t", samples, "t", "s"));
}

// Its first schedule comes behind fifteen samples: before it, nothing is known.
TEST(AutoTurnsTest, WhereThereAreTooManyTasksSchedulesComeLate) {
  const std::string samples(15, 's');
  const auto body = [] {
    std::mutex mutex;
    Copies(70, [&](int) { const std::lock_guard hold(mutex); });
  };
  EXPECT_EQ(FirstTurns(34, body),
            absl::StrCat("t", samples, "e", samples, "e", "s"));
}

}  // namespace
}  // namespace interleave
