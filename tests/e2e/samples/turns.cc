// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The test that does what programs/turns.cc does.

#include "tests/e2e/programs/turns.h"

#include "interleave/gtest/gtest.h"

namespace {

INTERLEAVE_TEST(TurnsTest, Counts) {
  EXPECT_EQ(interleave::e2e::TakeTurns(), 4);
}

}  // namespace
