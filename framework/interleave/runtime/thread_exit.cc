// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/thread_exit.h"

#include <cxxabi.h>
#include <limits.h>

#include <atomic>

#include "interleave/runtime/task.h"

extern "C" {
void __tsan_init() __attribute__((weak));
void __asan_init() __attribute__((weak));
}

namespace interleave {
namespace internal {
constinit std::atomic<unsigned> keys_end{0};
}  // namespace internal

namespace {

struct Key {
  std::atomic<bool> used{false};
  std::atomic<void (*)(void*)> destructor{nullptr};
};

// glibc numbers keys from 0 and has no more than these.
constinit Key g_keys[PTHREAD_KEYS_MAX];

// A sanitizer begins before all else, and learns by a key of its own that a
// thread is at its end; its threads are our donors, whose end is not a task's.
// Forgetting what it asked for is all that happens here.
__attribute__((constructor(101))) void LeaveSanitizersKeys() {
  if (__tsan_init == nullptr && __asan_init == nullptr) return;
  for (Key& key : g_keys) key.used.store(false, std::memory_order_relaxed);
}

// One round over all keys, as POSIX asks for. True when one had a destructor
// to run.
bool RunKeyDestructors() {
  bool any = false;
  const unsigned end = internal::keys_end.load(std::memory_order_relaxed);
  for (unsigned key = 0; key < end; ++key) {
    if (!g_keys[key].used.load(std::memory_order_relaxed)) continue;
    void* value = pthread_getspecific(key);
    if (value == nullptr) continue;
    pthread_setspecific(key, nullptr);
    auto* destructor = g_keys[key].destructor.load(std::memory_order_relaxed);
    if (destructor == nullptr) continue;
    destructor(value);
    any = true;
  }
  return any;
}

}  // namespace

void RememberKey(pthread_key_t key, void (*destructor)(void*)) {
  if (key >= PTHREAD_KEYS_MAX) return;
  g_keys[key].destructor.store(destructor, std::memory_order_relaxed);
  g_keys[key].used.store(true, std::memory_order_release);
  unsigned end = internal::keys_end.load(std::memory_order_relaxed);
  while (end <= key &&
         !internal::keys_end.compare_exchange_weak(end, key + 1)) {
  }
}

void ForgetKey(pthread_key_t key) {
  if (key < PTHREAD_KEYS_MAX) g_keys[key].used.store(false);
}

void RunThreadLocalDestructors(Task& self) {
  while (!self.exit_calls.empty()) {
    const ThreadExitCall call = self.exit_calls.back();
    self.exit_calls.pop_back();
    call.function(call.object);
  }
}

void internal::RunThreadExitCalls(Task& self) {
  RunThreadLocalDestructors(self);
  for (int round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS; ++round) {
    if (!RunKeyDestructors()) return;
  }
}

void ForgetThreadState() {
  const unsigned end = internal::keys_end.load(std::memory_order_relaxed);
  for (unsigned key = 0; key < end; ++key) {
    if (g_keys[key].used.load(std::memory_order_relaxed)) {
      pthread_setspecific(key, nullptr);
    }
  }
  // libstdc++ and libc++ agree on this layout (Itanium C++ ABI, 2.2.2).
  struct ExceptionGlobals {
    void* caught;
    unsigned uncaught;
  };
  auto* globals = reinterpret_cast<ExceptionGlobals*>(abi::__cxa_get_globals());
  *globals = {nullptr, 0};
}

}  // namespace interleave
