// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// libFuzzer drives the search: what it finds, keeps and prints leads back to
// the same interleaving, and it finds nothing where nothing is wrong.

#include <csignal>
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
using testing::Not;
using testing::StartsWith;

struct Target {
  const char* name;
  const char* buggy;
  const char* buggy_from_files;
  const char* fixed;
  std::string seed_of_corpus;
  const char* found;  // what is wrong
};

void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }

// Each run is the same: one process, a seed, no clock. Long inputs take long.
std::vector<std::string> Fuzz(const char* target) {
  return {target,         "-seed=2",         "-runs=100000",
          "-max_len=100", "-rss_limit_mb=0", "corpus"};
}

std::string LineWith(std::string_view text, std::string_view what) {
  const size_t at = text.find(what);
  if (at == text.npos) return "";
  const size_t begin = text.rfind('\n', at) + 1;
  return std::string(text.substr(begin, text.find('\n', at) - begin));
}

class FuzzTargetTest : public testing::TestWithParam<Target> {
 protected:
  FuzzTargetTest() { scratch_.Write("corpus/seed", GetParam().seed_of_corpus); }

  // The file that libFuzzer kept; empty when it found nothing.
  std::string Crash(const Scratch& scratch) {
    for (const std::string& file : scratch.Files()) {
      if (file.starts_with("crash-")) return file;
    }
    return "";
  }

  Ended FindAndReadReport() {
    const Ended found = scratch_.Run(Fuzz(GetParam().buggy));
    report_ = ReadReport(found.err, NameOf(GetParam().buggy));
    return found;
  }

  static std::string NameOf(std::string_view path) {
    return std::string(path.substr(path.rfind('/') + 1));
  }

  // An execution under what the report says, whatever the bytes.
  void ExpectSameStory(const std::vector<std::string>& command,
                       const std::vector<std::string>& variables) {
    const Ended again = scratch_.Run(command, variables);
    EXPECT_NE(again.code, 0) << again;
    const PrintedReport report =
        ReadReport(again.err, NameOf(GetParam().buggy));
    EXPECT_EQ(report.story, report_.story) << again;
    EXPECT_EQ(report.token, report_.token);
  }

  const Scratch scratch_;
  PrintedReport report_;
};

TEST_P(FuzzTargetTest, TheDefectIsFoundAndItsInputKept) {
  const Ended found = FindAndReadReport();
  EXPECT_NE(found.code, 0);
  EXPECT_THAT(found.err, HasSubstr(GetParam().found));
  EXPECT_NE(report_.token, "") << found;
  EXPECT_NE(Crash(scratch_), "") << found;
}

TEST_P(FuzzTargetTest, TheSameSeedFindsTheSame) {
  FindAndReadReport();
  const Scratch other;
  other.Write("corpus/seed", GetParam().seed_of_corpus);
  other.Run(Fuzz(GetParam().buggy));
  ASSERT_NE(Crash(other), "");
  EXPECT_EQ(Crash(other), Crash(scratch_));
  EXPECT_EQ(other.Read(Crash(other)), scratch_.Read(Crash(scratch_)));
}

TEST_P(FuzzTargetTest, TheKeptInputGivesTheSameStory) {
  FindAndReadReport();
  ExpectSameStory({GetParam().buggy, Crash(scratch_)}, {});
}

TEST_P(FuzzTargetTest, ThePrintedTokenAndScheduleGiveTheSameStory) {
  FindAndReadReport();
  const std::string crash = Crash(scratch_);
  for (const std::string& from : {report_.token, report_.schedule}) {
    ExpectSameStory({GetParam().buggy, crash}, {"INTERLEAVE_REPLAY=" + from});
  }
  EXPECT_THAT(report_.replay,
              StartsWith("INTERLEAVE_REPLAY=" + report_.schedule + " "));
  EXPECT_THAT(report_.replay, HasSubstr(GetParam().buggy));
}

// Without a fuzzer, as one that starts a process for each input would.
TEST_P(FuzzTargetTest, TheKeptInputFailsFromAFileToo) {
  FindAndReadReport();
  const std::string crash = Crash(scratch_);
  const Ended file = scratch_.Run({GetParam().buggy_from_files, crash});
  EXPECT_EQ(file.signal, SIGABRT) << file;
  EXPECT_THAT(file.err, HasSubstr(GetParam().found));
  const Ended seed = scratch_.Run({GetParam().buggy_from_files, "corpus/seed"});
  EXPECT_EQ(seed.code, 0) << seed;
}

