// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/program/standard_input.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace interleave {

int KeepStandardInput() {
  const int kept = memfd_create("interleave-input", MFD_CLOEXEC);
  struct stat input = {};
  if (kept < 0 || fstat(STDIN_FILENO, &input) != 0) return kept;
  if (!S_ISREG(input.st_mode) && !S_ISFIFO(input.st_mode)) return kept;
  char bytes[1 << 14];
  for (;;) {
    const ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes);
    if (got == 0) return kept;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 || write(kept, bytes, static_cast<size_t>(got)) != got) {
      close(kept);
      return -1;
    }
  }
}

}  // namespace interleave
