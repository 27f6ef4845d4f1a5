// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A thread with cleanup handlers in C, built with exceptions and without: the
// one has them in its frames, the other jumps. INTERLEAVE_THREAD is its name.

#define _GNU_SOURCE
#include <pthread.h>

void LogCleanup(void* letter);

static char letters[] = "abcde";

__attribute__((noinline)) static void LeaveFromInside(void* result) {
  pthread_cleanup_push(LogCleanup, &letters[3]);
  pthread_cleanup_push(LogCleanup, &letters[2]);
  pthread_exit(result);
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(0);
}

void* INTERLEAVE_THREAD(void* result) {
  pthread_cleanup_push(LogCleanup, &letters[0]);
  pthread_cleanup_push(LogCleanup, &letters[4]);
  pthread_cleanup_pop(0);
  pthread_cleanup_push(LogCleanup, &letters[4]);
  pthread_cleanup_pop(1);
  pthread_cleanup_push_defer_np(LogCleanup, &letters[1]);
  LeaveFromInside(result);
  pthread_cleanup_pop_restore_np(0);
  pthread_cleanup_pop(0);
  return 0;
}
