// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/source_text.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "interleave/report/plain_text.h"

namespace interleave {
namespace {

// Larger files are data or generated; nobody wants their lines.
constexpr uintmax_t kFileSizeMax = 32u << 20;

std::vector<std::string> ReadLines(const std::string& file) {
  std::vector<std::string> lines;
  std::error_code error;
  // Opening a pipe or a device could wait for ever.
  if (!std::filesystem::is_regular_file(file, error)) return lines;
  const uintmax_t size = std::filesystem::file_size(file, error);
  if (error || size > kFileSizeMax) return lines;
  std::ifstream stream(file);
  std::string line;
  while (std::getline(stream, line)) {
    lines.emplace_back(Trim(line));
  }
  return lines;
}

}  // namespace

std::string_view SourceText::Line(const std::string& file, int line) {
  if (file.empty() || line <= 0) return {};
  auto known = files_.find(file);
  if (known == files_.end()) {
    known = files_.emplace(file, ReadLines(file)).first;
  }
  const std::vector<std::string>& lines = known->second;
  const auto index = static_cast<size_t>(line) - 1;
  return index < lines.size() ? std::string_view(lines[index])
                              : std::string_view();
}

}  // namespace interleave
