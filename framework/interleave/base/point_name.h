// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// PointName: the name of a yield point, checked when it is compiled.

#ifndef INTERLEAVE_BASE_POINT_NAME_H_
#define INTERLEAVE_BASE_POINT_NAME_H_

#include <cstddef>
#include <string_view>

namespace interleave {

// True for `component.operation` or `component.operation.moment` and deeper:
// two or more parts of lower-case letters, digits and '_', each starting with a
// letter, joined by dots. Example: "pool.reset.loaded".
constexpr bool IsPointName(std::string_view name) {
  size_t parts = 0;
  bool at_start = true;
  for (const char c : name) {
    if (at_start) {
      if (c < 'a' || c > 'z') return false;
      at_start = false;
      ++parts;
    } else if (c == '.') {
      at_start = true;
    } else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                 c == '_')) {
      return false;
    }
  }
  return parts >= 2 && !at_start;
}

class PointName {
 public:
  // Does not compile for a name of another shape: the call of a function that
  // is not constexpr is what the compiler then shows.
  consteval PointName(const char* name) : name_(name) {  // NOLINT: implicit
    if (!IsPointName(name)) {
      YieldPointNamesAreLowerCasePartsJoinedByDotsAsIn_pool_reset_loaded();
    }
  }

  constexpr const char* c_str() const { return name_; }

 private:
  static void
  YieldPointNamesAreLowerCasePartsJoinedByDotsAsIn_pool_reset_loaded() {}

  const char* name_;
};

}  // namespace interleave

#endif  // INTERLEAVE_BASE_POINT_NAME_H_
