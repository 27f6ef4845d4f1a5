// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/dpor_search.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/strategy/part_text.h"

namespace interleave {

Estimate DporSearch::estimate() const {
  return AtLeast(walked(), absorbed_ + counted());
}

std::optional<double> DporSearch::done() const {
  if (left_.has_value()) return std::max(0.0, 1 - *left_);
  return inner_.done();
}

std::string DporSearch::Text(const std::string& inner) const {
  return absl::StrCat(tried(), " ", WalksText(), " ", inner);
}

bool DporSearch::Load(std::string_view text) {
  if (!TakeInteger(text, tried_before_) || !TakeMark(text, ' ')) return false;
  const std::string_view walks = TakeUpTo(text, ' ');
  absorbed_ = 0;
  left_.reset();
  return inner_.Load(text) && LoadWalks(walks);
}

std::optional<Divisible::Part> DporSearch::Split() {
  if (split_depth() == kIndivisible) return std::nullopt;
  std::optional<Part> part = inner_.Split();
  if (part.has_value()) part->text = Text(part->text);
  return part;
}

uint64_t DporSearch::split_depth() const {
  const bool divisible = has_walked() && !is_walking();
  return divisible ? inner_.split_depth() : kIndivisible;
}

// Walks are still to come where there were none.
bool DporSearch::is_done() const {
  if (!inner_.exhausted()) return inner_.is_done();
  return has_walked() && !is_walking();
}

std::optional<Divisible::Part> DporSearch::Grant(std::string_view wish) {
  std::optional<Part> part = inner_.Grant(wish);
  if (part.has_value()) part->text = Text(part->text);
  return part;
}

std::string DporSearch::Summary() const {
  return absl::StrCat(counted(), " ", WalksText(), " ", inner_.Summary());
}

void DporSearch::Absorb(std::string_view summary) {
  uint64_t traces = 0;
  if (!TakeInteger(summary, traces) || !TakeMark(summary, ' ')) return;
  absorbed_ += traces;
  AbsorbWalks(TakeUpTo(summary, ' '));
  inner_.Absorb(summary);
}

void DporSearch::NoteLeft(const std::vector<std::string>& texts) {
  left_ = 0;
  for (std::string_view text : texts) {
    TakeUpTo(text, ' ');
    TakeUpTo(text, ' ');
    DporStrategy part = inner_;
    if (part.Load(text)) *left_ += part.left();
  }
}

}  // namespace interleave
