// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Real: the C library's own function behind a name that Interleave defines.
//
// Under a sanitizer the function found is the sanitizer's interceptor, which
// in turn calls the C library. Each is looked up before main, since looking up
// allocates, and who calls later may hold the allocator's own lock (a leak
// check does when it waits for the threads that it stops). Thread safety: may
// be called from any thread, also before main. Cost: one load.

#ifndef INTERLEAVE_RUNTIME_REAL_H_
#define INTERLEAVE_RUNTIME_REAL_H_

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <string_view>

namespace interleave {

// A sanitizer's runtime is part of the executable, and so are we: its own
// definition gave way to ours, but has a second name that begins so.
inline constexpr std::string_view kInterceptorPrefix = "__interceptor_";

// The address of the next definition after ours, or null. `interceptor` is the
// function's name behind the prefix, joined when this is compiled: a sanitizer
// asks before it can do without us.
void* FindReal(const char* interceptor);
// Aborts with the name: there is none.
[[noreturn]] void MissReal(const char* interceptor);

// A string as a template argument: Real<"pthread_create", Signature>.
template <size_t N>
struct FixedString {
  constexpr FixedString(const char (&text)[N]) {  // NOLINT: implicit
    std::copy_n(text, N, value);
  }
  char value[N];
};

template <FixedString Name>
constexpr auto InterceptorName() {
  std::array<char, kInterceptorPrefix.size() + sizeof(Name.value)> name{};
  std::copy_n(Name.value, sizeof(Name.value),
              std::copy(kInterceptorPrefix.begin(), kInterceptorPrefix.end(),
                        name.begin()));
  return name;
}

template <FixedString Name>
class RealAddress {
 public:
  static void* Get() {
    static_cast<void>(looked_up_);  // used, so that it is initialised
    void* address = found_.load(std::memory_order_relaxed);
    if (__builtin_expect(address != nullptr, true)) return address;
    LookUp();  // who initialises earlier than we calls
    address = found_.load(std::memory_order_relaxed);
    if (address == nullptr) MissReal(kInterceptor.data());
    return address;
  }

 private:
  static constexpr auto kInterceptor = InterceptorName<Name>();

  static bool LookUp() {
    found_.store(FindReal(kInterceptor.data()), std::memory_order_relaxed);
    return true;
  }

  static inline constinit std::atomic<void*> found_{nullptr};
  static inline const bool looked_up_ = LookUp();
};

template <FixedString Name, typename Function>
Function* Real() {
  return reinterpret_cast<Function*>(RealAddress<Name>::Get());
}

}  // namespace interleave

// The real function of the same type: INTERLEAVE_REAL(pthread_join)(t, &r).
#define INTERLEAVE_REAL(function) \
  (::interleave::Real<#function, decltype(function)>())

#endif  // INTERLEAVE_RUNTIME_REAL_H_
