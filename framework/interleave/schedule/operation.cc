// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/operation.h"

#include "interleave/base/check.h"

namespace interleave {
namespace {

// Null for a number that is no kind. No default, so that the compiler notices
// a kind without a word.
const char* Word(OperationKind kind) {
  switch (kind) {
    case OperationKind::kStart:
      return "start";
    case OperationKind::kEnd:
      return "end";
    case OperationKind::kCreate:
      return "create";
    case OperationKind::kJoin:
      return "join";
    case OperationKind::kDetach:
      return "detach";
    case OperationKind::kLock:
      return "lock";
    case OperationKind::kTryLock:
      return "try-lock";
    case OperationKind::kTimedLock:
      return "timed-lock";
    case OperationKind::kUnlock:
      return "unlock";
    case OperationKind::kWait:
      return "wait";
    case OperationKind::kTimedWait:
      return "timed-wait";
    case OperationKind::kWake:
      return "wake";
    case OperationKind::kTimeout:
      return "timeout";
    case OperationKind::kSignal:
      return "signal";
    case OperationKind::kBroadcast:
      return "broadcast";
    case OperationKind::kOnce:
      return "once";
    case OperationKind::kFutexWait:
      return "futex-wait";
    case OperationKind::kFutexWake:
      return "futex-wake";
    case OperationKind::kYield:
      return "yield";
    case OperationKind::kSleep:
      return "sleep";
    case OperationKind::kPoint:
      return "point";
    case OperationKind::kTryAcquire:
      return "try-acquire";
    case OperationKind::kAcquire:
      return "acquire";
    case OperationKind::kRelease:
      return "release";
    case OperationKind::kReadLock:
      return "read-lock";
    case OperationKind::kArrive:
      return "arrive";
    case OperationKind::kRead:
      return "read";
    case OperationKind::kWrite:
      return "write";
    case OperationKind::kAtomicLoad:
      return "atomic-load";
    case OperationKind::kAtomicStore:
      return "atomic-store";
    case OperationKind::kAtomicChange:
      return "atomic-change";
    case OperationKind::kFence:
      return "fence";
  }
  return nullptr;
}

}  // namespace

std::string_view OperationKindName(OperationKind kind) {
  const char* const word = Word(kind);
  INTERLEAVE_INVARIANT(word != nullptr);
  return word;
}

std::optional<OperationKind> OperationKindFromName(std::string_view name) {
  for (int i = 0; i < kOperationKindCount; ++i) {
    const auto kind = static_cast<OperationKind>(i);
    if (name == OperationKindName(kind)) return kind;
  }
  return std::nullopt;
}

}  // namespace interleave
