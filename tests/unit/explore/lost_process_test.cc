// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/lost_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

namespace interleave {
namespace {

using testing::HasSubstr;

// As waitpid encodes them.
constexpr int StatusOfSignal(int signal) { return signal; }
constexpr int StatusOfExit(int code) { return code << 8; }

TEST(LostProcessTest, IsACrashByTheSignalThatEndedIt) {
  const Finding finding = FindingOfLostProcess(StatusOfSignal(SIGKILL), {});
  EXPECT_EQ(finding.kind, FindingKind::kCrash);
  EXPECT_THAT(finding.message, HasSubstr("was ended by SIGKILL (Killed)"));
}

TEST(LostProcessTest, IsACrashByAnExitThatNobodySaw) {
  const Finding finding = FindingOfLostProcess(StatusOfExit(5), {});
  EXPECT_EQ(finding.kind, FindingKind::kCrash);
  EXPECT_THAT(finding.message, HasSubstr("exit status 5, without passing by"));
}

TEST(LostProcessTest, IsWhatTheSignalHandlerLeft) {
  static const char code[] = "code";
  Crash crash;
  crash.signal = SIGFPE;
  crash.code = FPE_INTDIV;
  crash.stack[crash.stack_size++] = code;
  const Finding finding = FindingOfLostProcess(StatusOfSignal(SIGSEGV), crash);
  EXPECT_THAT(finding.message, HasSubstr("an integer was divided by zero"));
  EXPECT_THAT(finding.stack, testing::ElementsAre(code));
}

}  // namespace
}  // namespace interleave
