// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/decisive_orders.h"

#include <algorithm>

#include "gtest/gtest.h"
#include "interleave/explain/minimise.h"
#include "unit/explain/trial_body.h"

namespace interleave {
namespace {

DecisiveOrders OrdersOf(TrialBody& body, uint64_t executions = 10'000) {
  const Choices failing = body.FailingChoices();
  const Defect defect = body.DefectOf(failing);
  Trials trials = body.TrialsOf(defect, executions);
  const Minimised minimised = Minimise(failing, trials);
  return FindDecisiveOrders(minimised.choices, trials);
}

// The one that was preempted loaded before the other stored, and the other
// loaded before it stored.
TEST(DecisiveOrdersTest, OfALostIncrementTheyGoBothWays) {
  TrialBody body(&LostIncrements);
  const DecisiveOrders orders = OrdersOf(body);
  EXPECT_TRUE(orders.all_tried);
  EXPECT_FALSE(orders.together);
  ASSERT_EQ(orders.telling.size(), 2u);
  const Order first = orders.telling[0].order;
  const Order second = orders.telling[1].order;
  EXPECT_EQ(first.first.task, second.second.task);
  EXPECT_EQ(first.second.task, second.first.task);
  EXPECT_LT(first.first.at, second.second.at);
  for (const DecisiveOrder& order : orders.orders) {
    EXPECT_EQ(order.otherwise, Trials::Answer::kPasses);
  }
}

// Who comes last decides, and nobody is preempted.
TEST(DecisiveOrdersTest, WithoutAPreemptionTheClosestIsTold) {
  TrialBody body([] {
    int last = 0;
    std::thread a([&] {
      INTERLEAVE_POINT("last.first.begins");
      last = 1;
    });
    std::thread b([&] {
      INTERLEAVE_POINT("last.second.begins");
      last = 2;
    });
    a.join();
    b.join();
    INTERLEAVE_CHECK(last == 2);
  });
  const DecisiveOrders orders = OrdersOf(body);
  ASSERT_EQ(orders.telling.size(), 1u);
  EXPECT_EQ(orders.telling[0].order.first.task, 2u);
  EXPECT_EQ(orders.telling[0].order.second.task, 1u);
}

// It passes only where both were set the other way round: a whole task first.
TEST(DecisiveOrdersTest, OrdersOfStepsThatAreFarApartAreTriedToo) {
  TrialBody body([] {
    int last[2] = {0, 0};
    const auto set = [&](int me) {
      for (int& flag : last) {
        INTERLEAVE_POINT("flags.set.begins");
        flag = me;
      }
    };
    std::thread a(set, 1);
    std::thread b(set, 2);
    a.join();
    b.join();
    INTERLEAVE_CHECK(last[0] == 1 && last[1] == 1);
  });
  const DecisiveOrders orders = OrdersOf(body);
  EXPECT_FALSE(orders.orders.empty());
}

TEST(DecisiveOrdersTest, WithoutABudgetNothingIsSaid) {
  TrialBody body(&LostIncrements);
  const Choices failing = body.FailingChoices();
  const Defect defect = body.DefectOf(failing);
  Trials trials = body.TrialsOf(defect, 3);
  const DecisiveOrders orders = FindDecisiveOrders(failing, trials);
  EXPECT_FALSE(orders.all_tried);
}

// On paper: steps A1 A2 | B1 B2 at one location. Each step has the last one
// before it and the first one after it of the other task: A2 B1, A2 B2, A1 B1.
TEST(DecisiveOrdersTest, CandidatesAreNeighbours) {
  std::vector<ListedStep> steps(4);
  for (size_t i = 0; i < steps.size(); ++i) {
    steps[i].key = {static_cast<TaskId>(1 + i / 2),
                    static_cast<uint32_t>(1 + i % 2)};
    Footprint& footprint = steps[i].footprint;
    footprint.task = steps[i].key.task;
    footprint.kind = OperationKind::kAtomicStore;
    footprint.used[0] = {5, UseMode::kExclusive, 0xff};
    footprint.use_count = 1;
  }
  const std::vector<Order> candidates = CandidateOrders(steps);
  const auto has = [&](StepKey first, StepKey second) {
    return std::count(candidates.begin(), candidates.end(),
                      Order{first, second}) == 1;
  };
  EXPECT_EQ(candidates.size(), 3u);
  EXPECT_TRUE(has({1, 2}, {2, 1}));
  EXPECT_TRUE(has({1, 1}, {2, 1}));
  EXPECT_TRUE(has({1, 2}, {2, 2}));
  // Where nobody knows what they depend on, all four pairs are.
  for (ListedStep& step : steps) step.footprint.everything = true;
  EXPECT_EQ(CandidateOrders(steps).size(), 4u);
}

}  // namespace
}  // namespace interleave
