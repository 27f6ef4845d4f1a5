// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The main of test binaries that link interleave::gtest_main.

#include "interleave/gtest/gtest.h"

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  interleave::InitTests(argc, argv);
  return RUN_ALL_TESTS();
}
