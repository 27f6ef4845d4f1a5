// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Semaphores with a name: what their calls tell, as the C library tells it, and
// that names begin anew in each execution.

#include <fcntl.h>
#include <semaphore.h>
#include <unistd.h>

#include <cerrno>
#include <set>
#include <string>
#include <thread>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"
#include "tests/primitives/primitive.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

// The system's table is one for all processes.
std::string OwnName() {
  return absl::StrCat("/interleave_named_semaphores_test_", getpid());
}

std::string ErrorWord(bool failed) {
  if (!failed) return "ok ";
  switch (errno) {
    case ENOENT:
      return "none ";
    case EEXIST:
      return "exists ";
    case EINVAL:
      return "invalid ";
    default:
      return absl::StrCat(errno, " ");
  }
}

std::string Told(sem_t* semaphore) {
  std::string word = ErrorWord(semaphore == SEM_FAILED);
  int value = 0;
  if (semaphore != SEM_FAILED && sem_getvalue(semaphore, &value) == 0) {
    absl::StrAppend(&word, value, " ");
  }
  return word;
}

std::string Told(int result) { return ErrorWord(result != 0); }

// One after another, so that there is one course. Leaves nothing.
std::string TellNamesInOrder(const std::string& text) {
  const char* const name = text.c_str();
  std::string told = Told(sem_open(name, 0)) + Told(sem_unlink(name));
  told += Told(sem_open("", O_CREAT, 0600, 1));
  told += Told(sem_open("/a/b", O_CREAT, 0600, 1));
  told += Told(sem_open(name, O_CREAT, 0600, SEM_VALUE_MAX + 1u));
  sem_t* const first = sem_open(name, O_CREAT | O_EXCL, 0600, 2);
  told += "| " + Told(first);
  told += Told(sem_open(name, O_CREAT | O_EXCL, 0600, 2));
  sem_t* const again = sem_open(name, O_CREAT, 0600, 7);
  told += Told(again) + (again == first ? "same " : "other ");
  sem_post(again);
  told += Told(sem_close(again)) + Told(first) + Told(sem_close(first));
  // Nobody has it open, and it keeps its value.
  sem_t* const later = sem_open(name, 0);
  told += "| " + Told(later) + Told(sem_unlink(name));
  told += Told(sem_open(name, 0)) + Told(later);
  sem_t* const anew = sem_open(name, O_CREAT, 0600, 5);
  told += Told(anew) + (anew == later ? "same " : "other ");
  told += Told(sem_close(later)) + Told(sem_unlink(name));
  told += Told(sem_close(anew)) + Told(sem_unlink(name));
  return told;
}

ExploreResult ExploreNames(const char* strategy,
                           absl::FunctionRef<void()> body) {
  Options options;
  options.strategy = strategy;
  options.executions = 0;
  options.allow_single_schedule = true;
  options.allow_no_overlap = true;
  options.allow_uncontrolled = true;
  return Explore(options, body, "NamedSemaphoreTest.Body");
}

std::set<std::string> NameOutcomes(const ExploreResult& result) {
  std::set<std::string> outcomes;
  for (const RecordedOutcome& outcome : result.outcomes) {
    outcomes.insert(outcome.value);
  }
  return outcomes;
}

TEST(NamedSemaphoreTest, TellsWhatTheCLibraryTells) {
  const std::string name = OwnName();
  const std::string told = TellNamesInOrder(name);
  EXPECT_EQ(told,
            "none none invalid invalid invalid | ok 2 exists ok 2 same ok ok 3 "
            "ok | ok 3 ok none ok 3 ok 5 other ok ok ok none ");
  const ExploreResult result =
      ExploreNames("dpor", [&] { RecordOutcome(TellNamesInOrder(name)); });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_EQ(NameOutcomes(result), std::set<std::string>{told});
  EXPECT_TRUE(result.unmodelled.empty());
}

// In each execution one of the two makes it, though none unlinks it.
TEST(NamedSemaphoreTest, NamesBeginAnewInEachExecution) {
  const std::string name = OwnName();
  for (const char* strategy : {"dfs", "dpor", "optimal-dpor"}) {
    const ExploreResult result = ExploreNames(strategy, [&] {
      std::string words[2];
      const auto make = [&](std::string& word) {
        word = Told(sem_open(name.c_str(), O_CREAT | O_EXCL, 0600, 1));
      };
      Together([&] { make(words[0]); }, [&] { make(words[1]); });
      RecordOutcome(words[0] + words[1]);
    });
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
    EXPECT_EQ(NameOutcomes(result),
              (std::set<std::string>{"ok 1 exists ", "exists ok 1 "}))
        << strategy;
  }
  errno = 0;
  EXPECT_EQ(sem_unlink(name.c_str()), -1);
  EXPECT_EQ(errno, ENOENT);
}

