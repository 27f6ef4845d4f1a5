// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AbstractProgram: a small program whose operations are interpreted on numbers,
// so that its traces are counted without running anything: neither tasks nor
// locks nor a search of the library have part in it.
//
// Thread safety: none. Determinism: the same draws give the same program.

#ifndef INTERLEAVE_TESTS_PROGRAMS_ABSTRACT_PROGRAM_H_
#define INTERLEAVE_TESTS_PROGRAMS_ABSTRACT_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "interleave/base/random.h"

namespace interleave {

struct AbstractProgram {
  static constexpr size_t kObjects = 2;  // of each kind

  enum class Does : uint8_t {
    kLock,
    kUnlock,
    kTryLock,  // what follows is an unlock, which is left out if this fails
    kLoad,
    kStore,
    kAdd,
    kCompareExchange,  // 0 to `value`
    kTakeOne,          // of a semaphore, which begins with one
    kTryTakeOne,
    kGiveOne,
  };
  struct Action {
    Does does = Does::kLoad;
    size_t object = 0;
    int value = 0;
  };

  // By task. All begin at once, and main waits for them.
  std::vector<std::vector<Action>> tasks;

  // "T0: lock 1; add 0 2; unlock 1\n..."
  std::string Text() const;
};

AbstractProgram DrawAbstractProgram(Random& random, size_t tasks,
                                    uint32_t parts_max);

// All there is to a program.
struct Interpretation {
  uint64_t interleavings = 0;
  uint64_t traces = 0;
  std::set<std::string> outcomes;  // as FinalState has them; not the empty one
  bool deadlocks = false;
};

// None when there are more than `interleavings_max`.
std::optional<Interpretation> Interpret(const AbstractProgram& program,
                                        uint64_t interleavings_max);

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_PROGRAMS_ABSTRACT_PROGRAM_H_
