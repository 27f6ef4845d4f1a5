// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/plain_text.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace interleave {
namespace {

constexpr std::string_view kSpace = " \t\n\v\f\r";

}  // namespace

std::string_view TrimRight(std::string_view text) {
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

std::string_view Trim(std::string_view text) {
  text = TrimRight(text);
  const size_t begin = text.find_first_not_of(kSpace);
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin);
}

std::string ToAscii(std::string_view text) {
  std::string ascii;
  ascii.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kSpace.find(c) != std::string_view::npos) {
      ascii += ' ';
    } else if (byte > 0x20 && byte < 0x7f) {
      ascii += c;
    } else if ((byte & 0xc0) != 0x80) {  // not a later byte of a character
      ascii += '?';
    }
  }
  return ascii;
}

std::string Indent(std::string_view text, size_t count) {
  std::string indented;
  text = TrimRight(text);
  while (true) {
    const size_t end = text.find('\n');
    const std::string_view line = TrimRight(text.substr(0, end));
    if (!line.empty()) indented.append(count, ' ').append(line);
    indented += '\n';
    if (end == std::string_view::npos) return indented;
    text.remove_prefix(end + 1);
  }
}

std::string Wrap(std::string_view text, size_t width) {
  std::string lines;
  size_t used = 0;
  while (!(text = Trim(text)).empty()) {
    const std::string_view word = text.substr(0, text.find_first_of(" \n"));
    text.remove_prefix(word.size());
    if (used > 0 && used + 1 + word.size() > width) {
      lines += '\n';
      used = 0;
    }
    if (used > 0) lines += ' ';
    lines += word;
    used += word.size() + (used > 0 ? 1 : 0);
  }
  lines += '\n';
  return lines;
}

}  // namespace interleave
