// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Arena: a heap of the library's own, in memory that is mapped at once.
//
// A shared one is memory that a process shares with those it forks: what the
// library allocates while it is in use is seen by the process that forked this
// one, at the same address, and outlives a crash. There is one shared arena in
// a process at a time. A private one keeps what the library allocates in tasks
// out of a heap that is watched (runtime/unjudged_new.cc).
//
// Blocks come from free lists, one for each of four sizes between powers of
// two; a block that was given back is used for its own size again, and what is
// large gives its memory back to the system.
//
// Thread safety: none; of the processes that share it one runs at a time.
// Determinism: the same calls give the same addresses behind its beginning.
// Cost: constant.

#ifndef INTERLEAVE_BASE_ARENA_H_
#define INTERLEAVE_BASE_ARENA_H_

#include <cstddef>
#include <cstdint>

namespace interleave {

class Arena {
 public:
  // What is reserved, or less where the system refuses; memory is taken as it
  // is used.
  static constexpr size_t kReservedBytes = size_t{64} << 30;

  // Maps the shared arena of this process; null when the system refuses, which
  // errno says why. REQUIRES: there is none yet.
  static Arena* MapShared();
  // ... one that processes forked from here have copies of.
  static Arena* MapPrivate();
  // Gives all of it back; the process may map another one.
  void Unmap();
  // The shared one that this process has mapped, or null.
  static Arena* Shared() { return mapped_; }
  // The library's allocations are taken from it; null: the C++ heap has them.
  static Arena* in_use() { return in_use_; }
  // From now on, in this process, they are or are not.
  static void Use(bool uses) { in_use_ = uses ? mapped_ : nullptr; }

  // Aligned to 16 bytes. Null when the arena is full.
  void* Allocate(size_t bytes);
  // REQUIRES: it Contains what Allocate gave
  void Free(void* memory);
  bool Contains(const void* memory) const {
    return memory >= this && memory < end_;
  }

 private:
  static constexpr size_t kClassesMax = 160;

  struct Block;

  Arena(size_t bytes, bool shared);
  static Arena* Map(bool shared);

  // Defined in the .cc: what is inline is the isolated object's alone.
  static Arena* mapped_;
  static Arena* in_use_;

  const bool shared_;
  char* next_ = nullptr;  // the first byte that no block ever had
  char* end_ = nullptr;
  Block* free_[kClassesMax] = {};
};

// While it lives, the library allocates on the C++ heap: for calls of libraries
// that take memory of ours and give it back to that heap.
class OutsideArena {
 public:
  OutsideArena() : used_(Arena::in_use() != nullptr), before_(is_open_) {
    Arena::Use(false);
    is_open_ = true;
  }
  ~OutsideArena() {
    Arena::Use(used_);
    is_open_ = before_;
  }
  OutsideArena(const OutsideArena&) = delete;
  OutsideArena& operator=(const OutsideArena&) = delete;

  static bool is_open() { return is_open_; }

 private:
  static bool is_open_;

  const bool used_;
  const bool before_;
};

}  // namespace interleave

#endif  // INTERLEAVE_BASE_ARENA_H_
