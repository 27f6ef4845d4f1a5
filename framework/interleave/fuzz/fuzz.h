// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// FuzzSchedule: lets a fuzzer (libFuzzer, AFL++) search the interleavings.
//
//   #include "interleave/fuzz/fuzz.h"
//
//   // The fuzzer's bytes are the schedule.
//   extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
//     interleave::FuzzSchedule({data, size}, [] {
//       Counter counter;
//       std::thread other([&] { counter.Add(1); });
//       counter.Add(1);
//       other.join();
//       INTERLEAVE_CHECK(counter.value() == 2);
//     });
//     return 0;
//   }
//
//   // ... or the program's input and the schedule together.
//   extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
//     const auto split = interleave::SplitFuzzInput(data, size);
//     interleave::FuzzSchedule(split.schedule, [&] { Serve(split.input); });
//     return 0;
//   }
//
// Link with interleave::fuzz; interleave_add_fuzz_target (CMake) does all of
// it. How bytes mean a schedule is in strategy/bytes.h, the rest in
// docs/fuzzing.md.
// Thread safety: called from one thread at a time, outside of executions.
// Determinism: the same bytes do the same, in this process and in the next.

#ifndef INTERLEAVE_FUZZ_FUZZ_H_
#define INTERLEAVE_FUZZ_FUZZ_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "interleave/interleave.h"

namespace interleave {

// Runs `body` once, as task "main", under the schedule that the bytes say: any
// bytes, also none. When that has a finding, it is printed on stderr with its
// interleaving, token and schedule file, and the process aborts, so that the
// fuzzer keeps the input. Of `options`, what concerns one execution counts
// (`points`, `races`, `timeouts`, `steps_max`, `stack_bytes`) and
// `schedule_dir`; `races` "auto" is "fail", in instrumented code. `test` is the
// name used in reports and schedule files; empty: the program's. With
// INTERLEAVE_REPLAY in the environment, which holds a token or the path of a
// schedule file, the body runs under that schedule in place of the bytes.
// REQUIRES: OptionsError(options) is empty
void FuzzSchedule(std::span<const uint8_t> schedule,
                  absl::FunctionRef<void()> body, const Options& options = {},
                  std::string_view test = {});

// A fuzzer's input in two: what the program gets, and the schedule.
struct FuzzInput {
  std::span<const uint8_t> input;
  std::span<const uint8_t> schedule;
};

// The last byte says how many of the bytes before it are the schedule; when
// there are not so many, all of them are. What is in front is the program's
// input: so it begins where the file does, and grows and shrinks without a
// change to the schedule. No bytes: neither.
FuzzInput SplitFuzzInput(const uint8_t* data, size_t size);

// The bytes that SplitFuzzInput takes apart so, to make an input of a corpus.
// REQUIRES: no more than 255 bytes of schedule
std::vector<uint8_t> JoinFuzzInput(std::span<const uint8_t> input,
                                   std::span<const uint8_t> schedule);

}  // namespace interleave

#endif  // INTERLEAVE_FUZZ_FUZZ_H_
