// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AFL++ drives the search: what afl-fuzz keeps leads back to the same
// interleaving, in the program it ran and in those of the other engines.
//
// afl-fuzz weighs inputs by how long they took, so that two runs of one seed
// may differ. So there is a bound in executions, far above what any seed was
// seen to need, and nothing is said of how many it took.

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/printed_report.h"
#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using testing::HasSubstr;

struct Target {
  const char* name;
  const char* buggy;
  std::vector<const char*> elsewhere;  // the same source, for other engines
  std::string seed_of_corpus;
  const char* executions_max;
  const char* found;  // what is wrong
};

void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }

// In a container afl-fuzz cannot set up cores and governors, and nobody looks
// at its screen.
const std::vector<std::string> kAnywhere = {
    "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1", "AFL_SKIP_CPUFREQ=1",
    "AFL_NO_AFFINITY=1", "AFL_NO_UI=1", "AFL_BENCH_UNTIL_CRASH=1"};

// Until something is found, or the executions are over. No input is too slow.
Ended Fuzz(const Scratch& scratch, const char* program,
           const char* executions_max,
           std::vector<std::string> environment = kAnywhere) {
  return scratch.Run(
      {AFL_FUZZ, "-s", "1", "-i", "corpus", "-o", "findings", "-t", "600000",
       "-m", "none", "-E", executions_max, "--", program},
      environment);
}

std::string Crash(const Scratch& scratch) {
  for (const std::string& file : scratch.Files()) {
    if (file.starts_with("findings/default/crashes/id:")) return file;
  }
  return "";
}

PrintedReport ReportOf(const Ended& ended, std::string_view program) {
  return ReadReport(ended.err, program.substr(program.rfind('/') + 1));
}

class AflTest : public testing::TestWithParam<Target> {};

// One test, since to fuzz takes seconds.
TEST_P(AflTest, TheDefectIsFoundAndItsInputLeadsBackToIt) {
  const char* const program = GetParam().buggy;
  const Scratch scratch;
  scratch.Write("corpus/seed", GetParam().seed_of_corpus);
  const Ended fuzzed = Fuzz(scratch, program, GetParam().executions_max);
  const std::string crash = Crash(scratch);
  ASSERT_NE(crash, "") << fuzzed;
  const Ended first = scratch.Run({program, crash});
  EXPECT_EQ(first.signal, SIGABRT) << first;
  EXPECT_THAT(first.err, HasSubstr(GetParam().found));
  const PrintedReport report = ReportOf(first, program);
  ASSERT_NE(report.token, "") << first;
  for (const std::string& from : {report.token, report.schedule}) {
    const Ended again =
        scratch.Run({program, crash}, {"INTERLEAVE_REPLAY=" + from});
    EXPECT_EQ(again.signal, SIGABRT) << again;
    EXPECT_EQ(ReportOf(again, program).story, report.story) << again;
  }
  for (const char* const other : GetParam().elsewhere) {
    const Ended again = scratch.Run({other, crash});
    EXPECT_THAT(again.err, HasSubstr(GetParam().found)) << again;
    EXPECT_EQ(ReportOf(again, other).token, report.token) << again;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Targets, AflTest,
    testing::Values(Target{"Stack",
                           TARGET_STACK_AFL,
                           {TARGET_STACK, TARGET_STACK_FILES},
                           std::string(1, '\0'),
                           "100000",
                           "a node has one owner"},
                    // A program's input, and no schedule.
                    Target{"Sessions",
                           TARGET_SESSIONS_AFL,
                           {TARGET_SESSIONS, TARGET_SESSIONS_FILES},
                           std::string("O1O2O3R1R2R3C1C2C3O1") + '\0',
                           "5000000",
                           "a session renewed is open"},
                    Target{"Tally",
                           TARGET_TALLY_AFL,
                           {TARGET_TALLY, TARGET_TALLY_FILES},
                           std::string(1, '\0'),
                           "100000",
                           "data race: "}),
    [](const testing::TestParamInfo<Target>& info) {
      return std::string(info.param.name);
    });

TEST(AflFixedTest, NothingIsFoundWhereNothingIsWrong) {
  const Scratch scratch;
  scratch.Write("corpus/seed", std::string(1, '\0'));
  const Ended ended = Fuzz(scratch, TARGET_STACK_TAGGED_AFL, "20000");
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_EQ(Crash(scratch), "") << ended;
  const std::string stats = scratch.Read("findings/default/fuzzer_stats");
  EXPECT_THAT(stats, testing::ContainsRegex("execs_done *: 2[0-9]{4}\n"));
}

// --- What AFL++ sees of a schedule. ---

// Lines "place:count" of AFL++'s map.
std::vector<std::string> Map(const Scratch& scratch, std::string_view input) {
  scratch.Write("input", input);
  const Ended ended = scratch.Run({AFL_SHOWMAP, "-q", "-t", "600000", "-o",
                                   "map", "--", TARGET_RELAY_AFL, "input"});
  EXPECT_EQ(ended.code, 0) << ended;
  std::vector<std::string> lines;
  const std::string text = scratch.Read("map");
  for (size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    lines.push_back(text.substr(at, text.find('\n', at) - at));
  }
  return lines;
}

// In the relay all schedules run the same code. Its places come first in the
// map; what tells schedules apart has places of its own behind them.
TEST(AflCoverageTest, TheOrderOfPairsHasItsOwnPartOfTheMap) {
  const Scratch scratch;
  const std::vector<std::string> one = Map(scratch, std::string(1, '\x1f'));
  const std::vector<std::string> two = Map(scratch, "\x02\x03");
  const auto [differs, other] =
      std::mismatch(one.begin(), one.end(), two.begin(), two.end());
  ASSERT_TRUE(differs != one.end() && other != two.end());
  size_t code = 0;  // the last place that is counted more than once
  for (size_t i = 0; i < one.size(); ++i) {
    if (!one[i].ends_with(":1")) code = i;
  }
  EXPECT_GT(code, 1u) << "the code has places";
  EXPECT_GT(differs - one.begin(), static_cast<ptrdiff_t>(code));
  EXPECT_GT(two.end() - other, 1) << "and so has each pair";
}

// Without it some 35,000; with it 20 seeds needed 3,022 on average, none more
// than 10,076.
TEST(AflMutatorTest, AnInputAndItsScheduleAreFoundInFewerExecutions) {
  std::vector<std::string> environment = kAnywhere;
  environment.emplace_back("AFL_CUSTOM_MUTATOR_LIBRARY=" AFL_MUTATOR);
  const Scratch scratch;
  scratch.Write("corpus/seed", std::string("O1O2O3R1R2R3C1C2C3O1") + '\0');
  const Ended fuzzed = Fuzz(scratch, TARGET_SESSIONS_AFL, "30000", environment);
  const std::string crash = Crash(scratch);
  ASSERT_NE(crash, "") << fuzzed;
  const Ended alone = scratch.Run({TARGET_SESSIONS_AFL, crash});
  EXPECT_THAT(alone.err, HasSubstr("a session renewed is open"));
}

}  // namespace
}  // namespace interleave::e2e
