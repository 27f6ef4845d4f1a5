// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/operation_log.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"

namespace interleave {
namespace {

std::string_view PointNameOf(const Operation& operation) {
  const PointSite* site = operation.point();
  return site == nullptr ? std::string_view{} : site->name;
}

}  // namespace

bool OperationLog::Entry::Same(const Entry& other) const {
  return task == other.task && at == other.at &&
         operation.kind == other.operation.kind &&
         operation.object == other.operation.object &&
         PointNameOf(operation) == PointNameOf(other.operation);
}

std::string OperationLog::Entry::Text() const {
  const std::string_view point = PointNameOf(operation);
  return absl::StrCat(task == kMainTask ? "main" : absl::StrCat("T", task),
                      " at its ", at, ". point did ",
                      interleave::Text(OperationKindName(operation.kind)),
                      point.empty() ? "" : " ", interleave::Text(point));
}

std::string OperationLog::FirstDifference(const OperationLog& other) const {
  const size_t both = std::min(entries_.size(), other.entries_.size());
  for (size_t i = 0; i < both; ++i) {
    if (entries_[i].Same(other.entries_[i])) continue;
    return absl::StrCat("step ", i + 1, ": in the first run ",
                        entries_[i].Text(), ", in the second ",
                        other.entries_[i].Text());
  }
  if (entries_.size() == other.entries_.size()) return {};
  return absl::StrCat("the first run took ", entries_.size(),
                      " steps, the second ", other.entries_.size());
}

}  // namespace interleave
