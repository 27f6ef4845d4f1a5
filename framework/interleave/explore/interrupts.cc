// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/interrupts.h"

#include <dlfcn.h>

namespace interleave {
namespace {

std::atomic<std::atomic<uint32_t>*> g_words[2];
std::atomic<uint32_t> g_own_word{0};
std::atomic<uint32_t>* g_word = &g_own_word;

void OnSignal(int) {
  for (std::atomic<std::atomic<uint32_t>*>& entry : g_words) {
    if (std::atomic<uint32_t>* const word = entry.load()) {
      word->fetch_or(InterruptTrap::kInterrupted);
    }
  }
}

// The C library's own: ThreadSanitizer's keeps a signal back until the thread
// that it came to enters the runtime, and that may be a parked task's.
int RealSigaction(int signal, const struct sigaction* action,
                  struct sigaction* before) {
  using Function = int (*)(int, const struct sigaction*, struct sigaction*);
  static const auto real =
      reinterpret_cast<Function>(dlsym(RTLD_NEXT, "sigaction"));
  return real(signal, action, before);
}

}  // namespace

InterruptTrap::InterruptTrap(std::array<std::atomic<uint32_t>*, 2> words) {
  Redirect(words);
  for (size_t i = 0; i < std::size(kSignals); ++i) {
    RealSigaction(kSignals[i], nullptr, &before_[i]);
    const bool is_handled = (before_[i].sa_flags & SA_SIGINFO) != 0 ||
                            before_[i].sa_handler != SIG_DFL;
    if (is_handled) continue;
    struct sigaction action = {};
    action.sa_handler = &OnSignal;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    trapped_[i] = RealSigaction(kSignals[i], &action, nullptr) == 0;
  }
}

InterruptTrap::~InterruptTrap() {
  for (size_t i = 0; i < std::size(kSignals); ++i) {
    if (trapped_[i]) RealSigaction(kSignals[i], &before_[i], nullptr);
  }
  Redirect({nullptr, nullptr});
}

std::atomic<uint32_t>& InterruptTrap::Word() { return *g_word; }
void InterruptTrap::SetWord(std::atomic<uint32_t>& word) { g_word = &word; }

void InterruptTrap::Redirect(std::array<std::atomic<uint32_t>*, 2> words) {
  for (size_t i = 0; i < words.size(); ++i) g_words[i].store(words[i]);
}

}  // namespace interleave
