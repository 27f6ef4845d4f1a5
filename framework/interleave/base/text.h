// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Text: std::string_view for Abseil's string functions.
//
// Debian builds Abseil for C++14, where absl::string_view is a type of its own
// and StrCat takes no std::string_view.

#ifndef INTERLEAVE_BASE_TEXT_H_
#define INTERLEAVE_BASE_TEXT_H_

#include <string_view>

#include "absl/strings/string_view.h"

namespace interleave {

inline absl::string_view Text(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace interleave

#endif  // INTERLEAVE_BASE_TEXT_H_
