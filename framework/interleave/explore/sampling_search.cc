// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/sampling_search.h"

#include "absl/strings/str_cat.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {

std::optional<ExecutionRange> ExecutionRange::Split() {
  if (end - next < 2) return std::nullopt;
  const uint64_t kept = end == kNoEnd ? kChunk : (end - next + 1) / 2;
  ExecutionRange rest = {next + kept, end};
  end = rest.next;
  return rest;
}

std::string ExecutionRange::Text() const {
  return end == kNoEnd ? absl::StrCat(next, " on")
                       : absl::StrCat(next, " to ", end);
}

std::optional<ExecutionRange> ExecutionRange::Parse(std::string_view text) {
  ExecutionRange range;
  const size_t space = text.find(' ');
  if (space == text.npos) return std::nullopt;
  if (!ParseDigits(text.substr(0, space), range.next)) return std::nullopt;
  text.remove_prefix(space);
  if (text == " on") return range;
  constexpr std::string_view kTo = " to ";
  if (text.substr(0, kTo.size()) != kTo) return std::nullopt;
  text.remove_prefix(kTo.size());
  if (!ParseDigits(text, range.end) || range.end < range.next) {
    return std::nullopt;
  }
  return range;
}

}  // namespace interleave
