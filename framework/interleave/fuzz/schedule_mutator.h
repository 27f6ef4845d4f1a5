// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ScheduleMutator: changes to bytes that mean a schedule (strategy/bytes.h), as
// one would change the schedule.
//
// To change a byte moves every switch behind it, since each counts from the one
// before. Here a switch comes, goes or moves, and the others stay at the choice
// they were at; a new one is put where the execution has choices. Where more
// than eight tasks could go on, a further byte of digits is taken for a switch:
// then it is a change like any other. Thread safety: none. Determinism: the
// seed and the bytes decide. Cost: linear in the bytes.

#ifndef INTERLEAVE_FUZZ_SCHEDULE_MUTATOR_H_
#define INTERLEAVE_FUZZ_SCHEDULE_MUTATOR_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "interleave/base/random.h"

namespace interleave {

// The switches of a schedule of bytes, in order, each at another choice.
struct ByteSwitch {
  uint64_t choice = 0;  // of the execution, from 0 on
  uint8_t which = 0;    // of the other answers: 0 to 7

  friend bool operator==(const ByteSwitch&, const ByteSwitch&) = default;
};

std::vector<ByteSwitch> SwitchesOf(std::span<const uint8_t> bytes);
// The fewest bytes that mean these, as far as `bytes_max` goes. Sorts them; of
// several at one choice the first stays.
std::vector<uint8_t> BytesOf(std::vector<ByteSwitch> switches,
                             size_t bytes_max);

class ScheduleMutator {
 public:
  // `choices`: as many as executions have, about.
  ScheduleMutator(uint64_t seed, uint64_t choices)
      : random_(seed), choices_(choices) {}

  // The same schedule but for one change, seldom two or three.
  std::vector<uint8_t> Mutate(std::span<const uint8_t> bytes, size_t bytes_max);
  // The beginning of one and the end of the other.
  std::vector<uint8_t> Splice(std::span<const uint8_t> one,
                              std::span<const uint8_t> other, size_t bytes_max);

 private:
  void Add(std::vector<ByteSwitch>& switches);
  void Repeat(std::vector<ByteSwitch>& switches, size_t at);
  void Change(std::vector<ByteSwitch>& switches);
  uint64_t AnyChoice(const std::vector<ByteSwitch>& switches);
  uint64_t AnyGap();
  uint64_t After(uint64_t choice);
  // A few before it or behind it.
  uint64_t Near(uint64_t choice);
  uint8_t AnyTask() { return static_cast<uint8_t>(random_.Below(8)); }

  Random random_;
  const uint64_t choices_;
};

}  // namespace interleave

#endif  // INTERLEAVE_FUZZ_SCHEDULE_MUTATOR_H_
