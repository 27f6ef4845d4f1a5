// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The numbers that name things inside one execution.
//
// All of them count from zero in order of creation, so that the same schedule
// gives the same numbers in every run, whatever the addresses were.

#ifndef INTERLEAVE_BASE_IDS_H_
#define INTERLEAVE_BASE_IDS_H_

#include <cstdint>

namespace interleave {

// A task of an execution. 0 is the body, called "main".
using TaskId = uint32_t;
inline constexpr TaskId kNoTask = ~TaskId{0};
inline constexpr TaskId kMainTask = 0;

// A mutex, condition variable, futex word or user object of an execution, in
// the order in which the execution first met them.
using ObjectId = uint32_t;
inline constexpr ObjectId kNoObject = ~ObjectId{0};

// The number of a step of an execution; the first step is 1.
using StepNumber = uint64_t;

}  // namespace interleave

#endif  // INTERLEAVE_BASE_IDS_H_
