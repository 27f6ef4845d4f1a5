// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/fuzz/fuzz.h"

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/byte_run.h"

extern "C" {
size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t size_max,
                               unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t* one, size_t one_size,
                                 const uint8_t* other, size_t other_size,
                                 uint8_t* data, size_t size_max, unsigned seed);
}

namespace interleave {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

using Bytes = std::vector<uint8_t>;

void LoseUpdate() {
  int count = 0;
  const auto add = [&] {
    const int seen = count;
    INTERLEAVE_POINT("fuzz.add.loaded");
    count = seen + 1;
  };
  std::thread other(add);
  add();
  other.join();
  INTERLEAVE_CHECK(count == 2, "an update is lost");
}

Options InTemporaryFolder() {
  Options options;
  options.schedule_dir = testing::TempDir() + "fuzz_test_schedules";
  return options;
}

// Some schedule of so few choices loses the update.
Bytes FindLoss() {
  for (uint8_t first = 0; first < 8; ++first) {
    for (uint8_t second = 0; second < 8; ++second) {
      const Bytes bytes = {first, second};
      const ByteRun run =
          RunBytes(InTemporaryFolder(), &LoseUpdate, "fuzz", bytes);
      if (run.found.has_value()) return bytes;
    }
  }
  return {};
}

void FuzzLoss(const Bytes& bytes) {
  FuzzSchedule(bytes, &LoseUpdate, InTemporaryFolder(), "FuzzTest.Loss");
}

// Those that die do so in a process of their own, in which no input was before.
class FuzzScheduleTest : public testing::Test {
 protected:
  FuzzScheduleTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(FuzzScheduleTest, GoesOnWhenNothingIsFound) {
  int runs = 0;
  for (const Bytes& bytes : {Bytes{}, Bytes{255}, Bytes(5000, 255)}) {
    FuzzSchedule(bytes, [&] {
      std::thread other([] { INTERLEAVE_POINT("fuzz.other.point"); });
      other.join();
      ++runs;
    });
  }
  EXPECT_GE(runs, 3);
}

TEST_F(FuzzScheduleTest, PrintsTheStoryAndAborts) {
  const Bytes bytes = FindLoss();
  ASSERT_FALSE(bytes.empty());
  EXPECT_EXIT(
      FuzzLoss(bytes), testing::KilledBySignal(SIGABRT),
      AllOf(HasSubstr("an update is lost"), HasSubstr("il1-"),
            HasSubstr("INTERLEAVE_REPLAY="), HasSubstr("INPUT is the file")));
}

TEST_F(FuzzScheduleTest, RunsTheScheduleOfTheEnvironment) {
  const Bytes bytes = FindLoss();
  const ByteRun run =
      RunBytes(InTemporaryFolder(), &LoseUpdate, "FuzzTest.Loss", bytes);
  ASSERT_TRUE(run.found.has_value());
  const Failure& failure = run.found->failures.front();
  for (const std::string& from : {failure.token, failure.schedule_path}) {
    EXPECT_EXIT(
        {
          setenv("INTERLEAVE_REPLAY", from.c_str(), 1);
          FuzzLoss({});
        },
        testing::KilledBySignal(SIGABRT), HasSubstr("an update is lost"));
  }
}

TEST_F(FuzzScheduleTest, SaysWhatIsWrongWithAReplay) {
  for (const char* bad : {"il1-@", "no/such.schedule"}) {
    EXPECT_EXIT(
        {
          setenv("INTERLEAVE_REPLAY", bad, 1);
          FuzzLoss({});
        },
        testing::KilledBySignal(SIGABRT), "il1-@|no/such.schedule|token");
  }
}

TEST_F(FuzzScheduleTest, FindsABodyThatIsNotTheSameTwice) {
  int runs = 0;
  const auto body = [&] {
    std::thread other([] {});
    for (int i = 0; i < runs; ++i) INTERLEAVE_POINT("fuzz.body.again");
    ++runs;
    other.join();
  };
  EXPECT_EXIT(FuzzSchedule({}, body, InTemporaryFolder()),
              testing::KilledBySignal(SIGABRT),
              "the same schedule does not give the same execution");
}

TEST_F(FuzzScheduleTest, SaysThatNoInputStartsAThread) {
  EXPECT_EXIT(
      {
        for (int i = 0; i < 1000; ++i) FuzzSchedule({}, [] {});
        std::exit(0);
      },
      testing::ExitedWithCode(0), "none of the first 1000 inputs");
}

// --- An input and a schedule in one. ---

FuzzInput Split(const Bytes& bytes) {
  return SplitFuzzInput(bytes.data(), bytes.size());
}

TEST(FuzzInputTest, TheLastByteSaysWhereTheScheduleBegins) {
  const Bytes bytes = {'a', 'b', 'c', 1, 2, 2};
  EXPECT_THAT(Split(bytes).input, ElementsAre('a', 'b', 'c'));
  EXPECT_THAT(Split(bytes).schedule, ElementsAre(1, 2));
}

TEST(FuzzInputTest, AnyBytesHaveAMeaning) {
  EXPECT_TRUE(Split({}).input.empty());
  EXPECT_TRUE(Split({}).schedule.empty());
  EXPECT_TRUE(Split({200}).schedule.empty());
  const Bytes too_many = {7, 8, 255};
  EXPECT_TRUE(Split(too_many).input.empty());
  EXPECT_THAT(Split(too_many).schedule, ElementsAre(7, 8));
  const Bytes huge(1 << 20, 255);
  EXPECT_EQ(Split(huge).schedule.size(), 255u);
  EXPECT_EQ(Split(huge).input.size(), huge.size() - 256);
}

TEST(FuzzInputTest, WhatIsJoinedIsTakenApart) {
  const Bytes input = {9, 0, 9};
  for (size_t size : {0, 1, 255}) {
    const Bytes schedule(size, 17);
    const Bytes joined = JoinFuzzInput(input, schedule);
    EXPECT_THAT(Split(joined).input, testing::ElementsAreArray(input));
    EXPECT_THAT(Split(joined).schedule, testing::ElementsAreArray(schedule));
  }
}

TEST(FuzzInputTest, RefusesAScheduleThatIsTooLong) {
  EXPECT_DEATH(JoinFuzzInput({}, Bytes(256, 0)), "at most 255 bytes");
}

// --- What libFuzzer asks for. ---

// Once this process has taken an input apart, inputs are changed as such.
Bytes ChangeSplit(const Bytes& bytes, size_t size_max, unsigned seed) {
  Split(bytes);
  Bytes changed = bytes;
  changed.resize(std::max(size_max, bytes.size()));
  changed.resize(
      LLVMFuzzerCustomMutator(changed.data(), bytes.size(), size_max, seed));
  return changed;
}

TEST(EngineMutatorTest, TheProgramsInputStaysWhenItsScheduleIsChanged) {
  const Bytes input = {'a', 'b', 'c'};
  const Bytes bytes = JoinFuzzInput(input, Bytes{1, 2, 3});
  size_t changes = 0;
  for (unsigned seed = 0; seed < 100; ++seed) {
    const Bytes changed = ChangeSplit(bytes, 64, seed);
    EXPECT_EQ(changed, ChangeSplit(bytes, 64, seed));
    EXPECT_THAT(Split(changed).input, testing::ElementsAreArray(input));
    changes += changed != bytes;
  }
  EXPECT_GT(changes, 50u);
}

TEST(EngineMutatorTest, NothingBecomesLargerThanItMay) {
  const Bytes bytes = JoinFuzzInput(Bytes(20, 7), Bytes(20, 7));
  Bytes crossed(64);
  for (unsigned seed = 0; seed < 100; ++seed) {
    for (const size_t size_max : {1, 2, 8, 21, 22, 41, 64}) {
      EXPECT_LE(ChangeSplit(bytes, size_max, seed).size(), size_max);
      EXPECT_LE(LLVMFuzzerCustomCrossOver(bytes.data(), bytes.size(),
                                          bytes.data(), bytes.size(),
                                          crossed.data(), size_max, seed),
                size_max);
    }
  }
}

}  // namespace
}  // namespace interleave
