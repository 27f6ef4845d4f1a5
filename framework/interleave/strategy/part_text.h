// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What the texts of parts (divisible.h) are read with. Each function takes what
// it says off the beginning of `text`, or returns false.
//
// Thread safety: all. Cost: linear in what is taken.

#ifndef INTERLEAVE_STRATEGY_PART_TEXT_H_
#define INTERLEAVE_STRATEGY_PART_TEXT_H_

#include <algorithm>
#include <charconv>
#include <string_view>
#include <type_traits>

namespace interleave {

// Digits, up to something else.
template <typename Integer>
bool TakeInteger(std::string_view& text, Integer& number, int base = 10) {
  static_assert(std::is_unsigned_v<Integer>);  // so a sign is no digit
  const char* const end = text.data() + text.size();
  const auto taken = std::from_chars(text.data(), end, number, base);
  if (taken.ec != std::errc()) return false;
  text.remove_prefix(static_cast<size_t>(taken.ptr - text.data()));
  return true;
}

inline bool TakeMark(std::string_view& text, char mark) {
  if (text.empty() || text.front() != mark) return false;
  text.remove_prefix(1);
  return true;
}

// Up to the next `mark`, which is taken too; all, if there is none.
inline std::string_view TakeUpTo(std::string_view& text, char mark) {
  const std::string_view taken = text.substr(0, text.find(mark));
  text.remove_prefix(std::min(text.size(), taken.size() + 1));
  return taken;
}

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_PART_TEXT_H_
