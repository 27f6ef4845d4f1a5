// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// RandomSource: what a task gets where its code asks the machine for chance.
//
// A task's n-th draw is the same in every execution: it depends on the task's
// number and n alone, so that no draw of one task changes what another gets,
// and none needs a schedule point. To let a search try values use
// interleave::Choose. Generators of the C library that have one state for the
// process (rand, random, drand48) are each task's own here, for the same
// reason; where a task seeds them its numbers begin anew, by the seed alone.
// Thread safety: none. Determinism: that is what it is for.

#ifndef INTERLEAVE_RUNTIME_RANDOM_SOURCE_H_
#define INTERLEAVE_RUNTIME_RANDOM_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "interleave/base/ids.h"
#include "interleave/base/random.h"

namespace interleave {

class RandomSource {
 public:
  // Nothing was drawn yet.
  void Begin(TaskId task) {
    task_ = task;
    machine_.reset();
    library_.reset();
  }

  // 64 bits of the machine's chance: getrandom, std::random_device.
  uint64_t Next();
  // ... as many bytes. Cost: linear.
  void Fill(void* to, size_t bytes);

  // 64 bits of the C library's generators.
  uint64_t NextOfLibrary();
  void SeedLibrary(uint64_t seed) { library_.emplace(seed); }

 private:
  TaskId task_ = kNoTask;
  std::optional<Random> machine_;
  std::optional<Random> library_;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_RANDOM_SOURCE_H_
