// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/draft_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "tools/cli/draft.h"

namespace interleave::cli {

void AddDraftCommand(CLI::App& app, ExitCode& code) {
  const auto options = std::make_shared<DraftOptions>();
  CLI::App& command = *app.add_subcommand(
      "draft", "Write the regression test of a finding, in C++.");
  command
      .add_option("input", options->input,
                  "a schedule file, or a result (explore --json)")
      ->required()
      ->type_name("");
  command
      .add_option("-o,--output", options->output,
                  "the file to write; -: standard output")
      ->required()
      ->type_name("FILE");
  command
      .add_option("--on", options->binary,
                  "the test binary with the bug: the script is tried on it")
      ->type_name("BINARY");
  command
      .add_option("--test", options->test,
                  "of a result: the finding of this test; of a schedule: the\n"
                  "test whose body is run")
      ->type_name("SUITE.NAME");
  command
      .add_option("--name", options->name,
                  "of the draft (default: made of the test's)")
      ->type_name("SUITE.NAME");
  command
      .add_option("--body", options->body,
                  "C++ statements to run, in place of the test's body")
      ->type_name("CODE");
  command
      .add_option("--include", options->includes,
                  "a header that they need; <...> for one in angles")
      ->type_name("HEADER")
      ->allow_extra_args(false);
  command.footer(
      "The draft runs the body of the test that the schedule is of, so it is\n"
      "another source file of the same test program. It fails on the code "
      "with\n"
      "the bug, and passes where the order is harmless or can't be had.\n"
      "\n"
      "Exit codes: 0 written, 1 written, but its body is to be filled in, 2\n"
      "usage or input error.\n"
      "\n"
      "Examples:\n"
      "  interleave draft PoolTest.Reset.schedule -o reset_regression_test.cc\n"
      "  interleave draft result.json --on build/pool_test -o reset_test.cc\n"
      "  interleave draft prog.schedule -o prog_test.cc --include prog.h "
      "--body 'Run();'");
  command.callback([options, &code] { code = RunDraft(*options); });
}

}  // namespace interleave::cli
