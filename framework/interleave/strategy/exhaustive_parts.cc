// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The parts of a depth-first search: a path, and for each choice of it up to
// which rank it belongs to the part.

#include <algorithm>
#include <charconv>

#include "absl/strings/str_cat.h"
#include "interleave/schedule/operation.h"
#include "interleave/strategy/exhaustive.h"

namespace interleave {
namespace {

constexpr std::string_view kNothingLeft = "nothing";
constexpr std::string_view kPath = "path";

// Takes the next of the numbers that `text` lists, each behind a slash.
bool TakeNumber(std::string_view& text, uint32_t& number) {
  const char* const end = text.data() + text.size();
  const auto taken = std::from_chars(text.data(), end, number);
  if (taken.ec != std::errc()) return false;
  text.remove_prefix(static_cast<size_t>(taken.ptr - text.data()));
  if (!text.empty() && text.front() == '/') text.remove_prefix(1);
  return true;
}

}  // namespace

// "rank/limit/count/base/announcer/object/kind/operation"
std::string ExhaustiveStrategy::Node::Text() const {
  return absl::StrCat(rank, "/", limit, "/", count, "/", base, "/", announcer,
                      "/", object, "/", static_cast<uint32_t>(kind), "/",
                      static_cast<uint32_t>(operation));
}

bool ExhaustiveStrategy::Node::Parse(std::string_view text) {
  uint32_t numbers[8];
  for (uint32_t& number : numbers) {
    if (!TakeNumber(text, number)) return false;
  }
  rank = numbers[0];
  limit = numbers[1];
  count = numbers[2];
  base = numbers[3];
  announcer = numbers[4];
  object = numbers[5];
  if (numbers[6] > static_cast<uint32_t>(ChoiceKind::kValue)) return false;
  kind = static_cast<ChoiceKind>(numbers[6]);
  if (numbers[7] >= kOperationKindCount) return false;
  operation = static_cast<OperationKind>(numbers[7]);
  const bool stands = base == BoundedOrder::kNone ||
                      (kind == ChoiceKind::kSwitch && base < count);
  return text.empty() && rank < limit && limit <= count && stands;
}

uint32_t ExhaustiveStrategy::EndOf(const Node& node) const {
  return std::min(node.limit, order_.Within(node.base, node.count, node.spent));
}

bool ExhaustiveStrategy::IsOpen(const Node& node) const {
  return node.rank + 1 < EndOf(node);
}

size_t ExhaustiveStrategy::FirstOpen() const {
  size_t index = first_open_;
  while (index < path_.size() && !IsOpen(path_[index])) ++index;
  return index;
}

std::string ExhaustiveStrategy::Describe() const {
  if (finished_) return std::string(kNothingLeft);
  std::string text(kPath);
  for (const Node& node : path_) absl::StrAppend(&text, " ", node.Text());
  return text;
}

bool ExhaustiveStrategy::Load(std::string_view text) {
  StartAfresh();
  if (text == kNothingLeft) {
    finished_ = true;
    return true;
  }
  if (text.substr(0, kPath.size()) != kPath) return false;
  text.remove_prefix(kPath.size());
  uint32_t spent = 0;
  while (!text.empty()) {
    if (text.front() != ' ') return false;
    text.remove_prefix(1);
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    Node node;
    if (!node.Parse(word)) return false;
    node.spent = spent;
    if (node.rank >= EndOf(node)) return false;
    spent += order_.Cost(node.base, node.rank);
    path_.push_back(node);
  }
  return true;
}

// The ranks behind the present one of the choice nearest to the root.
std::optional<Divisible::Part> ExhaustiveStrategy::Split() {
  first_open_ = FirstOpen();
  if (finished_ || first_open_ == path_.size()) return std::nullopt;
  Node& node = path_[first_open_];
  std::string text(kPath);
  for (size_t i = 0; i < first_open_; ++i) {
    Node fixed = path_[i];
    fixed.limit = fixed.rank + 1;
    absl::StrAppend(&text, " ", fixed.Text());
  }
  Node given = node;
  ++given.rank;
  absl::StrAppend(&text, " ", given.Text());
  node.limit = node.rank + 1;
  return Part{std::move(text), first_open_};
}

uint64_t ExhaustiveStrategy::split_depth() const {
  const size_t index = FirstOpen();
  return finished_ || index == path_.size() ? kIndivisible : index;
}

std::string ExhaustiveStrategy::Summary() const {
  return bound_was_hit_ ? "beyond the bound" : "";
}

void ExhaustiveStrategy::Absorb(std::string_view summary) {
  bound_was_hit_ |= !summary.empty();
}

std::string ExhaustiveStrategy::NextRound() {
  finished_ = true;
  return {};
}

}  // namespace interleave
