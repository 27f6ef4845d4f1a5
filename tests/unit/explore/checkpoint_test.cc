// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/checkpoint.h"

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

const Options kOptions = {
    .strategy = "exhaustive", .executions = 500, .resume = "old.checkpoint"};

Checkpoint ACheckpoint() {
  Checkpoint checkpoint;
  checkpoint.identity = IdentityOf(kOptions, "Suite.Name");
  checkpoint.executions_max = 500;
  checkpoint.round = "0 - path";
  checkpoint.summaries = {"31 - ", "7 - beyond the bound"};
  checkpoint.lessons = {{}, {{ChoiceKind::kSwitch, 0, 3, 1, 0}}};
  checkpoint.settled.executions = 7;
  checkpoint.settled.outcomes = {{"3", 7, FormatToken({})}};
  Part part;
  part.id = 2;
  part.giver = 1;
  part.depth = 1;
  part.text = "31 - path 0/2/2/0/0/2/0/2";
  part.name = "exhaustive";
  part.notes = {{0, "a note"}};
  part.tally.executions = 3;
  Found found;
  found.finding.kind = FindingKind::kAssertion;
  found.finding.message = "count is 5";
  found.tally.executions = 2;
  part.found = {found};
  checkpoint.parts = {part};
  part.id = 1;
  part.end = PartEnd::kDone;
  checkpoint.parts.push_back(part);
  checkpoint.notes.met_points = {"a.b.c"};
  checkpoint.replay = ReplayOutcome{ReplayVerdict::kPassed, 4, "why", {}};
  checkpoint.neighbours = 12;
  return checkpoint;
}

TEST(CheckpointTest, IsReadAsWritten) {
  const std::string text = FormatCheckpoint(ACheckpoint());
  const absl::StatusOr<Checkpoint> read = ParseCheckpoint(text, "file");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(FormatCheckpoint(*read), text);
  EXPECT_EQ(Mismatch(*read, kOptions, "Suite.Name"), "");
}

// Another process would take it for one of its own.
TEST(CheckpointTest, HoldsNoAddress) {
  Checkpoint checkpoint = ACheckpoint();
  const std::string without = FormatCheckpoint(checkpoint);
  checkpoint.parts.front().found[0].finding.stack = {&checkpoint};
  checkpoint.parts.front().found[0].finding.address = &checkpoint;
  EXPECT_EQ(FormatCheckpoint(checkpoint), without);
}

TEST(CheckpointTest, GivesTheOptionsItWasMadeWith) {
  Options options;
  options.preemptions = 3;
  options.seed = 9;
  ASSERT_TRUE(TakeOptions(ACheckpoint(), &options).ok());
  EXPECT_EQ(options.strategy, "exhaustive");
  EXPECT_EQ(options.executions, 500u);
  EXPECT_EQ(options.seed, 1u);
  EXPECT_FALSE(options.preemptions.has_value());
  Checkpoint wrong = ACheckpoint();
  for (auto& [name, value] : wrong.identity) {
    if (name == "slice") value = "many";
  }
  EXPECT_THAT(std::string(TakeOptions(wrong, &options).message()),
              HasSubstr("of.slice: expected a whole number"));
}

TEST(CheckpointTest, SaysEverythingThatDiffers) {
  Options options = kOptions;
  options.seed = 5;
  options.points = "all";
  const std::string mismatch = Mismatch(ACheckpoint(), options, "Suite.Other");
  EXPECT_THAT(mismatch, HasSubstr("old.checkpoint is of another exploration"));
  EXPECT_THAT(mismatch, HasSubstr("its test is \"Suite.Name\", here it is "
                                  "\"Suite.Other\""));
  EXPECT_THAT(mismatch, HasSubstr("its seed is \"1\", here it is \"5\""));
  EXPECT_THAT(mismatch,
              HasSubstr("its points is \"shared\", here it is \"all\""));
}

TEST(CheckpointTest, OfAnotherExecutableIsRefused) {
  Checkpoint checkpoint = ACheckpoint();
  for (auto& [name, value] : checkpoint.identity) {
    if (name == "executable") value = "0123456789abcdef";
  }
  EXPECT_THAT(Mismatch(checkpoint, kOptions, "Suite.Name"),
              HasSubstr("its executable is \"0123456789abcdef\", here it is"));
}

TEST(CheckpointTest, BudgetsAndJobsMayDiffer) {
  Options options = kOptions;
  options.executions = 0;
  options.seconds = 5;
  options.jobs = 4;
  EXPECT_EQ(Mismatch(ACheckpoint(), options, "Suite.Name"), "");
}