TEST(NamedSemaphoreTest, SearchesAgreeOnWhoFindsAName) {
  const std::string name = OwnName();
  const auto body = [&] {
    sem_t* const first = sem_open(name.c_str(), O_CREAT, 0600, 0);
    std::string words[3];
    Together(
        [&] {
          words[0] = Told(sem_unlink(name.c_str()));
          sem_t* const made = sem_open(name.c_str(), O_CREAT, 0600, 5);
          words[0] += Told(made);
        },
        [&] {
          sem_post(first);
          words[1] = Told(sem_close(first));
        },
        [&] { words[2] = Told(sem_open(name.c_str(), 0)); });
    RecordOutcome(words[0] + words[1] + words[2]);
  };
  const ExploreResult all = ExploreNames("dfs", body);
  EXPECT_EQ(all.verdict, Verdict::kVerified) << FormatResult(all);
  EXPECT_EQ(NameOutcomes(all),
            (std::set<std::string>{"ok ok 5 ok ok 0 ", "ok ok 5 ok ok 1 ",
                                   "ok ok 5 ok none ", "ok ok 5 ok ok 5 "}));
  for (const char* strategy : {"dpor", "optimal-dpor"}) {
    EXPECT_EQ(NameOutcomes(ExploreNames(strategy, body)), NameOutcomes(all))
        << strategy;
  }
}

void PostAfterClose(const std::string& name, bool joins) {
  sem_t* const semaphore = sem_open(name.c_str(), O_CREAT, 0600, 0);
  std::thread other([=] { sem_post(semaphore); });
  if (joins) other.join();
  sem_close(semaphore);
  if (!joins) other.join();
}

TEST(NamedSemaphoreTest, UsingOneThatAllHaveClosedIsMisuse) {
  const std::string name = OwnName();
  for (const char* strategy : {"dfs", "optimal-dpor"}) {
    const auto body = [&] { PostAfterClose(name, false); };
    const ExploreResult result = ExploreNames(strategy, body);
    ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
    const Finding& finding = result.failures[0].finding;
    EXPECT_EQ(finding.kind, FindingKind::kMisuse);
    EXPECT_THAT(finding.message, HasSubstr("semaphore 1"));
    EXPECT_EQ(finding.places.size(), 1u);
    Options options;
    options.replay = result.failures[0].token;
    const ExploreResult again =
        Explore(options, body, "NamedSemaphoreTest.Body");
    ASSERT_TRUE(again.replay.has_value());
    EXPECT_EQ(again.replay->verdict, ReplayVerdict::kReproduced)
        << FormatResult(again);
    const ExploreResult fixed =
        ExploreNames(strategy, [&] { PostAfterClose(name, true); });
    EXPECT_EQ(fixed.verdict, Verdict::kVerified) << FormatResult(fixed);
  }
}

TEST(NamedSemaphoreTest, ANameFromOutsideIsTheSystemsAndSaid) {
  const std::string name = OwnName();
  sem_t* const made_before = sem_open(name.c_str(), O_CREAT | O_EXCL, 0600, 3);
  ASSERT_NE(made_before, SEM_FAILED);
  const ExploreResult result = ExploreNames("dpor", [&] {
    INTERLEAVE_CHECK(sem_open(name.c_str(), O_CREAT | O_EXCL, 0600, 1) ==
                     SEM_FAILED);
    INTERLEAVE_CHECK(errno == EEXIST);
    sem_t* const found = sem_open(name.c_str(), O_CREAT, 0600, 1);
    INTERLEAVE_CHECK(Told(found) == "ok 3 ");
    sem_wait(found);
    INTERLEAVE_CHECK(Told(found) == "ok 2 ");
    sem_close(found);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  ASSERT_EQ(result.unmodelled.size(), 1u);
  EXPECT_EQ(result.unmodelled[0].name,
            "named semaphore from outside of the execution");
  EXPECT_EQ(Told(made_before), "ok 3 ");
  sem_close(made_before);
  EXPECT_EQ(sem_unlink(name.c_str()), 0);
}

}  // namespace
}  // namespace interleave
