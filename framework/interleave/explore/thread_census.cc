// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/thread_census.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <system_error>

#include "interleave/base/arena.h"
#include "interleave/runtime/donor.h"
#include "interleave/runtime/happens_before.h"

namespace interleave {

namespace {

std::string NameOf(const std::filesystem::path& thread) {
  std::ifstream in(thread / "comm");
  std::string name;
  std::getline(in, name);
  return name;
}

}  // namespace

std::vector<std::string> UncontrolledThreads() {
  const OutsideArena outside;  // paths are the C++ library's
  const pid_t self = static_cast<pid_t>(syscall(SYS_gettid));
  std::map<pid_t, std::string> threads;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator("/proc/self/task", error)) {
    const std::string name = NameOf(entry.path());
    if (name.empty() || name == kDonorThreadName) continue;
    threads.emplace(std::stoi(entry.path().filename()), name);
  }
  const std::string own = threads[self];
  threads.erase(self);
  // ThreadSanitizer's runtime makes a thread of its own before all others; it
  // touches nothing of the program's.
  if (IsJudgedByTsan() && !threads.empty() && threads.begin()->second == own) {
    threads.erase(threads.begin());
  }
  std::vector<std::string> names;
  for (const auto& [id, name] : threads) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace interleave
