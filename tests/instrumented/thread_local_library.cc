// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "thread_local_library.h"

#include <sched.h>

namespace {

std::atomic<interleave::Visits*> current;

struct Counted {
  Counted() { ++current.load()->constructed; }
  ~Counted() { ++current.load()->destroyed; }
  volatile int value = 1;
};

// volatile: a compiler may keep a smaller variable otherwise.
thread_local volatile int initialised = 42;
thread_local volatile int zero;
thread_local Counted counted;

}  // namespace

extern "C" void LIBRARY_VISIT(interleave::Visits& visits) {
  static std::atomic<int> visitors{0};
  current = &visits;
  const int self = ++visitors;
  if (initialised != 42 || zero != 0 || counted.value != 1) ++visits.not_fresh;
  initialised = self;
  zero = self;
  counted.value = self;
  sched_yield();
  if (initialised != self || zero != self || counted.value != self) {
    ++visits.not_its_own;
  }
}
