// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Takes turns. Its argument names a file to which each execution adds a byte;
// the one that adds the 40th interrupts whoever explores it.

#include "tests/e2e/programs/turns.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

constexpr off_t kInterruptsAt = 40;

void CountIn(const char* path) {
  const int file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  struct stat status = {};
  if (write(file, ".", 1) != 1 || fstat(file, &status) != 0) _exit(2);
  close(file);
  if (status.st_size == kInterruptsAt) kill(getppid(), SIGINT);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1) CountIn(argv[1]);
  return interleave::e2e::TakeTurns() == 4 ? 0 : 1;
}
