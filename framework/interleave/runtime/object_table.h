// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ObjectTable: what Interleave knows of each mutex, condition variable, futex
// word and other object of one execution, found by address.
//
// Numbers follow the order in which an execution first met the objects, never
// the addresses. Cost of Find: one probe of an open-addressing table; nothing
// is allocated unless an execution has more objects than all before it.

#ifndef INTERLEAVE_RUNTIME_OBJECT_TABLE_H_
#define INTERLEAVE_RUNTIME_OBJECT_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/runtime/task.h"

namespace interleave {

enum class ObjectKind : uint8_t {
  kMutex,
  kCondition,
  kFutex,
  kOnce,
  kSemaphore,
  kSemaphoreName,
  kReadWriteLock,
  kConditionLock,  // absl::Mutex
  kBarrier,
  kSpinLock,
  kPipe,
  kSocketPair,
  kConnection,  // of two stream sockets, or a datagram socket
  kListener,    // an address that is connected to
  kEventCounter,
  kTimer,
  kEpoll,
  kDescriptor,  // whose other end is outside of the program
  kUser,        // the object given to INTERLEAVE_POINT
  kMemory,      // a location that is read and written
};
inline constexpr int kObjectKindCount =
    static_cast<int>(ObjectKind::kMemory) + 1;

// "mutex", "condition", ...
std::string_view ObjectKindName(ObjectKind kind);

// A signal that nobody waited for.
struct UnheardSignal {
  const Task* by = nullptr;  // null: there was none
  StepNumber step = 0;
  const void* site = nullptr;
};

struct Object {
  // Foreign ones belong to a test framework; see LearnForeignMutexes.
  enum class Origin : uint8_t { kUnknown, kTested, kForeign };

  ObjectId id = kNoObject;
  ObjectKind kind = ObjectKind::kMutex;
  Origin origin = Origin::kUnknown;
  uint32_t number = 0;  // among its kind, from 1
  const void* address = nullptr;

  Gate gate;       // open: it can be had
  Gate read_gate;  // reader-writer lock: it can be had shared
  TaskList queue;  // waits to be woken, at a condition, futex or barrier
  Task* owner = nullptr;
  const void* owner_site = nullptr;  // where it was taken
  // A mutex that is over: by whom; `owner_site` says where.
  const Task* destroyed_by = nullptr;
  // Of a mutex: its owner's end gives it up, which the next is told; its owner
  // ended, and nobody has said that all is consistent again; nobody ever will.
  bool robust = false;
  bool abandoned = false;
  bool unrecoverable = false;
  bool prefers_writers = false;  // of a reader-writer lock
  uint32_t depth = 0;            // recursive locks; rounds of a barrier
  uint32_t count = 0;            // semaphore, readers, arrivals
  // Semaphore, barrier: its limit, 0: not known yet. Condition lock: how many
  // wait under a condition. Lock that prefers writers: how many of them wait.
  uint32_t limit = 0;
  UnheardSignal unheard;  // the last at a condition or a futex
  // Memory: the granules of the last access, which had so many bytes.
  GranuleUse granules;
  size_t granules_bytes = 0;

  std::string Label() const;  // "mutex 1"
};

class ObjectTable {
 public:
  ObjectTable();

  // The object of this kind at `address`, made when it is new. An object of
  // another kind at the same address is over: memory was used again.
  Object& Find(const void* address, ObjectKind kind);
  // The memory at `address`, which may be that of an object too.
  Object& FindMemory(const void* address) {
    const void* const tagged = Tagged(address);
    const Entry& entry = entries_[IndexOf(tagged)];
    if (entry.address == tagged && entry.epoch == epoch_ &&
        entry.object != nullptr) {
      return *entry.object;
    }
    return FindMemoryAnew(address);
  }
  // The object at `address`, or null.
  Object* Lookup(const void* address);
  // The object at `address` is over (destroyed or initialised anew).
  void Forget(const void* address);
  // ... as are all objects and locations in [address, address + bytes). Cost: a
  // look-up for each granule, but no more than for each object.
  void ForgetMemory(const void* address, size_t bytes);
  void Reset();

  size_t size() const { return used_; }
  Object& at(ObjectId id) { return objects_[id]; }
  const Object& at(ObjectId id) const { return objects_[id]; }

 private:
  struct Entry {
    const void* address = nullptr;
    Object* object = nullptr;  // null: it is over
    uint32_t epoch = 0;
  };

  void Locate(const void* address);
  void ForgetAt(uintptr_t begin, uintptr_t end);
  // No object's address has this bit; memory's has it here, so that there is
  // nothing but memory at such an address.
  static constexpr uintptr_t kMemoryTag = uintptr_t{1} << 63;
  static const void* Tagged(const void* memory) {
    return reinterpret_cast<const void*>(reinterpret_cast<uintptr_t>(memory) |
                                         kMemoryTag);
  }
  size_t IndexOf(const void* address) const {
    const auto bits = reinterpret_cast<uintptr_t>(address);
    return static_cast<size_t>((bits * 0x9e3779b97f4a7c15u) >> 20) & mask_;
  }
  Object& FindMemoryAnew(const void* address);
  Entry& Probe(const void* address);
  Object& Make(Entry& entry, const void* address, ObjectKind kind);
  void Grow();

  std::vector<Entry> entries_;  // a power of two
  size_t mask_;
  uint32_t epoch_ = 1;
  size_t filled_ = 0;  // entries of this epoch
  std::deque<Object> objects_;
  size_t used_ = 0;
  std::array<uint32_t, kObjectKindCount> numbers_{};
  // Where objects are, once somebody asks for some to be forgotten.
  bool locates_ = false;
  GranuleTable located_;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_OBJECT_TABLE_H_
