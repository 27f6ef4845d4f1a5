// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs under test: run to their end, with what they said and wrote.
//
// Thread safety: none.

#ifndef TESTS_E2E_PROGRAM_H_
#define TESTS_E2E_PROGRAM_H_

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::e2e {

// What the tool promises to end with.
inline constexpr int kNoFinding = 0;
inline constexpr int kFinding = 1;
inline constexpr int kError = 2;
inline constexpr int kNothingControlled = 3;

// A call of the tool that is refused.
struct BadCommand {
  const char* what;
  std::vector<std::string> arguments;
  const char* said;  // part of the complaint
};
inline void PrintTo(const BadCommand& bad, std::ostream* out) {
  *out << bad.what;
}

// What became of a program.
struct Ended {
  int code = -1;          // exit status; -1 when a signal killed it
  int signal = 0;         // that killed it
  uint64_t peak_kib = 0;  // of the largest of its processes, waited for
  std::string out;
  std::string err;
};
std::ostream& operator<<(std::ostream& out, const Ended& ended);

// A folder of the test's own, in which its programs run. Removed at the end.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::string& path() const { return path_; }
  std::string File(std::string_view name) const;
  // Paths below the folder, sorted.
  std::vector<std::string> Files() const;
  std::string Read(std::string_view name) const;
  // Returns the file's path.
  std::string Write(std::string_view name, std::string_view text) const;

  // Runs command[0] in the folder, with `variables` ("NAME=value") on top of an
  // environment that tells nothing to GoogleTest.
  Ended Run(const std::vector<std::string>& command,
            const std::vector<std::string>& variables = {}) const;

 private:
  std::string path_;
};

// The program whose command line is `text`, as a shell would split it, but
// without any quoting.
std::vector<std::string> SplitCommand(std::string_view text);

}  // namespace interleave::e2e

#endif  // TESTS_E2E_PROGRAM_H_
