// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// How many schedules there are, counted on paper. Each operation is a step:
// creating (c), a task's start (s), points (p), locking (L), unlocking (U),
// joining (j). A schedule is an order of the steps that every task's own order
// and the gates allow: s after its c, j after the last step of the task joined.

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

// Of what the scheduler alone decides.
Options Exhaustive() {
  return {.strategy = "exhaustive",
          .executions = 0,
          .spurious_wakeups = 0,
          .allow_uncontrolled = true,
          .allow_single_schedule = true,
          .allow_no_overlap = true};
}

// The number of schedules; 0 when the search wasn't complete.
uint64_t Count(absl::FunctionRef<void()> body,
               const Options& options = Exhaustive()) {
  const ExploreResult result = Explore(options, body);
  EXPECT_TRUE(result.ok()) << ResultLine(result);
  return result.exhausted ? result.executions : 0;
}

void Points(int n) {
  for (int i = 0; i < n; ++i) INTERLEAVE_POINT("paper.point");
}

uint64_t Binomial(uint64_t n, uint64_t k) {
  uint64_t value = 1;
  for (uint64_t i = 1; i <= k; ++i) value = value * (n - k + i) / i;
  return value;
}

TEST(PaperCountsTest, ABodyWithoutTasksHasOneSchedule) {
  EXPECT_EQ(Count([] { Points(3); }), 1u);
}

// Main: c, m points, j. T1: s, k points. The m points fall anywhere among the
// k + 1 steps of T1, and c is first and j last: (m + k + 1 over m).
TEST(PaperCountsTest, OneTaskBesideMainIsABinomial) {
  for (int m = 0; m <= 3; ++m) {
    for (int k = 0; k <= 3; ++k) {
      const uint64_t count = Count([&] {
        std::thread task([&] { Points(k); });
        Points(m);
        task.join();
      });
      EXPECT_EQ(count, Binomial(static_cast<uint64_t>(m + k + 1),
                                static_cast<uint64_t>(m)))
          << m << " points in main, " << k << " in T1";
    }
  }
}

// c1 c2 j1 j2 leave three gaps: s1 goes into the first or the second, s2 into
// the second or the third. In the same gap they have two orders: 1+1+2+1.
TEST(PaperCountsTest, TwoEmptyTasksHaveFive) {
  const auto body = [] {
    std::thread a([] {}), b([] {});
    a.join();
    b.join();
  };
  EXPECT_EQ(Count(body), 5u);
}

// Without preemption main goes on from c1 to c2 and to j1, where it gives way:
// s1 s2 or s1 j1 s2, or s2 first: s2 s1, since j1 needs s1.
TEST(PaperCountsTest, TwoEmptyTasksHaveThreeWithoutPreemption) {
  Options options = Exhaustive();
  options.preemptions = 0;
  const auto body = [] {
    std::thread a([] {}), b([] {});
    a.join();
    b.join();
  };
  EXPECT_EQ(Count(body, options), 3u);
}

// The base schedule is c1 c2 s1 s2 j1 j2: main waits at j1, and T2 is next
// after T1. One delay at each of its choices, after which the rest is fixed:
// after c1 (c1 s1 c2 j1 s2 j2), after c2 (c1 c2 s2 s1 j1 j2) and after s1 (c1
// c2 s1 j1 s2 j2). With two: the fifth, c1 s1 c2 s2 j1 j2.
TEST(PaperCountsTest, TwoEmptyTasksHaveOneFourAndFiveByDelays) {
  const auto body = [] {
    std::thread a([] {}), b([] {});
    a.join();
    b.join();
  };
  const uint64_t within[] = {1, 1 + 3, 1 + 3 + 1};
  uint64_t executions = 0;
  for (uint32_t delays = 0; delays < 3; ++delays) {
    executions += within[delays];  // each bound passes through those before it
    Options options = Exhaustive();
    options.strategy = "delay-bounded";
    options.delays = delays;
    EXPECT_EQ(Count(body, options), executions) << delays;
  }
}

// n tasks that do nothing, made one after the other: without a delay there is
// one schedule, however many they are.
TEST(PaperCountsTest, ThereIsOneScheduleWithoutADelay) {
  for (int n = 1; n <= 6; ++n) {
    Options options = Exhaustive();
    options.strategy = "delay-bounded";
    options.delays = 0;
    const auto body = [n] {
      std::vector<std::thread> tasks;
      for (int i = 0; i < n; ++i) tasks.emplace_back([] { Points(2); });
      for (std::thread& task : tasks) task.join();
    };
    EXPECT_EQ(Count(body, options), 1u) << n;
  }
}

// Main: c L U j. T1: s L U. Main's section first: s before L, between L and U,
// or after U (3). T1's first: s L U, then main's (1).
TEST(PaperCountsTest, TwoCriticalSectionsHaveFour) {
  const auto body = [] {
    std::mutex mutex;
    std::thread task([&] { const std::lock_guard lock(mutex); });
    { const std::lock_guard lock(mutex); }
    task.join();
  };
  EXPECT_EQ(Count(body), 4u);
}

