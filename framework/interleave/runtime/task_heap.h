// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// TaskHeap: the memory that tasks allocate, at the same addresses in every
// execution and in every process.
//
// Each task has a region of its own, at an address that depends on its number
// alone, and takes blocks from it in order. Once much was taken, a block that
// its own task gave back is taken again by that task; one that another task
// gave back is not, in this execution. So where a block lies follows from what
// its task allocated and gave back before, whatever others did meanwhile. When
// an execution is over its regions begin anew.
//
// What is not given back by then stays where it is, *pinned*: a static's, a
// cache's, a leak. Later executions pass over it. What an abandoned execution
// left is pinned too, behind what the next one begins with; now and then, the
// first times at once, memory is searched for words that may point to such
// blocks (as a leak checker does), and those that nobody can reach are given
// back.
//
// With `checks`, blocks that were given back are not taken again, are filled
// with a pattern, and are remembered with both stacks, up to a bound.
//
// Thread safety: as an execution; who frees a block meanwhile in a thread
// outside of control may be taken for its task. Determinism: see above; no
// address is drawn. Cost: constant; at the end of an execution linear in its
// blocks when some are left, else constant for each task.

#ifndef INTERLEAVE_RUNTIME_TASK_HEAP_H_
#define INTERLEAVE_RUNTIME_TASK_HEAP_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "interleave/base/ids.h"

namespace interleave {

struct Task;

// Memory that holds nothing of the program's: not searched.
struct DeadMemory {
  const char* begin;
  const char* end;
};

class TaskHeap {
 public:
  // Far from where systems put programs, libraries and stacks.
  static constexpr uintptr_t kBegin = uintptr_t{0x1000} << 32;
  static constexpr size_t kRegionBytes = size_t{4} << 30;
  // Tasks of more share regions.
  static constexpr size_t kRegions = 256;
  // So much of a region is taken before a block is taken again: where something
  // lasts, such as a static, it has a place of its own, and moves nothing in
  // executions that find it there.
  static constexpr size_t kFreshBytes = size_t{256} << 10;
  // With checks: how much of a region may wait to be taken again.
  static constexpr size_t kQuarantineBytes = size_t{64} << 20;

  static constexpr size_t kFramesMax = 14;
  // What is known of a block with checks.
  struct BlockRecord {
    uint32_t offset;  // of its memory in the region, in units of 16 bytes
    bool freed;
    uint8_t depths[2];  // of the stacks: where it was allocated, and freed
    size_t bytes;
    TaskId tasks[2];
    StepNumber steps[2];
    std::array<const void*, kFramesMax> frames[2];
  };

  // Where things stand, in bytes or blocks.
  struct Statistics {
    uint64_t taken_bytes = 0;  // of regions, by executions so far, at most
    uint64_t pinned_blocks = 0;
    uint64_t given_back_blocks = 0;  // that nobody could reach
    uint64_t searches = 0;
  };

  static TaskHeap& OfProcess();
  static bool Contains(const void* memory) {
    return reinterpret_cast<uintptr_t>(memory) - kBegin <
           kRegionBytes * kRegions;
  }

  // The program's allocation is ours: the doors of intercept/allocation.cc are
  // part of it, and no sanitizer's. Said before main.
  void Serve() { serves_ = true; }
  bool serves() const { return serves_; }
  // Why tasks have no heap of their own; null when they have.
  const char* WhyNot() const;

  // An exploration begins. True: blocks are left, and Search is to be called.
  bool BeginExploration();
  // An execution begins. Reserves the memory, the first time.
  void BeginExecution(bool checks);
  // ... is over. `abandoned`: its tasks were left where they stood. True: there
  // is so much that nobody may be able to reach that Search is to be called.
  bool EndExecution(bool abandoned);
  // Gives back what nobody can reach. Cost: linear in the memory of the
  // process, some 0.1 ms for each megabyte.
  void Search(std::span<const DeadMemory> dead);

  struct Allocated {
    void* memory = nullptr;    // null: there is none here
    bool used_before = false;  // in this execution
    bool is_zero = false;
  };
  // REQUIRES: alignment is a power of two
  Allocated Allocate(TaskId task, size_t bytes, size_t alignment);

  enum class Freed : uint8_t { kDone, kTwice, kNoBlock };
  // `task`: who gives it back, or kNoTask.
  Freed Free(void* memory, TaskId task);
  // How many bytes of the block may be used; 0: it is none.
  size_t BytesOf(const void* memory) const;

