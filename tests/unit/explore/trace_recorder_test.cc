// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// explore_test.cc replays what it described; this is about what it leaves out.

#include "interleave/explore/trace_recorder.h"

#include <gtest/gtest.h>

#include <string>

namespace interleave {
namespace {

constexpr PointSite kTurn = {"loop.turn", "/src/loop.cc", 7};

// One task that comes to `kTurn` again and again, but for one other point.
class Course {
 public:
  explicit Course(TraceRecorder& recorder) : recorder_(recorder) {
    task_.id = 0;
    task_.name = "main";
    task_.next.kind = OperationKind::kPoint;
  }

  void Step(const PointSite& site) {
    task_.next.site = &site;
    ++task_.points;
    recorder_.OnAnnounce(task_, "", false);
    recorder_.OnStep(task_, ++number_);
  }

 private:
  TraceRecorder& recorder_;
  TaskState task_;
  StepNumber number_ = 0;
};

TEST(TraceRecorderTest, KeepsTheLastStepsAndWhatIsDoneSeldom) {
  TraceRecorder recorder(20);
  Course course(recorder);
  constexpr PointSite kOnce = {"loop.once", "/src/loop.cc", 9};
  for (int i = 0; i < 500; ++i) course.Step(kTurn);
  course.Step(kOnce);
  for (int i = 0; i < 500; ++i) course.Step(kTurn);
  recorder.Finish();
  const Trace& trace = recorder.trace;
  EXPECT_EQ(trace.step_count(), 1'001u);
  EXPECT_LE(trace.steps.size(), 30u);
  EXPECT_EQ(trace.steps.front().number, 1u);
  EXPECT_EQ(trace.steps.back().number, 1'001u);
  EXPECT_FALSE(trace.steps.back().stack.empty());
}

TEST(TraceRecorderTest, DescribesChoicesInStepsThatItLeftOut) {
  TraceRecorder recorder(20);
  Course course(recorder);
  for (int i = 0; i < 1'000; ++i) course.Step(kTurn);
  recorder.Finish();
  const auto described =
      recorder.Describe({{ChoiceKind::kSwitch, 0, 500, 1, 0}});
  ASSERT_EQ(described.size(), 1u);
  EXPECT_EQ(described[0].position.point, "loop.turn");
  EXPECT_EQ(described[0].position.occurrence, 500u);
  EXPECT_EQ(described[0].place, "loop.cc:7");
}

}  // namespace
}  // namespace interleave
