// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/coverage.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

namespace interleave {
namespace {

bool ComesBefore(const CoveredPair& a, const CoveredPair& b) {
  return std::tie(a.first, a.second) < std::tie(b.first, b.second);
}

}  // namespace

void Coverage::Add(const Coverage& other, size_t traces_max) {
  executions += other.executions;
  sees_memory |= other.sees_memory;
  more_traces |= other.more_traces;
  std::vector<uint64_t> all;
  all.reserve(traces.size() + other.traces.size());
  std::set_union(traces.begin(), traces.end(), other.traces.begin(),
                 other.traces.end(), std::back_inserter(all));
  if (all.size() > traces_max) {
    all.resize(traces_max);
    more_traces = true;
  }
  traces = std::move(all);
  const size_t mine = pairs.size();
  pairs.insert(pairs.end(), other.pairs.begin(), other.pairs.end());
  std::inplace_merge(pairs.begin(),
                     pairs.begin() + static_cast<ptrdiff_t>(mine), pairs.end(),
                     &ComesBefore);
  std::vector<CoveredPair> merged;
  merged.reserve(pairs.size());
  for (CoveredPair& pair : pairs) {
    if (!merged.empty() && !ComesBefore(merged.back(), pair)) {
      merged.back().relations |= pair.relations;
    } else {
      merged.push_back(std::move(pair));
    }
  }
  pairs = std::move(merged);
}

std::string TracesText(const Coverage& coverage) {
  const size_t count = coverage.traces.size();
  return absl::StrCat(coverage.more_traces ? "more than " : "", count,
                      " distinct ", count == 1 ? "trace" : "traces",
                      coverage.sees_memory ? "" : " by synchronisation");
}

}  // namespace interleave
