// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/symbolizer.h"

#include <pthread.h>

#include <array>
#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/report/path_text.h"

namespace interleave {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const void* captured = nullptr;

// Keeps the caller from making a tail call, which leaves no return address.
std::atomic<int> after_call = 0;

[[gnu::noinline]] void Capture() { captured = __builtin_return_address(0); }

constexpr int kPlainLine = __LINE__ + 2;
[[gnu::noinline]] void CallPlain() {
  Capture();
  ++after_call;
}

constexpr int kInnerLine = __LINE__ + 2;
[[gnu::always_inline]] inline void Inner() {
  Capture();
  ++after_call;
}

constexpr int kOuterLine = __LINE__ + 2;
[[gnu::noinline]] void Outer() {
  Inner();
  ++after_call;
}

// A lock from which a return address can be had. The std::lock_guard around it
// is inlined at -O2, so the call lies in a system header in the user's
// function.
struct CapturingLock {
  [[gnu::noinline]] void lock() { captured = __builtin_return_address(0); }
  void unlock() { ++after_call; }
};

CapturingLock capturing_lock;

constexpr int kLockLine = __LINE__ + 2;
[[gnu::noinline]] void LockIt() {
  const std::lock_guard<CapturingLock> lock(capturing_lock);
  ++after_call;
}

Frame FrameIn(const std::string& file, const std::string& module = "/a/b") {
  return {.function = "F", .file = file, .line = 1, .module = module};
}

// clang's line tables (-g1) name functions with their parameters, gcc's don't.
std::string FullName(const std::string& name) {
#if defined(__clang__)
  return name + "()";
#else
  return name;
#endif
}

TEST(SymbolizerTest, FindsTheLineOfACallNotOfItsReturn) {
  CallPlain();
  Symbolizer symbolizer;
  const std::vector<Frame> frames = symbolizer.Resolve(captured);
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(ShortPath(frames[0].file), "symbolizer_test.cc");
  EXPECT_EQ(frames[0].line, kPlainLine);
  EXPECT_THAT(frames[0].function, HasSubstr(FullName("CallPlain")));
}

TEST(SymbolizerTest, ExpandsInlinedFunctionsInnermostFirst) {
  Outer();
  Symbolizer symbolizer;
  const std::vector<Frame> frames = symbolizer.Resolve(captured);
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_THAT(frames[0].function, HasSubstr(FullName("Inner")));
  EXPECT_EQ(frames[0].line, kInnerLine);
  EXPECT_THAT(frames[1].function, HasSubstr(FullName("Outer")));
  EXPECT_EQ(frames[1].line, kOuterLine);
}

TEST(SymbolizerTest, UserFrameLeavesTheStandardLibraryOut) {
  LockIt();
  Symbolizer symbolizer;
  const std::vector<Frame> frames = symbolizer.Resolve(captured);
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_THAT(frames[0].function, HasSubstr("lock_guard"));
  EXPECT_FALSE(IsUserFrame(frames[0]));
  EXPECT_THAT(frames[1].function, HasSubstr(FullName("LockIt")));
  const std::optional<Frame> frame =
      symbolizer.UserFrame(std::array<const void*, 1>{captured});
  ASSERT_TRUE(frame.has_value());
  EXPECT_EQ(frame->line, kLockLine);
}

TEST(SymbolizerTest, NamesAFunctionOfTheSystem) {
  Symbolizer symbolizer;
  const auto* pc = reinterpret_cast<const char*>(&pthread_create) + 1;
  const std::vector<Frame> frames = symbolizer.Resolve(pc);
  ASSERT_EQ(frames.size(), 1u);
  // With or without a line: the system's debug information may be installed.
  EXPECT_THAT(frames[0].function, HasSubstr("pthread_create"));
  EXPECT_FALSE(IsUserFrame(frames[0]));
}

TEST(SymbolizerTest, GivesNothingForAnAddressOutsideTheProgram) {
  Symbolizer symbolizer;
  int on_the_stack = 0;
  EXPECT_THAT(symbolizer.Resolve(nullptr), IsEmpty());
  EXPECT_THAT(symbolizer.Resolve(reinterpret_cast<void*>(16)), IsEmpty());
  const std::vector<Frame> frames = symbolizer.Resolve(&on_the_stack);
  for (const Frame& frame : frames) EXPECT_FALSE(IsUserFrame(frame));
}

TEST(SymbolizerTest, UserFrameIsTheFirstOfTheStack) {
  CallPlain();
  const void* plain = captured;
  Outer();
  const void* outer = captured;
  const std::array<const void*, 3> stack = {
      reinterpret_cast<const char*>(&pthread_create) + 1, outer, plain};
  Symbolizer symbolizer;
  const std::optional<Frame> frame = symbolizer.UserFrame(stack);
  ASSERT_TRUE(frame.has_value());
  EXPECT_EQ(frame->line, kInnerLine);
  EXPECT_FALSE(symbolizer.UserFrame({}).has_value());
}

long static_words[3];

TEST(SymbolizerTest, NamesVariablesOfStaticLifetime) {
  Symbolizer symbolizer;
  EXPECT_THAT(symbolizer.Variable(&static_words[0]),
              testing::HasSubstr("static_words"));
  EXPECT_THAT(symbolizer.Variable(&static_words[1]),
              testing::HasSubstr("static_words + 8"));
  const int local = 0;
  EXPECT_EQ(symbolizer.Variable(&local), "");
  EXPECT_EQ(symbolizer.Variable(nullptr), "");
}

TEST(IsUserFrameTest, KnowsWhatIsNotTheUsersCode) {
  EXPECT_TRUE(IsUserFrame(FrameIn("/src/me/pool.cc")));
  EXPECT_TRUE(IsUserFrame(FrameIn("pool.cc")));
  EXPECT_TRUE(IsUserFrame(FrameIn("/src/interleave/tests/unit/a_test.cc")));
  for (const char* path :
       {"/usr/include/c++/12/mutex", "/usr/lib/llvm-14/include/c++/v1/mutex",
        "/usr/bin/../lib/gcc/x86_64-linux-gnu/12/../../../../include/c++/12/"
        "bits/std_mutex.h",
        "/usr/include/absl/synchronization/mutex.h",
        "/usr/include/gtest/gtest.h", "/src/googletest/src/gtest.cc",
        "/src/framework/interleave/runtime/execution.cc",
        "/opt/interleave/include/interleave/gtest/main.h", ""}) {
    EXPECT_FALSE(IsUserFrame(FrameIn(path))) << path;
  }
  EXPECT_FALSE(
      IsUserFrame(FrameIn("./nptl/pthread_create.c", "/usr/lib/libc.so.6")));
  Frame without_line = FrameIn("pool.cc");
  without_line.line = 0;
  EXPECT_FALSE(IsUserFrame(without_line));
}

}  // namespace
}  // namespace interleave
