// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Mutexes that their owner's end gives up: what the next owner is told, as the
// C library tells it, and that searches which leave executions out come to the
// same as one that tries all. And mutexes with a priority protocol.

#include <pthread.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"
#include "tests/primitives/primitive.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

class RobustMutex {
 public:
  explicit RobustMutex(int type = PTHREAD_MUTEX_NORMAL) { Begin(type); }
  ~RobustMutex() { pthread_mutex_destroy(&mutex_); }
  void Begin(int type) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_settype(&attributes, type);
    pthread_mutex_init(&mutex_, &attributes);
    pthread_mutexattr_destroy(&attributes);
  }
  pthread_mutex_t* get() { return &mutex_; }
  int Lock() { return pthread_mutex_lock(&mutex_); }
  int TryLock() { return pthread_mutex_trylock(&mutex_); }
  int Unlock() { return pthread_mutex_unlock(&mutex_); }
  int Repair() { return pthread_mutex_consistent(&mutex_); }
  // A thread takes it and ends.
  void Abandon() {
    std::thread([this] { Lock(); }).join();
  }

 private:
  pthread_mutex_t mutex_;
};

std::string Word(int error) {
  switch (error) {
    case 0:
      return "ok ";
    case EOWNERDEAD:
      return "dead ";
    case ENOTRECOVERABLE:
      return "lost ";
    case EPERM:
      return "not-held ";
    case EBUSY:
      return "busy ";
    case EINVAL:
      return "invalid ";
    case EDEADLK:
      return "again ";
    case ETIMEDOUT:
      return "late ";
    default:
      return std::to_string(error) + " ";
  }
}

// Threads that follow one another, so that there is one course.
std::string TellInOrder() {
  RobustMutex mutex;
  std::string told = Word(mutex.Repair()) + Word(mutex.Unlock());
  mutex.Abandon();
  told += "| " + Word(mutex.Lock()) + Word(mutex.Repair()) +
          Word(mutex.Repair()) + Word(mutex.Unlock()) + Word(mutex.Lock()) +
          Word(mutex.Unlock());
  // Whoever is told may end in turn.
  mutex.Abandon();
  mutex.Abandon();
  told += "| " + Word(mutex.TryLock());
  std::thread([&] {
    told += Word(mutex.TryLock()) + Word(mutex.Unlock());
  }).join();
  told += Word(mutex.Unlock());
  // glibc 2.36 dies of the unlocking of one that is lost; see below.
  told += "| " + Word(mutex.Lock()) + Word(mutex.Repair());
  pthread_mutex_destroy(mutex.get());
  mutex.Begin(PTHREAD_MUTEX_RECURSIVE);
  std::thread([&] {
    mutex.Lock();
    mutex.Lock();
  }).join();
  told += "| " + Word(mutex.Lock()) + Word(mutex.Lock()) +
          Word(mutex.Unlock()) + Word(mutex.Repair()) + Word(mutex.Unlock()) +
          Word(mutex.Unlock());
  // A wait unlocks it, too.
  mutex.Abandon();
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  const timespec long_ago = {1, 0};
  told += "| " + Word(mutex.Lock()) +
          Word(pthread_cond_timedwait(&condition, mutex.get(), &long_ago));
  pthread_cond_destroy(&condition);
  return told;
}

ExploreResult ExploreRobust(const char* strategy,
                            absl::FunctionRef<void()> body) {
  Options options;
  options.strategy = strategy;
  options.executions = 0;
  options.allow_single_schedule = true;
  options.allow_no_overlap = true;
  return Explore(options, body, "RobustMutexTest.Body");
}

std::set<std::string> RobustOutcomes(const ExploreResult& result) {
  std::set<std::string> outcomes;
  for (const RecordedOutcome& outcome : result.outcomes) {
    outcomes.insert(outcome.value);
  }
  return outcomes;
}

TEST(RobustMutexTest, TellsWhatTheCLibraryTells) {
  const std::string told = TellInOrder();
  EXPECT_EQ(told,
            "invalid not-held | dead ok invalid ok ok ok | dead busy not-held "
            "ok | lost invalid | dead ok lost ok ok not-held | dead lost ");
  const ExploreResult result =
      ExploreRobust("dpor", [] { RecordOutcome(TellInOrder()); });
  ASSERT_EQ(result.outcomes.size(), 1u) << FormatResult(result);
  EXPECT_EQ(result.outcomes[0].value, told);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_TRUE(result.unmodelled.empty());
}

