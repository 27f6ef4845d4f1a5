// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What a task draws from the machine is the same in every execution.

#include "interleave/runtime/random_source.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <ostream>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

using Draw = std::function<std::string()>;

constexpr uint64_t kExecutions = 40;

// What main and two tasks beside each other drew, over many executions.
struct Drawn {
  std::set<std::string> by_main;
  std::set<std::string> by_one;
  std::set<std::string> by_two;
};

Drawn DrawOften(const Draw& wanted) {
  Drawn drawn;
  const Draw draw = [&] {
    INTERLEAVE_POINT("random.draw.begin");
    std::string text = wanted();
    INTERLEAVE_POINT("random.draw.end");
    return text;
  };
  Options options;
  options.strategy = "random";
  options.executions = kExecutions;
  const ExploreResult result = Explore(
      options,
      [&] {
        std::string one;
        std::string two;
        std::thread first([&] { one = draw(); });
        std::thread second([&] { two = draw(); });
        drawn.by_main.insert(draw());
        first.join();
        second.join();
        drawn.by_one.insert(one);
        drawn.by_two.insert(two);
      },
      "RandomSourceTest.Body");
  EXPECT_EQ(result.verdict, Verdict::kPassed) << FormatResult(result);
  return drawn;
}

struct Source {
  const char* name;
  std::string (*draw)();
};

template <typename Value>
std::string Text(const Value& value) {
  return absl::StrCat(value);
}

template <size_t Size>
std::string Text(const std::array<unsigned char, Size>& bytes) {
  return absl::StrJoin(bytes, " ");
}

std::string FromDevice(const char* path) {
  std::array<unsigned char, 16> bytes{};
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(read(file, bytes.data(), bytes.size()), 16) << path;
  close(file);
  return Text(bytes);
}

