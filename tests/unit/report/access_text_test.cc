// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/access_text.h"

#include "gtest/gtest.h"
#include "unit/explain/access_list.h"
#include "unit/report/fake_place_resolver.h"

namespace interleave {
namespace {

TraceAccess Write(uint64_t before, uint64_t after, size_t bytes) {
  TraceAccess access;
  access.kind = OperationKind::kWrite;
  access.bytes = bytes;
  access.known = true;
  access.before = before;
  access.after = after;
  return access;
}

TEST(AccessTextTest, NumbersHaveTheSignOfTheirWidth) {
  MemoryValues values;
  EXPECT_EQ(AccessText(Write(255, 1, 1), "x", values), "writes x: -1 -> 1");
  EXPECT_EQ(AccessText(Write(0xffff, 1, 4), "x", values),
            "writes x: 65535 -> 1");
  EXPECT_EQ(AccessText(Write(~uint64_t{0}, 3'000'000'000, 8), "x", values),
            "writes x: -1 -> 3000000000");
}

TEST(AccessTextTest, WhatMayBeAnAddressIsNumbered) {
  MemoryValues values;
  constexpr uint64_t kOne = 0x7f00'0000'1000;
  constexpr uint64_t kOther = 0x7f00'0000'2000;
  EXPECT_EQ(AccessText(Write(0, kOne, 8), "p", values),
            "writes p: null -> pointer 1");
  EXPECT_EQ(AccessText(Write(kOne, kOther, 8), "p", values),
            "writes p: pointer 1 -> pointer 2");
  // The place held one.
  EXPECT_EQ(AccessText(Write(0, 0, 8), "p", values), "writes p: null -> null");
}

TEST(AccessTextTest, WhatIsNotKnownIsNotSaid) {
  MemoryValues values;
  TraceAccess access = Write(1, 2, 8);
  access.known = false;
  EXPECT_EQ(AccessText(access, "", values), "writes 8 bytes");
  access.kind = OperationKind::kRead;
  access.bytes = 1;
  EXPECT_EQ(AccessText(access, "", values), "reads 1 byte");
}

TEST(AccessTextTest, AVariableHasItsNameOrThatOfTheStep) {
  FakePlaceResolver resolver;
  Trace trace = AccessList(2).Read(1, 0, 0).Build();
  trace.steps[0].object = "memory 1";
  EXPECT_EQ(VariableName(trace.accesses[0], trace, resolver), "memory 1");
  trace.accesses[0].address = &resolver;
  EXPECT_EQ(VariableName(trace.accesses[0], trace, resolver), "pool_size");
  EXPECT_EQ(FindStep(trace, 1), &trace.steps[0]);
  EXPECT_EQ(FindStep(trace, 2), nullptr);
}

}  // namespace
}  // namespace interleave
