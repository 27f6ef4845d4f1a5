// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Reading and writing whole files, with errors that name the file.

#ifndef TOOLS_CLI_TEXT_FILE_H_
#define TOOLS_CLI_TEXT_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace interleave::cli {

// Refuses folders, and files of more than 256 MB: what we read is small.
absl::StatusOr<std::string> ReadTextFile(const std::string& path);

// An error when the two are one file, which would be lost: what is read, and
// where something is to be written. Absent ones, and "-", are none.
absl::Status RefuseSameFile(const std::string& input,
                            const std::string& output);

// Replaces what the file held.
absl::Status WriteTextFile(const std::string& path, std::string_view text);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_TEXT_FILE_H_
