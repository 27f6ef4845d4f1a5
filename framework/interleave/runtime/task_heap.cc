// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/task_heap.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace interleave {
namespace {

constexpr uint32_t kExactUnits = 64;
// The blocks of a region, and behind them what is known of them.
constexpr size_t kBlocksBytes = size_t{3} << 30;
constexpr size_t kPinsAt = kBlocksBytes;
constexpr size_t kPinsBytes = size_t{256} << 20;
constexpr size_t kRecordsAt = kPinsAt + kPinsBytes;
constexpr size_t kRecordsBytes = TaskHeap::kRegionBytes - kRecordsAt;
constexpr size_t kCommitBytes = size_t{1} << 20;
constexpr size_t kPageBytes = 4096;
// From here on, blocks that others gave back are taken again.
constexpr uint64_t kOthersBytesMax = uint64_t{64} << 20;
// What an execution has taken beyond that goes back to the system.
constexpr size_t kKeptBytes = size_t{16} << 20;
constexpr unsigned char kFreedByte = 0xdd;

size_t ClassOf(uint32_t units) {
  if (units <= kExactUnits) return units - 1;
  const uint32_t last = units - 1;
  const auto bits = static_cast<size_t>(std::bit_width(last)) - 1;
  const size_t quarter = (last >> (bits - 2)) & 3;
  return kExactUnits + (bits - 6) * 4 + quarter;
}

uint32_t UnitsOf(size_t size_class) {
  if (size_class < kExactUnits) return static_cast<uint32_t>(size_class) + 1;
  const size_t above = size_class - kExactUnits;
  const size_t bits = 6 + above / 4;
  return static_cast<uint32_t>((size_t{1} << bits) +
                               (above % 4 + 1) * (size_t{1} << (bits - 2)));
}

constinit TaskHeap g_heap;

}  // namespace

TaskHeap& TaskHeap::OfProcess() { return g_heap; }

TaskHeap::Header* TaskHeap::At(size_t region, uint32_t offset) const {
  return reinterpret_cast<Header*>(kBegin + region * kRegionBytes +
                                   offset * kUnit);
}
TaskHeap::Pin* TaskHeap::PinsOf(size_t region) const {
  return reinterpret_cast<Pin*>(kBegin + region * kRegionBytes + kPinsAt);
}
TaskHeap::BlockRecord* TaskHeap::RecordsOf(size_t region) const {
  return reinterpret_cast<BlockRecord*>(kBegin + region * kRegionBytes +
                                        kRecordsAt);
}

char* TaskHeap::MemoryOf(const BlockRecord& record, TaskId region) {
  return reinterpret_cast<char*>(kBegin + (region % kRegions) * kRegionBytes +
                                 record.offset * kUnit);
}

const char* TaskHeap::WhyNot() const {
  if (!serves_) {
    return "the heap of this program is a sanitizer's, or its own";
  }
  return refused_ ? "the system refused to reserve the memory" : nullptr;
}

