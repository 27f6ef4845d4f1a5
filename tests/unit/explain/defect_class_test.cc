// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/defect_class.h"

#include <set>

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(DefectClassTest, EachHasANameOfItsOwnAndAMeaning) {
  std::set<std::string_view> names;
  for (int i = 0; i < kDefectClassCount; ++i) {
    const auto defect = static_cast<DefectClass>(i);
    const std::string_view name = DefectClassName(defect);
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(DefectClassFromName(name), defect);
    EXPECT_EQ(DefectClassMeaning(defect).empty(), i == 0);
  }
  EXPECT_FALSE(DefectClassFromName("a bug").has_value());
}

}  // namespace
}  // namespace interleave
