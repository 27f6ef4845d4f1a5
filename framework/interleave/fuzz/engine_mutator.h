// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// EngineMutator: what libFuzzer asks for a change of an input
// (LLVMFuzzerCustomMutator, LLVMFuzzerCustomCrossOver; a program's own
// definitions come before these).
//
// A schedule is changed by ScheduleMutator or, as often, by the engine's own
// means; the program's input beside it by the engine's alone.
// Thread safety: called from one thread. Determinism: as libFuzzer's, by the
// seed and what was run before.

#ifndef INTERLEAVE_FUZZ_ENGINE_MUTATOR_H_
#define INTERLEAVE_FUZZ_ENGINE_MUTATOR_H_

#include <cstdint>

namespace interleave {

// An execution had so many choices.
void TellMutatorOfChoices(uint64_t choices);
// The target's bytes are an input and a schedule (SplitFuzzInput).
void TellMutatorOfSplit();

}  // namespace interleave

#endif  // INTERLEAVE_FUZZ_ENGINE_MUTATOR_H_
