// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Raw memory: the C library's memcpy, memmove and memset under names of ours,
// which the library's objects call in their place
// (cmake/InterleaveIsolate.cmake renames them). In an instrumented program the
// plain names lead to ThreadSanitizer, which would judge the scheduler by the
// order of its tasks. Not a part of the isolated object, where the plain names
// would be these again.

#include <dlfcn.h>

#include <atomic>
#include <cstddef>

namespace interleave {
namespace {

template <typename Function>
class Raw {
 public:
  explicit constexpr Raw(const char* name) : name_(name) {}

  Function* get() {
    Function* found = found_.load(std::memory_order_relaxed);
    if (__builtin_expect(found == nullptr, false)) {
      found = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name_));
      found_.store(found, std::memory_order_relaxed);
    }
    return found;
  }

 private:
  const char* const name_;
  std::atomic<Function*> found_{nullptr};
};

constinit Raw<void*(void*, const void*, size_t)> g_memcpy("memcpy");
constinit Raw<void*(void*, const void*, size_t)> g_memmove("memmove");
constinit Raw<void*(void*, int, size_t)> g_memset("memset");

}  // namespace
}  // namespace interleave

extern "C" {

void* interleave_raw_memcpy(void* to, const void* from, size_t bytes) {
  return interleave::g_memcpy.get()(to, from, bytes);
}

void* interleave_raw_memmove(void* to, const void* from, size_t bytes) {
  return interleave::g_memmove.get()(to, from, bytes);
}

void* interleave_raw_memset(void* to, int value, size_t bytes) {
  return interleave::g_memset.get()(to, value, bytes);
}

}  // extern "C"
