// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/fuzz/input_mutator.h"

#include <algorithm>

#include "interleave/fuzz/schedule_mutator.h"

namespace interleave {
namespace {

using Bytes = std::vector<uint8_t>;

// Where more than eight tasks could go on a choice has several bytes.
constexpr uint64_t kBytesBeyondChoices = 16;
// Of bytes that are put in, taken out or repeated.
constexpr uint32_t kPieceMax = 8;

ptrdiff_t Place(size_t size, Random& random) {
  return static_cast<ptrdiff_t>(random.BelowLarge(size));
}

void ChangeOnce(Bytes& bytes, Random& random) {
  enum What : uint32_t { kReplace, kFlip, kStep, kPutIn, kTakeOut, kRepeat };
  const auto what = static_cast<What>(random.Below(kRepeat + 1));
  if (bytes.empty() || what == kPutIn) {
    const ptrdiff_t at = Place(bytes.size() + 1, random);
    bytes.insert(bytes.begin() + at, static_cast<uint8_t>(random.Next()));
    return;
  }
  const ptrdiff_t at = Place(bytes.size(), random);
  uint8_t& byte = bytes[static_cast<size_t>(at)];
  const auto piece = static_cast<ptrdiff_t>(std::min<size_t>(
      random.Below(kPieceMax) + 1, bytes.size() - static_cast<size_t>(at)));
  switch (what) {
    case kReplace:
      byte = static_cast<uint8_t>(random.Next());
      break;
    case kFlip:
      byte ^= static_cast<uint8_t>(1u << random.Below(8));
      break;
    case kStep:
      byte = static_cast<uint8_t>(byte + random.Below(33) - 16);
      break;
    case kTakeOut:
      bytes.erase(bytes.begin() + at, bytes.begin() + at + piece);
      break;
    default: {
      const Bytes again(bytes.begin() + at, bytes.begin() + at + piece);
      bytes.insert(bytes.begin() + at, again.begin(), again.end());
    }
  }
}

}  // namespace

InputParts InputParts::Of(std::span<const uint8_t> bytes) {
  if (bytes.empty()) return {};
  const size_t rest = bytes.size() - 1;
  const size_t of_schedule = std::min<size_t>(bytes[rest], rest);
  return {bytes.first(rest - of_schedule),
          bytes.subspan(rest - of_schedule, of_schedule)};
}

std::vector<uint8_t> InputParts::Join() const {
  Bytes joined(input.begin(), input.end());
  joined.insert(joined.end(), schedule.begin(), schedule.end());
  joined.push_back(static_cast<uint8_t>(schedule.size()));
  return joined;
}

std::vector<uint8_t> ChangeBytes(std::span<const uint8_t> bytes,
                                 size_t bytes_max, Random& random) {
  Bytes changed(bytes.begin(), bytes.end());
  for (uint32_t times = 1 + random.Below(4); times > 0; --times) {
    ChangeOnce(changed, random);
  }
  changed.resize(std::min(changed.size(), bytes_max));
  return changed;
}

// More bytes than there are choices are not read.
std::vector<uint8_t> InputMutator::ChangeSchedule(
    std::span<const uint8_t> schedule, size_t size_max) {
  const size_t bytes_max =
      choices_ == 0
          ? size_max
          : std::min<uint64_t>(size_max, choices_ + kBytesBeyondChoices);
  if (change_ != nullptr && random_.OneIn(2)) {
    return change_(schedule, bytes_max, random_);
  }
  return ScheduleMutator(random_.Next(), choices_).Mutate(schedule, bytes_max);
}

std::vector<uint8_t> InputMutator::ChangeParts(const InputParts& parts,
                                               size_t size_max) {
  const size_t rest = size_max - 1;
  if (change_ != nullptr && random_.OneIn(2)) {
    const size_t input_max = rest - std::min(rest, parts.schedule.size());
    if (input_max > 0) {
      const Bytes input = change_(parts.input, input_max, random_);
      return InputParts{input, parts.schedule}.Join();
    }
  }
  const std::span<const uint8_t> input =
      parts.input.first(std::min(parts.input.size(), rest));
  const size_t schedule_max =
      std::min(rest - input.size(), InputParts::kScheduleMax);
  if (schedule_max == 0) return InputParts{input, {}}.Join();
  const Bytes schedule = ChangeSchedule(parts.schedule, schedule_max);
  return InputParts{input, schedule}.Join();
}

std::vector<uint8_t> InputMutator::Mutate(std::span<const uint8_t> bytes,
                                          size_t size_max) {
  return splits_ ? ChangeParts(InputParts::Of(bytes), size_max)
                 : ChangeSchedule(bytes, size_max);
}

std::vector<uint8_t> InputMutator::Splice(std::span<const uint8_t> one,
                                          std::span<const uint8_t> other,
                                          size_t size_max) {
  ScheduleMutator mutator(random_.Next(), choices_);
  if (!splits_) return mutator.Splice(one, other, size_max);
  const InputParts first = InputParts::Of(one);
  const InputParts second = InputParts::Of(other);
  const auto input =
      first.input.first(std::min(first.input.size(), size_max - 1));
  const size_t schedule_max =
      std::min(size_max - 1 - input.size(), InputParts::kScheduleMax);
  const Bytes schedule =
      mutator.Splice(first.schedule, second.schedule, schedule_max);
  return InputParts{input, schedule}.Join();
}

}  // namespace interleave
