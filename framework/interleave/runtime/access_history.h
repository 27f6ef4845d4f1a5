// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AccessHistory: the accesses to shared memory of one execution, as far as a
// later one may race with them.
//
// A data race is two accesses to the same byte by different tasks, one a write,
// not both atomic, that nothing orders (C++20 [intro.races]). Unlike
// ThreadSanitizer's shadow, which has four places for eight bytes and gives one
// of them up by chance, nothing that could still race is forgotten, so that an
// execution and its replay find the same. Kept are the accesses themselves, not
// only the last of each kind (FastTrack: Flanagan & Freund, PLDI 2009), since
// they may be of different bytes of one granule.
// Cost: a probe of a hash table, then one comparison for each access kept.

#ifndef INTERLEAVE_RUNTIME_ACCESS_HISTORY_H_
#define INTERLEAVE_RUNTIME_ACCESS_HISTORY_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/runtime/causality.h"

namespace interleave {

struct Access {
  TaskId task = kNoTask;
  bool writes = false;
  bool atomic = false;
  StepNumber step = 0;
  const void* site = nullptr;  // the program counter of the access
  const void* address = nullptr;
  size_t bytes = 0;
  uint32_t context = 0;  // see AccessContexts
};

class AccessHistory {
 public:
  // `epoch`: the number of the first execution; it begins anew after the last.
  explicit AccessHistory(uint32_t epoch = 1);

  // Nothing was accessed.
  void BeginExecution();

  // Adds `access`, which takes place now, and returns the first one kept that
  // it races with. REQUIRES: access.bytes > 0
  std::optional<Access> Add(const Access& access, Causality& causality);

  // The memory is used anew: what was done to it before races with nothing.
  void Forget(const void* address, size_t bytes);

 private:
  struct Kept {
    Access access;
    Epoch epoch;
    uint8_t mask;  // the bytes of the granule
  };
  struct Entry {
    uintptr_t granule = 0;
    uint32_t epoch = 0;
    uint32_t list = 0;  // index
  };

  std::optional<Access> AddTo(uintptr_t granule, uint8_t mask,
                              const Access& access, Causality& causality);
  std::vector<Kept>& At(uintptr_t granule);
  Entry& Probe(uintptr_t granule);
  void Grow();

  std::vector<Entry> entries_;  // a power of two
  size_t filled_ = 0;           // of this execution
  uint32_t epoch_;              // this execution
  std::deque<std::vector<Kept>> lists_;
  size_t lists_used_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_ACCESS_HISTORY_H_
