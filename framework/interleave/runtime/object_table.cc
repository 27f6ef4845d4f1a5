// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/object_table.h"

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"

namespace interleave {
namespace {

constexpr size_t kInitialEntries = 256;

size_t Hash(const void* address) {
  const auto bits = reinterpret_cast<uintptr_t>(address);
  return static_cast<size_t>((bits * 0x9e3779b97f4a7c15u) >> 20);
}

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
    case ObjectKind::kConditionLock:
      return "absl::Mutex";
    case ObjectKind::kReadWriteLock:
      return "rwlock";
    case ObjectKind::kBarrier:
      return "barrier";
    case ObjectKind::kSpinLock:
      return "spinlock";
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

ObjectTable::ObjectTable() : entries_(kInitialEntries) {}

ObjectTable::Entry& ObjectTable::Probe(const void* address) {
  const size_t mask = entries_.size() - 1;
  size_t at = Hash(address) & mask;
  while (entries_[at].epoch == epoch_ && entries_[at].address != address) {
    at = (at + 1) & mask;
  }
  return entries_[at];
}

Object& ObjectTable::Find(const void* address, ObjectKind kind) {
  Entry& entry = Probe(address);
  if (entry.epoch == epoch_ && entry.id != kNoObject) {
    Object& object = objects_[entry.id];
    if (object.kind == kind) return object;
  }
  return Make(entry, address, kind);
}

Object& ObjectTable::FindMemory(const void* address) {
  // No object's address has this bit.
  constexpr uintptr_t kMemoryTag = uintptr_t{1} << 63;
  const auto tagged = reinterpret_cast<uintptr_t>(address) | kMemoryTag;
  Object& memory =
      Find(reinterpret_cast<const void*>(tagged), ObjectKind::kMemory);
  memory.address = address;
  return memory;
}

Object* ObjectTable::Lookup(const void* address) {
  const Entry& entry = Probe(address);
  if (entry.epoch != epoch_ || entry.id == kNoObject) return nullptr;
  return &objects_[entry.id];
}

Object& ObjectTable::Make(Entry& entry, const void* address, ObjectKind kind) {
  const bool is_new = entry.epoch != epoch_;
  const auto id = static_cast<ObjectId>(used_++);
  entry = {address, id, epoch_};
  if (objects_.size() < used_) objects_.emplace_back();
  Object& object = objects_[id];
  object = Object{};
  object.id = id;
  object.kind = kind;
  object.address = address;
  object.number = ++numbers_[static_cast<size_t>(kind)];
  if (is_new && ++filled_ * 2 > entries_.size()) Grow();
  return object;
}

void ObjectTable::Forget(const void* address) {
  Entry& entry = Probe(address);
  if (entry.epoch == epoch_) entry.id = kNoObject;
}

void ObjectTable::Grow() {
  std::vector<Entry> old(entries_.size() * 2);
  old.swap(entries_);
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
}

}  // namespace interleave
