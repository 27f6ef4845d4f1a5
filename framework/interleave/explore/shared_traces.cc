// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/shared_traces.h"

#include <sys/mman.h>

#include <type_traits>

namespace interleave {

// Memory that is mapped is all zeros, which is what an empty one consists of:
// no constructor is run, which would touch all of it.
SharedTraces* SharedTraces::Map() {
  static_assert(std::atomic<uint64_t>::is_always_lock_free);
  static_assert(std::is_trivially_destructible_v<SharedTraces>);
  void* const memory =
      mmap(nullptr, sizeof(SharedTraces), PROT_READ | PROT_WRITE,
           MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? nullptr : static_cast<SharedTraces*>(memory);
}

void SharedTraces::Unmap() { munmap(this, sizeof(SharedTraces)); }

// Those of an earlier search have other hashes here, and stay.
void SharedTraces::Insert(uint64_t hash) {
  hash ^= search_.load() * 0x9e3779b97f4a7c15u;
  if (hash == 0) hash = 1;
  size_t slot = hash & (kSlots - 1);
  while (count_.load() < kMax) {
    uint64_t found = 0;
    if (slots_[slot].compare_exchange_strong(found, hash)) {
      ++count_;
      return;
    }
    if (found == hash) return;
    slot = (slot + 1) & (kSlots - 1);
  }
}

void SharedTraces::Clear() {
  cleared_ = count_.load();
  ++search_;
}

}  // namespace interleave
