// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/lessons.h"

#include <utility>

namespace interleave {

bool Lessons::AreLeft(const SharedMemory& memory,
                      const ExecutionLimits& limits) const {
  return memory.watched() != watched_ ||
         (memory.raced() != raced_ && limits.points == Points::kShared);
}

bool Lessons::Learn(const SharedMemory& memory, ExecutionLimits* limits) {
  const bool watches = std::exchange(watched_, memory.watched()) != watched_;
  const bool races = std::exchange(raced_, memory.raced()) != raced_ &&
                     limits->points == Points::kShared;
  if (watches && ++of_watching_ > kMax) limits->watches_all = true;
  if (races && ++of_racing_ > kMax) limits->points = Points::kAll;
  return watches || races;
}

}  // namespace interleave
