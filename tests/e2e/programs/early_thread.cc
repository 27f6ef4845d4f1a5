// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Has a thread before main begins.

#include <semaphore.h>

#include <thread>

namespace {

sem_t g_done;
const int g_ready = sem_init(&g_done, 0, 0);
std::thread g_early([] { sem_wait(&g_done); });

}  // namespace

int main() {
  sem_post(&g_done);
  g_early.join();
  return g_ready;
}
