// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Footprints of operations that nobody carries out, for tests.

#ifndef INTERLEAVE_TESTS_UNIT_STRATEGY_FOOTPRINTS_H_
#define INTERLEAVE_TESTS_UNIT_STRATEGY_FOOTPRINTS_H_

#include "interleave/strategy/footprint.h"

namespace interleave {

inline Footprint Starts(TaskId task) {
  Footprint footprint;
  footprint.task = task;
  return footprint;
}

inline Footprint Uses(TaskId task, OperationKind kind, uint32_t key,
                      UseMode mode) {
  Footprint footprint = Starts(task);
  footprint.kind = kind;
  footprint.used[footprint.use_count++] = {key, mode};
  return footprint;
}

inline Footprint Reads(TaskId task, uint32_t key) {
  return Uses(task, OperationKind::kAtomicLoad, key, UseMode::kShared);
}
inline Footprint Writes(TaskId task, uint32_t key) {
  return Uses(task, OperationKind::kAtomicStore, key, UseMode::kExclusive);
}
inline Footprint Locks(TaskId task, uint32_t key) {
  return Uses(task, OperationKind::kLock, key, UseMode::kTake);
}
inline Footprint Unlocks(TaskId task, uint32_t key) {
  return Uses(task, OperationKind::kUnlock, key, UseMode::kGiveBack);
}

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_UNIT_STRATEGY_FOOTPRINTS_H_
