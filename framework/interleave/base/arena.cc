// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/arena.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bit>
#include <new>

namespace interleave {
namespace {

constexpr size_t kAlignment = 16;
constexpr size_t kReservedBytesLeast = size_t{256} << 20;
constexpr size_t kPageBytes = 4096;
// From here on a free block's pages go back to the system.
constexpr size_t kLargeBytes = size_t{1} << 20;

// Sizes are powers of two and the three between one and the next.
constexpr size_t kSmallestBits = 6;  // 64 bytes

size_t ClassOf(size_t bytes) {
  if (bytes <= size_t{1} << kSmallestBits) return 0;
  const size_t last = bytes - 1;
  const auto bits = static_cast<size_t>(std::bit_width(last)) - 1;
  const size_t quarter = (last >> (bits - 2)) & 3;
  return (bits - kSmallestBits) * 4 + quarter + 1;
}

size_t BytesOf(size_t size_class) {
  const size_t bits = kSmallestBits + size_class / 4;
  return (size_t{1} << bits) + (size_class % 4) * (size_t{1} << (bits - 2));
}

}  // namespace

// Before what it holds; its alignment is that of the memory behind it.
struct alignas(kAlignment) Arena::Block {
  size_t size_class;
  Block* next;  // while it is free
};

Arena::Arena(size_t bytes, bool shared)
    : shared_(shared),
      next_(reinterpret_cast<char*>(this) +
            (sizeof(Arena) + kPageBytes - 1) / kPageBytes * kPageBytes),
      end_(reinterpret_cast<char*>(this) + bytes) {}

constinit Arena* Arena::mapped_ = nullptr;
constinit Arena* Arena::in_use_ = nullptr;
constinit bool OutsideArena::is_open_ = false;

Arena* Arena::Map(bool shared) {
  const int sharing = shared ? MAP_SHARED : MAP_PRIVATE;
  for (size_t bytes = kReservedBytes; bytes >= kReservedBytesLeast;
       bytes /= 2) {
    // Not by mmap: ThreadSanitizer would set up its shadow of all that.
    const long memory =
        syscall(SYS_mmap, nullptr, bytes, PROT_READ | PROT_WRITE,
                sharing | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0L);
    if (memory == -1) continue;
    return new (reinterpret_cast<void*>(memory)) Arena(bytes, shared);
  }
  return nullptr;
}

Arena* Arena::MapShared() { return mapped_ = Map(/*shared=*/true); }
Arena* Arena::MapPrivate() { return Map(/*shared=*/false); }

void Arena::Unmap() {
  if (shared_) mapped_ = in_use_ = nullptr;
  syscall(SYS_munmap, this, end_ - reinterpret_cast<char*>(this));
}

void* Arena::Allocate(size_t bytes) {
  const size_t size_class = ClassOf(bytes + sizeof(Block));
  if (size_class >= kClassesMax) return nullptr;
  Block* block = free_[size_class];
  if (block != nullptr) {
    free_[size_class] = block->next;
  } else {
    const size_t size = BytesOf(size_class);
    if (size > static_cast<size_t>(end_ - next_)) return nullptr;
    block = new (next_) Block{size_class, nullptr};
    next_ += size;
  }
  return block + 1;
}

void Arena::Free(void* memory) {
  Block* const block = static_cast<Block*>(memory) - 1;
  const size_t size = BytesOf(block->size_class);
  if (size >= kLargeBytes) {
    const auto begin = reinterpret_cast<uintptr_t>(memory);
    const uintptr_t first = (begin + kPageBytes - 1) / kPageBytes * kPageBytes;
    const uintptr_t last =
        (reinterpret_cast<uintptr_t>(block) + size) / kPageBytes * kPageBytes;
    madvise(reinterpret_cast<void*>(first), last - first,
            shared_ ? MADV_REMOVE : MADV_DONTNEED);
  }
  block->next = free_[block->size_class];
  free_[block->size_class] = block;
}

}  // namespace interleave
