// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// How many executions rf-dpor needs where it is known, what it finds, and what
// it refuses. That there is one execution for each class of many programs is
// tested in rf_dpor_random_test.cc.

#include <pthread.h>
#include <semaphore.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

using testing::HasSubstr;

ExploreResult Search(const char* strategy, absl::FunctionRef<void()> body) {
  Options options;
  options.strategy = strategy;
  options.executions = 0;
  options.findings_max = 1'000;
  options.allow_single_schedule = true;
  return Explore(options, body, "Test");
}

uint64_t ClassesOf(absl::FunctionRef<void()> body) {
  const ExploreResult result = Search("rf-dpor", body);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  return result.executions;
}

// As many threads, each given its number.
void Together(int threads, const std::function<void(int)>& work) {
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back(work, i);
  for (std::thread& thread : running) thread.join();
}

std::function<void()> LostIncrements(int threads, int times) {
  return [=] {
    std::atomic<int> count = 0;
    Together(threads, [&](int) {
      for (int i = 0; i < times; ++i) {
        const int before = count.load(std::memory_order_relaxed);
        count.store(before + 1, std::memory_order_relaxed);
      }
    });
  };
}

// 3x3 is what Nidhugg's --rf counts. The others: rf_dpor_random_test.cc.
TEST(RfDporTest, LostIncrementsHaveTheClassesThatNidhuggCounts) {
  EXPECT_EQ(ClassesOf(LostIncrements(2, 1)), 3u);
  EXPECT_EQ(ClassesOf(LostIncrements(3, 3)), 154'126u);
}

// Each reads from the beginning or from the writer.
TEST(RfDporTest, EachReaderReadsOneOfTwo) {
  for (const int readers : {1, 2, 5, 8}) {
    const auto body = [readers] {
      std::atomic<int> value = 0;
      Together(readers + 1, [&](int number) {
        if (number == 0) {
          value.store(1, std::memory_order_relaxed);
        } else {
          value.load(std::memory_order_relaxed);
        }
      });
    };
    EXPECT_EQ(ClassesOf(body), uint64_t{1} << readers) << readers;
  }
}

// Nobody reads, so that no order is told from another.
TEST(RfDporTest, WritersThatNobodyReadsAreOfOneClass) {
  const auto body = [] {
    std::atomic<int> value = 0;
    Together(6, [&](int number) { value.store(number); });
  };
  EXPECT_EQ(ClassesOf(body), 1u);
}

// What main reads in the end is told apart, though it is alone by then.
TEST(RfDporTest, WhatIsReadAfterAllHaveEndedCounts) {
  const auto body = [] {
    std::atomic<int> value = 0;
    Together(3, [&](int number) { value.store(number + 1); });
    RecordOutcome(std::to_string(value.load()));
  };
  const ExploreResult result = Search("rf-dpor", body);
  EXPECT_EQ(result.executions, 3u);
  EXPECT_EQ(result.outcomes.size(), 3u);
}

// What is atomic to those that write it and plain to who reads it in the end.
TEST(RfDporTest, WhatIsReadPlainlyAfterAllHaveEndedCounts) {
  static int value;
  const auto body = [] {
    value = 0;
    Together(3, [](int number) {
      __atomic_store_n(&value, number + 1, __ATOMIC_RELAXED);
    });
    RecordOutcome(std::to_string(value));
  };
  const ExploreResult result = Search("rf-dpor", body);
  EXPECT_EQ(result.executions, 3u);
  EXPECT_EQ(result.outcomes.size(), 3u);
}

// Abdulla et al. (2014), section 9. Each of the n writers reads what the one
// before it wrote or the beginning, and the last zero is looked for.
TEST(RfDporTest, LastZeroHasFewerClassesThanTraces) {
  const auto body = [](int size) {
    return [size] {
      std::vector<std::atomic<int>> array(static_cast<size_t>(size) + 1);
      Together(size + 1, [&](int number) {
        const auto at = static_cast<size_t>(number);
        if (number == 0) {
          auto last = static_cast<size_t>(size);
          while (array[last].load(std::memory_order_relaxed) != 0) --last;
        } else {
          array[at].store(array[at - 1].load(std::memory_order_relaxed) + 1,
                          std::memory_order_relaxed);
        }
      });
    };
  };
  EXPECT_EQ(ClassesOf(body(1)), 2u);
  const uint64_t classes = ClassesOf(body(5));
  EXPECT_EQ(classes, Search("dpor", body(5)).executions);
}

TEST(RfDporTest, TasksThatTakeOneLockHaveAsManyClassesAsOrders) {
  const auto body = [](int threads) {
    return [threads] {
      std::mutex mutex;
      Together(threads, [&](int) { const std::lock_guard hold(mutex); });
    };
  };
  EXPECT_EQ(ClassesOf(body(2)), 2u);
  EXPECT_EQ(ClassesOf(body(3)), 6u);
  EXPECT_EQ(ClassesOf(body(5)), 120u);
}

TEST(RfDporTest, AMutexIsDestroyedOnceAllHaveEnded) {
  EXPECT_EQ(ClassesOf([] {
              pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
              Together(3, [&](int) {
                pthread_mutex_lock(&mutex);
                pthread_mutex_unlock(&mutex);
              });
              pthread_mutex_destroy(&mutex);
            }),
            6u);
}

TEST(RfDporTest, SpinLocksAreLocks) {
  const auto body = [] {
    pthread_spinlock_t lock;
    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    Together(3, [&](int) {
      pthread_spin_lock(&lock);
      pthread_spin_unlock(&lock);
    });
    pthread_spin_destroy(&lock);
  };
  EXPECT_EQ(ClassesOf(body), 6u);
}

TEST(RfDporTest, ARecursiveMutexIsTakenOnce) {
  const auto body = [] {
    std::recursive_mutex mutex;
    Together(2, [&](int) {
      const std::lock_guard hold(mutex);
      const std::lock_guard hold_again(mutex);
    });
  };
  EXPECT_EQ(ClassesOf(body), 2u);
}

// `first_takes_right`: the first philosopher breaks the ring.
ExploreResult Dine(int philosophers, bool first_takes_right) {
  return Search("rf-dpor", [=] {
    std::vector<std::mutex> forks(static_cast<size_t>(philosophers));
    Together(philosophers, [&](int number) {
      auto first = static_cast<size_t>(number);
      auto second = (first + 1) % forks.size();
      if (number == 0 && first_takes_right) std::swap(first, second);
      const std::lock_guard hold_first(forks[first]);
      const std::lock_guard hold_second(forks[second]);
    });
  });
}

// The order in which each fork is taken is all that there is: as many classes
// as traces.
TEST(RfDporTest, PhilosophersDeadlockInOneClassOrInNone) {
  for (const int n : {2, 3, 4, 5}) {
    const ExploreResult left = Dine(n, false);
    EXPECT_EQ(left.executions, (uint64_t{1} << n) - 1) << n;
    ASSERT_EQ(left.failures.size(), 1u) << n;
    EXPECT_EQ(left.failures[0].finding.kind, FindingKind::kDeadlock);
    const ExploreResult mended = Dine(n, true);
    EXPECT_EQ(mended.executions, (uint64_t{1} << n) - 2) << n;
    EXPECT_EQ(mended.verdict, Verdict::kVerified) << FormatResult(mended);
  }
}

// Tasks are numbered in the order in which they are created, by whomever.
TEST(RfDporTest, TasksMayCreateTasks) {
  const auto body = [] {
    std::atomic<int> value = 0;
    std::atomic<int> seen = 0;
    Together(2, [&](int number) {
      std::thread inner([&value, number] { value.store(number + 1); });
      seen.fetch_add(value.load() + 10 * number);
      inner.join();
    });
    RecordOutcome(std::to_string(value) + " " + std::to_string(seen));
  };
  const ExploreResult all = Search("dpor", body);
  const ExploreResult result = Search("rf-dpor", body);
  EXPECT_TRUE(result.exhausted);
  EXPECT_LE(result.executions, all.executions);
  const auto values = [](const ExploreResult& of) {
    std::vector<std::string> outcomes;
    for (const RecordedOutcome& one : of.outcomes) {
      outcomes.push_back(one.value);
    }
    return outcomes;
  };
  EXPECT_EQ(values(result), values(all));
}

// One assertion fails where one value is read; the execution ends there.
TEST(RfDporTest, FindsWhatFailsInOneClass) {
  const ExploreResult result = Search("rf-dpor", [] {
    std::atomic<int> count = 0;
    Together(3, [&](int) {
      const int before = count.load(std::memory_order_relaxed);
      count.store(before + 1, std::memory_order_relaxed);
    });
    INTERLEAVE_CHECK(count.load() != 1);
  });
  EXPECT_TRUE(result.exhausted);
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kAssertion);
  EXPECT_THAT(ResultLine(result), HasSubstr("assertion"));
}

