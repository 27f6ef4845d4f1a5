// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/thread_census.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "interleave/runtime/donor.h"

namespace interleave {

std::vector<std::string> UncontrolledThreads() {
  std::vector<std::string> names;
  const std::string self = std::to_string(syscall(SYS_gettid));
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator("/proc/self/task", error)) {
    if (entry.path().filename() == self) continue;
    std::ifstream in(entry.path() / "comm");
    std::string name;
    std::getline(in, name);
    if (in && name != kDonorThreadName) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace interleave
