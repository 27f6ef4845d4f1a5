// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// TestBinary: a program with INTERLEAVE_TESTs, run as a child of ours.
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

namespace interleave::cli {

struct TestRun {
  std::vector<std::string> tests;  // exactly these; at least one
  std::vector<std::string> flags;  // as the binary takes them
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
  // Its INTERLEAVE_TESTs, "Suite.Name", in order of definition.
  const std::vector<std::string>& tests() const { return tests_; }

  // Runs the tests to their end. Fails when the binary was killed or wrote no
  // result; failed tests are no error. REQUIRES: tests of this binary.
  absl::StatusOr<RunResult> Run(const TestRun& run) const;

  // The same for one test, which must be there: SelectTests tells why if not.
  absl::StatusOr<TestResult> RunOne(const std::string& test, TestRun run,
                                    RunResult& all) const;

 private:
  TestBinary(std::string path, std::vector<std::string> tests);

  std::string path_;
  std::vector<std::string> tests_;
};

// OK when `path` is a file that can be run, else why it is not.
absl::Status CheckRunnable(const std::string& path);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_TEST_BINARY_H_
