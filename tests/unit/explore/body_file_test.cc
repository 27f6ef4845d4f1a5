// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Here, where nothing is instrumented. Elsewhere, and what follows from it:
// tests/instrumented/body_file_test.cc.

#include "interleave/explore/body_file.h"

#include "gtest/gtest.h"
#include "interleave/explore/options.h"

namespace interleave {
namespace {

TEST(BodyFileTest, IsNotInstrumentedHere) {
  EXPECT_EQ(internal::kThisFile, BodyFile::kNotInstrumented);
}

TEST(BodyFileTest, OptionsTakeItToBeSoUnlessTold) {
  EXPECT_TRUE(Options().body_instrumented);
}

}  // namespace
}  // namespace interleave