constexpr Source kSources[] = {
    {"getrandom",
     [] {
       std::array<unsigned char, 11> bytes{};
       EXPECT_EQ(getrandom(bytes.data(), bytes.size(), 0), 11);
       return Text(bytes);
     }},
    {"getrandom_by_its_number",
     [] {
       std::array<unsigned char, 8> bytes{};
       EXPECT_EQ(syscall(SYS_getrandom, bytes.data(), bytes.size(), 0), 8);
       return Text(bytes);
     }},
    {"getentropy",
     [] {
       std::array<unsigned char, 20> bytes{};
       EXPECT_EQ(getentropy(bytes.data(), bytes.size()), 0);
       return Text(bytes);
     }},
    {"arc4random", [] { return Text(arc4random()); }},
    {"arc4random_uniform",
     [] { return Text(arc4random_uniform(1'000'000'007)); }},
    {"rand", [] { return Text(rand()); }},
    {"random", [] { return Text(random()); }},
    {"drand48", [] { return Text(drand48()); }},
    {"lrand48", [] { return Text(lrand48()); }},
    {"mrand48", [] { return Text(mrand48()); }},
    {"random_device", [] { return Text(std::random_device()()); }},
    {"dev_urandom", [] { return FromDevice("/dev/urandom"); }},
    {"dev_random", [] { return FromDevice("/dev/random"); }},
    {"dev_urandom_as_a_stream",
     [] {
       std::array<char, 8> bytes{};
       std::ifstream file("/dev/urandom", std::ios::binary);
       file.read(bytes.data(), bytes.size());
       EXPECT_TRUE(file.good());
       return std::string(bytes.data(), bytes.size());
     }},
    {"dev_urandom_as_a_file",
     [] {
       std::array<unsigned char, 8> bytes{};
       FILE* const file = fopen("/dev/urandom", "rb");
       EXPECT_EQ(fread(bytes.data(), 1, bytes.size(), file), 8u);
       fclose(file);
       return Text(bytes);
     }},
    {"absl_BitGen",
     [] {
       absl::BitGen generator;
       return Text(absl::Uniform<uint64_t>(generator));
     }},
    {"absl_InsecureBitGen",
     [] {
       absl::InsecureBitGen generator;
       return Text(absl::Uniform<uint64_t>(generator));
     }},
};

void PrintTo(const Source& source, std::ostream* out) { *out << source.name; }

class RandomSourcesTest : public testing::TestWithParam<Source> {};

TEST_P(RandomSourcesTest, GiveEachTaskTheSameInEveryExecution) {
  const Drawn drawn = DrawOften(GetParam().draw);
  EXPECT_EQ(drawn.by_main.size(), 1u);
  EXPECT_EQ(drawn.by_one.size(), 1u);
  EXPECT_EQ(drawn.by_two.size(), 1u);
  EXPECT_NE(drawn.by_main, drawn.by_one);
  EXPECT_NE(drawn.by_one, drawn.by_two);
}

TEST_P(RandomSourcesTest, GiveATaskSomethingElseEachTime) {
  const Draw draw = GetParam().draw;
  DrawOften([&] {
    std::string first = draw();
    const std::string second = draw();
    EXPECT_NE(first, second);
    return first;
  });
}

TEST_P(RandomSourcesTest, AreTheRealOnesOutsideOfExecutions) {
  const std::string first = GetParam().draw();
  EXPECT_NE(first, GetParam().draw());
}

INSTANTIATE_TEST_SUITE_P(All, RandomSourcesTest, testing::ValuesIn(kSources),
                         [](const auto& source) {
                           return std::string(source.param.name);
                         });

TEST(RandomSourceTest, WhoSeedsGetsTheSameNumbersAgain) {
  const Drawn drawn = DrawOften([] {
    srand(7);
    const int first = rand();
    const int second = rand();
    srand(7);
    EXPECT_EQ(rand(), first);
    EXPECT_EQ(rand(), second);
    srand(8);
    EXPECT_NE(rand(), first);
    return absl::StrCat(first);
  });
  EXPECT_EQ(drawn.by_main, drawn.by_two);
}

TEST(RandomSourceTest, WhatOneTaskSeedsIsNotAnothers) {
  const Drawn drawn = DrawOften([] {
    const int before = rand();
    std::thread other([] { srand(7); });
    other.join();
    EXPECT_NE(rand(), before);
    return absl::StrCat(before);
  });
  EXPECT_EQ(drawn.by_one.size(), 1u);
}

TEST(RandomSourceTest, GetentropyTakesNoMoreThanItMay) {
  DrawOften([] {
    std::array<unsigned char, 257> bytes{};
    EXPECT_EQ(getentropy(bytes.data(), bytes.size()), -1);
    EXPECT_EQ(errno, EIO);
    return std::string();
  });
}

TEST(RandomSourceTest, BoundsHold) {
  DrawOften([] {
    for (int i = 0; i < 100; ++i) {
      EXPECT_LT(arc4random_uniform(3), 3u);
      EXPECT_GE(rand(), 0);
      EXPECT_LT(drand48(), 1);
    }
    EXPECT_EQ(arc4random_uniform(1), 0u);
    return std::string();
  });
}

// A loop that draws until it likes what it got waits for nobody.
TEST(RandomSourceTest, DrawingAgainIsNoRepetition) {
  const Drawn drawn = DrawOften([] {
    int tries = 0;
    while (rand() % 64 != 0) {
      ++tries;
      sched_yield();
    }
    return absl::StrCat(tries);
  });
  EXPECT_EQ(drawn.by_main.size(), 1u);
}

TEST(RandomSourceTest, EachTaskHasAThreadNumberOfItsOwn) {
  const Drawn drawn = DrawOften([] {
    EXPECT_EQ(gettid(), syscall(SYS_gettid));
    return absl::StrCat(gettid());
  });
  EXPECT_EQ(drawn.by_main.size(), 1u);
  EXPECT_EQ(drawn.by_one.size(), 1u);
  EXPECT_NE(drawn.by_main, drawn.by_one);
  EXPECT_NE(drawn.by_one, drawn.by_two);
  EXPECT_EQ(gettid(), getpid());
}

TEST(RandomSourceTest, TheProcessorIsTheSameOne) {
  const Drawn drawn = DrawOften([] { return absl::StrCat(sched_getcpu()); });
  EXPECT_EQ(drawn.by_main, std::set<std::string>{"0"});
  EXPECT_GE(sched_getcpu(), 0);
}

// Other files are opened as ever, with their modes.
TEST(RandomSourceTest, OtherFilesAreOpenedAsTheyAre) {
  const std::string path =
      absl::StrCat(testing::TempDir(), "random_source_test.txt");
  DrawOften([&] {
    const int file = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
    EXPECT_GE(file, 0);
    EXPECT_EQ(write(file, "abc", 3), 3);
    close(file);
    FILE* const stream = fopen(path.c_str(), "r");
    EXPECT_EQ(fgetc(stream), 'a');
    fclose(stream);
    return std::string();
  });
  EXPECT_EQ(unlink(path.c_str()), 0);
}

}  // namespace
}  // namespace interleave
