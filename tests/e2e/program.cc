// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/program.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

extern char** environ;

namespace interleave::e2e {
namespace {

namespace fs = std::filesystem;

bool IsForTests(std::string_view variable) {
  return variable.starts_with("GTEST_") || variable.starts_with("TEST_") ||
         variable.starts_with("INTERLEAVE_") || variable.starts_with("AFL_");
}

std::vector<char*> Pointers(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words) {
    pointers.push_back(const_cast<char*>(word.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

std::string Contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Ended& ended) {
  return out << "exit code " << ended.code << ", signal " << ended.signal
             << "\nstandard output:\n"
             << ended.out << "standard error:\n"
             << ended.err;
}

Scratch::Scratch() {
  std::string path =
      (fs::temp_directory_path() / "interleave-e2e-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) {
    std::perror("mkdtemp");
    std::abort();
  }
  path_ = path;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string Scratch::File(std::string_view name) const {
  return (fs::path(path_) / name).string();
}

std::vector<std::string> Scratch::Files() const {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(path_)) {
    if (!entry.is_directory()) {
      files.push_back(fs::relative(entry.path(), path_).string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string Scratch::Read(std::string_view name) const {
  return Contents(File(name));
}

std::string Scratch::Write(std::string_view name, std::string_view text) const {
  std::string path = File(name);
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

Ended Scratch::Run(const std::vector<std::string>& command,
                   const std::vector<std::string>& variables) const {
  // Outside of the folder, so that tests see only what the program wrote.
  const std::string out = path_ + ".out";
  const std::string err = path_ + ".err";
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addchdir_np(&actions, path_.c_str());
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!IsForTests(*entry)) environment.emplace_back(*entry);
  }
  environment.insert(environment.end(), variables.begin(), variables.end());
  pid_t program = 0;
  Ended ended;
  const int failed =
      posix_spawn(&program, command.front().c_str(), &actions, nullptr,
                  Pointers(command).data(), Pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    ended.err = command.front() + " could not be started";
    return ended;
  }
  int status = 0;
  rusage usage = {};
  while (wait4(program, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  ended.peak_kib = static_cast<uint64_t>(usage.ru_maxrss);
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  if (WIFEXITED(status)) ended.code = WEXITSTATUS(status);
  ended.out = Contents(out);
  ended.err = Contents(err);
  std::remove(out.c_str());
  std::remove(err.c_str());
  return ended;
}

std::vector<std::string> SplitCommand(std::string_view text) {
  std::istringstream words{std::string(text)};
  return {std::istream_iterator<std::string>(words),
          std::istream_iterator<std::string>()};
}

}  // namespace interleave::e2e
