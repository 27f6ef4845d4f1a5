// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Each row's program goes wrong in some schedule when its primitive is a
// mutant.

#include "tests/primitives/mutants.h"

#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "tests/primitives/primitive.h"

namespace interleave {
namespace {

// Of each row; 0 where a guarantee is nobody's that could be taken away here:
// the machine's (thread_local), the model of memory's (a fence orders what is
// in one order anyway), or where nothing is shared.
Mutants MutantsOf(std::string_view row) {
  static const auto* const mutants = new std::map<std::string_view, Mutants>{
      {"Thread", kJoinDoesNotWait},
      {"Detach", kDetachIsForgotten},
      {"JThread", kJoinDoesNotWait},
      {"StopCallback", kChangeTakesTwoSteps},
      {"WaitWithStopToken", kNotifyIsLost},
      {"ThreadLocal", 0},
      {"Mutex", kMutexAdmitsTwo},
      {"TryLock", kMutexAdmitsTwo},
      {"TimedMutex", kMutexAdmitsTwo},
      {"RecursiveMutex", kMutexAdmitsTwo},
      {"RecursiveTimedMutex", kMutexAdmitsTwo},
      {"SharedMutex", kReadWriteLockAdmitsAll},
      {"SharedTimedMutex", kReadWriteLockAdmitsAll},
      {"WriterPreference", kReadersOvertake},
      {"RobustMutex", kOwnersEndIsSilent},
      {"ScopedLock", kMutexAdmitsTwo},
      {"ConditionVariable", kNotifyIsLost},
      {"ConditionVariableAny", kNotifyIsLost},
      {"CallOnce", kOnceRunsAgain},
      {"Latch", kFutexWakeIsLost},
      {"Barrier", kFutexWakeIsLost},
      {"CountingSemaphore", kFutexWakeIsLost},
      {"NamedSemaphore", kNamesAreForgotten},
      {"BinarySemaphore", kFutexWakeIsLost},
      {"Promise", kFutureIsDeaf},
      {"PromisedException", kFutureIsDeaf},
      {"SharedFuture", kFutureIsDeaf},
      {"PackagedTask", kFutureIsDeaf},
      {"AsyncLaunched", kFutureIsDeaf | kJoinDoesNotWait},
      {"AsyncDeferred", 0},
      {"Atomic8", kChangeTakesTwoSteps},
      {"Atomic16", kChangeTakesTwoSteps},
      {"Atomic32", kChangeTakesTwoSteps},
      {"Atomic64", kChangeTakesTwoSteps},
      {"AtomicFloat", kChangeTakesTwoSteps},
      {"AtomicDouble", kChangeTakesTwoSteps},
      {"Atomic128", kWideLoadTakesTwoSteps},
      {"AtomicRef", kChangeTakesTwoSteps},
      {"CompareExchange", kChangeTakesTwoSteps},
      {"AtomicFlag", kChangeTakesTwoSteps},
      {"AtomicWait", kFutexWakeIsLost},
      {"AtomicFlagWait", kFutexWakeIsLost},
      {"AtomicSharedPtr", kChangeTakesTwoSteps},
      {"Fence", 0},
      {"OsyncStream", kUnlockIsLost},
      {"FunctionLocalStatic", kGuardRunsAgain},
      {"HeapAddresses", kHeapMoves},
      {"AbslMutex", kAbslMutexAdmitsTwo},
      {"AbslCondVar", kAbslSignalIsLost},
      {"AbslNotification", kAbslNotificationIsEarly},
      {"AbslBlockingCounter", kAbslCounterIsEarly},
      {"AbslBarrier", kAbslBarrierOpensEarly},
      {"AbslCallOnce", kChangeTakesTwoSteps},
  };
  const auto found = mutants->find(row);
  EXPECT_NE(found, mutants->end()) << row << " needs a line in this table";
  return found == mutants->end() ? 0 : found->second;
}

std::vector<Primitive> AllRows() {
  std::vector<Primitive> all;
  for (const auto& some :
       {Threads(), Locks(), Meetings(), Results(), Atomics(), Others()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

class MutantsTest : public testing::TestWithParam<Primitive> {};

// True when some schedule goes wrong.
bool IsCaught(const Primitive& row, Mutants mutants) {
  Options options;
  options.strategy = "dpor";
  options.preemptions = row.preemptions;
  options.executions = 100'000;
  // Who waits for a second would otherwise go on without the mutant's help.
  options.only_timeouts = "fail";
  options.allow_single_schedule = true;
  g_mutants = mutants;
  const auto body = [&row] {
    ForgetGuards();
    row.right();
  };
  const ExploreResult result = Explore(options, body, "MutantsTest.Body");
  g_mutants = 0;
  return !result.failures.empty();
}

TEST_P(MutantsTest, AreCaughtByTheProgramOfTheirRow) {
  const Mutants mutants = MutantsOf(GetParam().name);
  if (GetParam().name == "AtomicSharedPtr") {
    // Memory is given back twice: the process may not outlive that.
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_DEATH(
        {
          if (IsCaught(GetParam(), mutants)) std::abort();
          std::_Exit(0);
        },
        "");
    return;
  }
  EXPECT_EQ(IsCaught(GetParam(), mutants), mutants != 0);
}

INSTANTIATE_TEST_SUITE_P(Of, MutantsTest, testing::ValuesIn(AllRows()), NameOf);

}  // namespace
}  // namespace interleave
