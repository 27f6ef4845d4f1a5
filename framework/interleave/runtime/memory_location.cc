// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/memory_location.h"

#include <dlfcn.h>
#include <sys/types.h>

#include <array>
#include <cstdint>
#include <string_view>

#include "absl/strings/str_cat.h"

// Of compiler-rt/lib/tsan/rtl/tsan_debugging.cpp (LLVM 14 to 19).
extern "C" {
const char* __tsan_locate_address(uintptr_t address, char* name,
                                  size_t name_size, uintptr_t* region,
                                  size_t* region_size) __attribute__((weak));
int __tsan_get_alloc_stack(uintptr_t address, uintptr_t* trace, size_t size,
                           int* thread, pid_t* os_thread) __attribute__((weak));
}

namespace interleave {
namespace {

constexpr size_t kTraceMax = 32;

const Task* TaskOfThread(Execution& execution, pid_t os_thread) {
  for (size_t i = 0; i < execution.task_count(); ++i) {
    const Task& task = execution.TaskAt(static_cast<TaskId>(i));
    if (task.donor->os_thread() == os_thread) return &task;
  }
  return nullptr;
}

}  // namespace

std::optional<RelatedPlace> DescribeMemory(Execution& execution,
                                           const void* address) {
  for (size_t i = 0; i < execution.task_count(); ++i) {
    const Task& task = execution.TaskAt(static_cast<TaskId>(i));
    const auto* const byte = static_cast<const char*>(address);
    if (byte >= task.donor->stack_limit() && byte < task.donor->stack_top()) {
      return RelatedPlace{
          absl::StrCat("The memory is on the stack of ", task.name), {}};
    }
  }
  if (__tsan_locate_address == nullptr) return std::nullopt;
  // Of a variable the runtime would want the name, which it is not to look up.
  Dl_info module;
  if (dladdr(address, &module) != 0) return std::nullopt;
  const auto number = reinterpret_cast<uintptr_t>(address);
  std::array<char, 64> name{};
  uintptr_t region = 0;
  size_t size = 0;
  const std::string_view kind =
      __tsan_locate_address(number, name.data(), name.size(), &region, &size);
  if (kind != "heap") return std::nullopt;
  std::array<uintptr_t, kTraceMax> trace{};
  int thread = 0;
  pid_t os_thread = 0;
  const int depth = __tsan_get_alloc_stack(number, trace.data(), trace.size(),
                                           &thread, &os_thread);
  const Task* const task = TaskOfThread(execution, os_thread);
  RelatedPlace place;
  place.title = absl::StrCat(
      "The memory is byte ", number - region, " of a block of ", size,
      ", which ", task == nullptr ? "was" : task->name, " allocated here");
  for (int i = 0; i < depth; ++i) {
    place.stack.push_back(
        reinterpret_cast<const void*>(trace[static_cast<size_t>(i)]));
  }
  return place;
}

}  // namespace interleave
