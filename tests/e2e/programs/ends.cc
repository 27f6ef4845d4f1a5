// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Ends in the way that its first argument names, in some orders of its two
// threads only; with a second argument, FIXED, in none.

#include <signal.h>
#include <unistd.h>

#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Node {
  int value = 7;
};

std::mutex g_mutex;
Node* g_node = nullptr;
bool g_ready = false;

Node* Take() {
  const std::lock_guard<std::mutex> lock(g_mutex);
  return g_node;
}

bool IsReady() {
  const std::lock_guard<std::mutex> lock(g_mutex);
  return g_ready;
}

// What is called when the other thread has not come so far yet.
void UseNull() { std::printf("%d\n", Take()->value); }
void Assert() { assert(g_ready); }
void Abort() { std::abort(); }
void Throw() { throw std::runtime_error("not ready"); }
void Terminate() { std::terminate(); }
void Divide() {
  volatile int one = 1;
  volatile int zero = 0;
  std::printf("%d\n", one / zero);
}
void Trap() { __builtin_trap(); }
void Kill() { kill(getpid(), SIGKILL); }
void KillTheGroup() { kill(0, SIGKILL); }
void LeaveByASystemCall() { asm volatile("syscall" ::"a"(231), "D"(5)); }
void CallNothing() {
  void (*volatile nothing)() = nullptr;
  nothing();
}
int Deep(int depth) {
  volatile char frame[8192];
  frame[depth % 100] = static_cast<char>(depth);
  return depth < 0 ? 0 : Deep(depth + 1) + frame[depth % 100];
}
void Overflow() { std::printf("%d\n", Deep(0)); }
void Allocate() {
  std::vector<std::unique_ptr<char[]>> all;
  for (int i = 0; i < 64; ++i) all.emplace_back(new char[1 << 20]);
}

const std::map<std::string, void (*)()> kWays = {
    {"null", &UseNull},
    {"assert", &Assert},
    {"abort", &Abort},
    {"throw", &Throw},
    {"terminate", &Terminate},
    {"divide", &Divide},
    {"trap", &Trap},
    {"kill", &Kill},
    {"kill-group", &KillTheGroup},
    {"system-call", &LeaveByASystemCall},
    {"call-null", &CallNothing},
    {"overflow", &Overflow},
    {"allocate", &Allocate},
};

}  // namespace

int main(int argc, char** argv) {
  const auto way = kWays.find(argc > 1 ? argv[1] : "");
  if (way == kWays.end()) return 2;
  const bool fixed = argc > 2;
  Node node;
  std::thread other([&] {
    const std::lock_guard<std::mutex> lock(g_mutex);
    g_node = &node;
    g_ready = true;
  });
  std::puts("started");
  std::fflush(stdout);
  if (fixed) {
    static_cast<void>(IsReady());
    other.join();
  }
  if (!IsReady()) way->second();
  if (!fixed) other.join();
  return 0;
}
