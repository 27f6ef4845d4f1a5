// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/intercept/absl_symbol.h"

#include <dlfcn.h>
#include <gtest/gtest.h>

namespace interleave {
namespace {

TEST(AbslSymbolTest, InstalledReleaseIsTheModelledOne) {
  EXPECT_EQ(ABSL_LTS_RELEASE_VERSION, kAbslModelled)
      << "Compare absl/synchronization/mutex.h with intercept/absl_mutex.cc, "
         "notification.h, blocking_counter.h and barrier.h with "
         "intercept/absl_notification.cc; then say so in kAbslModelled.";
}

TEST(AbslSymbolTest, IsTheLinkersNameOfAMember) {
  EXPECT_NE(dlsym(RTLD_NEXT, AbslSymbol<"_ZN4absl", "5Mutex4LockEv">().value),
            nullptr);
  EXPECT_NE(
      dlsym(RTLD_NEXT, AbslSymbol<"_ZNK4absl", "5Mutex10AssertHeldEv">().value),
      nullptr);
}

}  // namespace
}  // namespace interleave