TEST(RobustMutexTest, ItsOwnersEndLetsWaitersGoOnAsDoesItsLoss) {
  for (const char* strategy : {"dfs", "optimal-dpor"}) {
    const ExploreResult result = ExploreRobust(strategy, [] {
      RobustMutex mutex;
      std::array<std::string, 3> words;
      const auto visit = [&](size_t which, bool leaves) {
        words[which] = Word(mutex.Lock());
        if (leaves) words[which] += Word(mutex.Unlock());
      };
      Together([&] { visit(0, false); }, [&] { visit(1, true); },
               [&] { visit(2, true); });
      RecordOutcome(words[0] + words[1] + words[2]);
    });
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
    // In which place of three the one comes that ends with it.
    EXPECT_EQ(RobustOutcomes(result),
              (std::set<std::string>{
                  "ok dead ok lost not-held ", "ok lost not-held dead ok ",
                  "ok dead ok ok ok ", "ok ok ok dead ok ", "ok ok ok ok ok "}))
        << strategy;
  }
}

TEST(RobustMutexTest, AWaitOnAConditionTellsOfItsOwnersEnd) {
  for (const char* strategy : {"dfs", "optimal-dpor"}) {
    const ExploreResult result = ExploreRobust(strategy, [] {
      RobustMutex mutex;
      pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
      bool done = false;
      Together(
          [&] {
            int error = mutex.Lock();
            while (!done && error == 0) {
              error = pthread_cond_wait(&condition, mutex.get());
            }
            INTERLEAVE_CHECK(error == EOWNERDEAD);
            INTERLEAVE_CHECK(mutex.Repair() == 0);
            INTERLEAVE_CHECK(mutex.Unlock() == 0);
          },
          [&] {
            mutex.Lock();
            done = true;
            pthread_cond_signal(&condition);
          });
      pthread_cond_destroy(&condition);
    });
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  }
}

TEST(RobustMutexTest, AllThatATaskHoldsAreGivenUp) {
  const ExploreResult result = ExploreRobust("dpor", [] {
    RobustMutex first;
    RobustMutex second;
    pthread_mutex_t plain = PTHREAD_MUTEX_INITIALIZER;
    Together([&] {
      first.Lock();
      pthread_mutex_lock(&plain);
      second.Lock();
      pthread_mutex_unlock(&plain);
    });
    INTERLEAVE_CHECK(first.Lock() == EOWNERDEAD);
    INTERLEAVE_CHECK(second.Lock() == EOWNERDEAD);
    second.Unlock();
    first.Unlock();
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
}

TEST(RobustMutexTest, OfReadsFromItIsSaidThatItIsNotHandled) {
  const ExploreResult result = ExploreRobust("rf-dpor", [] {
    RobustMutex mutex;
    const auto visit = [&] {
      mutex.Lock();
      mutex.Unlock();
    };
    Together(visit, visit);
  });
  EXPECT_THAT(FormatResult(result), HasSubstr("robust mutexes"));
}

// Programs that were drawn: what each task does, a letter for each operation.
std::string RunDrawn(const std::vector<std::string>& program) {
  RobustMutex mutexes[] = {RobustMutex(PTHREAD_MUTEX_ERRORCHECK),
                           RobustMutex(PTHREAD_MUTEX_RECURSIVE)};
  std::vector<std::string> words(program.size());
  std::vector<std::thread> tasks;
  for (size_t i = 0; i < program.size(); ++i) {
    tasks.emplace_back([&, i] {
      for (const char letter : program[i]) {
        RobustMutex& mutex = mutexes[letter < 'a' ? 1 : 0];
        switch (letter | 0x20) {
          case 'l':
            words[i] += Word(mutex.Lock());
            break;
          case 't':
            words[i] += Word(mutex.TryLock());
            break;
          case 'u':
            words[i] += Word(mutex.Unlock());
            break;
          default:
            words[i] += Word(mutex.Repair());
            break;
        }
      }
    });
  }
  for (std::thread& task : tasks) task.join();
  std::string all;
  for (const std::string& word : words) all += word + "; ";
  return all;
}

std::set<std::string> OutcomesOfDrawn(const std::vector<std::string>& program,
                                      const char* strategy) {
  const ExploreResult result =
      ExploreRobust(strategy, [&] { RecordOutcome(RunDrawn(program)); });
  if (!result.failures.empty()) {
    EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock)
        << FormatResult(result);
    return {"deadlock"};
  }
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  return RobustOutcomes(result);
}

TEST(RobustMutexTest, DrawnProgramsEndAlikeUnderAllSearches) {
  Random random(7);
  constexpr std::string_view kLetters = "lllutccLLUTC";
  size_t most = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<std::string> program(round % 3 == 0 ? 3 : 2);
    for (std::string& task : program) {
      for (size_t i = 0; i < (program.size() == 3 ? 2 : 4); ++i) {
        task += kLetters[random.Below(kLetters.size())];
      }
    }
    const std::set<std::string> all = OutcomesOfDrawn(program, "dfs");
    most = std::max(most, all.size());
    for (const char* strategy : {"dpor", "optimal-dpor"}) {
      EXPECT_EQ(OutcomesOfDrawn(program, strategy), all)
          << strategy << " " << testing::PrintToString(program);
    }
  }
  EXPECT_GE(most, 6u);
}

