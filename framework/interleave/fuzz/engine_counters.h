// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// EngineCounters: what a fuzzer's engine counts of an input beside its code.
//
// libFuzzer looks at a section of the program. AFL++ has a map with a place for
// each number that was given to code; ours are asked for as code asks for its
// own, before main, so that no counter stands for both. Programs without an
// engine have the counters and nobody who looks.
// Thread safety: called from one thread, outside of executions.

#ifndef INTERLEAVE_FUZZ_ENGINE_COUNTERS_H_
#define INTERLEAVE_FUZZ_ENGINE_COUNTERS_H_

#include <cstdint>
#include <span>

namespace interleave {

// Of the ordered pairs of an input (strategy/ordered_pairs.h).
std::span<uint8_t> EngineCounters();

// An input begins. Where AFL++ has its map by now is no memory of the
// program's (runtime/fuzzer_memory.h).
void BeginEngineInput();
// AFL++'s driver begins with an input of its own, which nobody fuzzes: so that
// what the program initialises once is done. What it says as a schedule is
// chance, and a defect found by it would look like one of all inputs.
// `schedule`: of the first input of the process.
bool IsOfTheEngine(std::span<const uint8_t> schedule);
// It was run: the engine is told of the counters. Cost: a look at each.
void EndEngineInput();

}  // namespace interleave

#endif  // INTERLEAVE_FUZZ_ENGINE_COUNTERS_H_
