// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// FinalState: what an execution came to, written down as it goes, so that it is
// known of a deadlock too. Not instrumented: it is no part of what the tasks
// share.
// Thread safety: none; an execution is on one thread.

#ifndef INTERLEAVE_TESTS_PROGRAMS_FINAL_STATE_H_
#define INTERLEAVE_TESTS_PROGRAMS_FINAL_STATE_H_

#include <cstddef>
#include <string>
#include <vector>

namespace interleave {

class FinalState {
 public:
  // `task` saw `value`.
  void Add(size_t task, int value);
  // What each task saw, in order of the tasks.
  std::string Text() const;

 private:
  std::vector<std::string> seen_;
};

// That of the present execution. At its beginning:
void BeginFinalState();
// The whole is given to RecordOutcome.
void AddToFinalState(size_t task, int value);

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_PROGRAMS_FINAL_STATE_H_
