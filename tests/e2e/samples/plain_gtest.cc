// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A test binary that knows nothing of Interleave.

#include <gtest/gtest.h>

TEST(PlainTest, Passes) { EXPECT_EQ(1 + 1, 2); }
