// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/bound.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

using ::testing::ElementsAre;

constexpr uint32_t kNone = BoundedOrder::kNone;

// A choice among tasks 1, 3, 4 and 6 that `announcer` has come to.
class Among {
 public:
  explicit Among(TaskId announcer) {
    announcer_.id = announcer;
    point_.announcer = &announcer_;
    point_.current = kNone;
    for (const TaskId id : {1, 3, 4, 6}) {
      tasks_.emplace_back().id = id;
    }
    for (const TaskState& task : tasks_) {
      if (task.id == announcer) {
        point_.current = static_cast<uint32_t>(enabled_.size());
      }
      enabled_.push_back(&task);
    }
    point_.enabled = enabled_;
    point_.count = static_cast<uint32_t>(enabled_.size());
  }
  Among(const Among&) = delete;
  Among& operator=(const Among&) = delete;

  // The tasks in the order in which they are tried.
  std::vector<TaskId> Order(std::optional<Bound> bound) const {
    const BoundedOrder order(bound);
    std::vector<TaskId> ids;
    const uint32_t base = order.Base(point_);
    for (uint32_t rank = 0; rank < point_.count; ++rank) {
      ids.push_back(enabled_[order.Answer(base, point_.count, rank)]->id);
    }
    return ids;
  }
  std::vector<uint32_t> Costs(std::optional<Bound> bound) const {
    const BoundedOrder order(bound);
    std::vector<uint32_t> costs;
    const uint32_t base = order.Base(point_);
    for (uint32_t rank = 0; rank < point_.count; ++rank) {
      costs.push_back(order.Cost(base, rank));
    }
    return costs;
  }
  uint32_t Within(std::optional<Bound> bound, uint32_t spent) const {
    const BoundedOrder order(bound);
    return order.Within(order.Base(point_), point_.count, spent);
  }

 private:
  std::vector<TaskState> tasks_;
  TaskState announcer_;
  std::vector<const TaskState*> enabled_;
  ChoicePoint point_;
};

TEST(BoundTest, IsSaidInWords) {
  EXPECT_EQ(BoundText(Bound::Preemptions(0)), "at most 0 preemptions");
  EXPECT_EQ(BoundText(Bound::Preemptions(1)), "at most 1 preemption");
  EXPECT_EQ(BoundText(Bound::Delays(1)), "at most 1 delay");
  EXPECT_EQ(BoundText(Bound::Delays(2)), "at most 2 delays");
}

TEST(BoundedOrderTest, PreemptionsBeginWithTheAnnouncer) {
  EXPECT_THAT(Among(4).Order(Bound::Preemptions(2)), ElementsAre(4, 1, 3, 6));
  EXPECT_THAT(Among(4).Costs(Bound::Preemptions(2)), ElementsAre(0, 1, 1, 1));
}

TEST(BoundedOrderTest, SwitchesFromATaskThatCannotGoOnAreNoPreemptions) {
  EXPECT_THAT(Among(2).Order(Bound::Preemptions(2)), ElementsAre(1, 3, 4, 6));
  EXPECT_THAT(Among(2).Costs(Bound::Preemptions(2)), ElementsAre(0, 0, 0, 0));
  EXPECT_EQ(Among(2).Within(Bound::Preemptions(2), 2), 4u);
}

TEST(BoundedOrderTest, DelaysGoRoundFromTheAnnouncer) {
  EXPECT_THAT(Among(4).Order(Bound::Delays(2)), ElementsAre(4, 6, 1, 3));
  EXPECT_THAT(Among(4).Costs(Bound::Delays(2)), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(Among(1).Order(Bound::Delays(2)), ElementsAre(1, 3, 4, 6));
}

TEST(BoundedOrderTest, DelaysGoRoundFromTheNextWhenTheAnnouncerCannotGoOn) {
  EXPECT_THAT(Among(5).Order(Bound::Delays(2)), ElementsAre(6, 1, 3, 4));
  EXPECT_THAT(Among(5).Costs(Bound::Delays(2)), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(Among(0).Order(Bound::Delays(2)), ElementsAre(1, 3, 4, 6));
  EXPECT_THAT(Among(7).Order(Bound::Delays(2)), ElementsAre(1, 3, 4, 6));
}

TEST(BoundedOrderTest, LeavesOutWhatCostsMoreThanIsLeft) {
  EXPECT_EQ(Among(4).Within(Bound::Preemptions(2), 1), 4u);
  EXPECT_EQ(Among(4).Within(Bound::Preemptions(2), 2), 1u);
  EXPECT_EQ(Among(4).Within(Bound::Delays(2), 0), 3u);
  EXPECT_EQ(Among(4).Within(Bound::Delays(2), 2), 1u);
  EXPECT_EQ(Among(4).Within(Bound::Delays(9), 2), 4u);
  EXPECT_EQ(Among(4).Within(Bound::Delays(Bound::kUnlimited), 9), 4u);
  EXPECT_EQ(Among(4).Within(std::nullopt, 9), 4u);
}

TEST(BoundedOrderTest, ValuesAreFree) {
  ChoicePoint draw;
  draw.kind = ChoiceKind::kValue;
  draw.count = 3;
  for (const BoundedOrder& order :
       {BoundedOrder(Bound::Preemptions(0)), BoundedOrder(Bound::Delays(0))}) {
    const uint32_t base = order.Base(draw);
    EXPECT_EQ(order.Answer(base, draw.count, 2), 2u);
    EXPECT_EQ(order.Cost(base, 2), 0u);
    EXPECT_EQ(order.Within(base, draw.count, 0), 3u);
  }
}

TEST(BoundedOrderTest, BeginsWithTheFirstTask) {
  TaskState main;
  const TaskState* const enabled[] = {&main};
  ChoicePoint first;
  first.current = kNone;
  first.enabled = enabled;
  first.count = 1;
  EXPECT_EQ(BoundedOrder(Bound::Delays(0)).Base(first), 0u);
}

}  // namespace
}  // namespace interleave
