// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Several processes that fuzz (rff): what each shows, all go on from, and the
// executions are those of one process.
//
// A program of its own, since whoever forks must not have run an execution.

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <thread>

#include "gtest/gtest.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/task_heap.h"
#include "tests/exhaustive/by_any_jobs.h"

namespace interleave {
namespace {

Options Fuzzing(uint64_t executions) {
  return {.strategy = "rff", .executions = executions, .races = "explore"};
}

// What is raced is learnt, and the search begins again.
TEST(JobsFuzzingTest, PlainMemoryIsFuzzedTheSame) {
  const ExploreResult result = ByAnyJobs(Fuzzing(3'000), [] {
    const auto count = std::make_unique<int>(0);
    const auto work = [&] { ++*count; };
    std::thread one(work);
    std::thread two(work);
    std::thread three(work);
    one.join();
    two.join();
    three.join();
    RecordOutcome(std::to_string(*count));
  });
  EXPECT_EQ(result.executions, 3'000u);
  EXPECT_EQ(result.outcomes.size(), 3u);
}

// Each task makes nodes, gives back those of others, and gets memory again.
void TakeAndGiveBack() {
  struct Node {
    std::atomic<int> value{0};
    std::atomic<int> readers{0};
  };
  std::atomic<Node*> top{nullptr};
  std::atomic<int> sum{0};
  const auto work = [&](int first) {
    for (int i = 0; i < 3; ++i) {
      Node* node = new Node;
      if (node->readers.load() == 0) node->value.store(first + i);
      node = top.exchange(node);
      if (node == nullptr) continue;
      node->readers.fetch_add(1);
      sum.store(sum.load() * 7 + node->value.load());
      delete node;
    }
  };
  std::thread one([&] { work(1); });
  std::thread two([&] { work(4); });
  one.join();
  two.join();
  delete top.load();
  RecordOutcome(std::to_string(sum.load()));
}

// Which memory a task gets depends on what its process has done before.
TEST(JobsFuzzingTest, MemoryThatIsUsedAgainIsFuzzedTheSame) {
  const ExploreResult result = ByAnyJobs(Fuzzing(3'000), &TakeAndGiveBack);
  EXPECT_EQ(result.executions, 3'000u);
  EXPECT_GT(result.outcomes.size(), 20u);
}

// The default, with all that it counts: executions and traces of each member,
// pairs, outcomes. Three times, each in processes of its own.
TEST(JobsFuzzingTest, MemoryThatIsUsedAgainIsCountedTheSame) {
  if (!TaskHeap::OfProcess().serves()) {
    GTEST_SKIP() << "ThreadSanitizer's runtime has the heap: docs/limits.md";
  }
  const Options options = {.executions = 3'000, .races = "explore"};
  const ExploreResult first = ByAnyJobs(options, &TakeAndGiveBack);
  EXPECT_EQ(first.executions, 3'000u);
  EXPECT_GT(first.outcomes.size(), 20u);
  ASSERT_NE(first.coverage, nullptr);
  EXPECT_GT(first.members.size(), 3u);
  const ExploreResult second = ByAnyJobs(options, &TakeAndGiveBack);
  EXPECT_EQ(Whole(first), Whole(second));
}

// Gives memory back, but in every other process only when the list is gone: so
// no other allocation gets it before. Not seen by Interleave.
class Freed {
 public:
  __attribute__((no_sanitize("thread"))) ~Freed() {
    for (int i = 0; i < kept_; ++i) free(all_[i]);
  }
  __attribute__((no_sanitize("thread"))) void Add(void* memory) {
    if (syscall(SYS_getpid) % 2 == 0) {
      free(memory);
    } else {
      all_[kept_++] = memory;
    }
  }

 private:
  void* all_[8];
  int kept_ = 0;
};

class ReusedMemoryTest : public testing::TestWithParam<const char*> {};

// Nodes go from task to task. Where a task gets back what it gave, that is
// another node all the same.
TEST_P(ReusedMemoryTest, IsAnotherLocationInEachProcess) {
  struct Node {
    std::atomic<int> value{0};
    std::atomic<int> readers{0};
  };
  const ExploreResult result = ByAnyJobs(
      {.strategy = GetParam(), .executions = 3'000, .races = "explore"}, [] {
        std::atomic<Node*> top{nullptr};
        std::atomic<int> sum{0};
        const auto work = [&](int first) {
          Freed freed;
          for (int i = 0; i < 4; ++i) {
            Node* node = new (malloc(sizeof(Node))) Node;
            node->value.store(first + i);
            node = top.exchange(node);
            if (node == nullptr) continue;
            node->readers.fetch_add(1);
            sum.store(sum.load() * 7 + node->value.load());
            freed.Add(node);
          }
        };
        std::thread one([&] { work(1); });
        std::thread two([&] { work(5); });
        one.join();
        two.join();
        free(top.load());
        RecordOutcome(std::to_string(sum.load()));
      });
  EXPECT_EQ(result.executions, 3'000u);
}

INSTANTIATE_TEST_SUITE_P(, ReusedMemoryTest,
                         testing::Values("rff", "surw", "pos"));

TEST(JobsFuzzingTest, AFindingIsTheSameOne) {
  const ExploreResult result = ByAnyJobs(Fuzzing(20'000), [] {
    std::atomic<int> count{0};
    const auto work = [&] {
      for (int i = 0; i < 4; ++i) count.store(count.load() + 1);
    };
    std::thread one(work);
    std::thread two(work);
    one.join();
    two.join();
    INTERLEAVE_CHECK(count > 2);
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_GT(result.failures[0].execution, 1u);
}

}  // namespace
}  // namespace interleave
