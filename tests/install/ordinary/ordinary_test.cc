// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <thread>

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"
#include "ledger.h"

namespace {

void Twice(void (*add)()) {
  std::thread one(add);
  std::thread two(add);
  one.join();
  two.join();
}

INTERLEAVE_TEST(Ordinary, C) {
  tally = 0;
  Twice(&AddToTally);
  INTERLEAVE_CHECK(tally == 2);
}

INTERLEAVE_TEST(Ordinary, SharedLibrary) {
  ledger = 0;
  Twice(&AddToLedger);
  INTERLEAVE_CHECK(ledger == 2);
}

}  // namespace
