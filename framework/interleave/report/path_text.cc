// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/path_text.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"

namespace interleave {

std::string_view ShortPath(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string DisplayPath(std::string_view path, std::string_view folder) {
  if (path.empty()) return "";
  std::string text = std::filesystem::path(path).lexically_normal().string();
  std::string base(folder);
  if (base.empty()) {
    std::error_code error;
    base = std::filesystem::current_path(error).string();
    if (error) return text;
  }
  if (!base.ends_with('/')) base += '/';
  // "/" as the folder would make every absolute path look like a relative one.
  if (base.size() > 1 && text.starts_with(base)) {
    text.erase(0, base.size());
  }
  return text;
}

std::string PlaceText(std::string_view path, int line) {
  if (path.empty() || line <= 0) return std::string(path);
  return absl::StrCat(Text(path), ":", line);
}

}  // namespace interleave
