// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Leaves while a thread of its own still runs, in the way that its first
// argument names. A handler, or the destructor of a static object, races with
// that thread and fails when it comes between its two steps.

#include <pthread.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string_view>
#include <thread>

namespace {

// Not destroyed: the thread may use them longer than main does.
auto& g_mutex = *new std::mutex();
int g_steps = 0;
bool g_checks_in_destructor = false;

void Step() {
  const std::lock_guard<std::mutex> lock(g_mutex);
  ++g_steps;
}

void Check() {
  const std::lock_guard<std::mutex> lock(g_mutex);
  std::fprintf(stderr, "checked after %d steps\n", g_steps);
  if (g_steps == 1) std::abort();
}

struct Checker {
  ~Checker() {
    if (g_checks_in_destructor) Check();
  }
} g_checker;

void Work() {
  Step();
  Step();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view way = argc > 1 ? argv[1] : "";
  std::thread worker(&Work);
  if (argc > 2) {  // FIXED
    g_mutex.lock();
    g_mutex.unlock();
    worker.join();
  } else {
    worker.detach();
  }
  if (way == "destructor") {
    g_checks_in_destructor = true;
    return 0;
  }
  if (way == "atexit") {
    std::atexit(&Check);
    std::exit(0);
  }
  if (way == "quick_exit") {
    std::at_quick_exit(&Check);
    std::quick_exit(0);
  }
  if (way == "_exit") _exit(g_steps == 1 ? 4 : 0);
  if (way == "pthread_exit") {
    std::atexit(&Check);
    pthread_exit(nullptr);
  }
  return 2;
}
