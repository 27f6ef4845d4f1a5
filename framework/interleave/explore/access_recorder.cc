// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/access_recorder.h"

#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "interleave/runtime/process_identity.h"
#include "interleave/runtime/stack_trace.h"

namespace interleave {
namespace {

// What is there; none when it cannot be read, or is more than fits.
std::optional<uint64_t> ReadMemory(const void* address, size_t bytes) {
  uint64_t value = 0;
  if (bytes > sizeof(value)) return std::nullopt;
  const iovec to = {&value, bytes};
  const iovec from = {const_cast<void*>(address), bytes};
  const ssize_t read = process_vm_readv(RealProcess(), &to, 1, &from, 1, 0);
  if (read != static_cast<ssize_t>(bytes)) return std::nullopt;
  return value;
}

// Who used a granule in one of its lives.
struct Users {
  TaskId first = kNoTask;
  bool several = false;
  bool written = false;
};

}  // namespace

void AccessRecorder::Settle() {
  if (!std::exchange(under_way_, false)) return;
  TraceAccess& access = accesses_.back();
  if (!access.known) return;
  const std::optional<uint64_t> after =
      ReadMemory(access.address, access.bytes);
  access.known = after.has_value();
  access.after = after.value_or(0);
}

void AccessRecorder::Add(const MemoryAccess& memory, StepNumber step) {
  if (IsFull()) {
    accesses_.erase(accesses_.begin(),
                    accesses_.end() - static_cast<long>(accesses_max_));
  }
  TraceAccess& access = accesses_.emplace_back();
  access.task = memory.task.id;
  access.step = step;
  access.is_step = memory.is_step;
  access.kind = memory.kind;
  access.address = memory.address;
  access.bytes = memory.bytes;
  access.life = lives_[GranuleOf(memory.address)];
  access.stack = CaptureStack();
  const std::optional<uint64_t> before =
      ReadMemory(access.address, access.bytes);
  access.known = before.has_value();
  access.before = access.after = before.value_or(0);
  under_way_ = access.kind != OperationKind::kRead &&
               access.kind != OperationKind::kAtomicLoad;
}

void AccessRecorder::LeaveOut(const std::function<bool(StepNumber)>& is_kept) {
  std::erase_if(accesses_, [&](const TraceAccess& access) {
    return !is_kept(access.step);
  });
}

void AccessRecorder::MemoryAnew(const void* address, size_t bytes) {
  if (bytes == 0 || lives_.empty()) return;
  const uintptr_t first = GranuleOf(address);
  const uintptr_t last =
      GranuleOf(static_cast<const char*>(address) + bytes - 1);
  if (last - first >= lives_.size()) {
    for (auto& [granule, life] : lives_) {
      if (granule >= first && granule <= last) ++life;
    }
    return;
  }
  for (uintptr_t granule = first; granule <= last; ++granule) {
    const auto known = lives_.find(granule);
    if (known != lives_.end()) ++known->second;
  }
}

std::vector<TraceAccess> AccessRecorder::TakeShared() {
  // By now the memory may be another process's, or gone.
  if (under_way_) accesses_.back().known = false;
  std::map<std::pair<uintptr_t, uint32_t>, Users> granules;
  const auto for_each = [&](const TraceAccess& access, auto action) {
    const uintptr_t end =
        reinterpret_cast<uintptr_t>(access.address) + access.bytes;
    const uintptr_t last = (end - 1) >> kGranuleBits;
    for (uintptr_t g = GranuleOf(access.address); g <= last; ++g) {
      action(granules[{g, access.life}]);
    }
  };
  for (const TraceAccess& access : accesses_) {
    for_each(access, [&](Users& users) {
      if (users.first == kNoTask) users.first = access.task;
      users.several |= users.first != access.task;
      users.written |= access.writes();
    });
  }
  std::vector<TraceAccess> shared;
  for (TraceAccess& access : accesses_) {
    bool is_shared = false;
    for_each(access, [&](const Users& users) {
      is_shared |= users.several && users.written;
    });
    if (is_shared) shared.push_back(std::move(access));
  }
  accesses_.clear();
  return shared;
}

}  // namespace interleave