// A long execution is no proof, and takes no long search for others.
TEST(RfDporTest, AnExecutionThatReachesTheStepLimitIsNotFollowedUp) {
  Options options;
  options.strategy = "rf-dpor";
  options.executions = 0;
  options.steps_max = 20'000;
  const ExploreResult result = Explore(
      options,
      [] {
        std::atomic<int> value = 0;
        Together(2, [&](int) {
          for (int i = 0; i < 20'000; ++i) value.fetch_add(value.load());
        });
      },
      "Test");
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kStepLimit);
  EXPECT_FALSE(result.exhausted);
}

TEST(RfDporTest, TheResultNamesTheClasses) {
  EXPECT_THAT(ResultLine(Search("rf-dpor", LostIncrements(2, 1))),
              HasSubstr("verified: all 3 reads-from classes"));
}

struct Refused {
  const char* name;
  std::function<void()> body;
  const char* what;
};

std::vector<Refused> AllRefused() {
  return {
      {"ConditionVariable",
       [] {
         std::condition_variable condition;
         Together(2, [&](int) { condition.notify_all(); });
       },
       "condition variables"},
      {"Destroy",
       [] {
         pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
         Together(2, [&](int) {
           pthread_mutex_lock(&mutex);
           pthread_mutex_unlock(&mutex);
           pthread_mutex_destroy(&mutex);
         });
       },
       "destroying what others may use"},
      {"Semaphore",
       [] {
         sem_t semaphore;
         sem_init(&semaphore, 0, 2);
         Together(2, [&](int) { sem_wait(&semaphore); });
         sem_destroy(&semaphore);
       },
       "semaphores"},
      {"Futex",
       [] {
         std::atomic<int> value = 0;
         Together(2, [&](int number) {
           value.store(number);
           value.notify_all();
           value.wait(2);
         });
       },
       "futexes"},
      {"ReaderWriterLock",
       [] {
         std::shared_mutex mutex;
         Together(2, [&](int) { const std::shared_lock hold(mutex); });
       },
       "reader-writer locks"},
      {"Deadline",
       [] {
         std::timed_mutex mutex;
         Together(2, [&](int) {
           if (mutex.try_lock_for(std::chrono::seconds(1))) mutex.unlock();
         });
       },
       "operations with a deadline"},
      {"DrawnValue", [] { Together(2, [&](int) { Choose(2); }); },
       "values drawn by Choose"},
      {"PartsOfMemory",
       [] {
         std::atomic<uint64_t> whole = 0;
         Together(2, [&](int number) {
           if (number == 0) {
             whole.store(1);
           } else {
             __atomic_store_n(reinterpret_cast<uint32_t*>(&whole), 2,
                              __ATOMIC_SEQ_CST);
           }
         });
       },
       "accesses to memory that overlap in part"},
  };
}

class RfDporRefusesTest : public testing::TestWithParam<Refused> {};

TEST_P(RfDporRefusesTest, ByNameAndSaysWhatToUse) {
  const ExploreResult result = Search("rf-dpor", GetParam().body);
  EXPECT_EQ(result.verdict, Verdict::kFailed);
  EXPECT_FALSE(result.exhausted);
  ASSERT_EQ(result.problems.size(), 1u) << FormatResult(result);
  EXPECT_THAT(
      result.problems[0],
      HasSubstr(std::string("rf-dpor does not handle ") + GetParam().what));
  EXPECT_THAT(result.problems[0], HasSubstr("set strategy to \"dpor\""));
}
INSTANTIATE_TEST_SUITE_P(Kinds, RfDporRefusesTest,
                         testing::ValuesIn(AllRefused()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace interleave
