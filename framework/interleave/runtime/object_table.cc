// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/object_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"

namespace interleave {
namespace {

constexpr size_t kInitialEntries = 256;

}  // namespace

std::string_view ObjectKindName(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::kMutex:
      return "mutex";
    case ObjectKind::kCondition:
      return "condition";
    case ObjectKind::kFutex:
      return "futex";
    case ObjectKind::kOnce:
      return "once";
    case ObjectKind::kSemaphore:
      return "semaphore";
    case ObjectKind::kSemaphoreName:
      return "semaphore name";
    case ObjectKind::kConditionLock:
      return "absl::Mutex";
    case ObjectKind::kReadWriteLock:
      return "rwlock";
    case ObjectKind::kBarrier:
      return "barrier";
    case ObjectKind::kSpinLock:
      return "spinlock";
    case ObjectKind::kPipe:
      return "pipe";
    case ObjectKind::kSocketPair:
      return "socketpair";
    case ObjectKind::kConnection:
      return "connection";
    case ObjectKind::kListener:
      return "listener";
    case ObjectKind::kEventCounter:
      return "eventfd";
    case ObjectKind::kTimer:
      return "timer";
    case ObjectKind::kEpoll:
      return "epoll";
    case ObjectKind::kDescriptor:
      return "descriptor";
    case ObjectKind::kUser:
      return "object";
    case ObjectKind::kMemory:
      return "memory";
  }
  return "object";
}

std::string Object::Label() const {
  return absl::StrCat(Text(ObjectKindName(kind)), " ", number);
}

ObjectTable::ObjectTable()
    : entries_(kInitialEntries), mask_(kInitialEntries - 1) {}

ObjectTable::Entry& ObjectTable::Probe(const void* address) {
  size_t at = IndexOf(address);
  while (entries_[at].epoch == epoch_ && entries_[at].address != address) {
    at = (at + 1) & mask_;
  }
  return entries_[at];
}

Object& ObjectTable::Find(const void* address, ObjectKind kind) {
  Entry& entry = Probe(address);
  if (entry.epoch == epoch_ && entry.object != nullptr &&
      entry.object->kind == kind) {
    return *entry.object;
  }
  return Make(entry, address, kind);
}

Object& ObjectTable::FindMemoryAnew(const void* address) {
  Object& memory = Find(Tagged(address), ObjectKind::kMemory);
  memory.address = address;
  return memory;
}

Object* ObjectTable::Lookup(const void* address) {
  const Entry& entry = Probe(address);
  return entry.epoch == epoch_ ? entry.object : nullptr;
}

Object& ObjectTable::Make(Entry& entry, const void* address, ObjectKind kind) {
  const bool is_new = entry.epoch != epoch_;
  const auto id = static_cast<ObjectId>(used_++);
  if (objects_.size() < used_) objects_.emplace_back();
  Object& object = objects_[id];
  entry = {address, &object, epoch_};
  // Of memory nothing else is used.
  if (kind == ObjectKind::kMemory && object.kind == kind) {
    object.granules_bytes = 0;
  } else {
    object = Object{};
  }
  object.id = id;
  object.kind = kind;
  object.address = address;
  object.number = ++numbers_[static_cast<size_t>(kind)];
  if (is_new && ++filled_ * 2 > entries_.size()) Grow();
  if (locates_) Locate(address);
  return object;
}

void ObjectTable::Forget(const void* address) {
  Entry& entry = Probe(address);
  if (entry.epoch == epoch_) entry.object = nullptr;
}

void ObjectTable::Locate(const void* address) {
  const auto tagged = reinterpret_cast<uintptr_t>(address);
  located_.Find(reinterpret_cast<const void*>(tagged & ~kMemoryTag), 1);
}

void ObjectTable::ForgetMemory(const void* address, size_t bytes) {
  if (!locates_) {
    locates_ = true;
    for (size_t id = 0; id < used_; ++id) Locate(objects_[id].address);
  }
  if (used_ == 0 || bytes == 0) return;
  const auto begin = reinterpret_cast<uintptr_t>(address);
  const uintptr_t end = begin + bytes;
  const uintptr_t first = GranuleTable::GranuleOf(begin);
  const uintptr_t last = GranuleTable::GranuleOf(end - 1);
  if (last - first < used_) {
    for (uintptr_t granule = first; granule <= last; ++granule) {
      if (located_.Lookup(granule).has_value()) {
        ForgetAt(std::max(begin, granule * GranuleTable::kGranuleBytes),
                 std::min(end, (granule + 1) * GranuleTable::kGranuleBytes));
      }
    }
  } else {
    for (const Object& object : objects_) {
      if (object.id >= used_) break;
      const auto at = reinterpret_cast<uintptr_t>(object.address);
      if (at >= begin && at < end) ForgetAt(at, at + 1);
    }
  }
  located_.Forget(address, bytes);
}

void ObjectTable::ForgetAt(uintptr_t begin, uintptr_t end) {
  for (uintptr_t at = begin; at < end; ++at) {
    const auto* const address = reinterpret_cast<const void*>(at);
    Forget(address);
    Forget(Tagged(address));
  }
}

void ObjectTable::Grow() {
  std::vector<Entry> old(entries_.size() * 2);
  old.swap(entries_);
  mask_ = entries_.size() - 1;
  for (const Entry& entry : old) {
    if (entry.epoch == epoch_) Probe(entry.address) = entry;
  }
}

void ObjectTable::Reset() {
  if (used_ == 0) return;
  if (++epoch_ == 0) {  // wrapped: what is left of epoch 0 must not match
    entries_.assign(entries_.size(), Entry{});
    epoch_ = 1;
  }
  filled_ = 0;
  used_ = 0;
  numbers_.fill(0);
  located_.Reset();
}

}  // namespace interleave
