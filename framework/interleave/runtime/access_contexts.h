// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AccessContexts: how the accesses of an execution were made, for those that
// turn out to race: which locks the task held, and its frames.
//
// Contexts that are alike in a row are kept once: an access costs a comparison
// unless its task took or gave up a lock since its last one.

#ifndef INTERLEAVE_RUNTIME_ACCESS_CONTEXTS_H_
#define INTERLEAVE_RUNTIME_ACCESS_CONTEXTS_H_

#include <cstdint>
#include <vector>

#include "interleave/runtime/task.h"

namespace interleave {

struct AccessContext {
  std::vector<const void*> locks;  // addresses
  std::vector<const void*> stack;  // innermost first; empty: not looked at
};

class AccessContexts {
 public:
  void BeginExecution() { contexts_.clear(); }

  // The number of the context that `task`, which is running, is in now.
  // `with_stack`: its frames are looked at too (some microseconds).
  uint32_t Now(Task& task, bool with_stack);

  const AccessContext& at(uint32_t number) const { return contexts_[number]; }

 private:
  std::vector<AccessContext> contexts_;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_ACCESS_CONTEXTS_H_
