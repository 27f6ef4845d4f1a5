// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// rf-dpor runs one execution of each reads-from class: as many as a count of
// all interleavings finds, which knows nothing of Interleave, and with the same
// outcomes. Each write has a number of its own, so that what was read tells who
// was read from.

#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"
#include "read_programs.h"

namespace interleave {
namespace {

using read_programs::Class;
using read_programs::Course;
using read_programs::Interleavings;
using read_programs::kHeld;
using read_programs::kLocks;
using read_programs::kPlain;
using read_programs::kVariables;
using read_programs::NumberOf;
using read_programs::Program;
using read_programs::Step;
using read_programs::Text;
using read_programs::Threads;
using read_programs::What;

// --- The same, by threads that Interleave controls. ---

// What the test knows of locks, which is no part of what is tested.
struct Notes {
  int holder[kLocks] = {};
  int given_back[kLocks] = {};
};
#define NOT_INSTRUMENTED                                                   \
  __attribute__((no_sanitize("thread"), disable_sanitizer_instrumentation, \
                 noinline))
NOT_INSTRUMENTED int Take(Notes& notes, int lock, int number) {
  notes.holder[lock] = number;
  return notes.given_back[lock];
}
NOT_INSTRUMENTED void GiveBack(Notes& notes, int lock, int number) {
  notes.given_back[lock] = number;
}
NOT_INSTRUMENTED int HolderOf(const Notes& notes, int lock) {
  return notes.holder[lock];
}

struct Shared {
  std::atomic<int> variables[kVariables - 1] = {};
  int plain = 0;
  std::mutex locks[kLocks];
  Notes notes;
};

void RunCourse(const Course& course, size_t thread, Shared& shared,
               std::vector<int>& reads) {
  for (size_t at = 0; at < course.size(); ++at) {
    const Step& step = course[at];
    const int number = NumberOf(thread, at);
    switch (step.what) {
      case What::kLoad:
        reads.push_back(
            shared.variables[step.place].load(std::memory_order_relaxed));
        break;
      case What::kStore:
        shared.variables[step.place].store(number, std::memory_order_relaxed);
        break;
      case What::kChange:
        reads.push_back(shared.variables[step.place].exchange(
            number, std::memory_order_relaxed));
        break;
      case What::kCompare: {
        int value = step.expected;
        shared.variables[step.place].compare_exchange_strong(
            value, number, std::memory_order_relaxed);
        reads.push_back(value);
        break;
      }
      case What::kPlainRead:
        reads.push_back(shared.plain);
        break;
      case What::kPlainWrite:
        shared.plain = number;
        break;
      case What::kLock:
        shared.locks[step.place].lock();
        reads.push_back(Take(shared.notes, step.place, number));
        break;
      case What::kTryLock:
        if (!shared.locks[step.place].try_lock()) {
          reads.push_back(kHeld + HolderOf(shared.notes, step.place));
          at += step.skips;
          break;
        }
        reads.push_back(Take(shared.notes, step.place, number));
        break;
      case What::kUnlock:
        GiveBack(shared.notes, step.place, number);
        shared.locks[step.place].unlock();
        break;
    }
  }
}

void RunProgram(const Program& program) {
  Shared shared;
  Class reads(program.threads.size() + 1);
  for (std::vector<int>& one : reads) one.reserve(64);
  const Threads threads(program.threads.size(), [&](size_t i) {
    RunCourse(program.threads[i], i, shared, reads[i]);
  });
  if (program.reads_at_end) {
    for (std::atomic<int>& variable : shared.variables) {
      reads.back().push_back(variable.load(std::memory_order_relaxed));
    }
    reads.back().push_back(shared.plain);
  }
  RecordOutcome(Text(reads));
}

ExploreResult RunRfDpor(absl::FunctionRef<void()> body) {
  Options options;
  options.strategy = "rf-dpor";
  options.executions = 0;
  options.races = "off";
  options.findings_max = 100'000;
  options.allow_single_schedule = true;
  return Explore(options, body, "Test");
}

std::set<std::string> OutcomesOf(const ExploreResult& result) {
  std::set<std::string> outcomes;
  for (const RecordedOutcome& outcome : result.outcomes) {
    outcomes.insert(outcome.value);
  }
  return outcomes;
}

// Each class once, and nothing else.
void ExpectEachClassOnce(const Program& program) {
  const Interleavings all(program);
  const ExploreResult result = RunRfDpor([&program] { RunProgram(program); });
  EXPECT_TRUE(result.exhausted)
      << testing::PrintToString(program) << FormatResult(result);
  EXPECT_EQ(OutcomesOf(result), all.complete())
      << testing::PrintToString(program);
  EXPECT_EQ(result.executions, all.classes())
      << testing::PrintToString(program);
  for (const Failure& failure : result.failures) {
    EXPECT_EQ(failure.finding.kind, FindingKind::kDeadlock)
        << testing::PrintToString(program) << failure.finding.message;
  }
  EXPECT_EQ(result.failures.empty(), all.deadlocked().empty())
      << testing::PrintToString(program);
}

// A step, or several that belong together. What can end in a deadlock has no
// plain accesses: a race is learned of from executions without a finding only.
Course DrawPart(Random& random, bool deadlocks) {
  const int variable = static_cast<int>(random.Below(kVariables - 1));
  const int lock = static_cast<int>(random.Below(kLocks));
  const Step read =
      deadlocks ? Step{What::kLoad, 0} : Step{What::kPlainRead, kPlain};
  const Step write =
      deadlocks ? Step{What::kStore, 1} : Step{What::kPlainWrite, kPlain};
  switch (random.Below(16)) {
    case 0:
    case 1:
    case 2:
      return {{What::kLoad, variable}};
    case 3:
    case 4:
    case 5:
      return {{What::kStore, variable}};
    case 6:
    case 7:
      return {{What::kChange, variable}};
    case 14:
      return {{What::kCompare, variable, 0, 0}};
    case 15:
      // What the first step of a thread writes.
      return {{What::kCompare, variable, 0, NumberOf(random.Below(3), 0)}};
    case 8:
      return {read};
    case 9:
      return {write};
    case 10:
      return {{What::kLock, lock}, read, {What::kUnlock, lock}};
    case 11:
      return {
          {What::kLock, lock}, {What::kLoad, variable}, {What::kUnlock, lock}};
    case 12: {
      const int first = deadlocks ? lock : 0;
      return {{What::kLock, first},
              {What::kLock, 1 - first},
              write,
              {What::kUnlock, 1 - first},
              {What::kUnlock, first}};
    }
    default:
      return {{What::kTryLock, lock, 2},
              {What::kStore, variable},
              {What::kUnlock, lock}};
  }
}

Program Draw(Random& random, uint32_t threads, uint32_t parts) {
  Program program;
  program.reads_at_end = random.Below(2) == 0;
  const bool deadlocks = random.Below(2) == 0;
  for (uint32_t i = 0; i < threads; ++i) {
    Course& course = program.threads.emplace_back();
    const uint32_t count = 1 + random.Below(parts);
    for (uint32_t part = 0; part < count; ++part) {
      const Course drawn = DrawPart(random, deadlocks);
      course.insert(course.end(), drawn.begin(), drawn.end());
    }
    // Some keep a lock for ever.
    if (deadlocks && random.Below(6) == 0) course.push_back({What::kLock, 0});
  }
  return program;
}

class RfDporRandomTest : public testing::TestWithParam<uint64_t> {};

TEST_P(RfDporRandomTest, MeetsEachClassOnce) {
  Random random(GetParam());
  for (int i = 0; i < 30; ++i) {
    ExpectEachClassOnce(Draw(random, 2, 4));
    ExpectEachClassOnce(Draw(random, 3, 2));
    ExpectEachClassOnce(Draw(random, 4, 1));
    ASSERT_FALSE(HasFailure()) << "round " << i;
  }
}
INSTANTIATE_TEST_SUITE_P(Nineties, RfDporRandomTest,
                         testing::Range<uint64_t>(1, 11));

// --- Programs written by hand. ---

struct Named {
  const char* name;
  Program program;
};

Course Times(int times, const Course& part) {
  Course course;
  for (int i = 0; i < times; ++i) {
    course.insert(course.end(), part.begin(), part.end());
  }
  return course;
}

Program Increments(size_t threads, int times) {
  const Course increment = {{What::kLoad}, {What::kStore}};
  return {std::vector<Course>(threads, Times(times, increment))};
}

// Both locks, the given one first.
Course Nested(int first) {
  return {{What::kLock, first},
          {What::kLock, 1 - first},
          {What::kUnlock, 1 - first},
          {What::kUnlock, first}};
}

std::vector<Named> ByHand() {
  const Step read0{What::kLoad, 0};
  const Step read1{What::kLoad, 1};
  const Step write0{What::kStore, 0};
  const Step write1{What::kStore, 1};
  const Step change0{What::kChange, 0};
  const Step change1{What::kChange, 1};
  const Step compare0{What::kCompare, 0};
  const Step lock{What::kLock, 0};
  const Step unlock{What::kUnlock, 0};
  const Course locked = {lock, unlock};
  const Course tries = {{What::kTryLock, 0, 2}, write0, unlock};
  return {
      {"Increments2x1", Increments(2, 1)},
      {"Increments2x2", Increments(2, 2)},
      {"Increments2x3", Increments(2, 3)},
      {"Increments3x1", Increments(3, 1)},
      {"Increments3x2", Increments(3, 2)},
      {"Increments4x1", Increments(4, 1)},
      {"StoreBuffering", {{{write0, read1}, {write1, read0}}}},
      {"LoadBuffering", {{{read0, write1}, {read1, write0}}}},
      {"MessagePassing", {{{write0, write1}, {read1, read0}}}},
      {"TwoWritesEach", {{{write0, write1}, {write1, write0}}, true}},
      {"WriteToReadCausality",
       {{{write0}, {read0, write1}, {read1, read0}}, true}},
      {"TwoReadersOfTwoWriters",
       {{{write0}, {write1}, {read0, read1}, {read1, read0}}}},
      {"WritesOnly", {{{write0}, {write0}, {write0}}}},
      {"WritesReadAtTheEnd", {{{write0}, {write0}, {write0}}, true}},
      {"Changes", {{{change0, change0}, {change0}, {change0}}}},
      {"ChangesAndWrites", {{{change0}, {write0, change0}, {write0}}, true}},
      {"ChangesCrossed", {{{change0, change1}, {change1, change0}}}},
      {"Compares", {{{compare0, compare0}, {compare0}, {compare0}}, true}},
      {"ComparesAndWrites",
       {{{write0, compare0},
         {{What::kCompare, 0, 0, NumberOf(0, 0)}, read0},
         {{What::kCompare, 0, 0, NumberOf(0, 0)}, write1},
         {read1, change0}}}},
      {"Locks", {{locked, locked, locked, locked}}},
      {"LockedTwice", {{Times(2, locked), Times(2, locked), locked}}},
      {"LockKeptByOne", {{{lock}, locked, locked}}},
      {"LockKeptByAll", {{{lock}, {lock}, {lock}}}},
      {"LockKeptWhileAnotherWrites",
       {{{lock, read0, write1}, {lock, unlock, write0}, {write0, lock}}}},
      {"LocksCrossed", {{Nested(0), Nested(1)}}},
      {"LocksCrossedByThree", {{Nested(0), Nested(1), locked}}},
      {"LocksInOneOrder", {{Nested(0), Nested(0), Nested(0)}}},
      {"LockTakenTwice", {{{lock, lock}, {lock, write0, unlock}}}},
      {"Tries", {{tries, tries, tries}, true}},
      {"TriesAndLocks", {{tries, locked, tries}, true}},
      {"TryWhileKept", {{tries, {lock, read0}, {write0}}}},
      {"RacesOfPlainMemory",
       {{{{What::kPlainWrite, kPlain}, {What::kPlainRead, kPlain}},
         {{What::kPlainWrite, kPlain}},
         {{What::kPlainRead, kPlain}}},
        true}},
  };
}

class RfDporByHandTest : public testing::TestWithParam<Named> {};

TEST_P(RfDporByHandTest, MeetsEachClassOnce) {
  ExpectEachClassOnce(GetParam().program);
}
INSTANTIATE_TEST_SUITE_P(Programs, RfDporByHandTest,
                         testing::ValuesIn(ByHand()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace interleave
