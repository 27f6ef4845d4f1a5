// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/fuzz/engine_counters.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "interleave/runtime/fuzzer_memory.h"

// Of AFL++'s runtime, where it is linked: its map of what was covered.
extern "C" {
__attribute__((weak)) extern uint8_t* __afl_area_ptr;
__attribute__((weak)) extern uint32_t __afl_map_size;
// Gives each element of an array a number, which is its place in the map.
__attribute__((weak)) void __sanitizer_cov_trace_pc_guard_init(uint32_t* begin,
                                                               uint32_t* end);
}

namespace interleave {
namespace {

constexpr size_t kPairCounters = 4096;

// libFuzzer takes what is in this section for coverage, looks at it after each
// input and clears it before the next.
__attribute__((section("__libfuzzer_extra_counters"), used))
uint8_t g_pairs[kPairCounters];

// Their places in AFL++'s map; 0: none.
uint32_t g_places[kPairCounters];

bool IsAfl() {
  return &__afl_area_ptr != nullptr && &__afl_map_size != nullptr;
}

// When code asks for its own, before the map is made.
#if defined(__clang__)
#if __has_warning("-Wprio-ctor-dtor")
#pragma clang diagnostic ignored "-Wprio-ctor-dtor"
#endif
#else
#pragma GCC diagnostic ignored "-Wprio-ctor-dtor"
#endif
[[gnu::constructor(2)]] void AskForPlaces() {
  if (!IsAfl() || __sanitizer_cov_trace_pc_guard_init == nullptr) return;
  __sanitizer_cov_trace_pc_guard_init(g_places, g_places + kPairCounters);
}

// AFL++'s map as it was last noted.
const uint8_t* g_map = nullptr;
const uint8_t* g_map_end = nullptr;

}  // namespace

std::span<uint8_t> EngineCounters() { return g_pairs; }

void BeginEngineInput() {
  if (!IsAfl()) return;
  FuzzerMemory& memory = internal::fuzzer_memory;
  // The instrumented program reads it for each block.
  memory.Add(&__afl_area_ptr, &__afl_area_ptr + 1);
  if (g_map == __afl_area_ptr && g_map_end == g_map + __afl_map_size) return;
  if (g_map != nullptr) memory.Remove(g_map, g_map_end);
  g_map = __afl_area_ptr;
  g_map_end = g_map + __afl_map_size;
  memory.Add(g_map, g_map_end);
}

bool IsOfTheEngine(std::span<const uint8_t> schedule) {
  constexpr std::string_view kInput = "##SI";  // it may be a part of it
  return IsAfl() && schedule.size() <= kInput.size() &&
         std::equal(schedule.begin(), schedule.end(), kInput.begin());
}

void EndEngineInput() {
  if (!IsAfl()) return;
  for (size_t i = 0; i < kPairCounters; ++i) {
    const bool has_place = g_places[i] != 0 && g_places[i] < __afl_map_size;
    if (g_pairs[i] == 0 || !has_place) continue;
    uint8_t& counter = __afl_area_ptr[g_places[i]];
    counter = static_cast<uint8_t>(std::min(0xff, counter + g_pairs[i]));
  }
}

}  // namespace interleave
