// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// INTERLEAVE_TEST: GoogleTest tests whose body is one execution.
//
//   #include "interleave/gtest/gtest.h"
//
//   INTERLEAVE_TEST(CounterTest, CountsBoth) {
//     int count = 0;
//     std::mutex mutex;
//     auto add = [&] {
//       std::lock_guard lock(mutex);
//       ++count;
//     };
//     std::thread a(add), b(add);
//     a.join();
//     b.join();
//     EXPECT_EQ(count, 2);
//   }
//
// The body runs once for each schedule that is explored, as task "main", with
// the threads it starts under control; what it leaves in globals would be seen
// by its next run. By default every schedule is tried when there are few, else
// 10,000 of them; a third argument sets Options:
//
//   INTERLEAVE_TEST(CounterTest, CountsBoth, {.executions = 500, .seed = 7}) {
//
// and the flags --interleave_* of the test binary win over both. EXPECT_ and
// ASSERT_ work in every task; on failure the test prints what went wrong, the
// interleaving, and how to replay it. Everything of GoogleTest that runs,
// filters, repeats, shards or lists tests works. HasFailure() does not see
// failures of the execution under way (docs/limits.md).
//
// Link with interleave::gtest_main, or call interleave::InitTests from a main
// of your own, after InitGoogleTest.

#ifndef INTERLEAVE_GTEST_GTEST_H_
#define INTERLEAVE_GTEST_GTEST_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "interleave/interleave.h"

namespace interleave {

// Parses the flags --interleave_* and acts on those that end the program, such
// as --interleave_list. Bad flags and unreadable schedule files are said on
// stderr, and the program exits with 2.
void InitTests(int argc, char** argv);

namespace internal {

inline Options OptionsOf(Options options = {}) { return options; }

// The execution under way has a finding.
bool ExecutionHasFailed();

// One execution of a test: makes the fixture, runs it, takes it down.
using BodyFunction = void (*)();

void RegisterForList(const char* suite, const char* name, BodyFunction body,
                     const Options& options);
// Explores the body of the INTERLEAVE_TEST `original`, "Suite.Name".
void RunRegressionTest(const char* original, const Options& how,
                       const char* file, int line);
bool RegisterRegressionTest(const char* suite, const char* name,
                            const char* original, const char* file, int line,
                            Options how);
// Explores `body` and reports to GoogleTest as the current test's result.
void RunInterleaveTest(BodyFunction body, Options options, const char* file,
                       int line);

// What GoogleTest runs: it explores, and is no fixture itself. The fixture's
// own SetUp and TearDown belong to each execution.
template <typename Fixture>
class ExploringTest : public Fixture {
 public:
  ExploringTest(BodyFunction body, Options options, const char* file, int line)
      : body_(body), options_(std::move(options)), file_(file), line_(line) {}

 private:
  void SetUp() override {}
  void TearDown() override {}
  void TestBody() override { RunInterleaveTest(body_, options_, file_, line_); }

  const BodyFunction body_;
  const Options options_;
  const char* const file_;
  const int line_;
};

template <typename Fixture>
bool RegisterInterleaveTest(const char* suite, const char* name,
                            const char* file, int line, BodyFunction body,
                            BodyFile body_file, Options options) {
  options.body_instrumented &= body_file == BodyFile::kInstrumented;
  RegisterForList(suite, name, body, options);
  ::testing::RegisterTest(
      suite, name, nullptr, nullptr, file, line, [=]() -> Fixture* {
        return new ExploringTest<Fixture>(body, options, file, line);
      });
  return true;
}

}  // namespace internal
}  // namespace interleave

// See the head of this file.
#define INTERLEAVE_TEST(suite, name, ...) \
  INTERLEAVE_TEST_IMPL_(suite, name, ::testing::Test, __VA_ARGS__)

// The same with a fixture, whose constructor, SetUp, TearDown and destructor
// run in every execution, as part of it.
#define INTERLEAVE_TEST_F(fixture, name, ...) \
  INTERLEAVE_TEST_IMPL_(fixture, name, fixture, __VA_ARGS__)

// A test of a recorded order: runs the body of another INTERLEAVE_TEST of the
// program, "Suite.Name", with its fixture and options, but for those that say
// what to do: `executions`, `replay`, `verify`, `script`, `script_file` and
// what is allowed are the ones given here, and the strategy is "auto". So a fix
// of the code is tested with no second copy of the body. Fails where the
// program has no such test. `interleave draft` writes these.
//
//   INTERLEAVE_REGRESSION_TEST(CounterTest, LostUpdate,
//   "CounterTest.CountsBoth",
//                              {.executions = 1,
//                               .script = interleave::Script()
//                                             .Run("T1").Until("count.loaded")
//                                             .Run("T2").ToEnd(),
//                               .allow_infeasible = true})
#define INTERLEAVE_REGRESSION_TEST(suite, name, original, ...)        \
  [[maybe_unused]] const bool suite##_##name##_InterleaveRegression = \
      ::interleave::internal::RegisterRegressionTest(                 \
          #suite, #name, original, __FILE__, __LINE__,                \
          ::interleave::internal::OptionsOf(__VA_ARGS__));

#define INTERLEAVE_TEST_IMPL_(suite, name, fixture, ...)                     \
  class suite##_##name##_InterleaveTest : public fixture {                   \
   public:                                                                   \
    static void RunOnce() {                                                  \
      suite##_##name##_InterleaveTest test;                                  \
      test.SetUp();                                                          \
      if (!::interleave::internal::ExecutionHasFailed()) test.TestBody();    \
      test.TearDown();                                                       \
    }                                                                        \
                                                                             \
   private:                                                                  \
    void TestBody() override;                                                \
    static const bool registered_;                                           \
  };                                                                         \
  [[maybe_unused]] const bool suite##_##name##_InterleaveTest::registered_ = \
      ::interleave::internal::RegisterInterleaveTest<fixture>(               \
          #suite, #name, __FILE__, __LINE__,                                 \
          &suite##_##name##_InterleaveTest::RunOnce,                         \
          ::interleave::internal::kThisFile,                                 \
          ::interleave::internal::OptionsOf(__VA_ARGS__));                   \
  void suite##_##name##_InterleaveTest::TestBody()

#endif  // INTERLEAVE_GTEST_GTEST_H_
