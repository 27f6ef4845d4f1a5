// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs drawn at random that are interpreted and run: the run has as many
// traces, and the same final states, as the interpretation.

#include <semaphore.h>

#include <array>
#include <atomic>
#include <mutex>
#include <optional>

#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "tests/programs/abstract_program.h"
#include "tests/programs/explored.h"
#include "tests/programs/final_state.h"
#include "tests/programs/thread.h"

namespace interleave {
namespace {

using Does = AbstractProgram::Does;
using Action = AbstractProgram::Action;

class Objects {
 public:
  Objects() {
    for (sem_t& semaphore : semaphores_) sem_init(&semaphore, 0, 1);
  }
  ~Objects() {
    for (sem_t& semaphore : semaphores_) sem_destroy(&semaphore);
  }

  // Does the task's next action, or also leaves out the one after it.
  void Do(size_t task, const Action*& action) {
    const Action& now = *action++;
    std::mutex& mutex = mutexes_[now.object];
    sem_t* const semaphore = &semaphores_[now.object];
    switch (now.does) {
      case Does::kLock:
        return mutex.lock();
      case Does::kUnlock:
        return mutex.unlock();
      case Does::kTryLock: {
        const bool took = mutex.try_lock();
        if (!took) ++action;
        return AddToFinalState(task, took ? 1 : 0);
      }
      case Does::kTakeOne:
        sem_wait(semaphore);
        return;
      case Does::kTryTakeOne:
        return AddToFinalState(task, sem_trywait(semaphore) == 0 ? 1 : 0);
      case Does::kGiveOne:
        sem_post(semaphore);
        return;
      default:
        Access(task, now);
    }
  }

 private:
  void Access(size_t task, const Action& action) {
    std::atomic<int>& value = values_[action.object];
    int before = 0;
    switch (action.does) {
      case Does::kStore:
        return value.store(action.value);
      case Does::kAdd:
        before = value.fetch_add(action.value);
        break;
      case Does::kCompareExchange:
        value.compare_exchange_strong(before, action.value);
        break;
      default:
        before = value.load();
    }
    AddToFinalState(task, before);
  }

  std::array<std::mutex, AbstractProgram::kObjects> mutexes_;
  std::array<std::atomic<int>, AbstractProgram::kObjects> values_{};
  std::array<sem_t, AbstractProgram::kObjects> semaphores_;
};

void Run(const AbstractProgram& program) {
  BeginFinalState();
  Objects objects;
  Copies(static_cast<int>(program.tasks.size()), [&](int number) {
    const auto task = static_cast<size_t>(number);
    const Action* action = program.tasks[task].data();
    const Action* const end = action + program.tasks[task].size();
    while (action != end) objects.Do(task, action);
  });
}

void ExpectAsInterpreted(const Explored& explored,
                         const Interpretation& interpretation) {
  EXPECT_EQ(explored.contradiction, "");
  EXPECT_EQ(explored.traces.size(), interpretation.traces);
  EXPECT_EQ(explored.outcomes, interpretation.outcomes);
  EXPECT_EQ(explored.findings.contains(FindingKind::kDeadlock),
            interpretation.deadlocks);
}

// False when there is too much to do.
bool Compare(const AbstractProgram& program) {
  const auto interpretation = Interpret(program, 10'000);
  if (!interpretation.has_value()) return false;
  const auto body = [&program] { Run(program); };
  const Explored all = ExploreTraces("exhaustive", body, {500});
  if (all.all) ExpectAsInterpreted(all, *interpretation);
  for (const std::string& strategy : ReducingStrategies()) {
    const Explored explored = ExploreTraces(strategy, body);
    ExpectAsInterpreted(explored, *interpretation);
    EXPECT_EQ(explored.executions, interpretation->traces) << strategy;
    if (IsOptimal(strategy)) EXPECT_EQ(explored.redundant, 0u);
  }
  return true;
}

class AbstractProgramsTest : public testing::TestWithParam<size_t> {};

TEST_P(AbstractProgramsTest, HaveTheTracesOfTheirInterpretation) {
  const size_t tasks = GetParam();
  Random random(tasks);
  for (int compared = 0; compared < 600;) {
    const AbstractProgram program =
        DrawAbstractProgram(random, tasks, tasks == 2 ? 3 : 5 - tasks);
    compared += Compare(program) ? 1 : 0;
    ASSERT_FALSE(HasFailure()) << program.Text();
  }
}
INSTANTIATE_TEST_SUITE_P(OfTasks, AbstractProgramsTest,
                         testing::Range<size_t>(2, 5));

// On paper: two take both locks, in two orders, and the third the second lock
// in three places; the load is before or after the change: 12. In the deadlock
// the third was first, with the load before or after, or never came to it: 3.
TEST(AbstractProgramTest, OfCrossedLocksBesideAnother) {
  AbstractProgram program;
  program.tasks = {{{Does::kAdd, 0, 1}},
                   {{Does::kLock, 1}, {Does::kLoad, 0}, {Does::kUnlock, 1}},
                   {{Does::kLock, 1},
                    {Does::kLock, 0},
                    {Does::kUnlock, 0},
                    {Does::kUnlock, 1}},
                   {{Does::kLock, 0},
                    {Does::kLock, 1},
                    {Does::kUnlock, 1},
                    {Does::kUnlock, 0}}};
  EXPECT_EQ(Interpret(program, 10'000)->traces, 15u);
  EXPECT_TRUE(Compare(program));
}

TEST(InterpretTest, CountsWhatIsKnownOnPaper) {
  const auto increments = [](size_t tasks) {
    AbstractProgram program;
    program.tasks.assign(tasks, {{Does::kLoad, 0}, {Does::kStore, 0, 1}});
    return program;
  };
  EXPECT_EQ(Interpret(increments(2), 100)->interleavings, 6u);
  EXPECT_EQ(Interpret(increments(2), 100)->traces, 4u);
  EXPECT_EQ(Interpret(increments(3), 100)->interleavings, 90u);
  EXPECT_EQ(Interpret(increments(3), 100)->traces, 36u);
  EXPECT_FALSE(Interpret(increments(3), 89).has_value());
  AbstractProgram crossed;
  crossed.tasks = {{{Does::kLock, 0},
                    {Does::kLock, 1},
                    {Does::kUnlock, 1},
                    {Does::kUnlock, 0}},
                   {{Does::kLock, 1},
                    {Does::kLock, 0},
                    {Does::kUnlock, 0},
                    {Does::kUnlock, 1}}};
  EXPECT_EQ(Interpret(crossed, 100)->traces, 3u);
  EXPECT_TRUE(Interpret(crossed, 100)->deadlocks);
}

}  // namespace
}  // namespace interleave
