// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Running another program to its end, without a shell.
//
// Signals that mean to end the tool (Ctrl-C, SIGTERM, ...) are handed on to
// the program, so that it is not left behind; PassedOnSignal tells of them.
// Thread safety: none; one program at a time.

#ifndef TOOLS_CLI_PROCESS_H_
#define TOOLS_CLI_PROCESS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace interleave::cli {

enum class Output {
  kInherit,  // both streams are ours
  kCapture,  // standard output is kept, standard error too, each for itself
  kToError,  // standard output goes where our standard error goes
};

struct ProcessRequest {
  // The path of the program (not looked up in PATH), then its arguments.
  std::vector<std::string> command;
  Output output = Output::kInherit;
  // Variables that the program is to see beside ours: "NAME=value".
  std::vector<std::string> with_variables = {};
  // Variables that the program is not to see.
  std::vector<std::string> without_variables = {};  // gcc asks for the braces
  // When this is over the program is killed; 0: never.
  double seconds_max = 0;
  // When more than this is captured the program is killed.
  size_t captured_max = size_t{16} << 20;
};

struct ProcessEnd {
  int exit_status = 0;
  int signal = 0;  // that killed it; then there is no exit status
  bool timed_out = false;
  bool said_too_much = false;
  std::string output;  // captured
  std::string error;   // captured

  bool ok() const { return signal == 0 && exit_status == 0; }
};

// Fails when the program could not be started, saying why.
// REQUIRES: the command is not empty.
absl::StatusOr<ProcessEnd> RunProcess(const ProcessRequest& request);

// "ended with exit status 3", "was killed by signal 11 (Segmentation fault)",
// ...
std::string DescribeEnd(const ProcessEnd& end);

// The last signal that was handed on to a program; 0: none was.
int PassedOnSignal();

}  // namespace interleave::cli

#endif  // TOOLS_CLI_PROCESS_H_
