// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/printed_report.h"

#include <cstddef>

namespace interleave::e2e {
namespace {

// What stands after "    NAME" and blanks at the start of a line.
std::string FieldOf(std::string_view text, std::string_view name) {
  std::string start = "\n    ";
  start += name;
  start += ' ';
  size_t begin = text.find(start);
  if (begin == std::string_view::npos) return "";
  begin = text.find_first_not_of(' ', begin + start.size());
  return std::string(text.substr(begin, text.find('\n', begin) - begin));
}

}  // namespace

PrintedReport ReadReport(std::string_view out, std::string_view test) {
  PrintedReport report;
  const std::string headline = std::string(test) + ": ";
  size_t begin = 0;
  if (!out.starts_with(headline)) {
    begin = out.find("\n" + headline);
    if (begin == std::string_view::npos) return report;
    ++begin;
  }
  const size_t end = out.find("\nHow to see it again\n", begin);
  if (end == std::string_view::npos) return report;
  report.story = std::string(out.substr(begin, end + 1 - begin));
  const std::string_view again = out.substr(end);
  report.token = FieldOf(again, "token");
  report.schedule = FieldOf(again, "schedule");
  report.replay = FieldOf(again, "replay");
  return report;
}

}  // namespace interleave::e2e
