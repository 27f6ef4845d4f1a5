// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs that wait by trying again and again: each comes to its end in every
// strategy, small ones are verified, and what never ends is a livelock.

#include <semaphore.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/happens_before.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

// How a loop spends its time.
struct Spinning {
  static void Pause() {}
};
struct Yielding {
  static void Pause() { std::this_thread::yield(); }
};
struct Sleeping {
  static void Pause() {
    std::this_thread::sleep_for(  // style: virtual time
        std::chrono::milliseconds(1));
  }
};

template <typename Wait>
class TestAndSetLock {
 public:
  void Lock(int) {
    while (flag_.test_and_set(std::memory_order_acquire)) Wait::Pause();
  }
  void Unlock(int) { flag_.clear(std::memory_order_release); }

 private:
  std::atomic_flag flag_ = ATOMIC_FLAG_INIT;
};

template <typename Wait>
class TestTestAndSetLock {
 public:
  void Lock(int) {
    do {
      while (taken_.load(std::memory_order_relaxed)) Wait::Pause();
    } while (taken_.exchange(true, std::memory_order_acquire));
  }
  void Unlock(int) { taken_.store(false, std::memory_order_release); }

 private:
  std::atomic<bool> taken_ = false;
};

template <typename Wait>
class TicketLock {
 public:
  void Lock(int) {
    const int ticket = next_.fetch_add(1, std::memory_order_relaxed);
    while (serving_.load(std::memory_order_acquire) != ticket) Wait::Pause();
  }
  void Unlock(int) {
    serving_.store(serving_.load(std::memory_order_relaxed) + 1,
                   std::memory_order_release);
  }

 private:
  std::atomic<int> next_ = 0;
  std::atomic<int> serving_ = 0;
};

// Mellor-Crummey & Scott, "Algorithms for scalable synchronization on
// shared-memory multiprocessors" (ACM TOCS 1991).
template <typename Wait>
class McsLock {
 public:
  void Lock(int number) {
    Node& node = nodes_[static_cast<size_t>(number)];
    node.next.store(nullptr, std::memory_order_relaxed);
    node.waits.store(true, std::memory_order_relaxed);
    Node* const before = last_.exchange(&node, std::memory_order_acq_rel);
    if (before == nullptr) return;
    before->next.store(&node, std::memory_order_release);
    while (node.waits.load(std::memory_order_acquire)) Wait::Pause();
  }
  void Unlock(int number) {
    Node& node = nodes_[static_cast<size_t>(number)];
    Node* mine = &node;
    if (last_.compare_exchange_strong(mine, nullptr,
                                      std::memory_order_acq_rel)) {
      return;
    }
    Node* next = nullptr;
    while ((next = node.next.load(std::memory_order_acquire)) == nullptr) {
      Wait::Pause();
    }
    next->waits.store(false, std::memory_order_release);
  }

 private:
  struct Node {
    std::atomic<Node*> next = nullptr;
    std::atomic<bool> waits = false;
  };
  std::array<Node, 3> nodes_;
  std::atomic<Node*> last_ = nullptr;
};

// Craig; Landin & Hagersten: each waits at the node of the one before it.
template <typename Wait>
class ClhLock {
 public:
  void Lock(int number) {
    Node* const mine = &nodes_[static_cast<size_t>(number)];
    mine->taken.store(true, std::memory_order_relaxed);
    const Node* const before = last_.exchange(mine, std::memory_order_acq_rel);
    while (before->taken.load(std::memory_order_acquire)) Wait::Pause();
  }
  void Unlock(int number) {
    nodes_[static_cast<size_t>(number)].taken.store(false,
                                                    std::memory_order_release);
  }

 private:
  struct Node {
    std::atomic<bool> taken = false;
  };
  std::array<Node, 3> nodes_;
  Node free_;
  std::atomic<Node*> last_ = &free_;
};

