// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Which blocks that executions left can still be reached: by any word, in
// memory that is the process's own and can be written, whose value lies in the
// block, and so on from the blocks found. The idea is that of leak checkers and
// of conservative collectors (Boehm & Weiser, Software: Practice and Experience
// 18(9), 1988).

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "interleave/runtime/task_heap.h"

namespace interleave {
namespace {

// More is not looked through; then nothing is given back.
constexpr size_t kSearchedBytesMax = size_t{2} << 30;
constexpr uint64_t kPinsBetweenSearches = 1 << 16;

struct Range {
  uintptr_t begin;
  uintptr_t end;
};

// /proc/self/maps, line by line, without allocating.
class Mappings {
 public:
  // Not by open, which is a door.
  Mappings()
      : file_(static_cast<int>(
            syscall(SYS_openat, AT_FDCWD, "/proc/self/maps", O_RDONLY))) {}
  ~Mappings() {
    if (file_ >= 0) syscall(SYS_close, file_);
  }
  Mappings(const Mappings&) = delete;
  Mappings& operator=(const Mappings&) = delete;

  bool opened() const { return file_ >= 0; }

  // The next one that is the process's own and can be written.
  bool Next(Range* range) {
    uintptr_t begin = 0, end = 0;
    while (ReadHex('-', &begin) && ReadHex(' ', &end)) {
      char rights[4] = {};
      for (char& right : rights) right = static_cast<char>(Get());
      for (int c = Get(); c != '\n' && c >= 0;) c = Get();
      if (rights[0] != 'r' || rights[1] != 'w' || rights[3] != 'p') continue;
      *range = {begin, end};
      return true;
    }
    return false;
  }

 private:
  int Get() {
    if (at_ == size_) {
      const long got = syscall(SYS_read, file_, buffer_, sizeof(buffer_));
      if (got <= 0) return -1;
      at_ = 0;
      size_ = static_cast<size_t>(got);
    }
    return static_cast<unsigned char>(buffer_[at_++]);
  }
  bool ReadHex(int behind, uintptr_t* value) {
    *value = 0;
    for (int c = Get(); c != behind; c = Get()) {
      if (c < 0) return false;
      const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
      *value = *value * 16 + static_cast<uintptr_t>(digit);
    }
    return true;
  }

  const int file_;
  size_t at_ = 0;
  size_t size_ = 0;
  char buffer_[4096];
};

// What is left of `range` before and behind dead memory, one after another.
template <typename Scan>
void ForLiving(Range range, std::span<const DeadMemory> dead, Scan scan) {
  while (range.begin < range.end) {
    Range next = {range.end, range.end};  // the dead memory that comes first
    for (const DeadMemory& memory : dead) {
      const auto begin = reinterpret_cast<uintptr_t>(memory.begin);
      const auto end = reinterpret_cast<uintptr_t>(memory.end);
      if (end <= range.begin || begin >= next.begin) continue;
      next = {std::max(begin, range.begin), end};
    }
    scan(range.begin, next.begin);
    range.begin = std::max(next.end, next.begin);
  }
}

}  // namespace

// The pinned blocks that were reached and not looked into yet.
class TaskHeap::Reach {
 public:
  Reach(TaskHeap& heap, uintptr_t* stack) : heap_(heap), stack_(stack) {}

  __attribute__((no_sanitize("address"))) void Scan(uintptr_t begin,
                                                    uintptr_t end) {
    const auto* word = reinterpret_cast<const uintptr_t*>((begin + 7) & ~7ul);
    for (; reinterpret_cast<uintptr_t>(word + 1) <= end; ++word) {
      if (*word - kBegin < kRegionBytes * kRegions) Look(*word);
    }
  }

  void Finish() {
    while (count_ > 0) {
      const auto* const header =
          reinterpret_cast<const Header*>(stack_[--count_]);
      const auto begin = reinterpret_cast<uintptr_t>(header + 1);
      Scan(begin, begin + header->units * kUnit);
    }
  }

 private:
  void Look(uintptr_t value) {
    const size_t index = (value - kBegin) / kRegionBytes;
    const Region& region = heap_.regions_[index];
    if (region.pins == 0) return;
    const auto offset =
        static_cast<uint32_t>((value - kBegin) % kRegionBytes / kUnit);
    const Pin* const pins = heap_.PinsOf(index);
    const Pin* const behind = std::upper_bound(
        pins, pins + region.pins, offset,
        [](uint32_t at, const Pin& pin) { return at < pin.begin; });
    if (behind == pins || (behind - 1)->end <= offset) return;
    Header* const header = heap_.At(index, (behind - 1)->begin);
    if (header->link != 0) return;
    header->link = 1;
    stack_[count_++] = reinterpret_cast<uintptr_t>(header);
  }

  TaskHeap& heap_;
  uintptr_t* const stack_;
  size_t count_ = 0;
};

// All executions begin at the region's beginning again.
void TaskHeap::DropUnmarked(size_t index) {
  Region& region = regions_[index];
  Pin* const pins = PinsOf(index);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < region.pins; ++i) {
    const Header* const header = At(index, pins[i].begin);
    if (header->link == 0 || header->state == kFreedPin) continue;
    pins[kept++] = pins[i];
  }
  given_back_ += region.pins - kept;
  region.pins = kept;
  region.freed_pins = 0;
  region.base = 1;
  region.first_pin = 0;
  while (region.first_pin < kept &&
         pins[region.first_pin].begin == region.base) {
    region.base = pins[region.first_pin++].end;
  }
  pinned_ += kept;
  Restart(region);
}

void TaskHeap::Search(std::span<const DeadMemory> dead) {
  size_t pins = 0;
  for (size_t i = 0; i < regions_used_; ++i) {
    for (uint32_t pin = 0; pin < regions_[i].pins; ++pin) {
      At(i, PinsOf(i)[pin].begin)->link = 0;
    }
    pins += regions_[i].pins;
  }
  search_at_pins_ = pins * 2 + kPinsBetweenSearches;
  abandoned_bytes_ = 0;
  if (pins == 0 || cannot_search_) return;
  const size_t bytes = pins * sizeof(uintptr_t);
  void* const stack = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (stack == MAP_FAILED) return;
  ++searches_;
  Reach reach(*this, static_cast<uintptr_t*>(stack));
  Mappings mappings;
  cannot_search_ = !mappings.opened();
  size_t searched = 0;
  // What callers keep in registers only is on the stack now, behind what this
  // function keeps there.
  __builtin_unwind_init();
  const auto here = reinterpret_cast<uintptr_t>(&mappings);
  for (Range range = {}; !cannot_search_ && mappings.Next(&range);) {
    const bool is_heap = range.begin - kBegin < kRegionBytes * kRegions ||
                         range.begin == reinterpret_cast<uintptr_t>(stack);
    if (is_heap) continue;
    // Below this frame a stack is dead.
    if (range.begin <= here && here < range.end) range.begin = here;
    searched += range.end - range.begin;
    if (searched > kSearchedBytesMax) {
      cannot_search_ = true;
      break;
    }
    ForLiving(range, dead,
              [&](uintptr_t begin, uintptr_t end) { reach.Scan(begin, end); });
    reach.Finish();
  }
  munmap(stack, bytes);
  if (cannot_search_) return;
  pinned_ = 0;
  for (size_t i = 0; i < regions_used_; ++i) DropUnmarked(i);
}

}  // namespace interleave
