// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/fuzz/fuzz.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "interleave/base/check.h"
#include "interleave/explore/byte_run.h"
#include "interleave/explore/schedule_file.h"
#include "interleave/fuzz/engine_counters.h"
#include "interleave/fuzz/engine_mutator.h"
#include "interleave/fuzz/input_mutator.h"

namespace interleave {
namespace {

// Inputs after which it is said that none of them started a task.
constexpr uint64_t kInputsUntilWarning = 1000;

ResultTextOptions ReportOptions() {
  ResultTextOptions text;
  text.replay_prefix = "INTERLEAVE_REPLAY=";
  text.replay_command = absl::StrCat(InvocationName(), " INPUT");
  return text;
}

[[noreturn]] void ReportAndAbort(const ExploreResult& result) {
  const std::string text = FormatResult(result, ReportOptions());
  std::fprintf(stderr,
               "%sINPUT is the file in which the fuzzer keeps this input "
               "(crash-..., crashes/id:...); to run it alone does the same.\n",
               text.c_str());
  std::fflush(stderr);
  std::abort();
}

void Replay(Options options, const char* schedule,
            absl::FunctionRef<void()> body, std::string_view test) {
  options.replay = schedule;
  const ExploreResult result =
      Explore(options, body, test, BodyFile::kAsOptionsSay);
  if (!result.ok()) ReportAndAbort(result);
  const std::string text = FormatResult(result, ReportOptions());
  std::fputs(text.c_str(), stderr);
}

// Nothing is found where nothing is controlled.
void WarnWithoutTasks(const ByteRun& run) {
  static uint64_t inputs = 0;
  static bool met_tasks = false;
  met_tasks |= run.tasks > 1;
  if (++inputs != kInputsUntilWarning || met_tasks) return;
  std::fprintf(stderr,
               "interleave: none of the first %llu inputs started a thread "
               "inside FuzzSchedule: there is nothing to schedule\n",
               static_cast<unsigned long long>(inputs));
}

}  // namespace

void FuzzSchedule(std::span<const uint8_t> schedule,
                  absl::FunctionRef<void()> body, const Options& asked,
                  std::string_view test) {
  Options options = asked;
  if (options.races == "auto") options.races = "fail";
  static const std::string program = ProgramName();
  const std::string_view name = test.empty() ? program : test;
  BeginEngineInput();
  if (const char* const replayed = std::getenv("INTERLEAVE_REPLAY")) {
    Replay(options, replayed, body, name);
    return;
  }
  static bool is_first = true;
  if (is_first && IsOfTheEngine(schedule)) schedule = {};
  const ByteRun run =
      RunBytes(options, body, name, schedule, EngineCounters(), is_first);
  is_first = false;
  if (run.found.has_value()) ReportAndAbort(*run.found);
  EndEngineInput();
  TellMutatorOfChoices(run.choice_points);
  WarnWithoutTasks(run);
}

FuzzInput SplitFuzzInput(const uint8_t* data, size_t size) {
  TellMutatorOfSplit();
  const InputParts parts = InputParts::Of({data, size});
  return {parts.input, parts.schedule};
}

std::vector<uint8_t> JoinFuzzInput(std::span<const uint8_t> input,
                                   std::span<const uint8_t> schedule) {
  INTERLEAVE_REQUIRE(schedule.size() <= InputParts::kScheduleMax,
                     "a schedule beside an input has at most 255 bytes");
  return InputParts{input, schedule}.Join();
}

}  // namespace interleave
