// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Two increments of one counter; with FIXED as its argument, under a lock. Says
// by its exit code whether one was lost.

#include <cstdio>
#include <cstring>
#include <mutex>
#include <thread>

namespace {

int g_count = 0;
std::mutex g_mutex;

void Add(bool locks) {
  if (locks) g_mutex.lock();
  g_count++;
  if (locks) g_mutex.unlock();
}

}  // namespace

int main(int argc, char** argv) {
  const bool fixed = argc > 1 && std::strcmp(argv[1], "FIXED") == 0;
  std::thread one(&Add, fixed);
  std::thread other(&Add, fixed);
  one.join();
  other.join();
  std::printf("count is %d\n", g_count);
  return g_count == 2 ? 0 : 3;
}
