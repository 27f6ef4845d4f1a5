// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/fuzz/engine_mutator.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "interleave/base/random.h"
#include "interleave/fuzz/fuzz.h"
#include "interleave/fuzz/schedule_mutator.h"

extern "C" {
// libFuzzer's own changes; null where it is not linked.
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t* data, size_t size,
                                              size_t size_max);
}

namespace interleave {
namespace {

using Bytes = std::vector<uint8_t>;

// A byte says how long it is.
constexpr size_t kScheduleBesideInputMax = 255;

// Where more than eight tasks could go on a choice has several bytes.
constexpr uint64_t kBytesBeyondChoices = 16;

uint64_t g_choices_max = 0;
bool g_splits = false;

size_t Write(const Bytes& bytes, uint8_t* data) {
  std::copy(bytes.begin(), bytes.end(), data);
  return bytes.size();
}

// The engine's change of bytes that may become `bytes_max`.
Bytes ChangeByEngine(std::span<const uint8_t> bytes, size_t bytes_max) {
  Bytes changed(bytes_max);
  const size_t size = std::min(bytes.size(), bytes_max);
  std::copy_n(bytes.begin(), size, changed.begin());
  changed.resize(LLVMFuzzerMutate(changed.data(), size, bytes_max));
  return changed;
}

// More bytes than there are choices are not read.
Bytes ChangeSchedule(std::span<const uint8_t> schedule, size_t size_max,
                     Random& random) {
  const size_t bytes_max =
      std::min<uint64_t>(size_max, g_choices_max + kBytesBeyondChoices);
  if (LLVMFuzzerMutate != nullptr && random.OneIn(2)) {
    return ChangeByEngine(schedule, bytes_max);
  }
  return ScheduleMutator(random.Next(), g_choices_max)
      .Mutate(schedule, bytes_max);
}

// REQUIRES: size_max > 0
Bytes ChangeSplit(const FuzzInput& split, size_t size_max, Random& random) {
  const size_t rest = size_max - 1;
  if (LLVMFuzzerMutate != nullptr && random.OneIn(2)) {
    const size_t input_max = rest - std::min(rest, split.schedule.size());
    if (input_max > 0) {
      const Bytes input = ChangeByEngine(split.input, input_max);
      return JoinFuzzInput(input, split.schedule);
    }
  }
  const std::span<const uint8_t> input =
      split.input.first(std::min(split.input.size(), rest));
  const size_t schedule_max =
      std::min(rest - input.size(), kScheduleBesideInputMax);
  if (schedule_max == 0) return JoinFuzzInput(input, {});
  return JoinFuzzInput(input,
                       ChangeSchedule(split.schedule, schedule_max, random));
}

}  // namespace

void TellMutatorOfChoices(uint64_t choices) {
  g_choices_max = std::max(g_choices_max, choices);
}

void TellMutatorOfSplit() { g_splits = true; }

}  // namespace interleave

extern "C" {

[[gnu::weak]] size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                             size_t size_max, unsigned seed) {
  using namespace interleave;  // NOLINT: two functions of C
  if (size_max == 0) return 0;
  Random random(seed);
  const std::vector<uint8_t> changed =
      g_splits ? ChangeSplit(SplitFuzzInput(data, size), size_max, random)
               : ChangeSchedule({data, size}, size_max, random);
  return Write(changed, data);
}

[[gnu::weak]] size_t LLVMFuzzerCustomCrossOver(const uint8_t* one,
                                               size_t one_size,
                                               const uint8_t* other,
                                               size_t other_size, uint8_t* data,
                                               size_t size_max, unsigned seed) {
  using namespace interleave;  // NOLINT: two functions of C
  if (size_max == 0) return 0;
  ScheduleMutator mutator(seed, g_choices_max);
  if (!g_splits) {
    return Write(mutator.Splice({one, one_size}, {other, other_size}, size_max),
                 data);
  }
  const FuzzInput first = SplitFuzzInput(one, one_size);
  const FuzzInput second = SplitFuzzInput(other, other_size);
  const auto input =
      first.input.first(std::min(first.input.size(), size_max - 1));
  const size_t schedule_max =
      std::min(size_max - 1 - input.size(), kScheduleBesideInputMax);
  return Write(
      JoinFuzzInput(
          input, mutator.Splice(first.schedule, second.schedule, schedule_max)),
      data);
}

}  // extern "C"
