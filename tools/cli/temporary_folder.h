// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// TemporaryFolder: a folder of our own that goes away again.

#ifndef TOOLS_CLI_TEMPORARY_FOLDER_H_
#define TOOLS_CLI_TEMPORARY_FOLDER_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace interleave::cli {

class TemporaryFolder {
 public:
  // Below $TMPDIR, or where the system has its temporary files.
  static absl::StatusOr<std::unique_ptr<TemporaryFolder>> Make();
  // Removes it with all that is in it.
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string File(std::string_view name) const;

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace interleave::cli

#endif  // TOOLS_CLI_TEMPORARY_FOLDER_H_
