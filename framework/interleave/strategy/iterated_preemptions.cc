// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/iterated_preemptions.h"

#include <charconv>

#include "absl/strings/str_cat.h"

namespace interleave {
namespace {

constexpr std::string_view kBound = "bound ";

}  // namespace

IteratedPreemptionsStrategy::IteratedPreemptionsStrategy(
    uint32_t preemptions_max)
    : preemptions_max_(preemptions_max), search_(0) {}

bool IteratedPreemptionsStrategy::Begin() {
  if (search_.Begin()) return true;
  if (exhausted_ || one_round_ || bound_ >= preemptions_max_) return false;
  if (!search_.nondeterminism().empty()) return false;
  search_.Restart(++bound_);
  return search_.Begin();
}

void IteratedPreemptionsStrategy::End(const ExecutionResult& result) {
  if (search_.preemptions() < bound_) ++repeated_;
  search_.End(result);
  if (!search_.exhausted()) return;
  completed_bound_ = bound_;
  exhausted_ = !search_.bound_was_hit();
}

// "bound 2 path ..."
std::string IteratedPreemptionsStrategy::Describe() const {
  return absl::StrCat(std::string(kBound), bound_, " ", search_.Describe());
}

bool IteratedPreemptionsStrategy::Load(std::string_view text) {
  if (text.substr(0, kBound.size()) != kBound) return false;
  text.remove_prefix(kBound.size());
  const char* const end = text.data() + text.size();
  const auto taken = std::from_chars(text.data(), end, bound_);
  if (taken.ec != std::errc() || bound_ > preemptions_max_) return false;
  text.remove_prefix(static_cast<size_t>(taken.ptr - text.data()));
  if (text.empty()) return false;
  text.remove_prefix(1);
  one_round_ = true;
  exhausted_ = false;
  completed_bound_.reset();
  if (bound_ > 0) completed_bound_ = bound_ - 1;
  search_.Restart(bound_);
  return search_.Load(text);
}

std::optional<Divisible::Part> IteratedPreemptionsStrategy::Split() {
  std::optional<Part> part = search_.Split();
  if (part.has_value()) {
    part->text = absl::StrCat(std::string(kBound), bound_, " ", part->text);
  }
  one_round_ |= part.has_value();
  return part;
}

std::string IteratedPreemptionsStrategy::NextRound() {
  completed_bound_ = bound_;
  exhausted_ = !search_.bound_was_hit();
  if (exhausted_ || bound_ >= preemptions_max_) return {};
  search_.Restart(++bound_);
  return Describe();
}

}  // namespace interleave
