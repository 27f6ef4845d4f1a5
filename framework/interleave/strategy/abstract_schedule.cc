// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/abstract_schedule.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/str_cat.h"

namespace interleave {
namespace {

constexpr std::string_view kNoConstraints = ".";

// Lower case, without zeros before it: each number has one text.
bool TakeHex(std::string_view& text, uint64_t* number) {
  const char* const end = text.data() + text.size();
  const auto taken = std::from_chars(text.data(), end, *number, 16);
  if (taken.ec != std::errc()) return false;
  const auto size = static_cast<size_t>(taken.ptr - text.data());
  const auto is_plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  };
  if (!std::all_of(text.begin(), text.begin() + size, is_plain)) return false;
  if (size > 1 && text.front() == '0') return false;
  text.remove_prefix(size);
  return true;
}

}  // namespace

std::string PairText(const ReadsFromPair& pair) {
  return absl::StrCat(absl::Hex(pair.read), ":", absl::Hex(pair.write));
}

bool TakePair(std::string_view& text, ReadsFromPair* pair) {
  if (!TakeHex(text, &pair->read) || pair->read == kInitialState) return false;
  if (text.empty() || text.front() != ':') return false;
  text.remove_prefix(1);
  return TakeHex(text, &pair->write);
}

void AbstractSchedule::Insert(const ReadsFromConstraint& constraint) {
  const auto at = std::lower_bound(
      constraints_.begin(), constraints_.end(), constraint,
      [](const auto& a, const auto& b) { return a.pair < b.pair; });
  if (at != constraints_.end() && at->pair == constraint.pair) {
    *at = constraint;
  } else {
    constraints_.insert(at, constraint);
  }
}

void AbstractSchedule::Erase(size_t index) {
  constraints_.erase(constraints_.begin() + static_cast<ptrdiff_t>(index));
}

std::string AbstractSchedule::Text() const {
  if (constraints_.empty()) return std::string(kNoConstraints);
  std::string text;
  for (const ReadsFromConstraint& constraint : constraints_) {
    absl::StrAppend(&text, constraint.positive ? "+" : "-",
                    PairText(constraint.pair));
  }
  return text;
}

std::optional<AbstractSchedule> AbstractSchedule::Parse(std::string_view text) {
  AbstractSchedule schedule;
  if (text == kNoConstraints) return schedule;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    ReadsFromConstraint constraint;
    if (text.front() != '+' && text.front() != '-') return std::nullopt;
    constraint.positive = text.front() == '+';
    text.remove_prefix(1);
    if (!TakePair(text, &constraint.pair)) return std::nullopt;
    const std::vector<ReadsFromConstraint>& all = schedule.constraints_;
    if (all.size() == kMax) return std::nullopt;
    if (!all.empty() && !(all.back().pair < constraint.pair)) {
      return std::nullopt;
    }
    schedule.constraints_.push_back(constraint);
  }
  return schedule;
}

}  // namespace interleave
