// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/nearest_name.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace interleave {
namespace {

// Levenshtein's distance, with one row of the table kept.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i + 1);
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string NearestName(std::string_view wanted,
                        std::span<const std::string> names) {
  size_t limit = std::max<size_t>(2, wanted.size() / 3);
  const std::string* nearest = nullptr;
  for (const std::string& name : names) {
    const size_t shorter = std::min(wanted.size(), name.size());
    const size_t longer = std::max(wanted.size(), name.size());
    if (longer - shorter > limit) continue;
    const size_t distance = EditDistance(wanted, name);
    if (distance > limit || (distance == longer && longer > 0)) continue;
    if (distance == 0) return name;
    nearest = &name;
    limit = distance - 1;
  }
  return nearest == nullptr ? std::string() : *nearest;
}

}  // namespace interleave
