// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/fuzz/engine_mutator.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "interleave/base/random.h"
#include "interleave/fuzz/input_mutator.h"
#include "interleave/fuzz/mutator_notes.h"

extern "C" {
// libFuzzer's own changes; null where it is not linked.
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t* data, size_t size,
                                              size_t size_max);
}

namespace interleave {
namespace {

using Bytes = std::vector<uint8_t>;

uint64_t g_choices_max = 0;
bool g_splits = false;

size_t Write(const Bytes& bytes, uint8_t* data) {
  std::copy(bytes.begin(), bytes.end(), data);
  return bytes.size();
}

Bytes ChangeByEngine(std::span<const uint8_t> bytes, size_t bytes_max,
                     Random&) {
  Bytes changed(bytes_max);
  const size_t size = std::min(bytes.size(), bytes_max);
  std::copy_n(bytes.begin(), size, changed.begin());
  changed.resize(LLVMFuzzerMutate(changed.data(), size, bytes_max));
  return changed;
}

InputMutator MutatorOf(unsigned seed) {
  return InputMutator(seed, g_choices_max, g_splits,
                      LLVMFuzzerMutate == nullptr ? nullptr : &ChangeByEngine);
}

// Of a mutator in another process; null: there is none.
MutatorNotes* Notes() {
  static MutatorNotes* const notes = MutatorNotes::Find();
  return notes;
}

}  // namespace

void TellMutatorOfChoices(uint64_t choices) {
  g_choices_max = std::max(g_choices_max, choices);
  if (Notes() != nullptr) Notes()->NoteChoices(choices);
}

void TellMutatorOfSplit() {
  g_splits = true;
  if (Notes() != nullptr) Notes()->splits = 1;
}

}  // namespace interleave

extern "C" {

[[gnu::weak]] size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                             size_t size_max, unsigned seed) {
  if (size_max == 0) return 0;
  return interleave::Write(
      interleave::MutatorOf(seed).Mutate({data, size}, size_max), data);
}

[[gnu::weak]] size_t LLVMFuzzerCustomCrossOver(const uint8_t* one,
                                               size_t one_size,
                                               const uint8_t* other,
                                               size_t other_size, uint8_t* data,
                                               size_t size_max, unsigned seed) {
  if (size_max == 0) return 0;
  return interleave::Write(interleave::MutatorOf(seed).Splice(
                               {one, one_size}, {other, other_size}, size_max),
                           data);
}

}  // extern "C"
