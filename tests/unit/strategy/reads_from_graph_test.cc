// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/reads_from_graph.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

using Role = GraphOperation::Role;
constexpr uint32_t kNone = ReadsFromGraph::kNone;

GraphOperation PlainStep(TaskId task) { return {.task = task}; }

GraphOperation Access(TaskId task, uint64_t place, bool reads, bool writes,
                      uint32_t bytes = 4) {
  return {.task = task,
          .role = Role::kAccess,
          .reads = reads,
          .writes = writes,
          .place = place,
          .bytes = bytes};
}
GraphOperation Read(TaskId task, uint64_t place) {
  return Access(task, place, true, false);
}
GraphOperation Write(TaskId task, uint64_t place) {
  return Access(task, place, false, true);
}
GraphOperation LockStep(TaskId task, Role role) {
  GraphOperation operation =
      Access(task, GraphOperation::kLocks | 0x40, true, true, 1);
  operation.role = role;
  return operation;
}
GraphOperation Create() {
  return {.task = 0,
          .role = Role::kCreate,
          .reads = true,
          .writes = true,
          .place = GraphOperation::kNumbering};
}
GraphOperation Joining(TaskId other) {
  return {.task = 0, .role = Role::kJoin, .other = other};
}

// Main starts two tasks, which begin: events 0 to 4.
void Begin(ReadsFromGraph& graph) {
  graph.Clear();
  graph.Add(PlainStep(0));
  graph.Add(Create());
  graph.Add(Create());
  graph.Add(PlainStep(1));
  graph.Add(PlainStep(2));
}

TEST(ReadsFromGraphTest, ReadsFromTheLastWrite) {
  ReadsFromGraph graph;
  Begin(graph);
  graph.Add(Read(1, 0x1000));
  graph.Add(Write(2, 0x1000));
  graph.Add(Write(2, 0x2000));
  graph.Add(Read(1, 0x1000));
  EXPECT_EQ(graph.at(5).from, kNone);
  EXPECT_EQ(graph.at(8).from, 6u);
  EXPECT_EQ(graph.users(graph.at(5).place).size(), 3u);
}

TEST(ReadsFromGraphTest, KnowsWhatIsInTheHistory) {
  ReadsFromGraph graph;
  Begin(graph);
  graph.Add(Write(2, 0x1000));  // 5
  graph.Add(Write(2, 0x2000));
  graph.Add(Read(1, 0x1000));
  EXPECT_TRUE(graph.Knows(7, 5));
  EXPECT_TRUE(graph.Knows(7, 7));
  EXPECT_TRUE(graph.Knows(7, 2)) << "who started task 2";
  EXPECT_FALSE(graph.Knows(7, 6));
  EXPECT_EQ(graph.Find(1, 1), 7u);
  EXPECT_EQ(graph.Find(1, 2), kNone);
}

TEST(ReadsFromGraphTest, AJoinKnowsAllOfTheTask) {
  ReadsFromGraph graph;
  Begin(graph);
  graph.Add(Write(2, 0x1000));
  graph.Add(Joining(2));
  EXPECT_TRUE(graph.Knows(6, 5));
  EXPECT_FALSE(graph.Knows(6, 3));
}

// The same operations in another order have the same labels.
TEST(ReadsFromGraphTest, LabelsAreOfTheHistoryAndNotOfTheOrder) {
  ReadsFromGraph one;
  Begin(one);
  one.Add(Write(1, 0x1000));
  one.Add(Write(2, 0x2000));
  one.Add(Read(1, 0x2000));
  ReadsFromGraph other;
  Begin(other);
  other.Add(Write(2, 0x6000));
  other.Add(Write(1, 0x5000));
  other.Add(Read(1, 0x6000));
  EXPECT_EQ(one.at(7).label, other.at(7).label);
  EXPECT_EQ(one.at(5).label, other.at(6).label);
  EXPECT_FALSE(one.at(5).label == one.at(6).label);
  Begin(other);
  other.Add(Write(1, 0x5000));
  other.Add(Read(1, 0x6000));
  EXPECT_FALSE(one.at(7).label == other.at(6).label);
}

TEST(ReadsFromGraphTest, TellsTheLabelOfAnotherSource) {
  ReadsFromGraph graph;
  Begin(graph);
  graph.Add(Read(1, 0x1000));
  graph.Add(Write(2, 0x1000));
  const HistoryLabel late = graph.LabelFrom(graph.at(5), 6);
  EXPECT_EQ(graph.LabelFrom(graph.at(5), kNone), graph.at(5).label);
  Begin(graph);
  graph.Add(Write(2, 0x1000));
  graph.Add(Read(1, 0x1000));
  EXPECT_EQ(graph.at(6).label, late);
}

TEST(ReadsFromGraphTest, ALockReadsFromWhoGaveItBack) {
  ReadsFromGraph graph;
  Begin(graph);
  graph.Add(LockStep(1, Role::kLock));     // 5
  graph.Add(LockStep(2, Role::kTryLock));  // 6: fails
  graph.Add(LockStep(1, Role::kUnlock));   // 7
  graph.Add(LockStep(2, Role::kTryLock));  // 8
  graph.AddPending(LockStep(1, Role::kLock));
  EXPECT_EQ(graph.at(5).given_back, 7u);
  EXPECT_EQ(graph.at(6).from, 5u);
  EXPECT_FALSE(graph.at(6).writes);
  EXPECT_EQ(graph.at(8).from, 7u);
  EXPECT_TRUE(graph.at(8).writes);
  EXPECT_EQ(graph.TakenBefore(graph.at(8)), 5u);
  EXPECT_TRUE(graph.at(9).waits);
  EXPECT_EQ(graph.TakenBefore(graph.at(9)), 8u);
  EXPECT_EQ(graph.history(9)[1], graph.at(9).index) << "it isn't carried out";
}

TEST(ReadsFromGraphTest, PartsOfAPlaceAreRefusedUnlessItIsOver) {
  ReadsFromGraph graph;
  Begin(graph);
  EXPECT_TRUE(graph.Add(Access(1, 0x1000, false, true, 8)));
  EXPECT_TRUE(graph.Add(Access(1, 0x1004, false, true, 4))) << "its own";
  EXPECT_FALSE(graph.Add(Access(2, 0x1006, false, true, 2)));
}

TEST(ReadsFromGraphTest, HasRoomForManyTasks) {
  ReadsFromGraph graph;
  for (int round = 0; round < 2; ++round) {
    graph.Clear();
    graph.Add(PlainStep(0));
    for (TaskId task = 1; task <= 20; ++task) {
      graph.Add(Create());
      graph.Add(PlainStep(task));
      graph.Add(Write(task, 0x1000));
    }
    EXPECT_EQ(graph.task_count(), 21u);
    graph.Add(Read(0, 0x1000));
    const uint32_t last = graph.size() - 1;
    EXPECT_EQ(graph.at(last).from, last - 1);
    EXPECT_EQ(graph.history(last)[20], 2u);
    EXPECT_EQ(graph.history(last)[19], 0u);
  }
}

}  // namespace
}  // namespace interleave
