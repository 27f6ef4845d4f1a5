// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/abstract_event.h"

#include <link.h>

#include <bit>
#include <string_view>
#include <utility>

namespace interleave {
namespace {

constexpr size_t kSitesAtFirst = 256;

// FNV-1a.
class NameHash {
 public:
  void Add(std::string_view text) {
    for (const char c : text) AddByte(static_cast<uint8_t>(c));
    AddByte(0);
  }
  void Add(uint64_t number) {
    for (int i = 0; i < 8; ++i) AddByte(static_cast<uint8_t>(number >> 8 * i));
  }
  uint64_t value() const { return value_; }

 private:
  void AddByte(uint8_t byte) { value_ = (value_ ^ byte) * 0x100000001b3u; }

  uint64_t value_ = 0xcbf29ce484222325u;
};

struct LoadedModule {
  uintptr_t base;
  uintptr_t begin;
  uintptr_t end;
  uint64_t name;
};

std::string_view FileName(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == path.npos ? path : path.substr(slash + 1);
}

int AddModule(dl_phdr_info* info, size_t, void* data) {
  NameHash name;
  name.Add(FileName(info->dlpi_name == nullptr ? "" : info->dlpi_name));
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = info->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD) continue;
    const uintptr_t begin = info->dlpi_addr + segment.p_vaddr;
    static_cast<std::vector<LoadedModule>*>(data)->push_back(
        {info->dlpi_addr, begin, begin + segment.p_memsz, name.value()});
  }
  return 0;
}

// The same for as long as the process lives, so that what a body opens later
// has no name in any process.
const std::vector<LoadedModule>& Modules() {
  static const auto* const modules = [] {
    auto* const found = new std::vector<LoadedModule>;
    dl_iterate_phdr(&AddModule, found);
    return found;
  }();
  return *modules;
}

void AddPlace(const void* site, NameHash& hash) {
  const auto place = reinterpret_cast<uintptr_t>(site);
  for (const LoadedModule& module : Modules()) {
    if (place < module.begin || place >= module.end) continue;
    hash.Add(module.name);
    hash.Add(place - module.base);
    return;
  }
}

}  // namespace

const EventRole& EventRole::Of(OperationKind kind) {
  constexpr uint8_t kBoth = kReads | kWrites;
  static constexpr EventRole kRead{kReads, Sort::kMemory};
  static constexpr EventRole kWrite{kWrites, Sort::kMemory};
  static constexpr EventRole kChange{kBoth, Sort::kMemory};
  static constexpr EventRole kLock{kBoth | kTakes | kWaits, Sort::kLock};
  static constexpr EventRole kTryLock{kBoth | kTakes, Sort::kLock};
  static constexpr EventRole kReadLock{kReads | kWaits, Sort::kLock};
  static constexpr EventRole kUnlock{kWrites, Sort::kLock};
  static constexpr EventRole kWait{kReads, Sort::kCondition};
  static constexpr EventRole kSignal{kWrites, Sort::kCondition};
  static constexpr EventRole kFutexWait{kReads, Sort::kFutex};
  static constexpr EventRole kFutexWake{kWrites, Sort::kFutex};
  static constexpr EventRole kAcquire{kBoth, Sort::kSemaphore};
  static constexpr EventRole kRelease{kWrites, Sort::kSemaphore};
  static constexpr EventRole kArrive{kBoth, Sort::kBarrier};
  static constexpr EventRole kOnce{kBoth, Sort::kOnce};
  static constexpr EventRole kPoint{kBoth, Sort::kPoint};

  switch (kind) {
    case OperationKind::kRead:
    case OperationKind::kAtomicLoad:
      return kRead;
    case OperationKind::kWrite:
    case OperationKind::kAtomicStore:
      return kWrite;
    case OperationKind::kAtomicChange:
      return kChange;
    case OperationKind::kLock:
    case OperationKind::kTimedLock:
      return kLock;
    case OperationKind::kTryLock:
      return kTryLock;
    case OperationKind::kReadLock:
      return kReadLock;
    case OperationKind::kUnlock:
      return kUnlock;
    case OperationKind::kWait:
    case OperationKind::kTimedWait:
    case OperationKind::kWake:
      return kWait;
    case OperationKind::kSignal:
    case OperationKind::kBroadcast:
      return kSignal;
    case OperationKind::kFutexWait:
      return kFutexWait;
    case OperationKind::kFutexWake:
      return kFutexWake;
    case OperationKind::kAcquire:
    case OperationKind::kTryAcquire:
      return kAcquire;
    case OperationKind::kRelease:
      return kRelease;
    case OperationKind::kArrive:
      return kArrive;
    case OperationKind::kOnce:
      return kOnce;
    case OperationKind::kPoint:
      return kPoint;
    default:
      return OfDescriptors(kind);
  }
}

const EventRole& EventRole::OfDescriptors(OperationKind kind) {
  static constexpr EventRole kNone;
  static constexpr EventRole kTaking{kReads | kWrites, Sort::kDescriptor};
  static constexpr EventRole kGiving{kWrites, Sort::kDescriptor};
  switch (kind) {
    case OperationKind::kReceive:
    case OperationKind::kAccept:
    case OperationKind::kWatch:
      return kTaking;
    case OperationKind::kSend:
    case OperationKind::kConnect:
    case OperationKind::kListen:
    case OperationKind::kClose:
      return kGiving;
    default:
      return kNone;
  }
}

EventName NameOfEvent(const Operation& operation, uint32_t number) {
  NameHash hash;
  hash.Add(OperationKindName(operation.kind));
  hash.Add(uint64_t{number});
  if (const PointSite* const point = operation.point()) {
    hash.Add(point->name);
  } else {
    AddPlace(operation.site, hash);
  }
  return hash.value() == kInitialState ? ~kInitialState : hash.value();
}

EventTable::EventTable()
    : sites_(kSitesAtFirst),
      shift_(64 - std::countr_zero(kSitesAtFirst)),
      events_(1),
      by_name_({{kInitialState, kInitialEvent}}) {
  Modules();
}

EventId EventTable::Intern(EventName name, uint8_t flags) {
  const auto next = static_cast<EventId>(events_.size());
  const auto [it, is_new] = by_name_.try_emplace(name, next);
  if (is_new) {
    events_.push_back({name, next, flags});
    ++changes_;
  }
  return it->second;
}

EventId EventTable::Add(const Operation& operation, uint32_t number) {
  const EventId event = Intern(NameOfEvent(operation, number),
                               EventRole::Of(operation.kind).flags);
  if ((used_ + 1) * 2 > sites_.size()) {
    const std::vector<Site> before =
        std::exchange(sites_, std::vector<Site>(sites_.size() * 2));
    --shift_;
    for (const Site& site : before) {
      if (site.event != kInitialEvent) Put(site);
    }
  }
  ++used_;
  Put({reinterpret_cast<uintptr_t>(operation.site),
       number << kKindBits | static_cast<uint32_t>(operation.kind), event});
  return event;
}

void EventTable::Put(Site site) {
  size_t index = IndexOf(site.site, site.rest);
  while (sites_[index].event != kInitialEvent) {
    index = (index + 1) & (sites_.size() - 1);
  }
  sites_[index] = site;
}

void EventTable::Merge(EventId one, EventId other) {
  const EventId kept = events_[one].group;
  const EventId gone = events_[other].group;
  for (Event& event : events_) {
    if (event.group == gone) event.group = kept;
  }
  ++changes_;
}

}  // namespace interleave
