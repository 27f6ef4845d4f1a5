// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// TestBinary: a program with INTERLEAVE_TESTs, or a whole program that is one
// test of its own, run as a child of ours.
//
// Thread safety: none. Cost: a process for each call of Open and Run.

#ifndef TOOLS_CLI_TEST_BINARY_H_
#define TOOLS_CLI_TEST_BINARY_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/cli/process.h"
#include "tools/cli/run_result.h"
#include "tools/cli/temporary_folder.h"

namespace interleave::cli {

struct TestRun {
  std::vector<std::string> tests;      // exactly these; at least one
  std::vector<std::string> flags;      // as the binary takes them
  std::vector<std::string> arguments;  // its own, as they are
  Output output = Output::kInherit;
  // Run them all, even if the environment says that this is one shard of
  // several.
  bool ignore_sharding = false;
};

class TestBinary {
 public:
  // Fails when there is no such program, or it does not list its tests.
  static absl::StatusOr<TestBinary> Open(const std::string& path);

  const std::string& path() const { return path_; }
  // It has no tests: its main is explored.
  bool is_program() const { return is_program_; }
  // Its INTERLEAVE_TESTs, "Suite.Name", in order of definition; of a whole
  // program its name.
  const std::vector<std::string>& tests() const { return tests_; }

  // Runs the tests to their end. Fails when the binary was killed or wrote no
  // result; failed tests are no error. REQUIRES: tests of this binary.
  absl::StatusOr<RunResult> Run(const TestRun& run) const;

  // The same for one test, which must be there: SelectTests tells why if not.
  absl::StatusOr<TestResult> RunOne(const std::string& test, TestRun run,
                                    RunResult& all) const;

 private:
  TestBinary(std::string path, std::vector<std::string> tests, bool is_program);

  absl::StatusOr<ProcessRequest> RequestFor(
      const TestRun& run, const std::string& json,
      const TemporaryFolder& folder) const;

  std::string path_;
  std::vector<std::string> tests_;
  bool is_program_;
};

// The linker was told to put Interleave before its main, and it has no tests.
bool IsWholeProgram(const std::string& path);

// OK when `path` is a file that can be run, else why it is not.
absl::Status CheckRunnable(const std::string& path);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_TEST_BINARY_H_
