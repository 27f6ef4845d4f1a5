// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/iterated_bounds.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/str_cat.h"

namespace interleave {
namespace {

constexpr std::string_view kBound = "bound ";

// Takes a number and the space behind it.
bool TakeWord(std::string_view& text, auto& number) {
  const char* const end = text.data() + text.size();
  const auto taken = std::from_chars(text.data(), end, number);
  if (taken.ec != std::errc()) return false;
  text.remove_prefix(static_cast<size_t>(taken.ptr - text.data()));
  if (text.empty() || text.front() != ' ') return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

IteratedBoundsStrategy::IteratedBoundsStrategy(Bound last)
    : last_(last), bound_{last.kind, 0}, search_(bound_) {}

IteratedBoundsStrategy::~IteratedBoundsStrategy() = default;

bool IteratedBoundsStrategy::Begin() {
  if (search_.Begin()) return true;
  if (exhausted_ || one_round_ || bound_.most >= last_.most) return false;
  if (!search_.nondeterminism().empty()) return false;
  ++bound_.most;
  search_.Restart(bound_);
  return search_.Begin();
}

void IteratedBoundsStrategy::End(const ExecutionResult& result) {
  if (search_.cost() < bound_.most) ++repeated_;
  search_.End(result);
  if (!search_.exhausted()) return;
  completed_bound_ = bound_;
  exhausted_ = !search_.bound_was_hit();
}

// "bound 2 path ..."
std::string IteratedBoundsStrategy::Describe() const {
  return absl::StrCat(std::string(kBound), bound_.most, " ",
                      search_.Describe());
}

bool IteratedBoundsStrategy::Load(std::string_view text) {
  if (text.substr(0, kBound.size()) != kBound) return false;
  text.remove_prefix(kBound.size());
  if (!TakeWord(text, bound_.most) || bound_.most > last_.most) return false;
  one_round_ = true;
  exhausted_ = false;
  repeated_ = 0;
  completed_bound_.reset();
  if (bound_.most > 0) completed_bound_ = Bound{bound_.kind, bound_.most - 1};
  search_.Restart(bound_);
  return search_.Load(text);
}

std::optional<Divisible::Part> IteratedBoundsStrategy::Split() {
  std::optional<Part> part = search_.Split();
  if (part.has_value()) {
    part->text =
        absl::StrCat(std::string(kBound), bound_.most, " ", part->text);
  }
  one_round_ |= part.has_value();
  return part;
}

// "17 beyond the bound": how many were repeated, and that of the search.
std::string IteratedBoundsStrategy::Summary() const {
  return absl::StrCat(repeated_, " ", search_.Summary());
}

void IteratedBoundsStrategy::Absorb(std::string_view summary) {
  uint64_t repeated = 0;
  if (TakeWord(summary, repeated)) repeated_ += repeated;
  search_.Absorb(summary);
}

std::string IteratedBoundsStrategy::NextRound() {
  completed_bound_ = bound_;
  exhausted_ = !search_.bound_was_hit();
  if (exhausted_ || bound_.most >= last_.most) return search_.NextRound();
  ++bound_.most;
  search_.Restart(bound_);
  return Describe();
}

}  // namespace interleave
