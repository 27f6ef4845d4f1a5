// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/lost_process.h"

#include <sys/wait.h>

#include "absl/strings/str_cat.h"

namespace interleave {

Finding FindingOfLostProcess(int status, const Crash& crash) {
  if (crash.signal != 0) return CrashTrap::FindingOf(crash);
  Finding finding;
  finding.kind = FindingKind::kCrash;
  if (WIFSIGNALED(status)) {
    finding.message = absl::StrCat("the process was ended by ",
                                   CrashTrap::SignalText(WTERMSIG(status)));
  } else {
    finding.message = absl::StrCat(
        "the process ended with exit status ", WEXITSTATUS(status),
        ", without passing by exit: a sanitizer's report or a system call of "
        "its own ended it");
  }
  return finding;
}

}  // namespace interleave
