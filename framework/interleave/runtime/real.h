// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Real: the C library's own function behind a name that Interleave defines.
//
// Under a sanitizer the function found is the sanitizer's interceptor, which
// in turn calls the C library. Thread safety: may be called from any thread,
// also before main. Cost: one load after the first call.

#ifndef INTERLEAVE_RUNTIME_REAL_H_
#define INTERLEAVE_RUNTIME_REAL_H_

#include <algorithm>
#include <atomic>
#include <cstddef>

namespace interleave {

// The address of the next definition of `name` after ours; aborts with the
// name when there is none.
void* FindReal(const char* name);

// A string as a template argument: Real<"pthread_create", Signature>.
template <size_t N>
struct FixedString {
  constexpr FixedString(const char (&text)[N]) {  // NOLINT: implicit
    std::copy_n(text, N, value);
  }
  char value[N];
};

template <FixedString Name, typename Function>
Function* Real() {
  static std::atomic<void*> found{nullptr};
  void* address = found.load(std::memory_order_relaxed);
  if (__builtin_expect(address == nullptr, false)) {
    address = FindReal(Name.value);
    found.store(address, std::memory_order_relaxed);
  }
  return reinterpret_cast<Function*>(address);
}

}  // namespace interleave

// The real function of the same type: INTERLEAVE_REAL(pthread_join)(t, &r).
#define INTERLEAVE_REAL(function) \
  (::interleave::Real<#function, decltype(function)>())

#endif  // INTERLEAVE_RUNTIME_REAL_H_
