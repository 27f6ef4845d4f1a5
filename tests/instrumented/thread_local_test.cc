// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// thread_local variables of shared libraries: fresh for each task of each
// execution in instrumented ones, at least a task's own in others.

#include <dlfcn.h>

#include "gtest/gtest.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/strategy/random.h"
#include "thread_local_library.h"
#include "twins.h"

namespace interleave {
namespace {

constexpr int kExecutions = 100;
constexpr int kTasks = 3;

// Has each task of some executions make a visit. `visit`: called by the body,
// before there are others, for what they call.
void VisitOften(absl::FunctionRef<Visit*()> visit, Visits& visits) {
  LinkDoors();
  Execution& execution = ProcessExecution();
  execution.BeginExploration();
  RandomStrategy random(1);
  for (int i = 0; i < kExecutions; ++i) {
    random.Begin();
    random.End(execution.Run(
        [&] {
          Visit* const function = visit();
          Together([&] { function(visits); }, [&] { function(visits); });
          function(visits);
        },
        random, {}));
  }
}

TEST(ThreadLocalTest, IsFreshInALinkedInstrumentedLibrary) {
  Visits visits;
  VisitOften([] { return &VisitLinked; }, visits);
  EXPECT_EQ(visits.not_fresh, 0);
  EXPECT_EQ(visits.not_its_own, 0);
  EXPECT_EQ(visits.constructed, kExecutions * kTasks);
  EXPECT_EQ(visits.destroyed, kExecutions * kTasks);
}

TEST(ThreadLocalTest, IsFreshInAnInstrumentedLibraryOpenedByTheBody) {
  Visits visits;
  VisitOften(
      [] {
        void* const library = dlopen(OPENED_LIBRARY, RTLD_NOW);
        EXPECT_NE(library, nullptr) << dlerror();
        return reinterpret_cast<Visit*>(dlsym(library, "VisitOpened"));
      },
      visits);
  EXPECT_EQ(visits.not_fresh, 0);
  EXPECT_EQ(visits.not_its_own, 0);
  EXPECT_EQ(visits.constructed, kExecutions * kTasks);
  EXPECT_EQ(visits.destroyed, kExecutions * kTasks);
}

TEST(ThreadLocalTest, IsATasksOwnInALibraryThatIsNotInstrumented) {
  Visits visits;
  VisitOften([] { return &VisitOrdinary; }, visits);
  EXPECT_EQ(visits.not_its_own, 0);
}

}  // namespace
}  // namespace interleave
