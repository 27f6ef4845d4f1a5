// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/defect_class.h"

#include <iterator>

#include "interleave/base/check.h"

namespace interleave {
namespace {

struct Words {
  DefectClass defect;
  std::string_view name;
  std::string_view meaning;
};

// In the order of the classes.
constexpr Words kWords[] = {
    {DefectClass::kUnknown, "", ""},
    {DefectClass::kLostUpdate, "lost update",
     "a task writes what it made of a value that another has replaced since, "
     "and the other's write is lost"},
    {DefectClass::kCheckThenAct, "check-then-act",
     "a task acts on what it read before, and another has changed it since"},
    {DefectClass::kStaleReadAfterReset, "stale read after reset",
     "a task writes back what it made of a value that it read before another "
     "reset it"},
    {DefectClass::kDoubleInitialisation, "double initialisation",
     "two tasks each find a thing not initialised, and both initialise it"},
    {DefectClass::kTornRead, "torn read",
     "a task reads one part as it was before and another as it was after "
     "somebody else wrote both"},
    {DefectClass::kAba, "ABA",
     "a compare-exchange finds the value that was read before, though others "
     "have changed it and changed it back"},
    {DefectClass::kReadWriteRead, "atomicity violation (R-W-R)",
     "a task reads twice, and another writes in between"},
    {DefectClass::kWriteWriteRead, "atomicity violation (W-W-R)",
     "a task reads not what it wrote, since another writes in between"},
    {DefectClass::kReadWriteWrite, "atomicity violation (R-W-W)",
     "a task reads and writes, and another writes in between"},
    {DefectClass::kWriteReadWrite, "atomicity violation (W-R-W)",
     "a task writes twice, and another reads what was there in between"},
    {DefectClass::kOrderViolation, "order violation",
     "one task's step must come before another's, and nothing makes it"},
    {DefectClass::kDataRace, "data race",
     "two accesses, one of them a write, are in no order"},
    {DefectClass::kLostWakeup, "lost wakeup",
     "a signal came before the task that waits for it had begun to wait"},
    {DefectClass::kLockOrderDeadlock, "lock-order deadlock",
     "tasks wait in a circle for what the next one holds"},
    {DefectClass::kSelfDeadlock, "self-deadlock",
     "a task waits for a lock that it holds itself"},
    {DefectClass::kMissedUnlock, "missed unlock",
     "a task has ended with a lock that others wait for"},
    {DefectClass::kUseAfterFree, "use after free",
     "a task uses memory that was given back before"},
    {DefectClass::kIteratorInvalidated, "iterator invalidated",
     "a task uses an element of a container that another call has moved or "
     "removed since"},
    {DefectClass::kDoubleFree, "double free",
     "memory is given back that was given back before"},
};

constexpr bool IsInOrder() {
  if (std::size(kWords) != kDefectClassCount) return false;
  for (int i = 0; i < kDefectClassCount; ++i) {
    if (kWords[i].defect != static_cast<DefectClass>(i)) return false;
  }
  return true;
}
static_assert(IsInOrder());

}  // namespace

std::string_view DefectClassName(DefectClass defect) {
  INTERLEAVE_INVARIANT(static_cast<int>(defect) < kDefectClassCount);
  return kWords[static_cast<int>(defect)].name;
}

std::optional<DefectClass> DefectClassFromName(std::string_view name) {
  for (const Words& words : kWords) {
    if (words.name == name) return words.defect;
  }
  return std::nullopt;
}

std::string_view DefectClassMeaning(DefectClass defect) {
  INTERLEAVE_INVARIANT(static_cast<int>(defect) < kDefectClassCount);
  return kWords[static_cast<int>(defect)].meaning;
}

}  // namespace interleave
