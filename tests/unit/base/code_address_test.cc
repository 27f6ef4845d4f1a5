// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/code_address.h"

#include <gnu/libc-version.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

using testing::ContainsRegex;
using testing::MatchesRegex;

const void* AddressOf(int (*function)(const char*)) {
  return reinterpret_cast<const void*>(function);
}

int OfThisProgram(const char*) { return 0; }

TEST(CodeAddressTest, SaysWhereInItsFileAnAddressIs) {
  const std::string here = CodeAddressText(AddressOf(&OfThisProgram));
  EXPECT_THAT(here, MatchesRegex("\\+0x[0-9a-f]+"));
  EXPECT_EQ(FindCodeAddress(here), AddressOf(&OfThisProgram));
  // Of the C library, and no function that a sanitizer replaces.
  const auto* const version =
      reinterpret_cast<const void*>(&gnu_get_libc_version);
  const std::string there = CodeAddressText(version);
  EXPECT_THAT(there, ContainsRegex("libc.*\\+0x[0-9a-f]+"));
  EXPECT_EQ(FindCodeAddress(there), version);
}

TEST(CodeAddressTest, AnAddressOfNoFileIsItself) {
  const auto* const nowhere = reinterpret_cast<const void*>(uintptr_t{42});
  EXPECT_EQ(CodeAddressText(nowhere), "0x2a");
  EXPECT_EQ(FindCodeAddress("0x2a"), nowhere);
}

TEST(CodeAddressTest, FindsNothingInOtherText) {
  for (const char* text : {"", "+", "0x", "+0x", "+0xzz", "+0x12 ", "12",
                           "-0x12", "/no/such/file.so+0x12"}) {
    EXPECT_EQ(FindCodeAddress(text), nullptr) << text;
  }
}

}  // namespace
}  // namespace interleave
