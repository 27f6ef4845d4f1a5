// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/memory_use.h"

#include <unistd.h>

#include <fstream>

namespace interleave {

uint64_t ResidentBytes() {
  std::ifstream in("/proc/self/statm");
  uint64_t pages_in_all = 0;
  uint64_t pages_resident = 0;
  if (!(in >> pages_in_all >> pages_resident)) return 0;
  return pages_resident * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace interleave
