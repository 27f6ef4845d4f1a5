// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/memory_limit.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/execution.h"

extern "C" {
int __sanitizer_install_malloc_and_free_hooks(
    void (*malloc_hook)(const volatile void*, size_t),
    void (*free_hook)(const volatile void*)) __attribute__((weak));
size_t __sanitizer_get_allocated_size(const volatile void* memory)
    __attribute__((weak));
}

namespace interleave {
namespace {

int64_t g_allocated = 0;  // since the limit was set

// What RLIMIT_DATA counts, in bytes.
uint64_t DataBytes() {
  unsigned long total = 0, resident = 0, shared = 0, text = 0, lib = 0,
                data = 0;
  if (std::FILE* const file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%lu %lu %lu %lu %lu %lu", &total, &resident, &shared,
                    &text, &lib, &data) != 6) {
      data = 0;
    }
    std::fclose(file);
  }
  return uint64_t{data} * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

void LimitData(uint64_t bytes) {
  rlimit limit;
  getrlimit(RLIMIT_DATA, &limit);
  limit.rlim_cur = std::min<rlim_t>(bytes, limit.rlim_max);
  setrlimit(RLIMIT_DATA, &limit);
}

}  // namespace

constinit uint64_t MemoryLimit::megabytes_ = 0;

void MemoryLimit::Set(uint64_t megabytes) {
  megabytes_ = megabytes;
  if (__sanitizer_install_malloc_and_free_hooks != nullptr) {
    __sanitizer_install_malloc_and_free_hooks(&OnAllocation, &OnFree);
  } else {
    LimitData(DataBytes() + (megabytes << 20));
  }
}

void MemoryLimit::AllowMore(size_t bytes) {
  if (!is_set() || __sanitizer_install_malloc_and_free_hooks != nullptr) return;
  rlimit limit;
  getrlimit(RLIMIT_DATA, &limit);
  LimitData(limit.rlim_cur + bytes);
}

void MemoryLimit::OnAllocation(const volatile void*, size_t bytes) {
  g_allocated += static_cast<int64_t>(bytes);
  if (g_allocated <= static_cast<int64_t>(megabytes_ << 20)) return;
  Task* const self = CurrentTask();
  if (self == nullptr) return;
  self->execution->AddFinding(
      *self, FindingKind::kOutOfMemory,
      absl::StrCat("the program has allocated more than ", megabytes_,
                   " MB; if it is meant to, raise --memory-limit"));
  self->execution->Cut(*self);
}

void MemoryLimit::OnFree(const volatile void* address) {
  if (address == nullptr) return;
  g_allocated -= static_cast<int64_t>(__sanitizer_get_allocated_size(address));
}

}  // namespace interleave
