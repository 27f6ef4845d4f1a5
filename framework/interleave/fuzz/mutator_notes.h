// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// MutatorNotes: what a fuzz target tells a mutator of another process.
//
// The mutator makes a page of memory and names it in the environment of those
// that it starts; a target that finds the name writes there.
// Thread safety: several processes may write at once; the larger number stays.
// Determinism: the last input decides. Cost: of a note, an atomic operation.

#ifndef INTERLEAVE_FUZZ_MUTATOR_NOTES_H_
#define INTERLEAVE_FUZZ_MUTATOR_NOTES_H_

#include <atomic>
#include <cstdint>

namespace interleave {

struct MutatorNotes {
  static constexpr const char* kVariable = "INTERLEAVE_MUTATOR_NOTES";

  std::atomic<uint64_t> choices_max;  // of an execution
  std::atomic<uint32_t> splits;       // an input has two parts

  // For processes started from now on; null where the system gives no memory.
  static MutatorNotes* Make();
  // Those of who started this process, or the starters of that; null: nobody
  // made any, or is gone.
  static MutatorNotes* Find();

  void NoteChoices(uint64_t choices) {
    uint64_t most = choices_max.load(std::memory_order_relaxed);
    while (choices > most &&
           !choices_max.compare_exchange_weak(most, choices)) {
    }
  }
};

}  // namespace interleave

#endif  // INTERLEAVE_FUZZ_MUTATOR_NOTES_H_
