// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// rf-dpor runs one execution of each reads-from class: as many as papers say,
// and as a count of all interleavings finds, one by one, on small programs. In
// these each write has a number of its own, so that what was read tells who was
// read from.

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"

namespace interleave {
namespace {

// --- Programs as data. ---

enum class What {
  kLoad,
  kStore,
  kChange,      // an exchange
  kPlainRead,   // of the last variable
  kPlainWrite,  // to it
  kLock,
  kUnlock,
  kTryLock,  // when it fails, the next `skips` steps are left out
};

struct Step {
  What what = What::kLoad;
  int place = 0;  // a variable or a lock
  size_t skips = 0;
};

using Course = std::vector<Step>;  // of one thread

struct Program {
  std::vector<Course> threads;
  bool reads_at_end = false;  // main does, of all variables
};

constexpr int kVariables = 3;
constexpr int kPlain = kVariables - 1;
constexpr int kLocks = 2;

// Of the step `at` of a thread; 0 is what was there at the beginning.
int NumberOf(size_t thread, size_t at) {
  return static_cast<int>(thread * 100 + at + 1);
}
constexpr int kHeld = 100'000;  // plus who has it: a try failed

void PrintTo(const Program& program, std::ostream* out) {
  const char* const names[] = {"load",   "store", "change", "read",
                               "write",  "lock",  "unlock", "try"};
  for (const Course& course : program.threads) {
    for (const Step& step : course) {
      *out << names[static_cast<int>(step.what)] << step.place << " ";
    }
    *out << "| ";
  }
}

// What each thread read, and what main did at the end.
using Class = std::vector<std::vector<int>>;

std::string Text(const Class& reads) {
  std::vector<std::string> threads;
  for (const std::vector<int>& thread : reads) {
    threads.push_back(absl::StrJoin(thread, " "));
  }
  return absl::StrJoin(threads, "; ");
}

// --- All interleavings, without Interleave. ---

class Interleavings {
 public:
  explicit Interleavings(const Program& program) : program_(program) {
    State state;
    state.at.resize(program.threads.size());
    state.reads.resize(program.threads.size() + 1);
    Visit(state);
  }

  const std::set<std::string>& complete() const { return complete_; }
  const std::set<std::string>& deadlocked() const { return deadlocked_; }
  size_t classes() const { return classes_.size(); }

 private:
  struct State {
    std::vector<size_t> at;
    Class reads;
    std::vector<int> plain_writes;  // in order, which is kept
    int value[kVariables] = {};
    int holder[kLocks] = {};
    int given_back[kLocks] = {};

    auto operator<=>(const State&) const = default;
  };

  // NOLINTNEXTLINE(misc-no-recursion)
  void Visit(const State& state) {
    if (!visited_.insert(state).second) return;
    bool over = true;
    bool stuck = true;
    for (size_t thread = 0; thread < program_.threads.size(); ++thread) {
      const Course& course = program_.threads[thread];
      if (state.at[thread] == course.size()) continue;
      over = false;
      const Step& step = course[state.at[thread]];
      if (step.what == What::kLock && state.holder[step.place] != 0) continue;
      stuck = false;
      State next = state;
      Carry(step, thread, next);
      Visit(next);
    }
    if (over) {
      State last = state;
      if (program_.reads_at_end) {
        last.reads.back().assign(last.value, last.value + kVariables);
      }
      complete_.insert(Text(last.reads));
      classes_.insert({last.reads, last.plain_writes});
    } else if (stuck) {
      deadlocked_.insert(Text(state.reads));
      classes_.insert({state.reads, state.plain_writes});
    }
  }

