// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/likely_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(LikelySourceTest, NamesThreadsOnlyWhereThereWereSome) {
  EXPECT_THAT(LikelySource({"differs"}, {{}, {"logger", "timer"}}),
              StartsWith("Likely source: threads that ran outside of control "
                         "(logger, timer)"));
  EXPECT_THAT(LikelySource({"differs"}, {}),
              AllOf(HasSubstr("globals, static variables"),
                    Not(HasSubstr("outside of control"))));
}

TEST(LikelySourceTest, NamesTheStaticObject) {
  EXPECT_THAT(LikelySource({"differs"}, {"mutex 2", {}}),
              StartsWith("Likely source: mutex 2 is a global or static "
                         "variable: it was there before the execution"));
  EXPECT_THAT(LikelySource({"differs"}, {"mutex 2", {"logger"}}),
              AllOf(HasSubstr("(logger)"), HasSubstr("; or mutex 2 is")));
}

TEST(LikelySourceTest, TellsTasksDrawsAndLengthsApart) {
  const auto of = [](Difference::Kind kind) {
    return LikelySource(Difference(kind, "differs"), {});
  };
  EXPECT_THAT(of(Difference::Kind::kTasks), HasSubstr("which tasks there are"));
  EXPECT_THAT(of(Difference::Kind::kDraw),
              HasSubstr("whether Choose is called"));
  EXPECT_THAT(of(Difference::Kind::kLength), HasSubstr("how often"));
  EXPECT_THAT(of(Difference::Kind::kOperation),
              StartsWith("Likely source: state that one execution leaves"));
}

}  // namespace
}  // namespace interleave
