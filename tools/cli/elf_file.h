// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ElfFile: what a program or a shared library says of itself.

#ifndef TOOLS_CLI_ELF_FILE_H_
#define TOOLS_CLI_ELF_FILE_H_

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace interleave::cli {

struct SourceFile {
  std::string path;  // as the compiler recorded it
  // Compiled with -fsanitize=thread. Files with one name in several folders
  // are told from each other only when all of them are.
  bool instrumented = false;
};

struct ElfFile {
  // Fails when there is no such file or it is none for this system.
  static absl::StatusOr<ElfFile> Open(const std::string& path);

  bool Defines(std::string_view symbol) const {
    return defined.contains(symbol);
  }
  bool Wants(std::string_view symbol) const { return wanted.contains(symbol); }

  std::set<std::string, std::less<>> defined;  // global names
  std::set<std::string, std::less<>> wanted;
  std::string interpreter;  // the dynamic linker; empty for libraries
  bool stripped = true;     // no names of local functions
  // What was compiled into it, of the user's own; empty without debug lines.
  std::vector<SourceFile> sources;
};

}  // namespace interleave::cli

#endif  // TOOLS_CLI_ELF_FILE_H_