  bool checks() const { return checks_; }
  // What is known of the newest block with checks.
  BlockRecord* RecordOf(const void* memory);
  // ... of the freed block that the memory lies in, or null.
  const BlockRecord* FindFreed(const void* memory, size_t bytes) const;
  static char* MemoryOf(const BlockRecord& record, TaskId region);
  // A freed block that somebody wrote to; null when there is none (left). From
  // `*region` and `*index` on, which are moved behind it.
  const BlockRecord* NextDamaged(size_t* region, size_t* index) const;
  // With checks, blocks had to be taken again in this execution.
  bool quarantine_was_full() const { return quarantine_was_full_; }

  Statistics statistics() const;

 private:
  static constexpr size_t kClasses = 176;
  static constexpr size_t kUnit = 16;  // bytes

  // Of a header; any that no program is likely to have there.
  enum State : uint32_t {
    kLive = 0x4c49'5645,
    kFreed = 0x4652'4545,  // in this execution
    kPinned = 0x5049'4e53,
    kFreedPin = 0x4650'494e,
    kGap = 0x4741'5030,    // before a pinned block
    kAlias = 0x414c'4941,  // before memory that is aligned to more
  };
  // Before each block.
  struct Header {
    uint32_t units;  // of the memory behind it
    uint32_t state;
    // Of a freed block, the next one; of an alias, how far before it the header
    // is; of a pinned one, 1 when it was reached.
    uint32_t link;
    uint32_t record;  // plus 1; 0: there is none
  };
  struct Pin {
    uint32_t begin;  // of its header
    uint32_t end;
  };
  class Reach;
  struct Region {
    uint32_t base = 0;       // where executions begin; all in units of 16 bytes
    uint32_t next = 0;       // the first that this one has not taken
    uint32_t high = 0;       // behind it no byte was ever written
    uint32_t committed = 0;  // may be used
    uint32_t live = 0;       // blocks of this execution
    uint32_t pins = 0;
    uint32_t first_pin = 0;  // behind base
    uint32_t next_pin = 0;   // behind next
    uint32_t freed_pins = 0;
    uint32_t records = 0;
    uint32_t records_bytes = 0;  // committed, in units of 16
    uint32_t pins_bytes = 0;
    uint64_t others_bytes = 0;  // given back by other tasks
    uint32_t own[kClasses] = {};
    uint32_t others[kClasses] = {};
    uint64_t touched[3] = {};  // classes of which one of the two isn't empty
  };

  bool Reserve();
  Header* At(size_t region, uint32_t offset) const;
  Pin* PinsOf(size_t region) const;
  BlockRecord* RecordsOf(size_t region) const;
  bool Commit(size_t region, uint32_t end);
  bool CommitSide(size_t region, size_t from, uint32_t* committed,
                  size_t bytes);
  uint32_t TakeFree(Region& region, size_t index, uint32_t* list,
                    size_t size_class);
  uint32_t TakeNew(size_t index, uint32_t units);
  Header* HeaderOf(const void* memory) const;
  void Note(size_t index, Header* header, void* memory, size_t bytes);
  void Restart(Region& region);
  bool Pinned(size_t index);
  void EndRegion(size_t index, bool abandoned);
  void DropUnmarked(size_t index);

  bool serves_ = false;
  bool reserved_ = false;
  bool refused_ = false;
  bool checks_ = false;
  bool quarantine_was_full_ = false;
  bool cannot_search_ = false;
  size_t regions_used_ = 0;
  uint64_t abandoned_bytes_ = 0;  // that executions begin behind
  uint64_t pinned_ = 0;
  uint64_t search_at_pins_ = 1 << 16;
  uint64_t searches_at_once_ = 0;
  uint64_t given_back_ = 0;
  uint64_t searches_ = 0;
  Region regions_[kRegions];
};

namespace internal {

// Of the doors. Null: the C library is to be asked.
void* AllocateForTask(Task& self, size_t bytes, size_t alignment, bool zero);
void FreeTasksMemory(void* memory, const void* site);
size_t BytesOfTasksMemory(const void* memory);
// The library allocates, in a task: not on its heap.
extern constinit bool library_allocates;

class LibraryAllocates {
 public:
  LibraryAllocates() : before_(library_allocates) { library_allocates = true; }
  ~LibraryAllocates() { library_allocates = before_; }
  LibraryAllocates(const LibraryAllocates&) = delete;
  LibraryAllocates& operator=(const LibraryAllocates&) = delete;

 private:
  const bool before_;
};

}  // namespace internal
}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_TASK_HEAP_H_
