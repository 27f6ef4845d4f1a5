// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/schedule_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/arena.h"

namespace interleave {
namespace {

namespace fs = std::filesystem;

fs::path FolderFor(const std::string& dir) {
  if (!dir.empty()) return dir;
  const char* outputs = std::getenv("TEST_UNDECLARED_OUTPUTS_DIR");
  return outputs != nullptr && *outputs != '\0' ? outputs
                                                : "interleave_schedules";
}

// Parameterised tests have '/' in their names.
std::string FileNameOf(const std::string& test) {
  std::string name = test.empty() ? "body" : test;
  for (char& c : name) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                       c == '.' || c == '_' || c == '-';
    if (!plain) c = '_';
  }
  return name;
}

absl::StatusOr<std::string> WriteFile(const std::string& text,
                                      const std::string& dir,
                                      const std::string& name) {
  const OutsideArena outside;  // paths are the C++ library's
  const fs::path folder = FolderFor(dir);
  const fs::path path = folder / name;
  const fs::path part = path.string() + "." + std::to_string(getpid());
  std::error_code error;
  fs::create_directories(folder, error);
  {
    std::ofstream out(part, std::ios::binary);
    out << text;
    if (!out.flush()) {
      return absl::UnknownError(
          absl::StrCat(part.string(), ": ", std::strerror(errno)));
    }
  }
  fs::rename(part, path, error);
  if (error) {
    return absl::UnknownError(
        absl::StrCat(path.string(), ": ", error.message()));
  }
  return path.string();
}

}  // namespace

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  const OutsideArena outside;
  std::error_code error;
  if (fs::is_directory(path, error)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": expected a file, found a folder"));
  }
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) {
    return absl::NotFoundError(
        absl::StrCat(path, ": cannot be read: ", std::strerror(errno)));
  }
  return text.str();
}

std::string ProgramName() {
  const OutsideArena outside;
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).filename().string();
}

bool IsScheduleText(std::string_view text) {
  return absl::StartsWith(absl::string_view(text.data(), text.size()),
                          "interleave-schedule ") &&
         text.find('\n') != text.npos;
}

absl::StatusOr<Schedule> ReadScheduleFile(const std::string& path) {
  if (IsScheduleText(path)) return ParseSchedule(path, "schedule");
  absl::StatusOr<std::string> text = ReadWholeFile(path);
  if (!text.ok()) return text.status();
  return ParseSchedule(*text, path);
}

absl::StatusOr<Script> ReadScriptFile(const std::string& path) {
  absl::StatusOr<std::string> text = ReadWholeFile(path);
  if (!text.ok()) return text.status();
  return ParseScript(*text, path);
}

absl::StatusOr<std::string> WriteScheduleFile(const Schedule& schedule,
                                              const std::string& dir,
                                              size_t number) {
  std::string name = FileNameOf(schedule.test);
  if (number > 1) absl::StrAppend(&name, ".", number);
  return WriteFile(FormatSchedule(schedule), dir, name + ".schedule");
}

absl::StatusOr<std::string> WriteTestFile(const std::string& text,
                                          const std::string& test,
                                          const std::string& ending,
                                          const std::string& dir) {
  return WriteFile(text, dir, absl::StrCat(FileNameOf(test), ".", ending));
}

}  // namespace interleave
