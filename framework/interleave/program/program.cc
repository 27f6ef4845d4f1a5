// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/program/program.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "interleave/detect/race.h"
#include "interleave/explore/explore.h"
#include "interleave/explore/isolation.h"
#include "interleave/explore/progress.h"
#include "interleave/explore/schedule_file.h"
#include "interleave/program/program_options.h"
#include "interleave/program/standard_input.h"
#include "interleave/report/annotation.h"
#include "interleave/report/colour.h"
#include "interleave/report/json.h"
#include "interleave/report/result_text.h"

extern "C" __attribute__((weak)) int __real_main(int argc, char** argv,
                                                 char** environment);

namespace interleave {

// Of gtest/, which test binaries alone have.
__attribute__((weak)) void InitTests(int argc, char** argv);

namespace {

constexpr int kUsageError = 2;

[[noreturn]] void Refuse(const std::string& error) {
  std::fprintf(stderr, "interleave: %s\n", error.c_str());
  std::_Exit(kUsageError);
}

void ShowProgress(const Progress& progress) {
  static double last = 0;
  if (progress.seconds - last < 0.5) return;
  last = progress.seconds;
  const bool terminal = isatty(STDERR_FILENO) != 0;
  std::fprintf(stderr, "%s%s%s", terminal ? "\r\033[K" : "",
               ProgressLine(progress).c_str(), terminal ? "" : "\n");
}

void UseProgress(const std::string& when) {
  const bool on =
      when == "on" || (when == "auto" && isatty(STDERR_FILENO) != 0);
  SetProgressListener(on ? &ShowProgress : nullptr);
}

// Isolated here, or, by several processes, in each of them.
ExploreResult ExploreIsolated(const ProgramOptions& options,
                              absl::FunctionRef<void()> body) {
  const Isolation::Settings settings = {
      KeepStandardInput(), options.memory_limit_mb, options.hang_seconds};
  if (settings.input < 0) {
    Refuse(absl::StrCat("the standard input cannot be kept: ",
                        std::strerror(errno)));
  }
  ExploreResult result;
  const auto explore = [&] {
    result =
        Explore(options.options, body, ProgramName(), BodyFile::kAsOptionsSay);
  };
  // A started thread is said by all in the same words.
  if (options.options.jobs > 1 || !options.options.resume.empty()) {
    Isolation::PlanForWorkers(&settings);
    explore();
    return result;
  }
  const absl::Status status = Isolation::Run(settings, explore);
  if (!status.ok()) {
    Refuse(absl::StrCat(
        ProgramName(), " cannot be explored: ", std::string(status.message())));
  }
  return result;
}

void Report(const ProgramOptions& options, const ExploreResult& result) {
  ResultTextOptions text;
  text.whole_program = true;
  text.failure.full_trace = options.full_trace;
  text.failure.colour = TerminalShowsColours();
  std::printf("%s", FormatResult(result, text).c_str());
  if (WantsAnnotations() && !result.ok()) {
    std::printf("%s", FormatAnnotations(result).c_str());
  }
  if (options.outcomes) std::printf("%s", FormatOutcomes(result).c_str());
  if (options.options.coverage == "print") {
    std::printf("%s", FormatCoverage(result).c_str());
  }
  std::fflush(stdout);
  if (options.json.empty()) return;
  std::ofstream out(options.json);
  out << ToJson(Summarise(ProgramName(), {DescribeResult(result)}));
  if (!out.flush()) Refuse(absl::StrCat("cannot write ", options.json));
}

// Explores, and ends the process: it has not run main, so that nothing of the
// program is to be undone.
[[noreturn]] void ExploreProgram(const char* lines, int argc, char** argv) {
  absl::StatusOr<ProgramOptions> options = ParseProgramOptions(lines);
  if (!options.ok()) Refuse(std::string(options.status().message()));
  unsetenv(kProgramVariable);
  const char* const bound = std::getenv("LD_BIND_NOW");
  if (bound != nullptr && std::strcmp(bound, kBoundByTool) == 0) {
    unsetenv("LD_BIND_NOW");
  }
  options->options.arguments.assign(argv + 1, argv + argc);
  UseProgress(options->progress);
  const ExploreResult result = ExploreIsolated(
      *options, [&] { std::exit(__real_main(argc, argv, environ)); });
  Report(*options, result);
  std::_Exit(result.ok() ? 0 : 1);
}

}  // namespace
}  // namespace interleave

int __wrap_main(int argc, char** argv, char** environment) {
  if (const char* const lines = std::getenv(interleave::kProgramVariable)) {
    interleave::ExploreProgram(lines, argc, argv);
  }
  if (interleave::InitTests == nullptr) interleave::HideRacesOutside();
  return __real_main(argc, argv, environment);
}
