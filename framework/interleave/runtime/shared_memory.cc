// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/shared_memory.h"

#include <bit>
#include <utility>

namespace interleave {
namespace {

constexpr size_t kInitialGranules = 4096;

}  // namespace

SharedMemory::SharedMemory(uint32_t epoch) : epoch_(epoch) {
  BeginExploration();
}

void SharedMemory::BeginExploration() {
  entries_.assign(kInitialGranules, Entry{});
  mask_ = kInitialGranules - 1;
  shift_ = 64 - std::countr_zero(kInitialGranules);
  filled_ = 0;
  watches_all_ = false;
  watched_ = 0;
  raced_ = 0;
}

uint32_t SharedMemory::TouchGranule(Entry& entry, uintptr_t granule, Use use,
                                    bool writes, bool atomic,
                                    const VectorClock& seen) {
  Entry* at = &entry;
  const bool fresh = entry.epoch != epoch_;
  if (fresh) {
    Claim(entry, granule);
    at = &Probe(granule);
  }
  at->only = fresh && !atomic && at->flags == 0 ? OnlyBy(use.task) : 0;
  if ((at->flags & kWatched) != 0) {
    if (atomic) at->flags |= kAtomic;
    return at->flags & (kLasting | kAtomic);
  }
  bool ordered = at->write.ComesBefore(use.task, seen);
  if (writes) {
    ordered = ordered && (at->flags & kReaders) == 0 &&
              at->read.ComesBefore(use.task, seen);
  }
  if (!atomic) ordered = ordered && (at->flags & kAtomic) == 0;
  if (!ordered) {
    at->flags |= kWatched;
    if (atomic) at->flags |= kAtomic;
    at->only = 0;
    ++watched_;
    return at->flags & (kLasting | kAtomic);
  }
  if (atomic) {
    at->flags |= kAtomic;
  } else if (writes) {
    at->write = use;
    at->read = Use{};
  } else if (at->read.ComesBefore(use.task, seen)) {
    at->read = use;
  } else {
    at->flags |= kReaders;
  }
  return 0;
}

// The table may move; so may the entry.
void SharedMemory::Claim(Entry& entry, uintptr_t granule) {
  const bool fresh = entry.granule == 0;
  entry.granule = granule;
  entry.epoch = epoch_;
  entry.flags &= kLasting;
  entry.only = 0;
  entry.write = entry.read = Use{};
  if (fresh && ++filled_ > entries_.size() / 2) Rebuild();
}

bool SharedMemory::IsWatched(const void* address, size_t bytes) {
  const uintptr_t begin = reinterpret_cast<uintptr_t>(address);
  for (uintptr_t granule = begin >> kGranuleBits;
       granule <= (begin + bytes - 1) >> kGranuleBits; ++granule) {
    if ((Probe(granule).flags & kWatched) != 0) return true;
  }
  return false;
}

bool SharedMemory::IsRaced(const void* address, size_t bytes) {
  const uintptr_t begin = reinterpret_cast<uintptr_t>(address);
  for (uintptr_t granule = begin >> kGranuleBits;
       granule <= (begin + bytes - 1) >> kGranuleBits; ++granule) {
    if ((Probe(granule).flags & kRaced) == 0) return false;
  }
  return true;
}

void SharedMemory::MarkRaced(const void* address, size_t bytes) {
  const uintptr_t begin = reinterpret_cast<uintptr_t>(address);
  for (uintptr_t granule = begin >> kGranuleBits;
       granule <= (begin + bytes - 1) >> kGranuleBits; ++granule) {
    if (Probe(granule).granule == 0) Claim(Probe(granule), granule);
    Entry& entry = Probe(granule);
    if ((entry.flags & kRaced) != 0) continue;
    entry.flags |= kLasting;
    entry.only = 0;
    ++raced_;
  }
}

void SharedMemory::Forget(const void* address, size_t bytes) {
  if (bytes == 0) return;
  const uintptr_t begin = reinterpret_cast<uintptr_t>(address);
  const uintptr_t first = begin >> kGranuleBits;
  const uintptr_t last = (begin + bytes - 1) >> kGranuleBits;
  // As if it were of another execution.
  const auto forget = [](Entry& entry) { entry.epoch = 0; };
  if (last - first >= entries_.size()) {
    for (Entry& entry : entries_) {
      if (entry.granule >= first && entry.granule <= last) forget(entry);
    }
    return;
  }
  for (uintptr_t granule = first; granule <= last; ++granule) {
    forget(Probe(granule));
  }
}

void SharedMemory::RestartEpochs() {
  for (Entry& entry : entries_) entry.epoch = 0;
  epoch_ = 1;
}

// Leaves out what only earlier executions used; doubles when that isn't much.
// What it allocates calls Forget, so the table is whole meanwhile.
void SharedMemory::Rebuild() {
  size_t kept = 0;
  const auto is_of_use = [this](const Entry& entry) {
    return entry.granule != 0 &&
           (entry.epoch == epoch_ || (entry.flags & kLasting) != 0);
  };
  for (const Entry& entry : entries_) kept += is_of_use(entry);
  const size_t size =
      kept > entries_.size() / 4 ? entries_.size() * 2 : entries_.size();
  // Allocating calls Forget, which needs the table as it was.
  std::vector<Entry> before(size);
  before.swap(entries_);
  mask_ = size - 1;
  shift_ = 64 - std::countr_zero(size);
  filled_ = kept;
  for (const Entry& entry : before) {
    if (is_of_use(entry)) Probe(entry.granule) = entry;
  }
}

}  // namespace interleave