// The same with try_lock, which never waits: main's t, and U if it got it.
// s t U t U and both overlap: main's c, then the orders of main's (t [U]) and
// T1's (s t [U]). T1's t within main's section fails and then T1 has no U:
//   main t U first, T1 after: s in 3 places                              3
//   main t, T1's t (fails), main U: s before or after main's t           2
//   T1 t U first: s t U t U                                              1
//   T1 t, main t (fails), T1 U: s t t U                                  1
TEST(PaperCountsTest, TwoTriesForALockHaveSeven) {
  const auto body = [] {
    std::mutex mutex;
    const auto section = [&] {
      if (mutex.try_lock()) mutex.unlock();
    };
    std::thread task(section);
    section();
    task.join();
  };
  EXPECT_EQ(Count(body), 7u);
}

// Values multiply: three ways to draw each of two.
TEST(PaperCountsTest, TwoDrawsOfThreeValuesHaveNine) {
  std::set<std::pair<uint32_t, uint32_t>> drawn;
  const uint64_t count = Count([&] {
    const uint32_t first = Choose(3);
    const uint32_t second = Choose(3);
    drawn.insert({first, second});
  });
  EXPECT_EQ(count, 9u);
  EXPECT_EQ(drawn.size(), 9u);
}

// Main: c L notify U j. T1: s L (w wake+L) U, where w is left out if main has
// already set the flag. Main's section before T1's: s before L, between L and
// notify, between notify and U, after U: 4. T1's first, up to its w: s L w,
// then main's L notify U; T1's wake needs the mutex and so comes after U: 1.
TEST(PaperCountsTest, AWaitForAFlagHasFive) {
  const auto body = [] {
    std::mutex mutex;
    std::condition_variable changed;
    bool set = false;
    std::thread task([&] {
      std::unique_lock lock(mutex);
      while (!set) changed.wait(lock);
    });
    {
      const std::lock_guard lock(mutex);
      set = true;
      changed.notify_one();
    }
    task.join();
  };
  EXPECT_EQ(Count(body), 5u);
}

// n tasks that each lock once, all made before main joins them in order: what
// is counted is in how many orders they can take the lock, n!.
TEST(PaperCountsTest, ALockIsTakenInEveryOrder) {
  for (const int n : {2, 3}) {
    std::set<std::vector<int>> orders;
    Count([&] {
      std::mutex mutex;
      std::vector<int> order;
      std::vector<std::thread> tasks;
      for (int i = 0; i < n; ++i) {
        tasks.emplace_back([&, i] {
          const std::lock_guard lock(mutex);
          order.push_back(i);
        });
      }
      for (std::thread& task : tasks) task.join();
      orders.insert(order);
    });
    EXPECT_EQ(orders.size(), n == 2 ? 2u : 6u);
  }
}

// All bounds together reach what no bound reaches.
TEST(PaperCountsTest, BoundedSearchEndsWithTheWholeSpace) {
  const auto body = [] {
    std::string order;
    std::thread task([&] {
      order += "t";
      INTERLEAVE_POINT("paper.point");
      order += "t";
    });
    INTERLEAVE_POINT("paper.point");
    order += "m";
    INTERLEAVE_POINT("paper.point");
    order += "m";
    task.join();
    RecordOutcome(order);
  };
  const ExploreResult whole = Explore(Exhaustive(), body);
  for (const char* strategy : {"preemption-bounded", "delay-bounded"}) {
    Options options = Exhaustive();
    options.strategy = strategy;
    const ExploreResult bounded = Explore(options, body);
    EXPECT_TRUE(bounded.exhausted);
    EXPECT_FALSE(bounded.bound.has_value());
    ASSERT_EQ(bounded.outcomes.size(), whole.outcomes.size());
    for (size_t i = 0; i < whole.outcomes.size(); ++i) {
      EXPECT_EQ(bounded.outcomes[i].value, whole.outcomes[i].value);
    }
  }
}

// Its tasks' threads are those of one process only; jobs_test.cc has the rest.
TEST(PaperCountsTest, SeveralJobsAreRefusedWhereAnExecutionHasRun) {
  const auto body = [] {
    std::thread a([] {}), b([] {});
    a.join();
    b.join();
  };
  EXPECT_EQ(Count(body), 5u);
  Options options = Exhaustive();
  options.jobs = 2;
  const ExploreResult refused = Explore(options, body);
  EXPECT_EQ(refused.verdict, Verdict::kFailed);
  ASSERT_EQ(refused.problems.size(), 1u);
  EXPECT_NE(refused.problems[0].find("--interleave_jobs for the whole run"),
            std::string::npos);
}

}  // namespace
}  // namespace interleave
