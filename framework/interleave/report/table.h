// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Table: rows of text under titles, in columns of given widths.

#ifndef INTERLEAVE_REPORT_TABLE_H_
#define INTERLEAVE_REPORT_TABLE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {

// The first column is flush right, the others flush left. A cell that is too
// wide runs over the empty cells to its right, but not over the last column;
// then it is cut and ends in "...". Text is ASCII: a byte is a column wide.
// ENSURES: every line ends in '\n' and has no trailing space.
class Table {
 public:
  // What stands between two columns.
  static constexpr std::string_view kBar = " | ";

  // REQUIRES: titles.size() == widths.size(), at least 3.
  Table(std::vector<std::string> titles, std::vector<size_t> widths);

  // The titles and the rule below them.
  std::string Header() const;
  // REQUIRES: cells.size() is the number of columns.
  std::string Row(const std::vector<std::string>& cells) const;
  // `text` over all columns between the first and the last, or over the last
  // too when `last` is empty.
  std::string WideRow(std::string_view first, std::string_view text,
                      std::string_view last) const;

 private:
  std::vector<std::string> titles_;
  std::vector<size_t> widths_;
};

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_TABLE_H_
