// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/colour.h"

#include <unistd.h>

#include <cstdlib>
#include <vector>

#include "interleave/report/plain_text.h"
#include "interleave/report/story.h"

namespace interleave {
namespace {

constexpr std::string_view kBold = "\033[1m";
constexpr std::string_view kRed = "\033[1;31m";
constexpr std::string_view kYellow = "\033[1;33m";
constexpr std::string_view kPlain = "\033[0m";

std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return lines;
}

bool IsIndented(std::string_view line) { return line.starts_with(' '); }

// "    * 12 | ...": a row of the columns.
bool IsCriticalRow(std::string_view line) {
  return Trim(line).starts_with("* ") && line.find('|') != line.npos;
}

// "         | FAILED: ...": a row without a number that begins in capitals.
bool IsFindingRow(std::string_view line) {
  line = Trim(line);
  if (!line.starts_with('|')) return false;
  while (line.starts_with('|') || line.starts_with(' ')) line.remove_prefix(1);
  for (int i = 0; i < kFindingKindCount; ++i) {
    if (line.starts_with(FindingLabel(static_cast<FindingKind>(i)))) {
      return true;
    }
  }
  return false;
}

std::string_view ColourOf(const std::vector<std::string_view>& lines,
                          size_t i) {
  const std::string_view line = lines[i];
  if (line.empty()) return {};
  if (i == 0) return kRed;
  if (IsCriticalRow(line)) return kYellow;
  if (IsFindingRow(line)) return kRed;
  const bool alone =
      lines[i - 1].empty() && (i + 1 == lines.size() || lines[i + 1].empty());
  return alone && !IsIndented(line) ? kBold : std::string_view();
}

}  // namespace

std::string Coloured(std::string_view text) {
  const std::vector<std::string_view> lines = LinesOf(text);
  std::string coloured;
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string_view colour = ColourOf(lines, i);
    coloured += colour;
    coloured += lines[i];
    if (!colour.empty()) coloured += kPlain;
    coloured += '\n';
  }
  return coloured;
}

bool TerminalShowsColours() {
  const char* const none = std::getenv("NO_COLOR");
  const char* const term = std::getenv("TERM");
  return isatty(STDOUT_FILENO) != 0 && (none == nullptr || *none == '\0') &&
         term != nullptr && std::string_view(term) != "dumb";
}

}  // namespace interleave
