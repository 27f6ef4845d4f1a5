// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/fuzz/schedule_mutator.h"

#include <algorithm>
#include <utility>

#include "interleave/strategy/bytes.h"

namespace interleave {
namespace {

constexpr uint32_t kLongWait = BytesStrategy::kLongWait;
constexpr uint32_t kWaitMask = (1u << BytesStrategy::kWaitBits) - 1;
// Choices that are tried where an execution seems to have none.
constexpr uint64_t kChoicesMin = 8;
// How far a switch moves that stays near, and how far behind it a copy comes.
constexpr uint32_t kNear = 4;
// Of what is repeated: so many switches, so often.
constexpr uint32_t kPatternMax = 3;
constexpr uint32_t kTimesMax = 16;

}  // namespace

std::vector<ByteSwitch> SwitchesOf(std::span<const uint8_t> bytes) {
  std::vector<ByteSwitch> switches;
  uint64_t choice = 0;
  for (const uint8_t byte : bytes) {
    const uint32_t wait = byte & kWaitMask;
    if (wait >= kLongWait) {
      choice += uint64_t{kLongWait} << (wait - kLongWait);
      continue;
    }
    choice += wait;
    switches.push_back(
        {choice, static_cast<uint8_t>(byte >> BytesStrategy::kWaitBits)});
    ++choice;
  }
  return switches;
}

std::vector<uint8_t> BytesOf(std::vector<ByteSwitch> switches,
                             size_t bytes_max) {
  std::stable_sort(switches.begin(), switches.end(),
                   [](const ByteSwitch& one, const ByteSwitch& other) {
                     return one.choice < other.choice;
                   });
  std::vector<uint8_t> bytes;
  uint64_t choice = 0;  // the next that a byte would be about
  for (const ByteSwitch& now : switches) {
    if (now.choice < choice) continue;
    uint64_t wait = now.choice - choice;
    for (uint32_t power = kWaitMask - kLongWait; wait >= kLongWait;) {
      const uint64_t length = uint64_t{kLongWait} << power;
      if (wait < length) {
        --power;
        continue;
      }
      bytes.push_back(static_cast<uint8_t>(kLongWait + power));
      wait -= length;
      if (bytes.size() >= bytes_max) break;
    }
    if (bytes.size() >= bytes_max) break;
    bytes.push_back(static_cast<uint8_t>(
        wait | static_cast<uint32_t>(now.which) << BytesStrategy::kWaitBits));
    choice = now.choice + 1;
  }
  bytes.resize(std::min(bytes.size(), bytes_max));
  return bytes;
}

uint64_t ScheduleMutator::AnyChoice(const std::vector<ByteSwitch>& switches) {
  uint64_t end = std::max(choices_, kChoicesMin);
  if (choices_ == 0 && !switches.empty()) {
    end = std::max(end, switches.back().choice + kChoicesMin);
  }
  return random_.BelowLarge(end);
}

uint64_t ScheduleMutator::AnyGap() { return random_.Below(kNear); }

uint64_t ScheduleMutator::After(uint64_t choice) {
  return choice + 1 + AnyGap();
}

uint64_t ScheduleMutator::Near(uint64_t choice) {
  const uint64_t by = 1 + random_.Below(kNear);
  return random_.OneIn(2) || by > choice ? choice + by : choice - by;
}

void ScheduleMutator::Add(std::vector<ByteSwitch>& switches) {
  // What was reached so far stays, and something is done from there on.
  if (!switches.empty() && random_.OneIn(2)) {
    switches.push_back({After(switches.back().choice), AnyTask()});
    return;
  }
  const uint64_t choice = AnyChoice(switches);
  switches.push_back({choice, AnyTask()});
  // ... and back, so that those behind it are switches of the same tasks.
  if (random_.OneIn(2)) switches.push_back({After(choice), AnyTask()});
}

// Loops meet one another in the same way again and again.
void ScheduleMutator::Repeat(std::vector<ByteSwitch>& switches, size_t at) {
  const size_t length =
      std::min<size_t>(1 + random_.Below(kPatternMax), switches.size() - at);
  const auto from = switches.begin() + static_cast<ptrdiff_t>(at);
  const std::vector<ByteSwitch> pattern(from,
                                        from + static_cast<ptrdiff_t>(length));
  const uint64_t first = pattern.front().choice;
  const uint64_t period =
      pattern.back().choice - first + 1 + (random_.OneIn(2) ? 0 : AnyGap());
  const uint64_t times = 1 + random_.Below(kTimesMax);
  // Those behind it give way.
  for (size_t i = at + length; i < switches.size(); ++i) {
    switches[i].choice += times * period;
  }
  for (uint64_t time = 1; time <= times; ++time) {
    for (const ByteSwitch& one : pattern) {
      switches.push_back({one.choice + time * period, one.which});
    }
  }
}

void ScheduleMutator::Change(std::vector<ByteSwitch>& switches) {
  if (switches.empty() || random_.OneIn(3)) return Add(switches);
  const size_t at = random_.BelowLarge(switches.size());
  const auto here = switches.begin() + static_cast<ptrdiff_t>(at);
  switch (random_.Below(7)) {
    case 0:
      switches.erase(here);
      break;
    case 1:  // the way there and back
      switches.erase(here,
                     here + std::min<ptrdiff_t>(2, switches.end() - here));
      break;
    case 2:
      here->choice = Near(here->choice);
      break;
    case 3:
      here->choice = AnyChoice(switches);
      break;
    case 4:
      here->which = AnyTask();
      break;
    case 5:
      Repeat(switches, at);
      break;
    default:
      switches.push_back({After(here->choice), here->which});
      break;
  }
}

std::vector<uint8_t> ScheduleMutator::Mutate(std::span<const uint8_t> bytes,
                                             size_t bytes_max) {
  std::vector<ByteSwitch> switches = SwitchesOf(bytes);
  do {
    Change(switches);
    std::stable_sort(switches.begin(), switches.end(),
                     [](const ByteSwitch& one, const ByteSwitch& other) {
                       return one.choice < other.choice;
                     });
  } while (random_.OneIn(3));
  return BytesOf(std::move(switches), bytes_max);
}

std::vector<uint8_t> ScheduleMutator::Splice(std::span<const uint8_t> one,
                                             std::span<const uint8_t> other,
                                             size_t bytes_max) {
  std::vector<ByteSwitch> switches = SwitchesOf(one);
  const std::vector<ByteSwitch> end = SwitchesOf(other);
  const uint64_t where = AnyChoice(switches);
  std::erase_if(switches, [where](const ByteSwitch& each) {
    return each.choice >= where;
  });
  for (const ByteSwitch& each : end) {
    if (each.choice >= where) switches.push_back(each);
  }
  return BytesOf(std::move(switches), bytes_max);
}

}  // namespace interleave
