// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/found.h"

#include <algorithm>
#include <functional>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"

namespace interleave {
namespace {

template <typename T, typename Same>
void AddNew(const std::vector<T>& from, Same same, std::vector<T>& to) {
  for (const T& entry : from) {
    const auto is_it = [&](const T& other) { return same(entry, other); };
    if (std::none_of(to.begin(), to.end(), is_it)) to.push_back(entry);
  }
}

}  // namespace

std::string SignatureOf(const Finding& finding) {
  return absl::StrCat(Text(FindingKindName(finding.kind)), "|", finding.file,
                      ":", finding.line, "|", finding.message);
}

void Notes::Add(const Notes& other) {
  const auto same_race = [](const NotedRace& a, const NotedRace& b) {
    return SignatureOf(a.finding) == SignatureOf(b.finding);
  };
  AddNew(other.races, same_race, races);
  AddNew(other.met_points, std::equal_to<std::string>(), met_points);
  const auto same_name = [](const Unmodelled& a, const Unmodelled& b) {
    return a.name == b.name;
  };
  AddNew(other.unmodelled, same_name, unmodelled);
  suppressed.insert(other.suppressed.begin(), other.suppressed.end());
  AddNew(other.uncontrolled_threads, std::equal_to<std::string>(),
         uncontrolled_threads);
  identities_made_anew |= other.identities_made_anew;
}

}  // namespace interleave
