// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Abseil's hash is seeded by an address. Where the system lets a process have
// its addresses fixed, what depends on it is the same in another one.

#include <stdlib.h>
#include <sys/personality.h>

#include <cstdio>
#include <mutex>
#include <string>
#include <thread>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"

namespace interleave {
namespace {

// Who goes first depends on the order of a map.
void LockInTheOrderOfAMap() {
  absl::flat_hash_map<int, int> numbers;
  absl::flat_hash_map<int*, int> pointers;
  int places[40];
  for (int i = 0; i < 40; ++i) numbers[i] = pointers[&places[i]] = i;
  std::mutex mutex;
  std::string order;
  const auto note = [&](int number) {
    const std::lock_guard lock(mutex);
    absl::StrAppend(&order, number, " ");
  };
  std::thread one([&] {
    for (const auto& [number, same] : numbers) {
      if (number % 7 == 0) note(number);
    }
  });
  std::thread two([&] {
    for (const auto& [place, number] : pointers) {
      if (number % 9 == 0) note(100 + number);
    }
  });
  one.join();
  two.join();
  RecordOutcome(order);
}

TEST(HashOrderTest, PrintsOutcomes) {
  Options options;
  options.strategy = "random";
  options.executions = 5;
  const ExploreResult result =
      Explore(options, &LockInTheOrderOfAMap, "HashOrderTest");
  for (const RecordedOutcome& outcome : result.outcomes) {
    std::printf("outcome: %s %s\n", outcome.value.c_str(),
                outcome.token.c_str());
  }
}

std::string OutcomesOfAnotherProcess(const std::string& environment) {
  char self[4096] = {};
  const std::string command =
      absl::StrCat(environment, " '", realpath("/proc/self/exe", self),
                   "' --gtest_filter=HashOrderTest.PrintsOutcomes "
                   "| grep outcome:");
  std::FILE* const output = popen(command.c_str(), "r");
  std::string text;
  for (int c = std::fgetc(output); c != EOF; c = std::fgetc(output)) {
    text += static_cast<char>(c);
  }
  EXPECT_EQ(pclose(output), 0) << command;
  return text;
}

TEST(HashOrderTest, IsTheSameInEachProcess) {
  const int now = personality(0xffffffff);
  if ((now & ADDR_NO_RANDOMIZE) == 0) {
    GTEST_SKIP() << "this system does not let addresses be fixed";
  }
  // What is started begins with addresses at random, as the system has it.
  personality(static_cast<unsigned>(now) & ~unsigned{ADDR_NO_RANDOMIZE});
  const std::string first = OutcomesOfAnotherProcess("");
  const std::string second = OutcomesOfAnotherProcess("");
  personality(static_cast<unsigned>(now));
  EXPECT_NE(first.find("outcome: "), std::string::npos);
  EXPECT_EQ(first, second);
}

}  // namespace
}  // namespace interleave
