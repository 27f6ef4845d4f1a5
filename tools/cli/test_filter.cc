// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/test_filter.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/base/nearest_name.h"
#include "interleave/base/text.h"

namespace interleave::cli {
namespace {

constexpr size_t kNamesShownMax = 10;

// Goes back to the last '*' when a character does not fit.
bool MatchesPattern(std::string_view pattern, std::string_view name) {
  size_t p = 0;
  size_t n = 0;
  size_t star = std::string_view::npos;
  size_t star_name = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_name = n;
    } else if (p < pattern.size() &&
               (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++star_name;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool MatchesAny(std::string_view patterns, std::string_view name) {
  while (true) {
    const size_t colon = patterns.find(':');
    if (MatchesPattern(patterns.substr(0, colon), name)) return true;
    if (colon == std::string_view::npos) return false;
    patterns.remove_prefix(colon + 1);
  }
}

std::string WhatThereIs(std::span<const std::string> names) {
  const auto shown = names.first(std::min(names.size(), kNamesShownMax));
  std::string text = absl::StrCat("; there is ", absl::StrJoin(shown, ", "));
  if (shown.size() < names.size()) {
    absl::StrAppend(&text, " and ", names.size() - shown.size(),
                    " more (interleave list names them)");
  }
  return text;
}

}  // namespace

bool MatchesFilter(std::string_view filter, std::string_view name) {
  const size_t dash = filter.find('-');
  if (dash == std::string_view::npos) return MatchesAny(filter, name);
  return (dash == 0 || MatchesAny(filter.substr(0, dash), name)) &&
         !MatchesAny(filter.substr(dash + 1), name);
}

absl::StatusOr<std::vector<std::string>> SelectTests(
    std::string_view filter, std::span<const std::string> names,
    std::string_view binary) {
  std::vector<std::string> selected;
  for (const std::string& name : names) {
    if (MatchesFilter(filter, name)) selected.push_back(name);
  }
  if (!selected.empty()) return selected;
  if (names.empty()) {
    return absl::NotFoundError(
        absl::StrCat(Text(binary),
                     " has no INTERLEAVE_TEST (or is no test binary of "
                     "Interleave's at all)"));
  }
  const std::string nearest = NearestName(filter, names);
  return absl::NotFoundError(
      absl::StrCat("no INTERLEAVE_TEST of ", Text(binary), " matches \"",
                   Text(filter), "\"", nearest.empty() ? "" : "; did you mean ",
                   nearest, nearest.empty() ? "" : "?", WhatThereIs(names)));
}

}  // namespace interleave::cli
