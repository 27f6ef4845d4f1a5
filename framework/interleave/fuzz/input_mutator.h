// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// InputMutator: a change of a fuzzer's input, which is a schedule, or a
// program's input and a schedule (InputParts).
//
// A schedule is changed by ScheduleMutator or, as often, as bytes; the
// program's input beside it as bytes only, and each without the other. It
// depends on nothing but the language's library, since afl-fuzz loads it
// (afl_mutator.cc). Thread safety: none. Determinism: the seed and the bytes
// decide. Cost: linear in the bytes.

#ifndef INTERLEAVE_FUZZ_INPUT_MUTATOR_H_
#define INTERLEAVE_FUZZ_INPUT_MUTATOR_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "interleave/base/random.h"

namespace interleave {

// What the bytes of an input are, where it has both: the last byte says how
// many before it are the schedule; when there are not so many, all of them are.
struct InputParts {
  // A byte says how long it is.
  static constexpr size_t kScheduleMax = 255;

  std::span<const uint8_t> input;
  std::span<const uint8_t> schedule;

  static InputParts Of(std::span<const uint8_t> bytes);
  // REQUIRES: at most kScheduleMax bytes of schedule
  std::vector<uint8_t> Join() const;
};

// Bytes as any fuzzer changes them: one to four times some are replaced, put
// in, taken out or repeated. At most `bytes_max` are left.
std::vector<uint8_t> ChangeBytes(std::span<const uint8_t> bytes,
                                 size_t bytes_max, Random& random);

class InputMutator {
 public:
  // Changes bytes that may become `bytes_max`, at least one, as bytes.
  using ByteChange = std::vector<uint8_t> (*)(std::span<const uint8_t> bytes,
                                              size_t bytes_max, Random& random);

  // `choices`: as many as executions have, about; 0: not known. `splits`: an
  // input is two parts.
  InputMutator(uint64_t seed, uint64_t choices, bool splits, ByteChange change)
      : random_(seed), choices_(choices), splits_(splits), change_(change) {}

  // REQUIRES: size_max > 0
  std::vector<uint8_t> Mutate(std::span<const uint8_t> bytes, size_t size_max);
  // The beginning of one schedule and the end of the other; the input is that
  // of the first. REQUIRES: size_max > 0
  std::vector<uint8_t> Splice(std::span<const uint8_t> one,
                              std::span<const uint8_t> other, size_t size_max);

 private:
  std::vector<uint8_t> ChangeSchedule(std::span<const uint8_t> schedule,
                                      size_t size_max);
  std::vector<uint8_t> ChangeParts(const InputParts& parts, size_t size_max);

  Random random_;
  const uint64_t choices_;
  const bool splits_;
  const ByteChange change_;
};

}  // namespace interleave

#endif  // INTERLEAVE_FUZZ_INPUT_MUTATOR_H_