template <typename Wait>
class TriedMutex {
 public:
  void Lock(int) {
    while (!mutex_.try_lock()) Wait::Pause();
  }
  void Unlock(int) { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

template <typename Wait>
class TriedSemaphore {
 public:
  TriedSemaphore() { sem_init(&semaphore_, 0, 1); }
  ~TriedSemaphore() { sem_destroy(&semaphore_); }
  TriedSemaphore(const TriedSemaphore&) = delete;
  TriedSemaphore& operator=(const TriedSemaphore&) = delete;

  void Lock(int) {
    while (sem_trywait(&semaphore_) != 0) Wait::Pause();
  }
  void Unlock(int) { sem_post(&semaphore_); }

 private:
  sem_t semaphore_;
};

// The defect: others may come between the two halves of a test-and-set.
template <typename Wait>
class TornLock {
 public:
  void Lock(int) {
    while (taken_.load()) Wait::Pause();
    taken_.store(true);
  }
  void Unlock(int) { taken_.store(false); }

 private:
  std::atomic<bool> taken_ = false;
};

// As many threads, each given its number.
void Together(int threads, const std::function<void(int)>& work) {
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back(work, i);
  for (std::thread& thread : running) thread.join();
}

template <typename Lock>
void CountUnderLock() {
  Lock lock;
  int count = 0;
  Together(2, [&](int number) {
    lock.Lock(number);
    ++count;
    lock.Unlock(number);
  });
  INTERLEAVE_CHECK(count == 2);
}

template <typename Wait>
void WaitForFlag() {
  std::atomic<bool> ready = false;
  int value = 0;
  std::thread other([&] {
    value = 1;
    ready.store(true, std::memory_order_release);
  });
  while (!ready.load(std::memory_order_acquire)) Wait::Pause();
  INTERLEAVE_CHECK(value == 1);
  other.join();
}

template <typename Wait>
void ReadSequence() {
  std::atomic<int> sequence = 0;
  std::array<std::atomic<int>, 2> data = {0, 0};
  std::thread writer([&] {
    sequence.store(1);
    data[0].store(1);
    data[1].store(1);
    sequence.store(2);
  });
  for (;;) {
    const int before = sequence.load();
    const int first = data[0].load();
    const int second = data[1].load();
    if (before % 2 == 0 && sequence.load() == before) {
      INTERLEAVE_CHECK(first == second);
      break;
    }
    Wait::Pause();
  }
  writer.join();
}

template <typename Wait>
void MeetByCounting() {
  std::atomic<int> arrived = 0;
  std::array<int, 2> wrote = {0, 0};
  Together(2, [&](int number) {
    wrote[static_cast<size_t>(number)] = 1;
    arrived.fetch_add(1);
    while (arrived.load() < 2) Wait::Pause();
    INTERLEAVE_CHECK(wrote[0] + wrote[1] == 2);
  });
}

// Looks for so long and then does without; how often is kept in memory.
void LookForSomeTime() {
  std::atomic<bool> ready = false;
  struct Patience {
    int left = 40;
  } patience;
  std::thread other([&] { ready.store(true); });
  while (!ready.load() && --patience.left > 0) {
  }
  other.join();
}

struct Program {
  const char* name;
  void (*body)();
};

#define PROGRAMS_OF(Wait)                                                  \
  {"TestAndSet" #Wait, &CountUnderLock<TestAndSetLock<Wait>>},             \
      {"TestTestAndSet" #Wait, &CountUnderLock<TestTestAndSetLock<Wait>>}, \
      {"Ticket" #Wait, &CountUnderLock<TicketLock<Wait>>},                 \
      {"Mcs" #Wait, &CountUnderLock<McsLock<Wait>>},                       \
      {"Clh" #Wait, &CountUnderLock<ClhLock<Wait>>},                       \
      {"TriedMutex" #Wait, &CountUnderLock<TriedMutex<Wait>>},             \
      {"TriedSemaphore" #Wait, &CountUnderLock<TriedSemaphore<Wait>>},     \
      {"Flag" #Wait, &WaitForFlag<Wait>},                                  \
      {"Sequence" #Wait, &ReadSequence<Wait>}, {                           \
    "Meeting" #Wait, &MeetByCounting<Wait>                                 \
  }

constexpr Program kPrograms[] = {
    PROGRAMS_OF(Spinning),
    PROGRAMS_OF(Yielding),
    PROGRAMS_OF(Sleeping),
    {"LookForSomeTime", &LookForSomeTime},
};

class FairnessTest : public testing::TestWithParam<Program> {
 protected:
  static ExploreResult ExploreWith(const std::string& strategy,
                                   uint64_t executions) {
    Options options;
    options.strategy = strategy;
    options.executions = executions;
    return Explore(options, GetParam().body, GetParam().name);
  }
};

TEST_P(FairnessTest, IsVerifiedByDpor) {
  const ExploreResult result = ExploreWith("dpor", 0);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  RecordProperty("executions", static_cast<int>(result.executions));
}

TEST_P(FairnessTest, IsVerifiedWithinTwoPreemptions) {
  Options options;
  options.strategy = "preemption-bounded";
  options.preemptions = 2;
  options.executions = 0;
  const ExploreResult result =
      Explore(options, GetParam().body, GetParam().name);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
}

TEST_P(FairnessTest, EndsUnderSampling) {
  for (const char* strategy : {"random", "sticky-random", "rff", "auto"}) {
    const ExploreResult result = ExploreWith(strategy, 300);
    EXPECT_NE(result.verdict, Verdict::kFailed) << FormatResult(result);
  }
}

INSTANTIATE_TEST_SUITE_P(Waiting, FairnessTest, testing::ValuesIn(kPrograms),
                         [](const testing::TestParamInfo<Program>& info) {
                           return info.param.name;
                         });

ExploreResult ExploreAll(const std::string& strategy, void (*body)()) {
  Options options;
  options.strategy = strategy;
  options.executions = 0;
  return Explore(options, body, "Test");
}

constexpr const char* kProving[] = {"dpor", "preemption-bounded", "exhaustive"};

TEST(FairnessCountsTest, DepthFirstSearchProvesTheSmallOnes) {
  for (void (*body)() :
       {&WaitForFlag<Spinning>, &WaitForFlag<Yielding>,
        &CountUnderLock<TestAndSetLock<Spinning>>,
        &CountUnderLock<TestAndSetLock<Yielding>>,
        &CountUnderLock<TestTestAndSetLock<Spinning>>,
        &CountUnderLock<TriedMutex<Yielding>>, &MeetByCounting<Spinning>}) {
    const ExploreResult result = ExploreAll("exhaustive", body);
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  }
}

// The flag is set before the first look, between two of the first three, or
// later: the fourth would be the third once more and does not take place. (The
// first is remembered, from the second on the stack is kept clean, the third is
// taken a snapshot of.)
TEST(FairnessCountsTest, LooksThatRepeatAreNotTold) {
  const ExploreResult result = ExploreAll("dpor", &WaitForFlag<Spinning>);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_EQ(result.executions, 4u);
}

// Whoever is second looks 0 to 3 times while the other has the lock: four
// traces for each of the two who may be first.
TEST(FairnessCountsTest, TwoTasksHaveEightWaysToSpinForALock) {
  for (void (*body)() : {&CountUnderLock<TestAndSetLock<Spinning>>,
                         &CountUnderLock<TriedMutex<Spinning>>}) {
    const ExploreResult result = ExploreAll("dpor", body);
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
    EXPECT_EQ(result.executions, 8u);
  }
}

// What it waits for is two things, so that what lets it go on is not always
// what it does next.
void WaitForTwoFlags() {
  std::atomic<int> x = 0;
  std::atomic<int> y = 0;
  int seen = 0;
  Together(3, [&](int number) {
    if (number == 0) {
      x.store(1);
      y.store(1);
    } else if (number == 1) {
      x.store(2);
    } else {
      while (x.load() == 0 || y.load() == 0) {
      }
      seen = x.load();
    }
  });
  RecordOutcome(std::to_string(seen));
}

void MeetAndTell() {
  std::atomic<int> arrived = 0;
  std::atomic<int> order = 0;
  Together(2, [&](int number) {
    arrived.fetch_add(1);
    while (arrived.load() < 2) std::this_thread::yield();
    order.store(10 * order.load() + number + 1);
  });
  RecordOutcome(std::to_string(order.load()));
}

TEST(FairnessOutcomesTest, DporHasThoseOfDepthFirstSearch) {
  for (void (*body)() : {&WaitForTwoFlags, &MeetAndTell}) {
    std::vector<std::string> outcomes[2];
    const char* strategies[] = {"exhaustive", "dpor"};
    for (int i = 0; i < 2; ++i) {
      const ExploreResult result = ExploreAll(strategies[i], body);
      EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
      for (const RecordedOutcome& outcome : result.outcomes) {
        outcomes[i].push_back(outcome.value);
      }
    }
    EXPECT_GE(outcomes[0].size(), 2u);
    EXPECT_EQ(outcomes[0], outcomes[1]);
  }
}

TEST(FairnessCountsTest, TheSameComesTwice) {
  for (const char* strategy : kProving) {
    const ExploreResult first =
        ExploreAll(strategy, &CountUnderLock<TestTestAndSetLock<Yielding>>);
    const ExploreResult second =
        ExploreAll(strategy, &CountUnderLock<TestTestAndSetLock<Yielding>>);
    EXPECT_EQ(first.executions, second.executions) << strategy;
    EXPECT_EQ(first.steps, second.steps) << strategy;
  }
}

TEST(TornLockTest, LosesAnIncrementInEveryStrategy) {
  for (const char* strategy :
       {"dpor", "preemption-bounded", "exhaustive", "random", "auto"}) {
    for (void (*body)() : {&CountUnderLock<TornLock<Spinning>>,
                           &CountUnderLock<TornLock<Yielding>>}) {
      Options options;
      options.strategy = strategy;
      options.races = "explore";
      const ExploreResult result = Explore(options, body, "Test");
      ASSERT_THAT(result.failures, SizeIs(1)) << FormatResult(result);
      EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kAssertion)
          << FormatResult(result);
    }
  }
}

// A race: nothing orders the two, and the loop has no schedule point until it
// is known.
void WaitForPlainFlag() {
  static volatile bool ready;
  ready = false;
  std::thread other([&] { ready = true; });
  while (!ready) {
  }
  other.join();
}

void NobodySetsThePlainFlag() {
  static volatile bool ready = false;
  std::thread other([] {
    while (!ready) {
    }
  });
  other.join();
}

// Whatever the schedule points are.
TEST(PlainFlagTest, IsALivelockWhenNobodySetsIt) {
  for (const char* points : {"sync", "atomics", "shared", "all"}) {
    Options options;
    options.points = points;
    const ExploreResult result =
        Explore(options, &NobodySetsThePlainFlag, "Test");
    ASSERT_THAT(result.failures, SizeIs(1)) << FormatResult(result);
    EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kLivelock)
        << FormatResult(result);
  }
}

TEST(PlainFlagTest, IsARaceAndNotAStepLimit) {
  for (const char* strategy : {"exhaustive", "dpor", "random", "auto"}) {
    Options options;
    options.strategy = strategy;
    const ExploreResult failing = Explore(options, &WaitForPlainFlag, "Test");
    if (IsJudgedByTsan()) {
      ASSERT_THAT(failing.failures, SizeIs(1)) << FormatResult(failing);
      EXPECT_EQ(failing.failures[0].finding.kind, FindingKind::kRace);
    }
    options.races = "explore";
    options.executions = 1'000;
    const ExploreResult result = Explore(options, &WaitForPlainFlag, "Test");
    EXPECT_NE(result.verdict, Verdict::kFailed) << FormatResult(result);
  }
}

// --- What never ends. ---

template <typename Wait>
void NobodySetsIt() {
  std::atomic<bool> ready = false;
  std::thread other([&] {
    while (!ready.load()) Wait::Pause();
  });
  other.join();
}

template <typename Wait>
void LockInOppositeOrders() {
  TestAndSetLock<Wait> a;
  TestAndSetLock<Wait> b;
  std::thread other([&] {
    b.Lock(0);
    a.Lock(0);
    a.Unlock(0);
    b.Unlock(0);
  });
  a.Lock(1);
  b.Lock(1);
  b.Unlock(1);
  a.Unlock(1);
  other.join();
}

// Each takes a lock and gives it back when it cannot have the other.
template <typename Wait>
void BackOffPolitely() {
  std::mutex a;
  std::mutex b;
  const auto take_both = [](std::mutex& first, std::mutex& second) {
    for (;;) {
      first.lock();
      if (second.try_lock()) break;
      first.unlock();
      Wait::Pause();
    }
    second.unlock();
    first.unlock();
  };
  std::thread other([&] { take_both(b, a); });
  take_both(a, b);
  other.join();
}

// The same with flags, which are written each time.
void BackOffWithFlags() {
  std::array<std::atomic<bool>, 2> wants = {false, false};
  Together(2, [&](int number) {
    std::atomic<bool>& mine = wants[static_cast<size_t>(number)];
    const std::atomic<bool>& others = wants[static_cast<size_t>(1 - number)];
    for (;;) {
      mine.store(true);
      if (!others.load()) break;
      mine.store(false);
      std::this_thread::yield();
    }
    mine.store(false);
  });
}

// ... but each tries a few times only.
void BackOffForSomeTime() {
  std::mutex a;
  std::mutex b;
  std::atomic<int> failures = 0;
  const auto take_both = [&](std::mutex& first, std::mutex& second) {
    for (;;) {
      first.lock();
      if (second.try_lock()) break;
      first.unlock();
      if (failures.fetch_add(1) > 200) return;
      std::this_thread::yield();
    }
    second.unlock();
    first.unlock();
  };
  std::thread other([&] { take_both(b, a); });
  take_both(a, b);
  other.join();
}

class LivelockTest : public testing::TestWithParam<Program> {};

TEST_P(LivelockTest, IsFoundAndItsTokenReproducesIt) {
  for (const char* strategy : {"dpor", "preemption-bounded", "exhaustive",
                               "random", "sticky-random", "rff", "auto"}) {
    Options options;
    options.strategy = strategy;
    options.executions = 2'000;
    const ExploreResult result = Explore(options, GetParam().body, "Test");
    ASSERT_THAT(result.failures, SizeIs(1)) << FormatResult(result);
    EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kLivelock)
        << strategy << FormatResult(result);
    Options replay;
    replay.replay = result.failures[0].token;
    const ExploreResult again = Explore(replay, GetParam().body, "Test");
    ASSERT_THAT(again.failures, SizeIs(1)) << FormatResult(again);
    EXPECT_EQ(again.failures[0].finding.kind, FindingKind::kLivelock);
    EXPECT_EQ(again.failures[0].finding.message,
              result.failures[0].finding.message);
  }
}

constexpr Program kLivelocks[] = {
    {"NobodySetsItSpinning", &NobodySetsIt<Spinning>},
    {"NobodySetsItYielding", &NobodySetsIt<Yielding>},
    {"NobodySetsItSleeping", &NobodySetsIt<Sleeping>},
    {"OppositeOrdersSpinning", &LockInOppositeOrders<Spinning>},
    {"OppositeOrdersYielding", &LockInOppositeOrders<Yielding>},
};

INSTANTIATE_TEST_SUITE_P(Endless, LivelockTest, testing::ValuesIn(kLivelocks),
                         [](const testing::TestParamInfo<Program>& info) {
                           return info.param.name;
                         });

class PoliteTest : public testing::TestWithParam<Program> {};

TEST_P(PoliteTest, IsALivelockForThoseWhoSearchDeep) {
  for (const char* strategy : {"exhaustive", "dpor"}) {
    Options options;
    options.strategy = strategy;
    options.executions = 20'000;
    const ExploreResult result = Explore(options, GetParam().body, "Test");
    ASSERT_THAT(result.failures, SizeIs(1)) << strategy << FormatResult(result);
    EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kLivelock)
        << strategy << FormatResult(result);
    Options replay;
    replay.replay = result.failures[0].token;
    const ExploreResult again = Explore(replay, GetParam().body, "Test");
    ASSERT_THAT(again.failures, SizeIs(1)) << FormatResult(again);
    EXPECT_EQ(again.failures[0].finding.message,
              result.failures[0].finding.message);
  }
}

constexpr Program kPolite[] = {
    {"Locks", &BackOffPolitely<Spinning>},
    {"LocksYielding", &BackOffPolitely<Yielding>},
    {"Flags", &BackOffWithFlags},
};

INSTANTIATE_TEST_SUITE_P(BackingOff, PoliteTest, testing::ValuesIn(kPolite),
                         [](const testing::TestParamInfo<Program>& info) {
                           return info.param.name;
                         });

TEST(PoliteForSomeTimeTest, IsNoLivelock) {
  for (const char* strategy : {"exhaustive", "dpor", "sticky-random"}) {
    Options options;
    options.strategy = strategy;
    options.executions = 3'000;
    const ExploreResult result = Explore(options, &BackOffForSomeTime, "Test");
    EXPECT_TRUE(result.ok()) << FormatResult(result);
  }
}

// Each gives way to the other at points that a replay, which looks at more,
// must not take for others.
TEST(GivingWayTest, IsRepeatedByAReplay) {
  for (const char* strategy : {"exhaustive", "dpor", "optimal-dpor"}) {
    Options options;
    options.strategy = strategy;
    options.steps_max = 1'000;
    options.findings_max = 2;
    options.executions = 1;
    const ExploreResult result = Explore(
        options,
        [] {
          std::atomic<int> value = 0;
          const auto add_nothing = [&value] {
            for (int i = 0; i < 1'000; ++i) value.fetch_add(value.load());
          };
          std::thread other(add_nothing);
          add_nothing();
          other.join();
        },
        "Test");
    ASSERT_THAT(result.failures, SizeIs(1)) << FormatResult(result);
    EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kStepLimit);
  }
}

TEST(LivelockMessageTest, SaysWhoRepeatsItselfAndWhoWaits) {
  const ExploreResult result = ExploreAll("dpor", &NobodySetsIt<Spinning>);
  ASSERT_THAT(result.failures, SizeIs(1)) << FormatResult(result);
  EXPECT_EQ(result.failures[0].finding.message,
            "tasks repeat themselves, and nobody can change what they look at: "
            "main waits at join of T1; T1 repeats itself at atomic-load of "
            "memory 1");
  EXPECT_THAT(FormatResult(result), HasSubstr("livelock in task T1"));
}

}  // namespace
}  // namespace interleave
