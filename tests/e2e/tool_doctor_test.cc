// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// `interleave doctor` on real binaries.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

Ended Doctor(const Scratch& scratch, const std::string& binary) {
  return scratch.Run({INTERLEAVE_TOOL, "doctor", binary});
}

TEST(ToolDoctorTest, SaysThatATestBinaryIsControlledAndNotInstrumented) {
  const Scratch scratch;
  const Ended ended = Doctor(scratch, SAMPLE_COUNTER);
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("scheduling: controlled\n"));
  EXPECT_THAT(ended.out, HasSubstr("races: not judged: nothing is instr"));
  EXPECT_THAT(ended.out, HasSubstr("instrumented sources: none\n"));
  EXPECT_THAT(ended.out, HasSubstr("absl::Mutex: controlled\n"));
  EXPECT_THAT(ended.out, HasSubstr("libc.so.6"));
}

TEST(ToolDoctorTest, SaysWhenAbseilIsAnotherRelease) {
  const Scratch scratch;
  const Ended ended = Doctor(scratch, SAMPLE_OTHER_ABSL);
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("absl::Mutex: not controlled. "));
  EXPECT_THAT(ended.out, HasSubstr("libe2e_other_absl.so is another version"));
  EXPECT_THAT(ended.out, HasSubstr("Build Interleave with the version"));
}

TEST(ToolDoctorTest, SaysWhatToDoForAProgramOfNoUse) {
  const Scratch scratch;
  const Ended ended = Doctor(scratch, SAMPLE_PLAIN);
  EXPECT_EQ(ended.code, kNothingControlled) << ended;
  EXPECT_THAT(ended.out, HasSubstr("scheduling: not controlled"));
  EXPECT_THAT(ended.out, HasSubstr("interleave::gtest_main"));
}

TEST(ToolDoctorTest, RefusesWhatIsNoProgram) {
  const Scratch scratch;
  const Ended text = Doctor(scratch, scratch.Write("a.txt", "text"));
  EXPECT_EQ(text.code, kError) << text;
  EXPECT_THAT(text.err, HasSubstr("a.txt"));
  const Ended absent = Doctor(scratch, scratch.File("absent"));
  EXPECT_EQ(absent.code, kError) << absent;
  EXPECT_THAT(absent.err, HasSubstr("absent"));
  EXPECT_THAT(absent.out, IsEmpty());
}

}  // namespace
}  // namespace interleave::e2e
