// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Damaged schedules and other input that nothing can be done with: each reader
// says where and why, and runs nothing.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

struct Damaged {
  const char* what;
  std::string text;
  const char* said;
};

void PrintTo(const Damaged& damaged, std::ostream* out) {
  *out << damaged.what;
}

class DamagedScheduleTest : public testing::TestWithParam<Damaged> {};

TEST_P(DamagedScheduleTest, IsRefusedWithItsPlaceByEveryReader) {
  const Scratch scratch;
  scratch.Write("bad.schedule", GetParam().text);
  const std::vector<std::vector<std::string>> commands = {
      {INTERLEAVE_TOOL, "show", "bad.schedule"},
      {INTERLEAVE_TOOL, "replay", "bad.schedule", "--on", SAMPLE_COUNTER},
      {INTERLEAVE_TOOL, "verify", "bad.schedule", "--on", SAMPLE_COUNTER},
      {SAMPLE_COUNTER, "--interleave_replay=bad.schedule"},
      {SAMPLE_COUNTER, "--interleave_verify=bad.schedule"}};
  for (const std::vector<std::string>& command : commands) {
    const Ended ended = scratch.Run(command);
    EXPECT_EQ(ended.code, kError) << command[1] << ended;
    EXPECT_THAT(ended.err, HasSubstr(GetParam().said)) << command[1];
    EXPECT_THAT(ended.out, IsEmpty()) << command[1];
  }
}

constexpr char kStart[] =
    "interleave-schedule 1\ntest CounterTest.LostUpdate\ntask 0 main\n";

INSTANTIATE_TEST_SUITE_P(
    Files, DamagedScheduleTest,
    testing::Values(
        Damaged{"an empty file", "", "bad.schedule:1:1: expected "},
        Damaged{"another kind of file", "<html>\n", "bad.schedule:1:1: "},
        Damaged{"another version", "interleave-schedule 9\nend\n",
                "bad.schedule:1:21: this schedule has format version 9"},
        Damaged{"a file cut short", kStart, "expected \"end\""},
        Damaged{"text after the end", std::string(kStart) + "end\nmore\n",
                "bad.schedule:5:1: "},
        Damaged{"an unknown word", std::string(kStart) + "tsak 1 a\nend\n",
                "bad.schedule:4:1: expected one of "},
        Damaged{"an unknown task",
                std::string(kStart) + "switch mian 1 start -> main\nend\n",
                "did you mean \"main\"?"},
        Damaged{"a broken number",
                std::string(kStart) + "switch main x start -> main\nend\n",
                "bad.schedule:4:13: "},
        Damaged{"a number too large",
                std::string(kStart) +
                    "switch main 99999999999 start -> main\nend\n",
                "bad.schedule:4:13: "},
        Damaged{"a value out of range",
                std::string(kStart) + "value main 1 2/2\nend\n",
                "bad.schedule:4:"},
        Damaged{"zero bytes", std::string("\0\0\0\0\n", 5),
                "bad.schedule:1:1: "}),
    [](const auto& tested) { return "Case" + std::to_string(tested.index); });

class BadScheduleInputTest : public testing::TestWithParam<BadCommand> {};

TEST_P(BadScheduleInputTest, EndsWith2AndSaysWhy) {
  const Scratch scratch;
  scratch.Write("nameless.schedule", "interleave-schedule 1\nend\n");
  scratch.Write("good.schedule",
                "interleave-schedule 1\ntest CounterTest.LostUpdate\nend\n");
  scratch.Write("gone.schedule",
                "interleave-schedule 1\ntest CounterTest.LostUpdat\nend\n");
  std::vector<std::string> command = GetParam().arguments;
  command.insert(command.begin(), INTERLEAVE_TOOL);
  const Ended ended = scratch.Run(command);
  EXPECT_EQ(ended.code, kError) << ended;
  EXPECT_THAT(ended.err, HasSubstr("interleave: "));
  EXPECT_THAT(ended.err, HasSubstr(GetParam().said));
  EXPECT_THAT(ended.out, IsEmpty());
}

const std::vector<BadCommand>& BadScheduleInputs() {
  static const auto* const kBad = new std::vector<BadCommand>{
      {"replay of nothing", {"replay"}, "schedule"},
      {"show of nothing", {"show"}, "schedule"},
      {"an absent file",
       {"show", "absent.schedule"},
       "absent.schedule: No such file"},
      {"a folder", {"replay", ".", "--on", SAMPLE_COUNTER}, "is a folder"},
      {"a file without a test",
       {"replay", "nameless.schedule", "--on", SAMPLE_COUNTER},
       "--test Suite.Name"},
      {"a file without a program",
       {"replay", "good.schedule"},
       "names no program; say which with --on BINARY"},
      {"a test that is gone",
       {"replay", "gone.schedule", "--on", SAMPLE_COUNTER},
       "did you mean CounterTest.LostUpdate?"},
      {"a test that is gone, to verify",
       {"verify", "gone.schedule", "--on", SAMPLE_COUNTER},
       "did you mean CounterTest.LostUpdate?"},
      {"an ordinary test",
       {"replay", "good.schedule", "--on", SAMPLE_COUNTER, "--test",
        "OrdinaryTest.IsNoneOfOurs"},
       "no INTERLEAVE_TEST of"},
      {"an absent binary",
       {"replay", "good.schedule", "--on", "absent"},
       "absent: no such file"},
      {"a binary of another kind",
       {"verify", "good.schedule", "--on", SAMPLE_PLAIN},
       "no test binary of Interleave's"},
      {"a damaged token",
       {"replay", "il1-AAAA", "--on", SAMPLE_COUNTER, "--test",
        "CounterTest.LostUpdate"},
       "token"},
      {"a token without a test",
       {"replay", "il1-AAAAAA", "--on", SAMPLE_COUNTER},
       "token"},
      {"a test without a name",
       {"replay", "good.schedule", "--on", SAMPLE_COUNTER, "--test"},
       "--test"},
      {"no room for verify's budget",
       {"verify", "good.schedule", "--on", SAMPLE_COUNTER, "--executions",
        "many"},
       "whole number"},
  };
  return *kBad;
}

INSTANTIATE_TEST_SUITE_P(Inputs, BadScheduleInputTest,
                         testing::ValuesIn(BadScheduleInputs()));

}  // namespace
}  // namespace interleave::e2e
