// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// main and a thread take two locks, in two orders; with an argument, in one.

#include <mutex>
#include <thread>

namespace {

std::mutex g_first;
std::mutex g_second;

void TakeBoth(std::mutex& a, std::mutex& b) {
  const std::lock_guard<std::mutex> one(a);
  const std::lock_guard<std::mutex> other(b);
}

}  // namespace

int main(int argc, char**) {
  std::thread thread([] { TakeBoth(g_first, g_second); });
  if (argc > 1) {
    TakeBoth(g_first, g_second);
  } else {
    TakeBoth(g_second, g_first);
  }
  thread.join();
  return 0;
}
