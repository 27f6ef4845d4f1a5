// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Hook: before a weak compare-exchange (weak_compare_exchange.h). Like
// tsan_hooks.cc compiled by itself into two libraries.

#include <cstdint>

#include "interleave/intercept/doors.h"
#include "interleave/intercept/weak_compare_exchange.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/fuzzer_memory.h"

namespace {

using interleave::Liberty;
using interleave::OperationKind;
using interleave::Task;

bool HoldsExpected(const void* memory, const volatile void* expected,
                   unsigned long bytes) {
  const auto* const held = static_cast<const volatile char*>(memory);
  const auto* const wanted = static_cast<const volatile char*>(expected);
  for (unsigned long i = 0; i < bytes; ++i) {
    if (held[i] != wanted[i]) return false;
  }
  return true;
}

}  // namespace

#if INTERLEAVE_RACES

extern "C" {
uint8_t __real___tsan_atomic8_load(const volatile uint8_t*, int);
uint16_t __real___tsan_atomic16_load(const volatile uint16_t*, int);
uint32_t __real___tsan_atomic32_load(const volatile uint32_t*, int);
uint64_t __real___tsan_atomic64_load(const volatile uint64_t*, int);
}

namespace {

// One that failed has looked at the memory. The runtime is not told of 16 bytes
// at once.
void TellLoad(const void* memory, unsigned long bytes, int order) {
  switch (bytes) {
    case 1:
      __real___tsan_atomic8_load(static_cast<const uint8_t*>(memory), order);
      break;
    case 2:
      __real___tsan_atomic16_load(static_cast<const uint16_t*>(memory), order);
      break;
    case 4:
      __real___tsan_atomic32_load(static_cast<const uint32_t*>(memory), order);
      break;
    case 8:
      __real___tsan_atomic64_load(static_cast<const uint64_t*>(memory), order);
      break;
    default:
      break;
  }
}

}  // namespace

#endif  // INTERLEAVE_RACES

extern "C" int interleave_weak_compare_exchange_fails(
    const volatile void* memory, const volatile void* expected,
    unsigned long bytes, int failure_order) noexcept {
  Task* const self = interleave::CurrentTask();
  if (self == nullptr) return 0;
  interleave::Execution& execution = *self->execution;
  if (!execution.HasLeft(Liberty::kWeakFailure)) return 0;
  const void* const object = const_cast<const void*>(memory);
  const interleave::FuzzerMemory& fuzzers = interleave::internal::fuzzer_memory;
  if (fuzzers.Touches(object) && fuzzers.Has(object)) return 0;
  const void* const site = INTERLEAVE_CALLER();
  self->compares = true;
  execution.AtomicAccess(*self, OperationKind::kAtomicChange, object, bytes,
                         site);
  self->compares = false;
  if (!HoldsExpected(object, expected, bytes) ||
      execution.TakeLiberty(*self, Liberty::kWeakFailure) == 0) {
    self->reached_compare = object;
    return 0;
  }
  self->compare_failed = true;
  execution.AtomicOrder(*self, OperationKind::kAtomicLoad, object, bytes,
                        static_cast<std::memory_order>(failure_order),
                        /*changes=*/false, site);
#if INTERLEAVE_RACES
  TellLoad(object, bytes, failure_order);
#endif
  interleave::Execution::CleanUpAfter(*self);
  return 1;
}
