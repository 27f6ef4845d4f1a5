// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Twins: a racy program beside its fixed twin.
//
// INTERLEAVE_TWINS(RacyLock, racy, fixed) makes two tests of them. The racy one
// must end in the finding of a data race, and the twin must be verified: every
// schedule of it was run, and no race was reported in any. Where waiting tasks
// try again and again there are too many, and INTERLEAVE_TWINS_WITHIN runs all
// with at most so many preemptions. Both tests search again with dpor and,
// where it handles the program, with rf-dpor.

#ifndef INTERLEAVE_TESTS_INSTRUMENTED_TWINS_H_
#define INTERLEAVE_TESTS_INSTRUMENTED_TWINS_H_

#include <cstdint>
#include <optional>
#include <thread>

#include "absl/functional/function_ref.h"
#include "gtest/gtest.h"

namespace interleave {

// Explores every schedule of the body; fails unless a race is found.
void ExpectRace(absl::FunctionRef<void()> body);
// ... unless there are several schedules, all were run, and nothing is found.
void ExpectVerified(absl::FunctionRef<void()> body,
                    std::optional<uint32_t> preemptions = std::nullopt);

// Runs each as a thread, and joins them in that order.
template <typename... Functions>
void Together(Functions... functions) {
  std::thread threads[] = {std::thread(functions)...};
  for (std::thread& thread : threads) thread.join();
}

}  // namespace interleave

#define INTERLEAVE_TWINS(suite, name, racy, fixed)             \
  TEST(suite, name##Races) { ::interleave::ExpectRace(racy); } \
  TEST(suite, name##FixedIsVerified) { ::interleave::ExpectVerified(fixed); }

#define INTERLEAVE_TWINS_WITHIN(preemptions, suite, name, racy, fixed) \
  TEST(suite, name##Races) { ::interleave::ExpectRace(racy); }         \
  TEST(suite, name##FixedIsVerified) {                                 \
    ::interleave::ExpectVerified(fixed, preemptions);                  \
  }

#endif  // INTERLEAVE_TESTS_INSTRUMENTED_TWINS_H_
