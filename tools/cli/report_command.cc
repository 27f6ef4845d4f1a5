// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/report_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "tools/cli/report.h"

namespace interleave::cli {

void AddReportCommand(CLI::App& app, ExitCode& code) {
  const auto options = std::make_shared<ReportOptions>();
  CLI::App& command = *app.add_subcommand(
      "report", "Write a result, or a schedule's story, for other programs.");
  command
      .add_option("input", options->input,
                  "a result (explore --json), a schedule file or a token")
      ->required()
      ->type_name("");
  command
      .add_option("-o,--output", options->output,
                  "the file to write; -: standard output")
      ->required()
      ->type_name("FILE");
  command
      .add_option("--format", options->format,
                  "html, sarif, junit, trace-events, graphviz, markdown, "
                  "github;\nwithout it: by the ending of FILE")
      ->type_name("NAME");
  command
      .add_option("--on", options->replay.binary,
                  "of a schedule: the test binary or program")
      ->type_name("BINARY");
  command
      .add_option("--in", options->replay.folders,
                  "without --on: look there too for the program that it names")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command
      .add_option("--test", options->replay.test,
                  "replay it on this test, not on the one that it names")
      ->type_name("SUITE.NAME");
  command.footer(
      "A schedule is replayed and explained first; what that prints comes\n"
      "before, also on standard output.\n"
      "\n"
      "Formats, with the endings that they are known by:\n"
      "  html          .html   a page for a browser, one file\n"
      "  sarif         .sarif  findings, SARIF 2.1.0, with steps and places\n"
      "  junit         .xml    tests and their failures\n"
      "  trace-events  .json   steps for Perfetto and chrome://tracing\n"
      "  graphviz      .dot    who waits for whom\n"
      "  markdown      .md     a paragraph for a pull request\n"
      "  github        .txt    ::error lines, which GitHub shows beside the "
      "source\n"
      "\n"
      "Exit codes: 0 written, 2 usage or input error.\n"
      "\n"
      "Examples:\n"
      "  interleave report result.json -o result.html\n"
      "  interleave report result.json -o findings.sarif\n"
      "  interleave report result.json --format github -o -\n"
      "  interleave report PoolTest.Reset.schedule --in build -o trace.json");
  command.callback([options, &code] { code = RunReport(*options); });
}

}  // namespace interleave::cli
