// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Names of Abseil's functions as the linker knows them.

#ifndef INTERLEAVE_INTERCEPT_ABSL_SYMBOL_H_
#define INTERLEAVE_INTERCEPT_ABSL_SYMBOL_H_

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "absl/base/config.h"
#include "interleave/runtime/real.h"

#define INTERLEAVE_TEXT_OF_TOKEN(token) #token
#define INTERLEAVE_TEXT_OF(macro) INTERLEAVE_TEXT_OF_TOKEN(macro)

namespace interleave {

// The release of Abseil that absl_mutex.cc and absl_notification.cc take the
// place of, function by function.
inline constexpr int kAbslModelled = 20220623;

// The namespace inside absl:: that the installed package gives its version by:
// "debian3", "lts_20220623".
inline constexpr std::string_view kAbslNamespace =
    INTERLEAVE_TEXT_OF(ABSL_OPTION_INLINE_NAMESPACE_NAME);

// The mangled name of a member (Itanium C++ ABI, 5.1.4): `begin`, "_ZN4absl" or
// "_ZNK4absl" for one that is const; the namespace; and `end`.
template <FixedString Begin, FixedString End>
constexpr auto AbslSymbol() {
  constexpr size_t kLength = kAbslNamespace.size();
  constexpr size_t kDigits = kLength < 10 ? 1 : 2;
  constexpr size_t kBegin = sizeof(Begin.value) - 1;
  char name[kBegin + kDigits + kLength + sizeof(End.value)] = {};
  char* at = std::copy_n(Begin.value, kBegin, name);
  if (kDigits == 2) *at++ = static_cast<char>('0' + kLength / 10);
  *at++ = static_cast<char>('0' + kLength % 10);
  at = std::copy_n(kAbslNamespace.data(), kLength, at);
  std::copy_n(End.value, sizeof(End.value), at);
  return FixedString(name);
}

// Abseil's own function behind one that Interleave defines, by the end of its
// mangled name: RealAbsl<"5Mutex4LockEv", void(absl::Mutex*)>(). A member's
// object is the first argument.
template <FixedString End, typename Function>
Function* RealAbsl() {
  return Real<AbslSymbol<"_ZN4absl", End>(), Function>();
}
// ... of a member that is const.
template <FixedString End, typename Function>
Function* RealAbslConst() {
  return Real<AbslSymbol<"_ZNK4absl", End>(), Function>();
}

}  // namespace interleave

#endif  // INTERLEAVE_INTERCEPT_ABSL_SYMBOL_H_
