// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// RandomSchedule, RandomChoices: well-formed data with hostile names in it.
//
// Determinism: the same generator state gives the same data.

#ifndef INTERLEAVE_TESTS_UNIT_SCHEDULE_RANDOM_SCHEDULE_H_
#define INTERLEAVE_TESTS_UNIT_SCHEDULE_RANDOM_SCHEDULE_H_

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>

#include "interleave/base/random.h"
#include "interleave/schedule/schedule.h"

namespace interleave {

// Small numbers mostly, now and then one of any size.
inline uint32_t RandomNumber(Random& random) {
  const auto bits = static_cast<uint32_t>(random.Next());
  return bits >> (random.OneIn(4) ? random.Below(32) : 24 + random.Below(8));
}

// Any bytes, with those that mean something in a file more often.
inline std::string RandomText(Random& random) {
  constexpr char kSpecial[] = "\"\\#@ \t\n\r->+/ab1";
  std::string text;
  for (uint32_t n = random.Below(12); n > 0; --n) {
    text.push_back(random.OneIn(3)
                       ? static_cast<char>(random.Below(256))
                       : kSpecial[random.Below(sizeof(kSpecial) - 1)]);
  }
  return text;
}

inline std::string RandomTask(Random& random) {
  constexpr const char* kNames[] = {
      "main",      "reset", "T1",      "T2",          "my task",
      "T1@2",      "end",   "blocked", "->",          "say",
      "\"hello\"", "#1",    "",        "\xe2\x82\xac"};
  return random.OneIn(4) ? RandomText(random)
                         : kNames[random.Below(std::size(kNames))];
}

inline std::string RandomPoint(Random& random) {
  constexpr const char* kNames[] = {"a.b", "pool.reset.loaded", "end.blocked",
                                    "x_1.y_2.z_3.w_4"};
  return kNames[random.Below(std::size(kNames))];
}

inline Position RandomPosition(Random& random) {
  Position position;
  position.kind = static_cast<OperationKind>(random.Below(kOperationKindCount));
  position.occurrence = 1 + random.Below(1000);
  if (position.kind == OperationKind::kPoint) {
    position.point = RandomPoint(random);
  } else if (random.OneIn(2)) {
    position.anchor = RandomPoint(random);
    position.anchor_occurrence = 1 + random.Below(1000);
  }
  position.blocked = random.OneIn(2);
  return position;
}

inline RecordedChoice RandomChoice(Random& random) {
  RecordedChoice recorded;
  Choice& choice = recorded.choice;
  choice.kind = random.OneIn(4) ? ChoiceKind::kValue : ChoiceKind::kSwitch;
  choice.task = RandomNumber(random);
  recorded.task = RandomTask(random);
  choice.at = RandomNumber(random);
  if (choice.kind == ChoiceKind::kSwitch) {
    choice.value = RandomNumber(random);
    recorded.to = RandomTask(random);
    recorded.position = RandomPosition(random);
  } else {
    choice.count = 1 + RandomNumber(random) / 2;
    choice.value = random.Below(choice.count);
    choice.liberty = static_cast<Liberty>(random.Below(kLibertyCount));
  }
  if (random.OneIn(2)) recorded.place = "some \"place\" # in.cc:42";
  return recorded;
}

inline Schedule RandomSchedule(Random& random) {
  Schedule schedule;
  schedule.test = RandomText(random);
  schedule.program = RandomText(random);
  schedule.strategy = RandomText(random);
  schedule.seed = random.Next();
  schedule.execution = random.Next();
  if (random.OneIn(2)) {
    schedule.finding =
        static_cast<FindingKind>(random.Below(kFindingKindCount));
  }
  schedule.message = RandomText(random);
  for (uint32_t n = random.Below(20); n > 0; --n) {
    schedule.choices.push_back(RandomChoice(random));
  }
  return schedule;
}

inline Choices RandomChoices(Random& random) {
  return RandomSchedule(random).RawChoices();
}

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_UNIT_SCHEDULE_RANDOM_SCHEDULE_H_