// Whom the system would run first is the scheduler's to say: what is left of a
// protocol is a mutex.
TEST(MutexProtocolTest, ExcludesAndKeepsItsCeiling) {
  for (const int protocol : {PTHREAD_PRIO_INHERIT, PTHREAD_PRIO_PROTECT}) {
    const ExploreResult result = ExploreRobust("dpor", [=] {
      pthread_mutexattr_t attributes;
      pthread_mutexattr_init(&attributes);
      INTERLEAVE_CHECK(pthread_mutexattr_setprotocol(&attributes, protocol) ==
                       0);
      int same = -1;
      pthread_mutexattr_getprotocol(&attributes, &same);
      INTERLEAVE_CHECK(same == protocol);
      pthread_mutex_t mutex;
      pthread_mutex_init(&mutex, &attributes);
      pthread_mutexattr_destroy(&attributes);
      int inside = 0;
      const auto enter = [&] {
        pthread_mutex_lock(&mutex);
        ++inside;
        std::this_thread::yield();
        INTERLEAVE_CHECK(inside == 1);
        --inside;
        pthread_mutex_unlock(&mutex);
      };
      Together(enter, enter);
      int ceiling = 0;
      int before = 0;
      const int error = pthread_mutex_getprioceiling(&mutex, &ceiling);
      INTERLEAVE_CHECK(error ==
                       (protocol == PTHREAD_PRIO_PROTECT ? 0 : EINVAL));
      INTERLEAVE_CHECK(pthread_mutex_setprioceiling(&mutex, 7, &before) ==
                       error);
      if (error == 0) {
        INTERLEAVE_CHECK(before == ceiling);
        pthread_mutex_getprioceiling(&mutex, &ceiling);
        INTERLEAVE_CHECK(ceiling == 7);
      }
      pthread_mutex_destroy(&mutex);
    });
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
    EXPECT_TRUE(result.unmodelled.empty());
  }
}

TEST(MutexProtocolTest, ACeilingIsSetByWhoHasTheMutex) {
  const ExploreResult result = ExploreRobust("dpor", [] {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_PROTECT);
    pthread_mutex_t mutex;
    pthread_mutex_init(&mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
    Together(
        [&] {
          pthread_mutex_lock(&mutex);
          int ceiling = 0;
          int later = 0;
          int before = 0;
          pthread_mutex_getprioceiling(&mutex, &ceiling);
          std::this_thread::yield();
          pthread_mutex_getprioceiling(&mutex, &later);
          INTERLEAVE_CHECK(ceiling == later);
          INTERLEAVE_CHECK(pthread_mutex_setprioceiling(&mutex, 5, &before) ==
                           0);
          INTERLEAVE_CHECK(before == ceiling);
          pthread_mutex_unlock(&mutex);
        },
        [&] {
          int before = 0;
          INTERLEAVE_CHECK(pthread_mutex_setprioceiling(&mutex, 6, &before) ==
                           0);
        });
    pthread_mutex_destroy(&mutex);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
}

}  // namespace
}  // namespace interleave
