// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// DefectClass: what a kind of concurrency defect is called, where the facts of
// a trace decide it.
//
// Atomicity violations and their unserialisable patterns: Lu, Tucek, Qin &
// Zhou, "AVIO: Detecting Atomicity Violations via Access Interleaving
// Invariants" (ASPLOS 2006), table 1: two accesses of one task to a location
// and one of another task between them.

#ifndef INTERLEAVE_EXPLAIN_DEFECT_CLASS_H_
#define INTERLEAVE_EXPLAIN_DEFECT_CLASS_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace interleave {

enum class DefectClass : uint8_t {
  kUnknown,  // the facts don't decide
  kLostUpdate,
  kCheckThenAct,
  kStaleReadAfterReset,
  kDoubleInitialisation,
  kTornRead,
  kAba,
  kReadWriteRead,   // atomicity violation R-W-R
  kWriteWriteRead,  // ... W-W-R
  kReadWriteWrite,  // ... R-W-W
  kWriteReadWrite,  // ... W-R-W
  kOrderViolation,
  kDataRace,
  kLostWakeup,
  kLockOrderDeadlock,
  kSelfDeadlock,
  kMissedUnlock,
  kUseAfterFree,
  kIteratorInvalidated,
  kDoubleFree,
};
inline constexpr int kDefectClassCount =
    static_cast<int>(DefectClass::kDoubleFree) + 1;

// "lost update", "atomicity violation (R-W-R)"; empty for kUnknown.
std::string_view DefectClassName(DefectClass defect);
std::optional<DefectClass> DefectClassFromName(std::string_view name);
// In a sentence what that is.
std::string_view DefectClassMeaning(DefectClass defect);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLAIN_DEFECT_CLASS_H_