  static void Carry(const Step& step, size_t thread, State& state) {
    const size_t at = state.at[thread]++;
    std::vector<int>& reads = state.reads[thread];
    const int number = NumberOf(thread, at);
    switch (step.what) {
      case What::kLoad:
      case What::kPlainRead:
        reads.push_back(state.value[step.place]);
        break;
      case What::kChange:
        reads.push_back(state.value[step.place]);
        state.value[step.place] = number;
        break;
      case What::kPlainWrite:
        state.plain_writes.push_back(number);
        [[fallthrough]];
      case What::kStore:
        state.value[step.place] = number;
        break;
      case What::kUnlock:
        state.holder[step.place] = 0;
        state.given_back[step.place] = number;
        break;
      case What::kTryLock:
        if (state.holder[step.place] != 0) {
          reads.push_back(kHeld + state.holder[step.place]);
          state.at[thread] += step.skips;
          break;
        }
        [[fallthrough]];
      case What::kLock:
        reads.push_back(state.given_back[step.place]);
        state.holder[step.place] = number;
        break;
    }
  }

  const Program& program_;
  std::set<State> visited_;
  std::set<std::string> complete_;
  std::set<std::string> deadlocked_;
  std::set<std::pair<Class, std::vector<int>>> classes_;
};

// --- The same, by threads that Interleave controls. ---

// What the test knows of locks, which is no part of what is tested.
struct Notes {
  int holder[kLocks] = {};
  int given_back[kLocks] = {};
};
#define NOT_INSTRUMENTED \
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
  // Memory that one thread gives back and another is given would be shared.
  for (std::vector<int>& one : reads) one.reserve(64);
  std::vector<std::thread> threads;
  threads.reserve(program.threads.size());
  for (size_t i = 0; i < program.threads.size(); ++i) {
    threads.emplace_back(
        [&, i] { RunCourse(program.threads[i], i, shared, reads[i]); });
  }
  for (std::thread& thread : threads) thread.join();
  if (program.reads_at_end) {
    for (std::atomic<int>& variable : shared.variables) {
      reads.back().push_back(variable.load(std::memory_order_relaxed));
    }
    reads.back().push_back(shared.plain);
  }
  RecordOutcome(Text(reads));
}

ExploreResult Search(const char* strategy, absl::FunctionRef<void()> body) {
  Options options;
  options.strategy = strategy;
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
  const ExploreResult result =
      Search("rf-dpor", [&program] { RunProgram(program); });
  EXPECT_TRUE(result.exhausted) << testing::PrintToString(program)
                                << FormatResult(result);
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
  const Step read = deadlocks ? Step{What::kLoad, 0} : Step{What::kPlainRead, kPlain};
  const Step write = deadlocks ? Step{What::kStore, 1} : Step{What::kPlainWrite, kPlain};
  switch (random.Below(14)) {
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
    case 8:
      return {read};
    case 9:
      return {write};
    case 10:
      return {{What::kLock, lock}, read, {What::kUnlock, lock}};
    case 11:
      return {{What::kLock, lock},
              {What::kLoad, variable},
              {What::kUnlock, lock}};
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

// --- Known counts. ---

uint64_t ClassesOf(absl::FunctionRef<void()> body) {
  const ExploreResult result = Search("rf-dpor", body);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  return result.executions;
}

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

TEST(RfDporTest, ZDebug) {
  Program p;
  p.threads = {{{What::kPlainRead,2}},{{What::kPlainWrite,2},{What::kLock,0}},{{What::kTryLock,1,2},{What::kStore,1},{What::kUnlock,1}},
   {{What::kTryLock,0,2},{What::kStore,1},{What::kUnlock,0},{What::kLoad,1},{What::kLock,0}}};
  const Interleavings all(p);
  const ExploreResult r = Search("rf-dpor", [&] { RunProgram(p); });
  printf("%s: %d vs %d ex %d\n", testing::PrintToString(p).c_str(), (int)r.executions, (int)all.classes(), r.exhausted);
  for (auto& o : r.outcomes) printf("%s %d\n", o.value.c_str(), (int)o.count);
  for (auto& o : all.complete()) printf("all %s\n", o.c_str());
  for (auto& o : all.deadlocked()) printf("dead %s\n", o.c_str());
}
TEST(RfDporTest, LostIncrements) {
  EXPECT_EQ(ClassesOf(LostIncrements(3, 3)), 154126u);
}

}  // namespace
}  // namespace interleave
