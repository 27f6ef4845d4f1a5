// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// `interleave list` and `interleave explore` on real test binaries.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using Json = nlohmann::json;
using testing::ContainsRegex;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Ended Tool(const Scratch& scratch, std::vector<std::string> arguments,
           const std::vector<std::string>& variables = {}) {
  arguments.insert(arguments.begin(), INTERLEAVE_TOOL);
  return scratch.Run(arguments, variables);
}

TEST(ToolListTest, NamesOurTestsOneALine) {
  const Scratch scratch;
  const Ended ended = Tool(scratch, {"list", SAMPLE_COUNTER});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_EQ(ended.out,
            "CounterTest.LostUpdate\n"
            "CounterTest.LostUpdateFixed\n"
            "CounterFixture.IsMadeAnewInEachExecution\n");
}

TEST(ToolListTest, NamesOnlyWhatMatches) {
  const Scratch scratch;
  const Ended ended = Tool(
      scratch, {"list", SAMPLE_COUNTER, "--filter", "Counter*.*-*Fixed:*New*"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_EQ(ended.out,
            "CounterTest.LostUpdate\n"
            "CounterFixture.IsMadeAnewInEachExecution\n");
}

TEST(ToolListTest, IsNotMisledByTheEnvironment) {
  const Scratch scratch;
  const Ended ended = Tool(scratch, {"list", SAMPLE_COUNTER},
                           {"GTEST_TOTAL_SHARDS=3", "GTEST_SHARD_INDEX=2"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("CounterTest.LostUpdate\n"));
}

TEST(ToolExploreTest, PrintsWhatWasCovered) {
  const Scratch scratch;
  const Ended ended =
      Tool(scratch, {"explore", SAMPLE_COUNTER, "--coverage", "--filter",
                     "CounterTest.LostUpdateFixed"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out,
              ContainsRegex("verified: all [0-9]+ schedules, 2 distinct traces "
                            "by synchronisation\\."));
  EXPECT_THAT(ended.out, HasSubstr("\nPoints reached: counter.add.loaded\n"));
}

TEST(ToolExploreTest, EndsWith0WhenNothingIsFound) {
  const Scratch scratch;
  const Ended ended =
      Tool(scratch, {"explore", SAMPLE_COUNTER, "--filter", "*Fixed"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("verified: all"));
  EXPECT_THAT(ended.out,
              ContainsRegex("\ninterleave explore: 1 test: 1 verified; 0 "
                            "findings; [0-9]+ executions in .* s; seed 1\n$"));
}

TEST(ToolExploreTest, EndsWith1WhenSomethingIsFound) {
  const Scratch scratch;
  const Ended ended = Tool(scratch, {"explore", SAMPLE_COUNTER});
  EXPECT_EQ(ended.code, kFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("3 tests: 2 verified, 1 failed; 1 finding"));
  EXPECT_THAT(scratch.Files(),
              testing::ElementsAre("interleave_schedules/"
                                   "CounterTest.LostUpdate.schedule"));
}

TEST(ToolExploreTest, EndsWith3WhenNothingWasControlled) {
  const Scratch scratch;
  const Ended ended =
      Tool(scratch, {"explore", SAMPLE_FINDINGS, "--filter",
                     "EmptyTest.NothingControlled", "--json", "result.json"});
  EXPECT_EQ(ended.code, kNothingControlled) << ended;
  EXPECT_EQ(Json::parse(scratch.Read("result.json"))["nothing_controlled"],
            true);
}

TEST(ToolExploreTest, PutsAFindingBeforeThatNothingWasControlled) {
  const Scratch scratch;
  const Ended ended =
      Tool(scratch, {"explore", SAMPLE_FINDINGS, "--filter",
                     "EmptyTest.NothingControlled:FindingsTest.Check"});
  EXPECT_EQ(ended.code, kFinding) << ended;
}

TEST(ToolExploreTest, EndsWith1WhenATestFailedWithoutAFinding) {
  const Scratch scratch;
  const Ended ended = Tool(scratch, {"explore", SAMPLE_FINDINGS, "--filter",
                                     "EmptyTest.SingleSchedule"});
  EXPECT_EQ(ended.code, kFinding) << ended;
}

TEST(ToolExploreTest, EndsWith0WhenItIsMeantThatNothingIsControlled) {
  const Scratch scratch;
  const Ended ended = Tool(scratch, {"explore", SAMPLE_FINDINGS, "--filter",
                                     "*.NothingControlledOnPurpose"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
}

TEST(ToolExploreTest, EndsWith3WhenEveryTestIsSkipped) {
  const Scratch scratch;
  const Ended ended =
      Tool(scratch, {"explore", SAMPLE_FINDINGS, "--filter", "*.Skipped"});
  EXPECT_EQ(ended.code, kNothingControlled) << ended;
  EXPECT_THAT(ended.out, HasSubstr("skipped"));
}

TEST(ToolExploreTest, RunsNoOrdinaryTests) {
  const Scratch scratch;
  const Ended ended = Tool(scratch, {"explore", SAMPLE_COUNTER});
  EXPECT_THAT(ended.out, Not(HasSubstr("OrdinaryTest")));
  EXPECT_THAT(ended.out, Not(HasSubstr("ServesOrdinaryTestsToo")));
}

TEST(ToolExploreTest, HandsItsOptionsOn) {
  const Scratch scratch;
  const Ended ended = Tool(
      scratch, {"explore", SAMPLE_BUDGET, "--filter", "*.LargeSpace",
                "--strategy", "sticky-random", "--seed", "18446744073709551615",
                "--executions", "123", "--time", "60", "--json", "r.json"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  const Json result = Json::parse(scratch.Read("r.json"));
  EXPECT_EQ(result["executions"], 123);
  EXPECT_EQ(result["seed"], 18446744073709551615u);
  EXPECT_EQ(result["strategy"], "sticky-random");
  EXPECT_EQ(result["verdict"], "passed");
}

TEST(ToolExploreTest, HandsArgumentsAfterTwoDashesOn) {
  const Scratch scratch;
  const Ended ended =
      Tool(scratch, {"explore", SAMPLE_BUDGET, "--filter", "*.LargeSpace", "--",
                     "--interleave_executions=9", "--gtest_repeat=2"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
  EXPECT_THAT(ended.out, HasSubstr("2 tests: 2 passed"));
  EXPECT_THAT(ended.out, HasSubstr("18 executions"));
}

TEST(ToolExploreTest, WritesJsonWithTheFieldsPromised) {
  const Scratch scratch;
  Tool(scratch, {"explore", SAMPLE_COUNTER, "--json", "result.json"});
  const Json result = Json::parse(scratch.Read("result.json"));
  EXPECT_EQ(result["verdict"], "failed");
  EXPECT_TRUE(result["executions"].is_number());
  EXPECT_TRUE(result["exhausted"].is_boolean());
  EXPECT_TRUE(result["strategy"].is_string());
  EXPECT_EQ(result["seed"], 1);
  EXPECT_TRUE(result["seconds"].is_number());
  EXPECT_EQ(result["tests"].size(), 3u);
  ASSERT_EQ(result["findings"].size(), 1u);
  const Json finding = result["findings"][0];
  for (const char* field :
       {"kind", "message", "task", "location", "schedule"}) {
    EXPECT_TRUE(finding[field].is_string()) << field;
  }
  EXPECT_TRUE(finding["execution"].is_number());
  EXPECT_FALSE(scratch.Read(finding["schedule"].get<std::string>()).empty());
}

TEST(ToolExploreTest, IsNoErrorForAShardWithoutTests) {
  const Scratch scratch;
  const Ended ended =
      Tool(scratch, {"explore", SAMPLE_COUNTER, "--filter", "*Fixed"},
           {"GTEST_TOTAL_SHARDS=9", "GTEST_SHARD_INDEX=8"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
}

TEST(ToolExploreTest, SaysWhichSignalKilledTheBinary) {
  const Scratch scratch;
  const Ended ended =
      Tool(scratch, {"explore", SAMPLE_CRASH, "--filter", "*.KillsItself",
                     "--option", "isolation=none"});
  EXPECT_EQ(ended.code, kError) << ended;
  EXPECT_THAT(ended.err, HasSubstr("was killed by signal 9 (Killed)"));
}

TEST(ToolExploreTest, FindsTheBinaryInTheCurrentFolder) {
  const Scratch scratch;
  scratch.Write("my tests.sh",
                std::string("#!/bin/sh\nexec ") + SAMPLE_COUNTER + " \"$@\"\n");
  scratch.Run({"/bin/chmod", "+x", "my tests.sh"});
  const Ended ended =
      Tool(scratch, {"explore", "my tests.sh", "--filter", "*Fixed"});
  EXPECT_EQ(ended.code, kNoFinding) << ended;
}

// --- What is refused. ---

class BadInputTest : public testing::TestWithParam<BadCommand> {};

TEST_P(BadInputTest, EndsWith2AndSaysWhy) {
  const Scratch scratch;
  scratch.Write("text", "no program\n");
  scratch.Write("script", "no program, though it may be run\n");
  scratch.Write("fails", "#!/bin/sh\necho something is missing >&2\nexit 7\n");
  scratch.Write("dies", "#!/bin/sh\nkill -SEGV $$\n");
  scratch.Write("lies",
                "#!/bin/sh\n"
                "case \"$*\" in *--interleave_list*) echo Some.Test;; esac\n");
  scratch.Write("talks", "#!/bin/sh\nwhile :; do echo a.b; done\n");
  scratch.Run({"/bin/chmod", "+x", "script", "fails", "dies", "lies", "talks"});
  const Ended ended = Tool(scratch, GetParam().arguments);
  EXPECT_EQ(ended.code, kError) << ended;
  EXPECT_THAT(ended.err, HasSubstr("interleave: "));
  EXPECT_THAT(ended.err, HasSubstr(GetParam().said));
  EXPECT_THAT(ended.out, IsEmpty());
  EXPECT_THAT(ended.err, EndsWith("\n"));
}

const std::vector<BadCommand>& BadUsage() {
  static const auto* const kBad = new std::vector<BadCommand>{
      {"nothing", {}, "subcommand"},
      {"an unknown command", {"explor", SAMPLE_COUNTER}, "mean explore?"},
      {"an option before the command", {"--seed", "1", "list"}, "--seed"},
      {"no binary", {"explore"}, "binary"},
      {"an unknown option", {"explore", SAMPLE_COUNTER, "--sed", "1"}, "--sed"},
      {"an option without its value",
       {"explore", SAMPLE_COUNTER, "--seed"},
       "--seed"},
      {"two binaries",
       {"explore", SAMPLE_COUNTER, SAMPLE_BUDGET},
       "one binary at a time"},
      {"a seed that is no number",
       {"explore", SAMPLE_COUNTER, "--seed", "x"},
       "whole number"},
      {"a negative seed",
       {"explore", SAMPLE_COUNTER, "--seed", "-1"},
       "whole number"},
      {"a hexadecimal seed",
       {"explore", SAMPLE_COUNTER, "--seed", "0x10"},
       "whole number"},
      {"a seed that is too large",
       {"explore", SAMPLE_COUNTER, "--seed", "18446744073709551616"},
       "whole number"},
      {"an empty seed", {"explore", SAMPLE_COUNTER, "--seed="}, "--seed"},
      {"broken executions",
       {"explore", SAMPLE_COUNTER, "--executions", "1.5"},
       "whole number"},
      {"negative time", {"explore", SAMPLE_COUNTER, "--time", "-3"}, "seconds"},
      {"endless time", {"explore", SAMPLE_COUNTER, "--time", "inf"}, "seconds"},
      {"time with a unit",
       {"explore", SAMPLE_COUNTER, "--time", "10s"},
       "seconds"},
      {"too many preemptions",
       {"explore", SAMPLE_COUNTER, "--preemptions", "4294967296"},
       "whole number"},
      {"delays in letters",
       {"explore", SAMPLE_COUNTER, "--delays", "two"},
       "whole number"},
      {"delays for a strategy that has none",
       {"explore", SAMPLE_COUNTER, "--strategy", "dpor", "--delays", "2"},
       "set strategy to \"delay-bounded\""},
      {"an unknown strategy",
       {"explore", SAMPLE_COUNTER, "--strategy", "randon"},
       "did you mean \"random\"?"},
      {"an unknown progress",
       {"explore", SAMPLE_COUNTER, "--progress", "sometimes"},
       "--progress"},
      {"a JSON file in no folder",
       {"explore", SAMPLE_COUNTER, "--json", "absent/result.json"},
       "absent/result.json: No such file"},
      {"a folder as JSON file",
       {"explore", SAMPLE_COUNTER, "--json", "."},
       "."},
      {"an empty JSON file name",
       {"explore", SAMPLE_COUNTER, "--json="},
       "--json"},
      {"no limit at all",
       {"explore", SAMPLE_COUNTER, "--executions", "0"},
       "exit status 2 and wrote no result"},
      {"a binary's own flag that it doesn't know",
       {"explore", SAMPLE_COUNTER, "--", "--interleave_sed=1"},
       "wrote no result"},
  };
  return *kBad;
}

const std::vector<BadCommand>& BadConfidence() {
  static const auto* const kBad = new std::vector<BadCommand>{
      {"a depth of zero",
       {"explore", SAMPLE_COUNTER, "--depth", "0"},
       "depth is from 1 to 100"},
      {"a depth for a strategy without a bound",
       {"explore", SAMPLE_COUNTER, "--strategy", "pos", "--depth", "2"},
       "set strategy to \"pct\""},
      {"confidence in percent",
       {"explore", SAMPLE_COUNTER, "--confidence", "99"},
       "above 0 and below 1"},
      {"confidence in words",
       {"explore", SAMPLE_COUNTER, "--confidence", "high"},
       "expected a probability"},
      {"confidence and executions",
       {"explore", SAMPLE_COUNTER, "--confidence", "0.9", "--executions", "5"},
       "--executions"},
  };
  return *kBad;
}

const std::vector<BadCommand>& BadBinaries() {
  static const auto* const kBad = new std::vector<BadCommand>{
      {"an absent binary", {"explore", "absent"}, "absent: no such file"},
      {"a mistyped binary", {"explore", "faisl"}, "is it fails?"},
      {"an empty name", {"explore", ""}, "no such file"},
      {"a folder", {"explore", "."}, ". is a folder"},
      {"a text file", {"explore", "text"}, "not a program that can be run"},
      {"a text file that may be run", {"list", "script"}, "cannot be run"},
      {"a binary that fails",
       {"list", "fails"},
       "ended with exit status 7; it said: something is missing"},
      {"a binary that dies", {"list", "dies"}, "killed by signal 11"},
      {"a binary that never ends", {"list", "talks"}, "printed without end"},
      {"a binary that does nothing",
       {"list", "/bin/true"},
       "has no INTERLEAVE_TEST"},
      {"a GoogleTest binary without our tests",
       {"list", SAMPLE_PLAIN},
       "did not list tests"},
      {"a binary that only lists", {"explore", "lies"}, "wrote no result"},
      {"a filter that matches nothing",
       {"explore", SAMPLE_COUNTER, "--filter", "CounterTest.LostUpdat"},
       "did you mean CounterTest.LostUpdate?"},
      {"a filter that matches ordinary tests only",
       {"explore", SAMPLE_COUNTER, "--filter", "OrdinaryTest.*"},
       "there is CounterTest.LostUpdate, "},
      {"an empty filter",
       {"explore", SAMPLE_COUNTER, "--filter", ""},
       "matches \"\""},
      {"a filter that takes all away",
       {"list", SAMPLE_COUNTER, "--filter", "*-*"},
       "no INTERLEAVE_TEST of"},
  };
  return *kBad;
}

INSTANTIATE_TEST_SUITE_P(Usage, BadInputTest, testing::ValuesIn(BadUsage()));
INSTANTIATE_TEST_SUITE_P(Confidence, BadInputTest,
                         testing::ValuesIn(BadConfidence()));
INSTANTIATE_TEST_SUITE_P(Binaries, BadInputTest,
                         testing::ValuesIn(BadBinaries()));

// --- Help. ---

class HelpTest : public testing::TestWithParam<const char*> {};

TEST_P(HelpTest, ExplainsTheCommandWithExamples) {
  const Scratch scratch;
  const Ended ended = Tool(scratch, {GetParam(), "--help"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_THAT(ended.out, HasSubstr("Examples:\n  interleave "));
  EXPECT_THAT(ended.err, IsEmpty());
  size_t begin = 0;
  while (begin < ended.out.size()) {
    const size_t end = ended.out.find('\n', begin);
    EXPECT_LE(end - begin, 100u) << ended.out.substr(begin, end - begin);
    begin = end + 1;
  }
}

INSTANTIATE_TEST_SUITE_P(Commands, HelpTest,
                         testing::Values("list", "explore", "replay", "show",
                                         "verify", "doctor"));

TEST(ToolTest, NamesItsCommandsWithHelp) {
  const Scratch scratch;
  const Ended ended = Tool(scratch, {"--help"});
  EXPECT_EQ(ended.code, 0) << ended;
  for (const char* command :
       {"list", "explore", "replay", "show", "verify", "doctor"}) {
    EXPECT_THAT(ended.out, HasSubstr(std::string("\n  ") + command + " "));
  }
  EXPECT_THAT(ended.out, HasSubstr("Exit codes:"));
}

TEST(ToolTest, TellsItsVersion) {
  const Scratch scratch;
  const Ended ended = Tool(scratch, {"--version"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_THAT(ended.out,
              ContainsRegex("interleave [0-9.]+, schedule format 2"));
}

}  // namespace
}  // namespace interleave::e2e
