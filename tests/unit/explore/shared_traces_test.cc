// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/shared_traces.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>

#include "gtest/gtest.h"

namespace interleave {
namespace {

class SharedTracesTest : public testing::Test {
 protected:
  void SetUp() override {
    traces_ = SharedTraces::Map();
    ASSERT_NE(traces_, nullptr);
  }
  void TearDown() override { traces_->Unmap(); }

  // Of some dozen slots, some share one.
  void InsertAll(uint64_t begin, uint64_t end) {
    for (uint64_t i = begin; i < end; ++i) {
      traces_->Insert(i % 8 + (i << 32));
    }
  }

  SharedTraces* traces_ = nullptr;
};

TEST_F(SharedTracesTest, CountsEachTraceOnce) {
  EXPECT_EQ(traces_->size(), 0u);
  InsertAll(0, 1'000);
  InsertAll(500, 1'500);
  EXPECT_EQ(traces_->size(), 1'500u);
}

TEST_F(SharedTracesTest, CountsWhatSeveralProcessesMeet) {
  pid_t children[3];
  for (uint64_t i = 0; i < 3; ++i) {
    children[i] = fork();
    if (children[i] == 0) {
      InsertAll(i * 500, i * 500 + 1'000);
      _exit(0);
    }
    ASSERT_GT(children[i], 0);
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
  }
  EXPECT_EQ(traces_->size(), 2'000u);
}

TEST_F(SharedTracesTest, BeginsAgain) {
  InsertAll(0, 1'000);
  traces_->Clear();
  EXPECT_EQ(traces_->size(), 0u);
  InsertAll(0, 100);
  EXPECT_EQ(traces_->size(), 100u);
}

}  // namespace
}  // namespace interleave
