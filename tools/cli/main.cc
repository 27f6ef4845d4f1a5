// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// interleave: the command line tool. command_line.cc says what it takes; each
// command has a file of its name.

#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/nearest_name.h"
#include "tools/cli/command_line.h"
#include "tools/cli/complaint.h"
#include "tools/cli/exit_code.h"
#include "tools/cli/process.h"

namespace interleave::cli {
namespace {

// What to say of a first word that is no command; empty when it is one, or an
// option that stands alone.
std::string CommandError(const CLI::App& app, const std::string& word) {
  if (!word.empty() && word.front() == '-') {
    if (app.get_option_no_throw(word) != nullptr) return {};
    return absl::StrCat("the option ", word,
                        " must come after a command. See interleave --help");
  }
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    names.push_back(command->get_name());
    if (word == names.back()) return {};
  }
  const std::string nearest = NearestName(word, names);
  return absl::StrCat("there is no command \"", word, "\"",
                      nearest.empty() ? "" : "; did you mean ", nearest,
                      nearest.empty() ? "" : "?", " See interleave --help");
}

ExitCode ParseAndRun(CLI::App& app, ExitCode& code, int argc, char** argv) {
  if (argc > 1) {
    const std::string error = CommandError(app, argv[1]);
    if (!error.empty()) return Complain(absl::InvalidArgumentError(error));
  }
  try {
    app.parse(argc, argv);
    return code;
  } catch (const CLI::Success& request) {  // --help and the like
    app.exit(request);
    return ExitCode::kNoFinding;
  } catch (const CLI::ParseError& error) {
    const std::vector<CLI::App*> given = app.get_subcommands();
    return Complain(absl::InvalidArgumentError(absl::StrCat(
        error.what(), "\nSee interleave ",
        given.empty() ? "" : given.front()->get_name() + " ", "--help")));
  }
}

ExitCode Main(int argc, char** argv) {
  ExitCode code = ExitCode::kNoFinding;
  CLI::App app("Interleave: finds, repeats and rules out race conditions.",
               "interleave");
  AddCommands(app, code);
  code = ParseAndRun(app, code, argc, argv);
  if (std::fflush(stdout) != 0 && code == ExitCode::kNoFinding) {
    return Complain(absl::AbortedError("standard output cannot be written"));
  }
  return code;
}

}  // namespace
}  // namespace interleave::cli

int main(int argc, char** argv) {
  const int code = static_cast<int>(interleave::cli::Main(argc, argv));
  // Whoever waits for us is to see that we were told to stop.
  if (const int number = interleave::cli::PassedOnSignal(); number != 0) {
    signal(number, SIG_DFL);
    raise(number);
  }
  return code;
}