TEST_P(FuzzTargetTest, NothingIsFoundWhereNothingIsWrong) {
  const Ended ended = scratch_.Run(Fuzz(GetParam().fixed));
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_EQ(Crash(scratch_), "");
  EXPECT_THAT(ended.err, HasSubstr("Done 100000 runs"));
}

INSTANTIATE_TEST_SUITE_P(
    Targets, FuzzTargetTest,
    testing::Values(Target{"Stack", TARGET_STACK, TARGET_STACK_FILES,
                           TARGET_STACK_TAGGED, std::string(1, '\0'),
                           "a node has one owner"},
                    // A program's input, and no schedule.
                    Target{"Sessions", TARGET_SESSIONS, TARGET_SESSIONS_FILES,
                           TARGET_SESSIONS_ONE_LOCK,
                           std::string("O1O2O3R1R2R3C1C2C3O1") + '\0',
                           "a session renewed is open"},
                    Target{"Tally", TARGET_TALLY, TARGET_TALLY_FILES,
                           TARGET_TALLY_LOCKED, std::string(1, '\0'),
                           "data race: "},
                    Target{"Letter", TARGET_LETTER, TARGET_LETTER_FILES,
                           TARGET_LETTER_RELEASED, "\x1f",
                           "data race: main reads 1 byte that T1 writes"}),
    [](const testing::TestParamInfo<Target>& info) {
      return std::string(info.param.name);
    });

TEST(FuzzRacesTest, AtomicsDoNotRace) {
  const Scratch scratch;
  const Ended ended = scratch.Run(
      {TARGET_TALLY_ATOMIC, "-seed=1", "-runs=20000", "-rss_limit_mb=0"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_THAT(ended.err, HasSubstr("Done 20000 runs"));
}

// --- The main that runs files. ---

TEST(FuzzFilesTest, RunsStandardInputWhenNothingIsNamed) {
  const Scratch scratch;
  EXPECT_EQ(scratch.Run({TARGET_STACK_FILES}).code, 0);
}

TEST(FuzzFilesTest, SaysWhichFileCannotBeRead) {
  const Scratch scratch;
  const Ended ended = scratch.Run({TARGET_STACK_FILES, "absent"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("cannot read absent"));
}

// --- What a fuzzer sees of a schedule. ---

// No code is run in one schedule and not in another; so without the counters of
// ordered pairs nothing would be kept but the first input.
TEST(FuzzCoverageTest, TheOrderOfPairsIsNewCoverage) {
  const Scratch scratch;
  const Ended ended =
      scratch.Run({TARGET_RELAY, "-seed=2", "-runs=20000", "-rss_limit_mb=0"});
  EXPECT_THAT(ended.err, HasSubstr("somebody saw the runner")) << ended;
  EXPECT_THAT(LineWith(ended.err, "INITED"), Not(testing::IsEmpty()));
  EXPECT_THAT(LineWith(ended.err, "NEW "), HasSubstr("cov: "));
}

// --- What the compiler keeps for a fuzzer is no part of the program. ---

// Every access is a schedule point there, and all code is in blocks that two
// tasks go through, of the program and of a shared library.
TEST(FuzzerMemoryTest, TheScheduleIsTheSameWithAFuzzerAndWithout) {
  for (const std::string& bytes :
       {std::string(), std::string("\x05\x11\x42")}) {
    const Scratch scratch;
    scratch.Write("input", bytes);
    PrintedReport without =
        ReadReport(scratch.Run({TARGET_WALK_FILES, "input"}).err, "Walk");
    ASSERT_NE(without.token, "");
    const Ended ended = scratch.Run({TARGET_WALK, "-rss_limit_mb=0", "input"});
    const PrintedReport with = ReadReport(ended.err, "Walk");
    EXPECT_EQ(with.story, without.story) << ended;
    EXPECT_EQ(with.token, without.token);
  }
}

}  // namespace
}  // namespace interleave::e2e