bool TaskHeap::Reserve() {
  if (reserved_ || !serves_ || refused_) return reserved_;
  // Writable only as it is used, so that limits count what is.
  const auto begin = reinterpret_cast<void*>(kBegin);
  void* const memory = mmap(
      begin, kRegionBytes * kRegions, PROT_NONE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
  if (memory != begin) {
    if (memory != MAP_FAILED) munmap(memory, kRegionBytes * kRegions);
    refused_ = true;
    return false;
  }
  for (Region& region : regions_) region.base = region.next = 1;
  return reserved_ = true;
}

bool TaskHeap::CommitSide(size_t region, size_t from, uint32_t* committed,
                          size_t bytes) {
  const size_t have = *committed * kUnit;
  if (bytes <= have) return true;
  const size_t want = (std::max(bytes, have * 2) + kCommitBytes - 1) /
                      kCommitBytes * kCommitBytes;
  char* const begin =
      reinterpret_cast<char*>(kBegin + region * kRegionBytes + from);
  if (mprotect(begin + have, want - have, PROT_READ | PROT_WRITE) != 0) {
    return false;
  }
  *committed = static_cast<uint32_t>(want / kUnit);
  return true;
}

bool TaskHeap::Commit(size_t region, uint32_t end) {
  if (end * kUnit > kBlocksBytes) return false;
  return CommitSide(region, 0, &regions_[region].committed, end * kUnit);
}

uint32_t TaskHeap::TakeFree(Region& region, size_t index, uint32_t* list,
                            size_t size_class) {
  const uint32_t offset = list[size_class];
  if (offset == 0) return 0;
  list[size_class] = At(index, offset)->link;
  if (list == region.others) {
    region.others_bytes -= At(index, offset)->units * kUnit;
  }
  return offset;
}

// The next place of so many units that holds nothing pinned; 0: there is none.
uint32_t TaskHeap::TakeNew(size_t index, uint32_t units) {
  Region& region = regions_[index];
  const uint32_t total = units + 1;
  const Pin* const pins = PinsOf(index);
  uint32_t at = region.next;
  uint32_t next_pin = region.next_pin;
  while (next_pin < region.pins && pins[next_pin].begin < at + total) {
    // Pins lie behind what was committed once.
    if (at < pins[next_pin].begin) {
      *At(index, at) = {pins[next_pin].begin - at - 1, kGap, 0, 0};
    }
    at = pins[next_pin++].end;
  }
  if (at + total > region.committed && !Commit(index, at + total)) {
    region.next = at;
    region.next_pin = next_pin;
    return 0;
  }
  region.next = at + total;
  region.next_pin = next_pin;
  return at;
}

TaskHeap::Allocated TaskHeap::Allocate(TaskId task, size_t bytes,
                                       size_t alignment) {
  Allocated result;
  const size_t padded = alignment <= kUnit ? bytes : bytes + alignment;
  if (!reserved_ || padded < bytes || padded > kBlocksBytes / 2) return result;
  const size_t index = task % kRegions;
  if (index >= regions_used_) regions_used_ = index + 1;
  Region& region = regions_[index];
  const auto least =
      static_cast<uint32_t>(std::max(padded, size_t{1}) + kUnit - 1) / kUnit;
  const size_t size_class = ClassOf(static_cast<uint32_t>(least));
  const uint32_t units = UnitsOf(size_class);
  uint32_t at = 0;
  const size_t fresh = checks_ ? kQuarantineBytes : kFreshBytes;
  if ((region.next - region.base) * kUnit > fresh) {
    at = TakeFree(region, index, region.own, size_class);
    if (at == 0 && region.others_bytes > kOthersBytesMax) {
      at = TakeFree(region, index, region.others, size_class);
    }
    quarantine_was_full_ |= at != 0 && checks_;
  }
  result.used_before = at != 0;
  if (at == 0) at = TakeNew(index, units);
  if (at == 0) return result;
  Header* const header = At(index, at);
  result.is_zero = at >= region.high;
  region.high = std::max(region.high, region.next);
  *header = {units, kLive, 0, 0};
  ++region.live;
  auto memory = reinterpret_cast<uintptr_t>(header + 1);
  if (alignment > kUnit) {
    const uintptr_t aligned = (memory + alignment - 1) & ~(alignment - 1);
    if (aligned != memory) {
      const auto behind = static_cast<uint32_t>((aligned - memory) / kUnit);
      *(reinterpret_cast<Header*>(aligned) - 1) = {0, kAlias, behind, 0};
    }
    memory = aligned;
  }
  result.memory = reinterpret_cast<void*>(memory);
  if (checks_) Note(index, header, result.memory, bytes);
  return result;
}

// From now on RecordOf knows the block.
void TaskHeap::Note(size_t index, Header* header, void* memory, size_t bytes) {
  Region& region = regions_[index];
  const size_t need = (region.records + size_t{1}) * sizeof(BlockRecord);
  // A block that is taken again lies before others: they are sorted.
  if (need > kRecordsBytes || quarantine_was_full_ ||
      !CommitSide(index, kRecordsAt, &region.records_bytes, need)) {
    quarantine_was_full_ = true;
    return;
  }
  BlockRecord& record = RecordsOf(index)[region.records++];
  record = BlockRecord{};
  const uintptr_t in_region =
      reinterpret_cast<uintptr_t>(memory) - (kBegin + index * kRegionBytes);
  record.offset = static_cast<uint32_t>(in_region / kUnit);
  record.bytes = bytes;
  header->record = region.records;
}

TaskHeap::Header* TaskHeap::HeaderOf(const void* memory) const {
  const auto at = reinterpret_cast<uintptr_t>(memory);
  const size_t index = (at - kBegin) / kRegionBytes;
  const size_t offset = (at - kBegin) % kRegionBytes / kUnit;
  if (at % kUnit != 0 || offset < 2 || offset > regions_[index].committed) {
    return nullptr;
  }
  Header* header = reinterpret_cast<Header*>(at) - 1;
  if (header->state == kAlias) header -= header->link;
  switch (header->state) {
    case kLive:
    case kFreed:
    case kPinned:
    case kFreedPin:
      return header;
    default:
      return nullptr;
  }
}

size_t TaskHeap::BytesOf(const void* memory) const {
  const Header* const header = HeaderOf(memory);
  if (header == nullptr) return 0;
  return static_cast<size_t>(reinterpret_cast<const char*>(header + 1) +
                             header->units * kUnit -
                             static_cast<const char*>(memory));
}

TaskHeap::Freed TaskHeap::Free(void* memory, TaskId task) {
  Header* const header = HeaderOf(memory);
  if (header == nullptr) return Freed::kNoBlock;
  const uintptr_t at = reinterpret_cast<uintptr_t>(header) - kBegin;
  const size_t index = at / kRegionBytes;
  Region& region = regions_[index];
  if (header->state == kPinned) {
    header->state = kFreedPin;
    ++region.freed_pins;
    return Freed::kDone;
  }
  if (header->state != kLive) return Freed::kTwice;
  header->state = kFreed;
  if (region.live > 0) --region.live;
  const size_t size_class = ClassOf(header->units);
  const auto offset = static_cast<uint32_t>(at % kRegionBytes / kUnit);
  const bool own = task != kNoTask && task % kRegions == index;
  uint32_t* const list = own ? region.own : region.others;
  if (!own) region.others_bytes += header->units * kUnit;
  header->link = list[size_class];
  list[size_class] = offset;
  region.touched[size_class / 64] |= uint64_t{1} << (size_class % 64);
  if (checks_ && header->record != 0) {
    BlockRecord& record = RecordsOf(index)[header->record - 1];
    record.freed = true;
    std::memset(memory, kFreedByte, record.bytes);
  }
  return Freed::kDone;
}

TaskHeap::BlockRecord* TaskHeap::RecordOf(const void* memory) {
  const Header* const header = HeaderOf(memory);
  if (header == nullptr || header->record == 0 || !checks_) return nullptr;
  if (header->state != kLive && header->state != kFreed) return nullptr;
  const size_t index =
      (reinterpret_cast<uintptr_t>(memory) - kBegin) / kRegionBytes;
  return &RecordsOf(index)[header->record - 1];
}

const TaskHeap::BlockRecord* TaskHeap::FindFreed(const void* memory,
                                                 size_t bytes) const {
  const auto at = reinterpret_cast<uintptr_t>(memory);
  const size_t index = (at - kBegin) / kRegionBytes;
  const uintptr_t begin = (at - kBegin) % kRegionBytes;
  const BlockRecord* const records = RecordsOf(index);
  const BlockRecord* const end = records + regions_[index].records;
  // The last that begins before the end of the access.
  const BlockRecord* const behind =
      std::upper_bound(records, end, begin + bytes - 1,
                       [](uintptr_t offset, const BlockRecord& record) {
                         return offset < record.offset * kUnit;
                       });
  if (behind == records) return nullptr;
  const BlockRecord& record = *(behind - 1);
  const bool is_in = begin < record.offset * kUnit + record.bytes;
  if (!is_in || !record.freed) return nullptr;
  // It was taken again since.
  const Header* const header = HeaderOf(reinterpret_cast<const void*>(
      kBegin + index * kRegionBytes + record.offset * kUnit));
  return header != nullptr && header->state == kFreed ? &record : nullptr;
}

const TaskHeap::BlockRecord* TaskHeap::NextDamaged(size_t* region,
                                                   size_t* index) const {
  for (; *region < regions_used_; ++*region, *index = 0) {
    while (*index < regions_[*region].records) {
      const BlockRecord& record = RecordsOf(*region)[(*index)++];
      if (!record.freed) continue;
      const char* const memory = MemoryOf(record, static_cast<TaskId>(*region));
      if (HeaderOf(memory) == nullptr || HeaderOf(memory)->state != kFreed) {
        continue;
      }
      const bool whole = std::all_of(memory, memory + record.bytes, [](char c) {
        return static_cast<unsigned char>(c) == kFreedByte;
      });
      if (!whole) return &record;
    }
  }
  return nullptr;
}

void TaskHeap::BeginExecution(bool checks) {
  checks_ = Reserve() && checks;
  quarantine_was_full_ = false;
}

void TaskHeap::Restart(Region& region) {
  region.next = region.base;
  region.next_pin = region.first_pin;
  region.live = 0;
  region.records = 0;
  region.others_bytes = 0;
  for (size_t word = 0; word < std::size(region.touched); ++word) {
    for (uint64_t left = region.touched[word]; left != 0; left &= left - 1) {
      const size_t size_class =
          word * 64 + static_cast<size_t>(std::countr_zero(left));
      region.own[size_class] = region.others[size_class] = 0;
    }
    region.touched[word] = 0;
  }
}

// All blocks of the execution that were not given back are pinned, in the order
// in which they lie; those given back since are no more. False: there is no
// memory to note them in.
bool TaskHeap::Pinned(size_t index) {
  Region& region = regions_[index];
  const uint32_t tail = region.pins - region.next_pin;
  uint32_t walked = 0;
  for (uint32_t at = region.base; at < region.next;
       at += At(index, at)->units + 1) {
    const uint32_t state = At(index, at)->state;
    walked += state == kLive || state == kPinned;
  }
  const size_t most = region.first_pin + size_t{walked} + tail;
  if (most * sizeof(Pin) > kPinsBytes ||
      !CommitSide(index, kPinsAt, &region.pins_bytes, most * sizeof(Pin))) {
    return false;
  }
  Pin* const pins = PinsOf(index);
  std::memmove(pins + region.first_pin + walked, pins + region.next_pin,
               tail * sizeof(Pin));
  uint32_t to = region.first_pin;
  for (uint32_t at = region.base; at < region.next;) {
    Header* const header = At(index, at);
    const uint32_t end = at + header->units + 1;
    if (header->state == kLive || header->state == kPinned) {
      header->state = kPinned;
      header->record = 0;
      pins[to++] = {at, end};
    }
    at = end;
  }
  pinned_ += to + tail;
  pinned_ -= region.pins;
  region.pins = to + tail;
  region.freed_pins = 0;
  return true;
}

void TaskHeap::EndRegion(size_t index, bool abandoned) {
  Region& region = regions_[index];
  const bool left = region.live > 0;
  if (left || region.freed_pins > 0) {
    if (!Pinned(index)) {
      // Nothing is known of what is left: executions begin behind it.
      region.base = region.next;
      region.first_pin = region.next_pin;
      cannot_search_ = true;
    } else if (left && abandoned) {
      const size_t end = (region.next * kUnit + kPageBytes - 1) / kPageBytes;
      abandoned_bytes_ += (region.next - region.base) * kUnit;
      // As far into a page as at first.
      region.base = static_cast<uint32_t>(end * kPageBytes / kUnit) + 1;
      while (region.first_pin < region.pins &&
             PinsOf(index)[region.first_pin].begin < region.base) {
        // What earlier executions left may lie across the page's end.
        region.base =
            std::max(region.base, PinsOf(index)[region.first_pin++].end);
      }
    } else {
      const Pin* const pins = PinsOf(index);
      while (region.first_pin < region.pins &&
             pins[region.first_pin].begin == region.base) {
        region.base = pins[region.first_pin++].end;
      }
    }
  }
  const size_t end = region.next * kUnit;
  Restart(region);
  const size_t kept = region.base * kUnit + kKeptBytes;
  if (end > kept && region.next_pin == region.pins) {
    const uintptr_t from = kBegin + index * kRegionBytes +
                           (kept + kPageBytes - 1) / kPageBytes * kPageBytes;
    const uintptr_t to = kBegin + index * kRegionBytes +
                         region.committed * kUnit / kPageBytes * kPageBytes;
    if (to > from) {
      madvise(reinterpret_cast<void*>(from), to - from, MADV_DONTNEED);
      region.high =
          static_cast<uint32_t>((from - kBegin - index * kRegionBytes) / kUnit);
    }
  }
}

bool TaskHeap::EndExecution(bool abandoned) {
  constexpr uint64_t kAtOnceMax = 16;
  constexpr uint64_t kAbandonedBytesMax = uint64_t{4} << 20;
  const uint64_t before = abandoned_bytes_;
  for (size_t i = 0; i < regions_used_; ++i) EndRegion(i, abandoned);
  const bool at_once =
      abandoned_bytes_ != before && searches_at_once_ < kAtOnceMax;
  if (at_once) ++searches_at_once_;
  return at_once || abandoned_bytes_ > kAbandonedBytesMax ||
         pinned_ > search_at_pins_;
}

bool TaskHeap::BeginExploration() {
  searches_at_once_ = 0;
  return pinned_ > 0;
}

TaskHeap::Statistics TaskHeap::statistics() const {
  Statistics result;
  for (size_t i = 0; i < regions_used_; ++i) {
    result.taken_bytes += regions_[i].high * kUnit;
  }
  result.pinned_blocks = pinned_;
  result.given_back_blocks = given_back_;
  result.searches = searches_;
  return result;
}

}  // namespace interleave
