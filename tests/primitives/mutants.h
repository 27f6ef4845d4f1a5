// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Mutants: primitives with one of their guarantees taken away.
//
// The linker's --wrap puts them between a test and what it calls; so the
// shipped library has none.

#ifndef INTERLEAVE_TESTS_PRIMITIVES_MUTANTS_H_
#define INTERLEAVE_TESTS_PRIMITIVES_MUTANTS_H_

#include <cstdint>

namespace interleave {

// A set of them.
using Mutants = uint32_t;

inline constexpr Mutants kJoinDoesNotWait = 1 << 0;
inline constexpr Mutants kDetachIsForgotten = 1 << 1;
inline constexpr Mutants kMutexAdmitsTwo = 1 << 2;
inline constexpr Mutants kReadWriteLockAdmitsAll = 1 << 3;
inline constexpr Mutants kOnceRunsAgain = 1 << 4;
inline constexpr Mutants kNotifyIsLost = 1 << 5;
inline constexpr Mutants kFutexWakeIsLost = 1 << 6;
inline constexpr Mutants kFutureIsDeaf = 1 << 7;
inline constexpr Mutants kChangeTakesTwoSteps = 1 << 8;
inline constexpr Mutants kWideLoadTakesTwoSteps = 1 << 9;
inline constexpr Mutants kGuardRunsAgain = 1 << 10;
inline constexpr Mutants kAbslMutexAdmitsTwo = 1 << 11;
inline constexpr Mutants kAbslSignalIsLost = 1 << 12;
inline constexpr Mutants kAbslNotificationIsEarly = 1 << 13;
inline constexpr Mutants kAbslCounterIsEarly = 1 << 14;
inline constexpr Mutants kAbslBarrierOpensEarly = 1 << 15;
inline constexpr Mutants kUnlockIsLost = 1 << 16;
inline constexpr Mutants kOwnersEndIsSilent = 1 << 17;
inline constexpr Mutants kReadersOvertake = 1 << 18;
inline constexpr Mutants kNamesAreForgotten = 1 << 19;
inline constexpr Mutants kHeapMoves = 1 << 20;

// What kGuardRunsAgain let begin is to be initialised once more: else a
// function-local static is initialised in one execution of the process only.
void ForgetGuards();

// Those that are in the place of primitives now; none at first.
extern Mutants g_mutants;

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_PRIMITIVES_MUTANTS_H_
