// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/once.h"

#include <gtest/gtest.h>

#include <mutex>
#include <thread>

#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

TEST(OnceTest, RunsTheRoutineOnceAndMakesOthersWait) {
  const ExploreResult result = Explore({.strategy = "exhaustive"}, [] {
    std::once_flag flag;
    int runs = 0;
    bool done = false;
    const auto call = [&] {
      std::call_once(flag, [&] {
        ++runs;
        INTERLEAVE_POINT("test.once.inside");
        done = true;
      });
      INTERLEAVE_CHECK(done);
    };
    std::thread a(call), b(call);
    a.join();
    b.join();
    INTERLEAVE_CHECK(runs == 1);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
}

TEST(OnceTest, AnExceptionLetsTheNextCallerTry) {
  const ExploreResult result = Explore({.strategy = "exhaustive"}, [] {
    std::once_flag flag;
    int tries = 0;
    const auto call = [&] {
      try {
        std::call_once(flag, [&] {
          if (++tries == 1) throw 1;
        });
      } catch (int) {
      }
    };
    std::thread a(call), b(call);
    a.join();
    b.join();
    INTERLEAVE_CHECK(tries == 2);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
}

}  // namespace
}  // namespace interleave
