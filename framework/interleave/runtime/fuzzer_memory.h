// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// FuzzerMemory: what the compiler keeps for a fuzzer beside the program.
//
// Counters of the code that was run, and the numbers of their places. What
// raises them stands in every block of the program, and clang 14 marks it as it
// marks the program's own accesses. To the program they are nothing: they are
// no schedule points, are not counted as such, are not watched and never race.
// So an execution is the same one with a fuzzer and without.
// Thread safety: none; ranges are added while the process has one thread, or by
// the running task. Cost: Touches a comparison where there is none such, else
// one for each range.

#ifndef INTERLEAVE_RUNTIME_FUZZER_MEMORY_H_
#define INTERLEAVE_RUNTIME_FUZZER_MEMORY_H_

#include <cstddef>
#include <cstdint>

namespace interleave {

class FuzzerMemory {
 public:
  // Is part of it from now on. Adding what is known already does nothing.
  void Add(const void* begin, const void* end);
  // Is no longer. REQUIRES: was added so
  void Remove(const void* begin, const void* end);

  bool Has(const void* address) const;
  // Some of the 8 aligned bytes that `address` lies in are part of it.
  bool Touches(const void* address) const {
    return __builtin_expect(count_ != 0, false) && IsNear(address);
  }
  size_t count() const { return count_; }

 private:
  struct Range {
    uintptr_t begin;
    uintptr_t end;
  };

  bool IsNear(const void* address) const;

  Range* ranges_ = nullptr;  // never given back: asked until the process ends
  size_t count_ = 0;
  size_t capacity_ = 0;
};

namespace internal {
// Of this process. Filled before main, and when instrumented libraries are
// opened.
extern constinit FuzzerMemory fuzzer_memory;
}  // namespace internal

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_FUZZER_MEMORY_H_
