// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs drawn at random, of operations whose effect depends on what was
// there: rf-dpor comes to the outcomes that depth-first search comes to.

#include <atomic>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"
#include "read_programs.h"

namespace interleave {
namespace {

struct Values {
  std::atomic<int> first = 0;
  std::atomic<int> second = 0;
  int plain = 0;
  std::mutex mutex;
  std::recursive_mutex recursive;
};

using Act = std::function<int(Values&)>;

// What a thread may do, and what it sees by it.
const std::vector<Act>& Acts() {
  static const auto* const acts = new std::vector<Act>{
      [](Values& v) { return v.first.load(std::memory_order_acquire); },
      [](Values& v) {
        v.first.store(1, std::memory_order_release);
        return 0;
      },
      [](Values& v) { return v.first.fetch_add(2); },
      [](Values& v) {
        int expected = 1;
        return v.first.compare_exchange_strong(expected, 5) ? 1 : expected;
      },
      [](Values& v) {
        int expected = 0;
        return v.second.compare_exchange_strong(expected, 4) ? 1 : expected;
      },
      [](Values& v) { return v.second.load(); },
      [](Values& v) { return ++v.plain; },
      [](Values& v) { return v.plain; },
      [](Values& v) {
        const std::lock_guard hold(v.mutex);
        return v.second.exchange(7);
      },
      [](Values& v) {
        const std::lock_guard hold(v.recursive);
        const std::lock_guard hold_again(v.recursive);
        return ++v.plain;
      },
      [](Values& v) {
        const std::unique_lock hold(v.mutex, std::try_to_lock);
        return hold.owns_lock() ? v.first.load() : -1;
      },
      [](Values&) {
        INTERLEAVE_POINT("test.point");
        return 0;
      },
      [](Values&) {
        std::atomic_thread_fence(std::memory_order_seq_cst);
        std::this_thread::yield();
        return 0;
      },
  };
  return *acts;
}

std::set<std::string> OutcomesBy(
    const char* strategy, const std::vector<std::vector<size_t>>& threads,
    uint64_t executions_max, bool* all) {
  Options options;
  options.strategy = strategy;
  options.executions = executions_max;
  options.allow_single_schedule = true;
  const ExploreResult result = Explore(
      options,
      [&threads] {
        Values values;
        read_programs::Class seen(threads.size());
        for (std::vector<int>& one : seen) one.reserve(16);
        const read_programs::Threads running(threads.size(), [&](size_t i) {
          for (const size_t act : threads[i]) {
            seen[i].push_back(Acts()[act](values));
          }
        });
        seen.push_back({values.first, values.second, values.plain});
        RecordOutcome(read_programs::Text(seen));
      },
      "Test");
  EXPECT_TRUE(result.failures.empty()) << FormatResult(result);
  *all = result.exhausted;
  std::set<std::string> outcomes;
  for (const RecordedOutcome& outcome : result.outcomes) {
    outcomes.insert(outcome.value);
  }
  return outcomes;
}

class RfDporOutcomesTest : public testing::TestWithParam<uint64_t> {};

TEST_P(RfDporOutcomesTest, AreThoseOfDepthFirstSearch) {
  Random random(GetParam());
  for (int compared = 0; compared < 40;) {
    std::vector<std::vector<size_t>> threads(2);
    for (std::vector<size_t>& thread : threads) {
      const uint32_t count = 1 + random.Below(3);
      for (uint32_t i = 0; i < count; ++i) {
        thread.push_back(random.Below(static_cast<uint32_t>(Acts().size())));
      }
    }
    bool complete = false;
    const std::set<std::string> all =
        OutcomesBy("dfs", threads, 3'000, &complete);
    if (!complete) continue;
    ++compared;
    EXPECT_EQ(OutcomesBy("rf-dpor", threads, 0, &complete), all)
        << testing::PrintToString(threads);
    EXPECT_TRUE(complete);
    ASSERT_FALSE(HasFailure()) << "program " << compared;
  }
}
INSTANTIATE_TEST_SUITE_P(Forties, RfDporOutcomesTest,
                         testing::Range<uint64_t>(1, 6));

}  // namespace
}  // namespace interleave
