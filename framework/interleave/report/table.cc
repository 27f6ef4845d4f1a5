// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/table.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "interleave/base/check.h"
#include "interleave/report/plain_text.h"

namespace interleave {
namespace {

constexpr std::string_view kCutMark = "...";

std::string Cut(std::string_view text, size_t width) {
  if (text.size() <= width) return std::string(text);
  if (width <= kCutMark.size()) return std::string(text.substr(0, width));
  std::string cut(TrimRight(text.substr(0, width - kCutMark.size())));
  return cut.append(kCutMark);
}

std::string FlushLeft(std::string_view text, size_t width) {
  std::string cell = Cut(text, width);
  cell.resize(width, ' ');
  return cell;
}

std::string FlushRight(std::string_view text, size_t width) {
  const std::string cell = Cut(text, width);
  return std::string(width - cell.size(), ' ') + cell;
}

std::string Line(std::string_view text) {
  return std::string(TrimRight(text)) + '\n';
}

}  // namespace

Table::Table(std::vector<std::string> titles, std::vector<size_t> widths)
    : titles_(std::move(titles)), widths_(std::move(widths)) {
  INTERLEAVE_INVARIANT(titles_.size() == widths_.size());
  INTERLEAVE_INVARIANT(titles_.size() >= 3);
}

std::string Table::Header() const {
  std::string rule;
  for (size_t i = 0; i < widths_.size(); ++i) {
    if (i > 0) rule += "-+-";
    rule.append(widths_[i], '-');
  }
  return Row(titles_) + Line(rule);
}

std::string Table::Row(const std::vector<std::string>& cells) const {
  INTERLEAVE_INVARIANT(cells.size() == widths_.size());
  std::string text = FlushRight(cells[0], widths_[0]);
  for (size_t i = 1; i < widths_.size(); ++i) {
    size_t width = widths_[i];
    size_t next = i + 1;
    while (width < cells[i].size() && next + 1 < widths_.size() &&
           cells[next].empty()) {
      width += kBar.size() + widths_[next++];
    }
    text.append(kBar).append(FlushLeft(cells[i], width));
    i = next - 1;
  }
  return Line(text);
}

std::string Table::WideRow(std::string_view first, std::string_view text,
                           std::string_view last) const {
  size_t inner = kBar.size() * (widths_.size() - 3);
  for (size_t i = 1; i + 1 < widths_.size(); ++i) inner += widths_[i];
  std::string row = FlushRight(first, widths_[0]).append(kBar);
  if (last.empty()) {
    return Line(row + Cut(text, inner + kBar.size() + widths_.back()));
  }
  row.append(FlushLeft(text, inner)).append(kBar);
  return Line(row.append(FlushLeft(last, widths_.back())));
}

}  // namespace interleave
