// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Reads memory that its thread may have given back already; with an argument,
// FIXED, before it does.

#include <cstdio>
#include <mutex>
#include <thread>

int main(int argc, char**) {
  std::mutex mutex;
  const int* const value = new int(7);
  std::thread owner([&] {
    const std::lock_guard<std::mutex> lock(mutex);
    if (argc == 1) delete value;
  });
  {
    const std::lock_guard<std::mutex> lock(mutex);
    std::printf("value %d\n", *value);
  }
  owner.join();
  if (argc > 1) delete value;
  return 0;
}
