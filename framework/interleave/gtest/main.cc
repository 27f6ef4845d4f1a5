// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The main of test binaries that link interleave::gtest_main.

#include <sys/personality.h>
#include <unistd.h>

#include "interleave/gtest/gtest.h"

namespace {

// Addresses of variables, stacks and libraries are the same in every process
// from here on, where the system allows that: an order or a hash that depends
// on them (Abseil's seed is one) is then, too. Starts the program anew, once.
void FixAddresses(char** argv) {
  constexpr unsigned long kAsk = 0xffffffff;
  const int now = personality(kAsk);
  if (now == -1 || (now & ADDR_NO_RANDOMIZE) != 0) return;
  const auto fixed = static_cast<unsigned>(now) | ADDR_NO_RANDOMIZE;
  if (personality(fixed) == -1) return;
  // A system may take the wish and not grant it.
  if ((personality(kAsk) & ADDR_NO_RANDOMIZE) == 0) return;
  execv("/proc/self/exe", argv);
}

}  // namespace

int main(int argc, char** argv) {
  FixAddresses(argv);
  ::testing::InitGoogleTest(&argc, argv);
  interleave::InitTests(argc, argv);
  return RUN_ALL_TESTS();
}
