// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/coverage_report.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/base/code_address.h"
#include "interleave/base/text.h"
#include "interleave/report/path_text.h"

namespace interleave {
namespace {

std::string NameOf(const CoveredPlace& place, PlaceResolver& resolver) {
  if (place.name.empty()) return CoverageReport::kInitialValue;
  if (place.is_point()) return place.name;
  std::string name(OperationKindName(place.kind));
  const void* const address = FindCodeAddress(place.name);
  if (address == nullptr) return name;
  const Place at = resolver.Locate(std::span(&address, 1));
  if (at.file.empty()) return name;
  return absl::StrCat(name, " ", PlaceText(ShortPath(at.file), at.line));
}

// Of a lock: who holds it decides what can come next, so that one of the two
// orders is nothing to look for. Nor is it of who was let go on.
bool IsOfLocks(OperationKind kind) {
  switch (kind) {
    case OperationKind::kLock:
    case OperationKind::kTryLock:
    case OperationKind::kTimedLock:
    case OperationKind::kReadLock:
    case OperationKind::kUnlock:
    case OperationKind::kWake:
      return true;
    default:
      return false;
  }
}

bool CanBeReversed(const CoveredPair& pair) {
  return !IsOfLocks(pair.first.kind) && !IsOfLocks(pair.second.kind);
}

// "1 ordered pair", "3 ordered pairs".
std::string Count(size_t count, std::string_view one, std::string_view many) {
  return absl::StrCat(count, " ", Text(count == 1 ? one : many));
}

// At most so many of the lines.
std::string Listed(const std::string& title,
                   const std::vector<std::string>& lines, size_t lines_max) {
  if (lines.empty()) return {};
  std::string text = title + "\n";
  for (size_t i = 0; i < std::min(lines_max, lines.size()); ++i) {
    absl::StrAppend(&text, "  ", lines[i], "\n");
  }
  if (lines.size() > lines_max) {
    absl::StrAppend(&text, "  and ", lines.size() - lines_max,
                    " more, in --interleave_json\n");
  }
  return text;
}

}  // namespace

CoverageReport DescribeCoverage(const Coverage& coverage,
                                const std::vector<std::string>& met_points,
                                PlaceResolver& resolver) {
  CoverageReport report;
  report.executions = coverage.executions;
  report.distinct_traces = coverage.traces.size();
  report.more_traces = coverage.more_traces;
  report.sees_memory = coverage.sees_memory;
  report.traces = TracesText(coverage);
  report.points = met_points;
  std::map<CoveredPlace, std::string> names;
  const auto name_of = [&](const CoveredPlace& place) -> const std::string& {
    const auto [at, is_new] = names.try_emplace(place);
    if (is_new) at->second = NameOf(place, resolver);
    return at->second;
  };
  using Names = std::pair<std::string, std::string>;
  std::map<Names, CoverageReport::Pair> pairs;
  std::set<Names> reversible;
  std::map<std::string, std::set<std::string>> reads;
  for (const CoveredPair& covered : coverage.pairs) {
    const Names both = {name_of(covered.first), name_of(covered.second)};
    if (covered.Is(Relation::kReadsFrom)) reads[both.second].insert(both.first);
    const bool on_object = covered.Is(Relation::kOnObject);
    const bool of_points = covered.Is(Relation::kOfPoints);
    if (!on_object && !of_points) continue;
    CoverageReport::Pair& pair = pairs[both];
    pair.first = both.first;
    pair.second = both.second;
    pair.on_object |= on_object;
    pair.of_points |= of_points;
    if (CanBeReversed(covered)) reversible.insert(both);
  }
  for (auto& [both, pair] : pairs) {
    pair.one_order_only = reversible.contains(both) &&
                          both.first != both.second &&
                          !pairs.contains({both.second, both.first});
    report.pairs.push_back(pair);
  }
  for (const auto& [place, from] : reads) {
    report.reads.push_back({place, {from.begin(), from.end()}});
  }
  return report;
}

std::string FormatCoverage(const CoverageReport& report, size_t lines_max) {
  std::string text = absl::StrCat(
      "Coverage of ", Count(report.executions, "execution", "executions"), ": ",
      report.traces, "; ",
      Count(report.points.size(), "named point", "named points"), " reached; ",
      Count(report.pairs.size(), "ordered pair", "ordered pairs"),
      " of places; ", Count(report.reads.size(), "place reads", "places read"),
      ".\n");
  if (!report.points.empty()) {
    absl::StrAppend(
        &text, "Points reached: ", absl::StrJoin(report.points, ", "), "\n");
  }
  std::vector<std::string> lines;
  for (const CoverageReport::Pair& pair : report.pairs) {
    if (!pair.one_order_only) continue;
    lines.push_back(
        absl::StrCat(pair.first, " before ", pair.second, ", never after"));
  }
  text += Listed("Seen in one order only:", lines, lines_max);
  lines.clear();
  for (const CoverageReport::Read& read : report.reads) {
    lines.push_back(
        absl::StrCat(read.place, " <- ", absl::StrJoin(read.from, ", ")));
  }
  return text + Listed("What was read:", lines, lines_max);
}

}  // namespace interleave
