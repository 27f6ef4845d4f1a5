// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What afl-fuzz asks for a change of an input, as a shared library
// (AFL_CUSTOM_MUTATOR_LIBRARY; AFL++'s docs/custom_mutators.md). Its own
// changes come beside these unless AFL_CUSTOM_MUTATOR_ONLY is set.
//
// Of how an input is made up, and how many choices executions have, the target
// tells (MutatorNotes). Thread safety: called from one thread. Determinism: the
// seed that afl-fuzz gives, and the order of the calls.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/base/random.h"
#include "interleave/fuzz/input_mutator.h"
#include "interleave/fuzz/mutator_notes.h"

namespace {

constexpr uint32_t kSpliceOneIn = 8;

struct AflMutator {
  explicit AflMutator(uint64_t seed)
      : numbers(seed), notes(interleave::MutatorNotes::Make()) {}

  interleave::Random numbers;
  interleave::MutatorNotes* const notes;
  std::vector<uint8_t> changed;  // what afl-fuzz reads until the next call
};

}  // namespace

extern "C" {

[[gnu::visibility("default")]] void* afl_custom_init(void* /*afl*/,
                                                     unsigned seed) {
  return new AflMutator(seed);
}

[[gnu::visibility("default")]] size_t afl_custom_fuzz(
    void* data, uint8_t* bytes, size_t size, uint8_t** out, uint8_t* other,
    size_t other_size, size_t size_max) {
  AflMutator& mutator = *static_cast<AflMutator*>(data);
  const interleave::MutatorNotes* const notes = mutator.notes;
  interleave::InputMutator change(
      mutator.numbers.Next(), notes == nullptr ? 0 : notes->choices_max.load(),
      notes != nullptr && notes->splits.load() != 0, &interleave::ChangeBytes);
  size_max = std::max<size_t>(size_max, 1);
  const bool splices = other != nullptr && mutator.numbers.OneIn(kSpliceOneIn);
  mutator.changed =
      splices ? change.Splice({bytes, size}, {other, other_size}, size_max)
              : change.Mutate({bytes, size}, size_max);
  // An input of no bytes is none for afl-fuzz.
  if (mutator.changed.empty()) mutator.changed.push_back(0);
  *out = mutator.changed.data();
  return mutator.changed.size();
}

[[gnu::visibility("default")]] void afl_custom_deinit(void* data) {
  delete static_cast<AflMutator*>(data);
}

}  // extern "C"
