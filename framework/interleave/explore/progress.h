// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Progress of an exploration under way, for whoever shows it.

#ifndef INTERLEAVE_EXPLORE_PROGRESS_H_
#define INTERLEAVE_EXPLORE_PROGRESS_H_

#include <cstdint>
#include <string>

namespace interleave {

struct Progress {
  std::string test;
  uint64_t executions = 0;
  uint64_t executions_max = 0;  // 0: no limit
  double seconds = 0;
  std::string strategy;
  uint64_t findings = 0;
};

// Is called some times a second while an exploration runs; null for nobody.
using ProgressListener = void (*)(const Progress&);
void SetProgressListener(ProgressListener listener);
ProgressListener GetProgressListener();

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_PROGRESS_H_
