// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/finding.h"

#include "interleave/base/check.h"

namespace interleave {
namespace {

// Null for a number that is no kind. No default, so that the compiler notices
// a kind without a word.
const char* Word(FindingKind kind) {
  switch (kind) {
    case FindingKind::kAssertion:
      return "assertion";
    case FindingKind::kException:
      return "exception";
    case FindingKind::kDeadlock:
      return "deadlock";
    case FindingKind::kLivelock:
      return "livelock";
    case FindingKind::kRace:
      return "race";
    case FindingKind::kLockOrder:
      return "lock-order";
    case FindingKind::kCrash:
      return "crash";
    case FindingKind::kLeak:
      return "leak";
    case FindingKind::kMisuse:
      return "misuse";
    case FindingKind::kStepLimit:
      return "step-limit";
    case FindingKind::kNondeterminism:
      return "nondeterminism";
    case FindingKind::kNotLinearizable:
      return "not-linearizable";
    case FindingKind::kNotAtomic:
      return "not-atomic";
    case FindingKind::kExitCode:
      return "exit-code";
    case FindingKind::kOutOfMemory:
      return "out-of-memory";
    case FindingKind::kHang:
      return "hang";
    case FindingKind::kUseAfterFree:
      return "use-after-free";
    case FindingKind::kDoubleFree:
      return "double-free";
  }
  return nullptr;
}

}  // namespace

std::string_view FindingKindName(FindingKind kind) {
  const char* const word = Word(kind);
  INTERLEAVE_INVARIANT(word != nullptr);
  return word;
}

std::optional<FindingKind> FindingKindFromName(std::string_view name) {
  for (int i = 0; i < kFindingKindCount; ++i) {
    const auto kind = static_cast<FindingKind>(i);
    if (name == FindingKindName(kind)) return kind;
  }
  return std::nullopt;
}

}  // namespace interleave
