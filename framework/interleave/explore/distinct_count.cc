// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/distinct_count.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {
namespace {

constexpr size_t kDigits = 16;  // of a word
constexpr uint64_t kBits = 4096;

}  // namespace

void DistinctCount::Add(uint64_t number) {
  // The upper bits of a product depend on all bits of the number.
  const uint64_t bit = (number * 0x9e3779b97f4a7c15u) >> 52;
  bits_[bit / 64] |= uint64_t{1} << (bit % 64);
  ++added_;
}

void DistinctCount::Add(const DistinctCount& other) {
  for (size_t i = 0; i < bits_.size(); ++i) bits_[i] |= other.bits_[i];
  added_ += other.added_;
}

uint64_t DistinctCount::about() const {
  uint64_t clear = kBits;
  for (const uint64_t word : bits_) {
    clear -= static_cast<uint64_t>(std::popcount(word));
  }
  const double share = static_cast<double>(std::max<uint64_t>(clear, 1)) /
                       static_cast<double>(kBits);
  const double about = -std::log(share) * static_cast<double>(kBits);
  return std::min(added_, static_cast<uint64_t>(std::llround(about)));
}

std::string DistinctCount::Text() const {
  std::string text = absl::StrCat(added_, ":");
  if (added_ == 0) return text;
  for (const uint64_t word : bits_) {
    absl::StrAppend(&text, absl::Hex(word, absl::kZeroPad16));
  }
  return text;
}

bool DistinctCount::Load(std::string_view text) {
  DistinctCount loaded;
  const size_t colon = text.find(':');
  if (colon == text.npos) return false;
  if (!ParseDigits(text.substr(0, colon), loaded.added_)) return false;
  text.remove_prefix(colon + 1);
  if (text.size() != (loaded.added_ == 0 ? 0 : kDigits * bits_.size())) {
    return false;
  }
  for (uint64_t& word : loaded.bits_) {
    if (text.empty()) break;
    const char* const end = text.data() + kDigits;
    const auto taken = std::from_chars(text.data(), end, word, 16);
    if (taken.ec != std::errc() || taken.ptr != end) return false;
    text.remove_prefix(kDigits);
  }
  *this = loaded;
  return true;
}

}  // namespace interleave
