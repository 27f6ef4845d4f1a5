// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Finding: what went wrong in one execution of the code under test.

#ifndef INTERLEAVE_SCHEDULE_FINDING_H_
#define INTERLEAVE_SCHEDULE_FINDING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/base/ids.h"

namespace interleave {

enum class FindingKind : uint8_t {
  kAssertion,
  kException,
  kDeadlock,
  kLivelock,
  kRace,
  kLockOrder,
  kCrash,
  kLeak,
  kMisuse,
  kStepLimit,
  kNondeterminism,
  kNotLinearizable,
  kNotAtomic,
  kExitCode,
  kOutOfMemory,
  kHang,
  kUseAfterFree,
  kDoubleFree,
};
inline constexpr int kFindingKindCount =
    static_cast<int>(FindingKind::kDoubleFree) + 1;

// The word used in reports, JSON and schedule files: "assertion", "step-limit",
// "not-linearizable", ...
std::string_view FindingKindName(FindingKind kind);
std::optional<FindingKind> FindingKindFromName(std::string_view name);

// In the message of a deadlock: a task waits for a signal that came before.
inline constexpr std::string_view kLostWakeupWords = "lost wakeup: ";

// In the places of what was done to freed memory, behind the task's name.
inline constexpr std::string_view kFreedWords = " freed it here";
inline constexpr std::string_view kAllocatedWords = " allocated it here";

// A place that belongs to a finding: what happened there, and its frames.
struct RelatedPlace {
  std::string title;  // "T1 read 4 bytes before, here"
  std::vector<const void*> stack;
};

struct Finding {
  FindingKind kind = FindingKind::kAssertion;
  std::string message;  // may have several lines
  TaskId task = kNoTask;
  std::string task_name;
  StepNumber step = 0;
  std::string file;  // empty when not known (yet)
  int line = 0;
  // Where it happened, innermost first; made readable by report/.
  std::vector<const void*> stack;
  // Further places, as the other access of a race.
  std::vector<RelatedPlace> places;
  // The memory it is about, or null.
  const void* address = nullptr;
};

}  // namespace interleave

#endif  // INTERLEAVE_SCHEDULE_FINDING_H_
