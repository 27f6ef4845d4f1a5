// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Reader-writer locks that prefer writers: who is kept out, and that searches
// which leave executions out come to the same as one that tries all.

#include <pthread.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <set>
#include <string>
#include <string_view>
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

class PreferringLock {
 public:
  explicit PreferringLock(int kind) {
    pthread_rwlockattr_t attributes;
    pthread_rwlockattr_init(&attributes);
    pthread_rwlockattr_setkind_np(&attributes, kind);
    pthread_rwlock_init(&lock_, &attributes);
    pthread_rwlockattr_destroy(&attributes);
  }
  ~PreferringLock() { pthread_rwlock_destroy(&lock_); }
  pthread_rwlock_t* get() { return &lock_; }
  void Read() { pthread_rwlock_rdlock(&lock_); }
  void Write() { pthread_rwlock_wrlock(&lock_); }
  void Unlock() { pthread_rwlock_unlock(&lock_); }

 private:
  pthread_rwlock_t lock_;
};

ExploreResult ExplorePreference(const char* strategy,
                                absl::FunctionRef<void()> body) {
  Options options;
  options.strategy = strategy;
  options.executions = 0;
  options.allow_single_schedule = true;
  options.allow_no_overlap = true;
  return Explore(options, body, "WriterPreferenceTest.Body");
}

// In a function that is called by one who reads already.
void ReadTwice(int kind) {
  PreferringLock lock(kind);
  Together(
      [&] {
        lock.Read();
        lock.Read();
        lock.Unlock();
        lock.Unlock();
      },
      [&] {
        lock.Write();
        lock.Unlock();
      });
}

