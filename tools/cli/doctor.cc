// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/doctor.h"

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "interleave/report/path_text.h"
#include "tools/cli/complaint.h"
#include "tools/cli/elf_file.h"
#include "tools/cli/process.h"
#include "tools/cli/test_binary.h"

namespace interleave::cli {
namespace {

// The file of each shared library that the program begins with, as the dynamic
// linker finds them.
absl::StatusOr<std::vector<std::string>> LibrariesOf(
    const std::string& path, const std::string& interpreter) {
  std::vector<std::string> libraries;
  if (interpreter.empty()) return libraries;
  const absl::StatusOr<ProcessEnd> listing = RunProcess(
      {.command = {interpreter, "--list", path}, .output = Output::kCapture});
  if (!listing.ok()) return listing.status();
  if (!listing->ok()) {
    return absl::InternalError(absl::StrCat(
        "the dynamic linker ", DescribeEnd(*listing), ": ", listing->error));
  }
  for (const absl::string_view line :
       absl::StrSplit(listing->output, '\n', absl::SkipEmpty())) {
    // "\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f...)"
    const std::vector<std::string> words =
        absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    if (words.size() >= 3 && words[1] == "=>" && words[2] != "not") {
      libraries.push_back(words[2]);
    }
  }
  return libraries;
}

bool IsInstrumented(const ElfFile& file) {
  return file.Wants("__tsan_init") || file.Wants("__wrap___tsan_func_entry") ||
         file.Wants("__tsan_func_entry");
}

std::string NameList(const std::vector<std::string>& names) {
  return names.empty() ? "none" : absl::StrJoin(names, ", ");
}

void PrintSources(const ElfFile& program) {
  std::vector<std::string> seen;
  std::vector<std::string> unseen;
  for (const SourceFile& source : program.sources) {
    (source.instrumented ? seen : unseen).push_back(DisplayPath(source.path));
  }
  if (program.sources.empty()) {
    std::printf("sources: not known%s\n",
                program.stripped
                    ? ": the program is stripped"
                    : ": it has no debug lines (compile with -g1)");
    return;
  }
  std::printf("instrumented sources: %s\n", NameList(seen).c_str());
  std::printf("other sources: %s\n", NameList(unseen).c_str());
  if (!unseen.empty()) {
    std::printf(
        "  What these do to memory is no schedule point, and no race there is "
        "seen.\n  Compile them with interleave_instrument() or "
        "interleave-clang++.\n");
  }
}

// The name of absl::Mutex::Lock that `file` defines, or nothing.
std::string AbslLockOf(const ElfFile& file) {
  for (auto at = file.defined.lower_bound("_ZN4absl");
       at != file.defined.end() && absl::StartsWith(*at, "_ZN4absl"); ++at) {
    if (absl::EndsWith(*at, "5Mutex4LockEv")) return *at;
  }
  return {};
}

void PrintLibraries(const std::vector<std::string>& paths,
                    const ElfFile& program) {
  std::vector<std::string> seen;
  std::vector<std::string> unseen;
  for (const std::string& path : paths) {
    const absl::StatusOr<ElfFile> library = ElfFile::Open(path);
    if (!library.ok()) continue;
    (IsInstrumented(*library) ? seen : unseen)
        .push_back(std::string(ShortPath(path)));
    const std::string lock = AbslLockOf(*library);
    if (!lock.empty() && !program.Defines(lock)) {
      std::printf(
          "absl::Mutex: not controlled. %s is another version of Abseil than "
          "Interleave was built with.\n  Build Interleave with the version "
          "that the program uses.\n",
          path.c_str());
    } else if (!lock.empty()) {
      std::printf("absl::Mutex: controlled\n");
    }
  }
  std::printf("instrumented libraries: %s\n", NameList(seen).c_str());
  std::printf("other libraries: %s\n", NameList(unseen).c_str());
  std::printf(
      "  What these do to memory is invisible; where they lock, wait or make "
      "threads is controlled.\n");
}

}  // namespace

ExitCode RunDoctor(const DoctorOptions& options) {
  if (const absl::Status status = CheckRunnable(options.binary); !status.ok()) {
    return Complain(status);
  }
  const absl::StatusOr<ElfFile> program = ElfFile::Open(options.binary);
  if (!program.ok()) return Complain(program.status());
  const absl::StatusOr<std::vector<std::string>> libraries =
      LibrariesOf(options.binary, program->interpreter);
  if (!libraries.ok()) return Complain(libraries.status());

  // Doors are the program's own definitions of what the C library defines too.
  const bool controlled =
      program->Defines("pthread_create") && program->Defines("sched_yield");
  std::printf("scheduling: %s\n",
              controlled ? "controlled"
                         : "not controlled: Interleave is no part of the "
                           "program; link it with interleave::gtest_main, or "
                           "with interleave-clang++");
  const bool hooked = program->Defines("__wrap___tsan_read4");
  if (hooked) {
    std::printf("races: judged, with ThreadSanitizer's runtime\n");
  } else if (controlled && program->Defines("__tsan_read4")) {
    std::printf(
        "races: judged in fuzz targets and by --races fail, by clocks alone: "
        "without ThreadSanitizer's runtime (RACES off)\n");
  } else {
    std::printf("races: not judged: nothing is instrumented\n");
  }
  PrintSources(*program);
  PrintLibraries(*libraries, *program);
  return controlled ? ExitCode::kNoFinding : ExitCode::kNothingControlled;
}

}  // namespace interleave::cli
