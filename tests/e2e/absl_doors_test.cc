// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Each function of the installed Abseil that locks, waits or wakes is one of
// ours in a program with Interleave.

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "interleave/intercept/absl_symbol.h"
#include "tools/cli/elf_file.h"

namespace interleave::e2e {
namespace {

// Parts of others, reached through those only; and settings for debugging.
constexpr absl::string_view kLeftAlone[] = {
    "12Notification23HasBeenNotifiedInternal",
    "15BlockingCounterC",
    "5Mutex10UnlockSlow",
    "5Mutex11AwaitCommon",
    "5Mutex12LockSlowLoop",
    "5Mutex14EnableDebugLog",
    "5Mutex17DecrementSynchSem",
    "5Mutex17IncrementSynchSem",
    "5Mutex18ForgetDeadlockInfo",
    "5Mutex20LockSlowWithDeadline",
    "5Mutex24EnableInvariantDebugging",
    "5Mutex3Fer",
    "5Mutex45InternalAttemptToUseMutexInFatalSignalHandler",
    "5Mutex5Block",
    "5Mutex5Trans",
    "5Mutex6Wakeup",
    "5Mutex8LockSlow",
    "5Mutex9TryRemove",
    "7CondVar10WaitCommon",
    "7CondVar14EnableDebugLog",
    "7CondVar6Remove",
    "7CondVar6Wakeup",
    // Waits and wakes by the mutex and the notification it is made of.
    "12NotificationD",
    "7Barrier5Block",
};

constexpr absl::string_view kClasses[] = {
    "5Mutex", "7CondVar", "12Notification", "15BlockingCounter", "7Barrier"};

bool AnyBegins(const auto& beginnings, absl::string_view name) {
  for (const absl::string_view beginning : beginnings) {
    if (absl::StartsWith(name, beginning)) return true;
  }
  return false;
}

// The mangled names, as they are and from the class on, that `library` has of
// the classes.
std::vector<std::pair<std::string, std::string>> MembersIn(
    const cli::ElfFile& library) {
  const std::string space = absl::StrCat(
      kAbslNamespace.size(),
      absl::string_view(kAbslNamespace.data(), kAbslNamespace.size()));
  std::vector<std::pair<std::string, std::string>> members;
  for (const std::string& name : library.defined) {
    for (const char* begin : {"_ZN4absl", "_ZNK4absl"}) {
      const std::string prefix = absl::StrCat(begin, space);
      if (!absl::StartsWith(name, prefix)) continue;
      const std::string member = name.substr(prefix.size());
      if (AnyBegins(kClasses, member)) members.emplace_back(name, member);
    }
  }
  return members;
}

TEST(AbslDoorsTest, EachFunctionThatWaitsOrWakesIsControlled) {
  Dl_info where;
  ASSERT_NE(
      dladdr(dlsym(RTLD_NEXT, AbslSymbol<"_ZN4absl", "5Mutex4LockEv">().value),
             &where),
      0);
  const auto library = cli::ElfFile::Open(where.dli_fname);
  const auto program = cli::ElfFile::Open("/proc/self/exe");
  ASSERT_TRUE(library.ok()) << library.status();
  ASSERT_TRUE(program.ok()) << program.status();
  const auto members = MembersIn(*library);
  EXPECT_GT(members.size(), 30u);
  for (const auto& [name, member] : members) {
    EXPECT_TRUE(program->Defines(name) || AnyBegins(kLeftAlone, member))
        << name << ": no door of intercept/absl_*.cc; or, if it needs none, "
        << "no entry of kLeftAlone";
  }
}

}  // namespace
}  // namespace interleave::e2e