TEST(CheckpointTest, TextsThatTheStrategyDoesNotMakeAreRefused) {
  Checkpoint checkpoint = ACheckpoint();
  checkpoint.parts.front().text = "31 - path 0/2";
  EXPECT_EQ(Mismatch(checkpoint, kOptions, "Suite.Name"),
            "old.checkpoint: parts[0].left: strategy exhaustive makes no such "
            "text");
  checkpoint = ACheckpoint();
  checkpoint.round = "0 to 5";
  EXPECT_THAT(Mismatch(checkpoint, kOptions, "Suite.Name"),
              HasSubstr("old.checkpoint: round: "));
  checkpoint = ACheckpoint();
  checkpoint.granted = "/0/=2";
  EXPECT_THAT(Mismatch(checkpoint, kOptions, "Suite.Name"),
              HasSubstr("old.checkpoint: granted: "));
}

// What a part that is done says is for the one behind it, and must be a text.
TEST(CheckpointTest, TextsThatPartsPassOnAreLookedAt) {
  Options options = kOptions;
  options.strategy = "rf-dpor";
  Checkpoint checkpoint = ACheckpoint();
  checkpoint.identity = IdentityOf(options, "Suite.Name");
  checkpoint.round = "next 0 0 0 8 -";
  checkpoint.parts.pop_back();  // of another strategy
  Part& part = checkpoint.parts.front();
  part.end = PartEnd::kDone;
  part.text = "done 0 0 0 8 -";
  part.notes = {{0, "done 0 0 0 9 -"}};
  EXPECT_EQ(Mismatch(checkpoint, options, "Suite.Name"), "");
  part.notes[0].text = "done";
  EXPECT_THAT(Mismatch(checkpoint, options, "Suite.Name"),
              HasSubstr("parts[0].notes: strategy rf-dpor makes no such text"));
  part.notes.clear();
  part.text = "next 0 0 0 8 -";  // it isn't done
  EXPECT_THAT(Mismatch(checkpoint, options, "Suite.Name"),
              HasSubstr("parts[0].left: "));
}

std::string ErrorOf(const std::string& text) {
  const absl::StatusOr<Checkpoint> read = ParseCheckpoint(text, "file");
  return read.ok() ? "" : std::string(read.status().message());
}

TEST(CheckpointTest, SaysWhereItIsDamaged) {
  const std::string text = FormatCheckpoint(ACheckpoint());
  const auto error = [&](const char* from, const char* to) {
    const std::string damaged = absl::StrReplaceAll(text, {{from, to}});
    EXPECT_NE(damaged, text) << from;
    return ErrorOf(damaged);
  };
  EXPECT_EQ(error("\"version\": 1", "\"version\": 2"),
            "file: is of version 2, this is 1");
  EXPECT_THAT(error("interleave-checkpoint", "interleave-schedule"),
              HasSubstr("expected a checkpoint"));
  EXPECT_EQ(error("\"end\": \"open\"", "\"end\": \"ajar\""),
            "file: parts[0].end: expected open, done, fatal or lesson, found "
            "\"ajar\"");
  EXPECT_EQ(error("\"depth\": 1", "\"depth\": -1"),
            "file: parts[0].depth: expected a whole number from 0 to "
            "18446744073709551615");
  EXPECT_EQ(error("\"round\"", "\"square\""), "file: round: is missing");
  EXPECT_EQ(error("\"seed\"", "\"seeds\""), "file: of.seed: is missing");
  EXPECT_EQ(error("\"number\": 1,", "\"number\": 2,"),
            "file: parts[1].number: is that of another part too");
}

TEST(CheckpointTest, SurvivesWhateverIsCutOffOrPutIn) {
  const std::string text = FormatCheckpoint(ACheckpoint());
  for (size_t i = 0; i + 2 < text.size(); ++i) {
    EXPECT_NE(ErrorOf(text.substr(0, i)), "") << "cut at " << i;
    for (const char c : {'}', '"', '9', '-', '\\', '\xff'}) {
      std::string damaged = text;
      damaged[i] = c;
      const absl::StatusOr<Checkpoint> read = ParseCheckpoint(damaged, "file");
      if (read.ok()) Mismatch(*read, kOptions, "Suite.Name");
    }
  }
  for (const char* wrong : {"", "null", "[]", "{}", "17", "\"text\""}) {
    EXPECT_THAT(ErrorOf(wrong), HasSubstr("file: "));
  }
}

TEST(CheckpointTest, AFileThatIsNotThereIsAnError) {
  const absl::StatusOr<Checkpoint> read = ReadCheckpoint("no/such.checkpoint");
  ASSERT_FALSE(read.ok());
  EXPECT_THAT(std::string(read.status().message()),
              HasSubstr("no/such.checkpoint: cannot be read"));
}

}  // namespace
}  // namespace interleave
