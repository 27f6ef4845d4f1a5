// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/operation.h"

#include <iterator>

#include "interleave/base/check.h"

namespace interleave {
namespace {

struct KindWord {
  OperationKind kind;
  std::string_view word;
};

// In the order of the kinds.
constexpr KindWord kWords[] = {
    {OperationKind::kStart, "start"},
    {OperationKind::kEnd, "end"},
    {OperationKind::kCreate, "create"},
    {OperationKind::kJoin, "join"},
    {OperationKind::kDetach, "detach"},
    {OperationKind::kLock, "lock"},
    {OperationKind::kTryLock, "try-lock"},
    {OperationKind::kTimedLock, "timed-lock"},
    {OperationKind::kUnlock, "unlock"},
    {OperationKind::kWait, "wait"},
    {OperationKind::kTimedWait, "timed-wait"},
    {OperationKind::kWake, "wake"},
    {OperationKind::kTimeout, "timeout"},
    {OperationKind::kSignal, "signal"},
    {OperationKind::kBroadcast, "broadcast"},
    {OperationKind::kOnce, "once"},
    {OperationKind::kFutexWait, "futex-wait"},
    {OperationKind::kFutexWake, "futex-wake"},
    {OperationKind::kYield, "yield"},
    {OperationKind::kSleep, "sleep"},
    {OperationKind::kPoint, "point"},
    {OperationKind::kAcquire, "acquire"},
    {OperationKind::kTryAcquire, "try-acquire"},
    {OperationKind::kRelease, "release"},
    {OperationKind::kReadLock, "read-lock"},
    {OperationKind::kArrive, "arrive"},
    {OperationKind::kRead, "read"},
    {OperationKind::kWrite, "write"},
    {OperationKind::kAtomicLoad, "atomic-load"},
    {OperationKind::kAtomicStore, "atomic-store"},
    {OperationKind::kAtomicChange, "atomic-change"},
    {OperationKind::kFence, "fence"},
    {OperationKind::kReadClock, "read-clock"},
    {OperationKind::kLookAtClock, "look-at-clock"},
    {OperationKind::kDestroy, "destroy"},
    {OperationKind::kExit, "exit"},
    {OperationKind::kReceive, "receive"},
    {OperationKind::kSend, "send"},
    {OperationKind::kAccept, "accept"},
    {OperationKind::kConnect, "connect"},
    {OperationKind::kListen, "listen"},
    {OperationKind::kClose, "close"},
    {OperationKind::kPoll, "poll"},
    {OperationKind::kWatch, "watch"},
    {OperationKind::kSetTimer, "set-timer"},
    {OperationKind::kKill, "kill"},
    {OperationKind::kAwaitSignal, "await-signal"},
    {OperationKind::kOpen, "open"},
};

constexpr bool HasAWordForEachKind() {
  if (std::size(kWords) != kOperationKindCount) return false;
  for (int i = 0; i < kOperationKindCount; ++i) {
    if (kWords[i].kind != static_cast<OperationKind>(i)) return false;
  }
  return true;
}
static_assert(HasAWordForEachKind());

}  // namespace

std::string_view OperationKindName(OperationKind kind) {
  INTERLEAVE_INVARIANT(static_cast<int>(kind) < kOperationKindCount);
  return kWords[static_cast<int>(kind)].word;
}

std::optional<OperationKind> OperationKindFromName(std::string_view name) {
  for (const KindWord& kind : kWords) {
    if (kind.word == name) return kind.kind;
  }
  return std::nullopt;
}

}  // namespace interleave
