// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/temporary_folder.h"

#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"

namespace interleave::cli {

absl::StatusOr<std::unique_ptr<TemporaryFolder>> TemporaryFolder::Make() {
  std::error_code error;
  const std::filesystem::path parent =
      std::filesystem::temp_directory_path(error);
  if (error) {
    return absl::NotFoundError(
        "there is no folder for temporary files; set TMPDIR");
  }
  std::string path = (parent / "interleave-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("no folder could be made in ", parent.string(), ": ",
                     strerror(errno), "; set TMPDIR to another"));
  }
  return std::unique_ptr<TemporaryFolder>(new TemporaryFolder(std::move(path)));
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::File(std::string_view name) const {
  return absl::StrCat(path_, "/", Text(name));
}

}  // namespace interleave::cli