TEST(WriterPreferenceTest, WhoReadsTwiceWaitsForTheWriterWhoWaitsForIt) {
  for (const char* strategy : {"dfs", "optimal-dpor"}) {
    const auto body = [] {
      ReadTwice(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    };
    const ExploreResult result = ExplorePreference(strategy, body);
    ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
    const Finding& finding = result.failures[0].finding;
    EXPECT_EQ(finding.kind, FindingKind::kDeadlock);
    EXPECT_THAT(finding.message,
                HasSubstr("T1 waits at read-lock of rwlock 1, held by T1 "
                          "itself; T2 waits at lock of rwlock 1, held by T1"));
    Options options;
    options.replay = result.failures[0].token;
    const ExploreResult again =
        Explore(options, body, "WriterPreferenceTest.Body");
    ASSERT_TRUE(again.replay.has_value());
    EXPECT_EQ(again.replay->verdict, ReplayVerdict::kReproduced)
        << FormatResult(again);
  }
}

TEST(WriterPreferenceTest, OtherKindsLetItReadTwice) {
  for (const int kind :
       {PTHREAD_RWLOCK_PREFER_READER_NP, PTHREAD_RWLOCK_PREFER_WRITER_NP}) {
    const ExploreResult result =
        ExplorePreference("dfs", [=] { ReadTwice(kind); });
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  }
}

// A reader holds it to the end, so that the writer's time comes: then others
// may read again.
TEST(WriterPreferenceTest, AWriterThatGivesUpLetsReadersGoOn) {
  for (const char* strategy : {"dfs", "optimal-dpor"}) {
    const ExploreResult result = ExplorePreference(strategy, [] {
      PreferringLock lock(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
      lock.Read();
      int written = 0;
      bool had_to_wait = false;
      Together(
          [&] {
            timespec time;
            clock_gettime(CLOCK_REALTIME, &time);  // style: virtual time
            time.tv_sec += 1;
            written = pthread_rwlock_timedwrlock(lock.get(), &time);
          },
          [&] {
            had_to_wait = pthread_rwlock_tryrdlock(lock.get()) == EBUSY;
            if (had_to_wait) lock.Read();
            lock.Unlock();
          });
      lock.Unlock();
      INTERLEAVE_CHECK(written == ETIMEDOUT);
      RecordOutcome(had_to_wait ? "waited" : "read");
    });
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
    EXPECT_EQ(result.outcomes.size(), 2u) << strategy;
  }
}

TEST(WriterPreferenceTest, AReadersTimeMayComeWhileAWriterWaits) {
  const ExploreResult result = ExplorePreference("dfs", [] {
    PreferringLock lock(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    lock.Read();
    std::thread writer([&] {
      lock.Write();
      lock.Unlock();
    });
    timespec time;
    clock_gettime(CLOCK_REALTIME, &time);  // style: virtual time
    time.tv_sec += 1;
    const int error = pthread_rwlock_timedrdlock(lock.get(), &time);
    if (error == 0) lock.Unlock();
    lock.Unlock();
    writer.join();
    RecordOutcome(error == 0 ? "read" : "late");
    INTERLEAVE_CHECK(error == 0 || error == ETIMEDOUT);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_EQ(result.outcomes.size(), 2u);
}

// Programs that were drawn: what each task does, a letter for each operation.
std::string RunDrawnPreference(const std::vector<std::string>& program) {
  PreferringLock lock(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
  std::vector<std::string> words(program.size());
  std::vector<std::thread> tasks;
  for (size_t i = 0; i < program.size(); ++i) {
    tasks.emplace_back([&, i] {
      int held = 0;
      const auto note = [&](int error) {
        words[i] += error == 0 ? '+' : error == EBUSY ? 'b' : 'd';
        held += error == 0 ? 1 : 0;
      };
      for (const char letter : program[i]) {
        switch (letter) {
          case 'r':
            note(pthread_rwlock_rdlock(lock.get()));
            break;
          case 'R':
            note(pthread_rwlock_tryrdlock(lock.get()));
            break;
          case 'w':
            if (held == 0) note(pthread_rwlock_wrlock(lock.get()));
            break;
          case 'W':
            if (held == 0) note(pthread_rwlock_trywrlock(lock.get()));
            break;
          default:
            if (held > 0) lock.Unlock();
            held -= held > 0 ? 1 : 0;
            break;
        }
      }
      for (; held > 0; --held) lock.Unlock();
    });
  }
  for (std::thread& task : tasks) task.join();
  std::string all;
  for (const std::string& word : words) all += word + ";";
  return all;
}

std::set<std::string> PreferenceOutcomes(
    const std::vector<std::string>& program, const char* strategy) {
  const ExploreResult result = ExplorePreference(
      strategy, [&] { RecordOutcome(RunDrawnPreference(program)); });
  if (!result.failures.empty()) {
    EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock)
        << FormatResult(result);
    return {"deadlock"};
  }
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  std::set<std::string> outcomes;
  for (const RecordedOutcome& outcome : result.outcomes) {
    outcomes.insert(outcome.value);
  }
  return outcomes;
}

TEST(WriterPreferenceTest, DrawnProgramsEndAlikeUnderAllSearches) {
  Random random(11);
  constexpr std::string_view kLetters = "rrRwwWuu";
  size_t most = 0;
  size_t deadlocks = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<std::string> program(round % 3 == 0 ? 3 : 2);
    for (std::string& task : program) {
      for (size_t i = 0; i < (program.size() == 3 ? 2 : 4); ++i) {
        task += kLetters[random.Below(kLetters.size())];
      }
    }
    const std::set<std::string> all = PreferenceOutcomes(program, "dfs");
    most = std::max(most, all.size());
    deadlocks += all.contains("deadlock") ? 1 : 0;
    for (const char* strategy : {"dpor", "optimal-dpor"}) {
      EXPECT_EQ(PreferenceOutcomes(program, strategy), all)
          << strategy << " " << testing::PrintToString(program);
    }
  }
  EXPECT_GE(most, 4u);
  EXPECT_GE(deadlocks, 2u);
}

}  // namespace
}  // namespace interleave
