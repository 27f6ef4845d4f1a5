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
#include <atomic>
#include <cstddef>

namespace interleave {

// The address of the next definition of `name` after ours, or null.
void* FindReal(const char* name);
// Aborts with the name: there is none.
[[noreturn]] void MissReal(const char* name);

// A string as a template argument: Real<"pthread_create", Signature>.
template <size_t N>
struct FixedString {
  constexpr FixedString(const char (&text)[N]) {  // NOLINT: implicit
    std::copy_n(text, N, value);
  }
  char value[N];
};

template <FixedString Name>
class RealAddress {
 public:
  static void* Get() {
    static_cast<void>(looked_up_);  // used, so that it is initialised
    void* address = found_.load(std::memory_order_relaxed);
    if (__builtin_expect(address != nullptr, true)) return address;
    LookUp();  // who initialises earlier than we calls
    address = found_.load(std::memory_order_relaxed);
    if (address == nullptr) MissReal(Name.value);
    return address;
  }

 private:
  static bool LookUp() {
    found_.store(FindReal(Name.value), std::memory_order_relaxed);
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
