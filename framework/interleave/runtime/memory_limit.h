// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// MemoryLimit: how much a whole program may allocate.
//
// With a sanitizer's runtime its allocations are counted, and the one that is
// too many is a finding where it is made. Without one the system refuses memory
// beyond the limit, as it would when there is none left: then `malloc` returns
// null and `new` throws, and what the program makes of that is what is found.
//
// Thread safety: none needed; tasks run one at a time.

#ifndef INTERLEAVE_RUNTIME_MEMORY_LIMIT_H_
#define INTERLEAVE_RUNTIME_MEMORY_LIMIT_H_

#include <cstddef>
#include <cstdint>

namespace interleave {

class MemoryLimit {
 public:
  // From now on the process may allocate so many megabytes (of 2^20 bytes) more
  // than it has. Once in a process. REQUIRES: megabytes > 0
  static void Set(uint64_t megabytes);
  static bool is_set() { return megabytes_ != 0; }

  // The system gives so many bytes that are not the program's.
  static void AllowMore(size_t bytes);

 private:
  static void OnAllocation(const volatile void* address, size_t bytes);
  static void OnFree(const volatile void* address);

  static uint64_t megabytes_;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_MEMORY_LIMIT_H_
