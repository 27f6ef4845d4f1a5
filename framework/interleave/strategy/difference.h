// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Difference: how an execution that was to repeat another one first differs.

#ifndef INTERLEAVE_STRATEGY_DIFFERENCE_H_
#define INTERLEAVE_STRATEGY_DIFFERENCE_H_

#include <cstdint>
#include <string>
#include <utility>

#include "interleave/base/ids.h"
#include "interleave/schedule/operation.h"

namespace interleave {

struct Difference {
  enum class Kind : uint8_t {
    kOther,      // known in words only
    kOperation,  // a task does something else
    kTasks,      // other tasks are there, or could go on
    kDraw,       // a value was drawn that wasn't, or among others
    kLength,     // one ended where the other went on
  };

  Difference() = default;
  // In words only. Implicit, for those who know no more.
  Difference(std::string words)  // NOLINT(google-explicit-constructor)
      : text(std::move(words)) {}
  Difference(Kind what, std::string words)
      : kind(what), text(std::move(words)) {}

  // There is none.
  bool empty() const { return text.empty(); }

  Kind kind = Kind::kOther;
  // "step 7, choice 3: was task 1 at lock 2 with 2 enabled tasks, is now ..."
  std::string text;
  // The object that the later execution was at there.
  ObjectId object = kNoObject;
  // "mutex 2", when the difference is known to be at a global or static one.
  std::string static_object;
};

// It is done to another task, and its object is that task's id.
inline bool IsOfTask(OperationKind kind) {
  return kind == OperationKind::kCreate || kind == OperationKind::kJoin ||
         kind == OperationKind::kDetach;
}

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_DIFFERENCE_H_
