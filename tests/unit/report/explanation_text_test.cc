// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/explanation_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "unit/explain/access_list.h"
#include "unit/report/fake_place_resolver.h"
#include "unit/report/trace_builder.h"

namespace interleave {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Trace LostUpdate() {
  Trace trace = TraceBuilder({"main", "a", "b"})
                    .Step(1, OperationKind::kAtomicLoad, "memory 1", 10)
                    .Step(2, OperationKind::kAtomicStore, "memory 1", 20)
                    .Step(1, OperationKind::kAtomicStore, "memory 1", 11)
                    .Build();
  trace.accesses = AccessList(3)
                       .Read(1, 0, 0)
                       .Write(2, 0, 0, 1)
                       .Write(1, 0, 1, 1)
                       .Build()
                       .accesses;
  for (size_t i = 0; i < trace.accesses.size(); ++i) {
    trace.accesses[i].stack = trace.steps[i].stack;
  }
  return trace;
}

TEST(ExplanationTextTest, TellsTheNameTheAccessesAndTheOrders) {
  Explanation explanation;
  explanation.defect = DefectClass::kLostUpdate;
  explanation.facts = {{0}, {1}, {2}};
  explanation.orders = {{1, 2, Trials::Answer::kPasses},
                        {2, 3, Trials::Answer::kFailsElse}};
  FakePlaceResolver resolver({{10, "old = n;"}, {11, "n = old + 1;"}});
  EXPECT_EQ(
      FormatExplanation(explanation, LostUpdate(), resolver, 100),
      R"(lost update: a task writes what it made of a value that another has replaced since, and the other's
write is lost.

   1  a  reads memory 1: 0        pool.cc:10  old = n;
   2  b  writes memory 1: 0 -> 1  pool.cc:20
   3  a  writes memory 1: 1 -> 1  pool.cc:11  n = old + 1;

a's step 1 (atomic-load memory 1) came before b's step 2 (atomic-store memory 1); the other way
round it passes.
b's step 2 (atomic-store memory 1) came before a's step 3 (atomic-store memory 1); the other way
round it fails in another way.
)");
  EXPECT_THAT(CriticalSteps(explanation, LostUpdate()), ElementsAre(1, 2, 3));
}

TEST(ExplanationTextTest, TwoThatMatterTogetherAreSaidSo) {
  Explanation explanation;
  explanation.orders = {{1, 2}, {2, 3}};
  explanation.together = true;
  FakePlaceResolver resolver;
  EXPECT_THAT(FormatExplanation(explanation, LostUpdate(), resolver, 100),
              HasSubstr("Both matter: it passes when both are the other way"));
}

TEST(ExplanationTextTest, WhereNothingWasFoundOutNothingIsSaid) {
  FakePlaceResolver resolver;
  EXPECT_THAT(FormatExplanation({}, LostUpdate(), resolver, 100), IsEmpty());
  EXPECT_THAT(MinimalityText({}), IsEmpty());
}

TEST(ExplanationTextTest, SaysHowSimpleTheScheduleIs) {
  Explanation explanation;
  explanation.before = {14, 213, 3, 30};
  explanation.after = {1, 18, 3, 5};
  explanation.minimality = Minimality::kLeast;
  EXPECT_EQ(MinimalityText(explanation),
            "1 preemption and 18 steps (found with 14 and 213); no schedule "
            "with fewer preemptions fails so: all were tried");
  explanation.minimality = Minimality::kLocal;
  EXPECT_THAT(MinimalityText(explanation),
              HasSubstr("nothing of it can be left out, though of those with "
                        "fewer preemptions not all were tried"));
  explanation.searched_below = 1;
  EXPECT_THAT(MinimalityText(explanation),
              HasSubstr("all with fewer than 1 were tried"));
  explanation.minimality = Minimality::kUnknown;
  EXPECT_THAT(MinimalityText(explanation),
              HasSubstr("--interleave_explain_executions"));
  explanation.ran_out_of_time = true;
  EXPECT_THAT(MinimalityText(explanation),
              HasSubstr("--interleave_explain_seconds"));
}

}  // namespace
}  // namespace interleave
