// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Where a fuzzer's counters of the program's code are: each instrumented file
// of the program and of its libraries says so before it is used, by a call of
// these (LLVM, SanitizerCoverage). The linker's --wrap puts us before the
// fuzzer's own, which a program without a fuzzer lacks. A part of both
// libraries of hooks.

#include <cstdint>

#include "interleave/runtime/fuzzer_memory.h"

extern "C" {

__attribute__((weak)) void __real___sanitizer_cov_8bit_counters_init(
    char* begin, char* end);
__attribute__((weak)) void __real___sanitizer_cov_bool_flag_init(bool* begin,
                                                                 bool* end);
__attribute__((weak)) void __real___sanitizer_cov_trace_pc_guard_init(
    uint32_t* begin, uint32_t* end);

// clang, -fsanitize=fuzzer.
void __wrap___sanitizer_cov_8bit_counters_init(char* begin, char* end) {
  interleave::internal::fuzzer_memory.Add(begin, end);
  if (__real___sanitizer_cov_8bit_counters_init == nullptr) return;
  __real___sanitizer_cov_8bit_counters_init(begin, end);
}

void __wrap___sanitizer_cov_bool_flag_init(bool* begin, bool* end) {
  interleave::internal::fuzzer_memory.Add(begin, end);
  if (__real___sanitizer_cov_bool_flag_init == nullptr) return;
  __real___sanitizer_cov_bool_flag_init(begin, end);
}

// afl-clang-fast. Its map of counters is known at the first input only
// (fuzz/engine_counters.h).
void __wrap___sanitizer_cov_trace_pc_guard_init(uint32_t* begin,
                                                uint32_t* end) {
  interleave::internal::fuzzer_memory.Add(begin, end);
  if (__real___sanitizer_cov_trace_pc_guard_init == nullptr) return;
  __real___sanitizer_cov_trace_pc_guard_init(begin, end);
}

}  // extern "C"
