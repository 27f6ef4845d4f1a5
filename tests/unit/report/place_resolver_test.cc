// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/place_resolver.h"

#include <array>
#include <atomic>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/report/path_text.h"

namespace interleave {
namespace {

const void* captured = nullptr;
std::atomic<int> after_call = 0;

[[gnu::noinline]] void Capture() { captured = __builtin_return_address(0); }

constexpr int kLine = __LINE__ + 2;
[[gnu::noinline]] void CallIt() {
  Capture();  // here
  ++after_call;
}

TEST(ProcessPlaceResolverTest, GivesPlaceAndSource) {
  CallIt();
  ProcessPlaceResolver resolver;
  const std::array<const void*, 1> stack = {captured};
  const Place place = resolver.Locate(stack);
  EXPECT_EQ(ShortPath(place.file), "place_resolver_test.cc");
  EXPECT_EQ(place.line, kLine);
  EXPECT_THAT(place.function, testing::HasSubstr("CallIt"));
  EXPECT_EQ(place.source, "Capture();  // here");
}

TEST(ProcessPlaceResolverTest, GivesNoFileWhenNothingIsTheUsers) {
  ProcessPlaceResolver resolver;
  EXPECT_EQ(resolver.Locate({}), Place());
}

}  // namespace
}  // namespace interleave
