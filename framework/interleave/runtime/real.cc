// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/real.h"

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>

namespace interleave {

void* FindReal(const char* interceptor) {
  if (void* found = dlsym(RTLD_DEFAULT, interceptor)) return found;
  const char* const name = interceptor + kInterceptorPrefix.size();
  // Condition variables have an older, incompatible version on x86-64, which
  // an unversioned look-up may find.
  void* address = dlvsym(RTLD_NEXT, name, "GLIBC_2.3.2");
  if (address == nullptr) address = dlsym(RTLD_NEXT, name);
  return address;
}

void MissReal(const char* interceptor) {
  std::fprintf(stderr, "interleave: the C library has no %s\n",
               interceptor + kInterceptorPrefix.size());
  std::abort();
}

}  // namespace interleave
