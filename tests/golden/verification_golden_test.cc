// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What `interleave verify` and `interleave draft` write, word for word.

#include <gtest/gtest.h>

#include <string>

#include "golden/golden_file.h"
#include "tools/cli/draft_text.h"
#include "tools/cli/schedule_script.h"
#include "tools/cli/verification.h"

namespace interleave::cli {
namespace {

// Whatever a program may say, to break out of where it is put.
constexpr char kHostile[] =
    "`*/` ends \\\n?\?/ here \"<b>\" \x1b[2J \xe2\x80\xae */ // \\";

Verification Infeasible() {
  Verification verification;
  verification.finding = "assertion";
  verification.message = "count is 5";
  FindingResult old;
  old.kind = "assertion";
  old.message = "count is 5";
  old.task = "main";
  old.location = "/src/pool.cc:63";
  verification.old_finding = old;
  TestResult& test = verification.test;
  test.name = "PoolTest.Reset";
  test.verdict = "verified";
  test.sentence = "verified: all 1798 schedules";
  test.executions = 1852;
  test.seed = "1";
  test.neighbours = 53;
  test.exhausted = true;
  test.distinct_traces = 12;
  ReplayResult replay;
  replay.verdict = "infeasible";
  replay.step = 18;
  replay.reason = "switch 4: return should go on but waits at lock";
  replay.switches = 6;
  replay.matched = 5;
  replay.drift = {
      {2, "renamed",
       "reset before point pool.reset.loaded#1: now point "
       "pool.reset.read#1"},
      {5, "inserted", "1 schedule point of reset more up to point pool.x#1"}};
  replay.waiting = "return";
  replay.object = "mutex 1";
  replay.holder = "reset";
  replay.since = 16;
  replay.changes_wanted = 2;
  replay.changes_done = 2;
  test.replay = replay;
  verification.all.verdict = test.verdict;
  verification.all.text = "{\"version\": 1, \"verdict\": \"verified\"}";
  verification.all.tests = {test};
  return verification;
}

// The budget ended, and only a bound was searched to its end.
Verification Bounded() {
  Verification verification = Infeasible();
  verification.old_finding.reset();
  TestResult& test = verification.test;
  test.verdict = "passed";
  test.sentence = "passed: 9000 schedules; stopped by --interleave_executions";
  test.exhausted = false;
  test.bound_of = "delays";
  test.bound_most = 1;
  test.replay->verdict = "passed";
  test.replay->reason.clear();
  test.replay->waiting.clear();
  test.replay->drift.clear();
  test.replay->matched = 6;
  test.replay->changes_done = 1;
  verification.all.tests = {test};
  return verification;
}

Verification Failed() {
  Verification verification = Infeasible();
  TestResult& test = verification.test;
  test.verdict = "failed";
  FindingResult finding;
  finding.kind = "deadlock";
  finding.message = kHostile;
  finding.execution = 70;
  finding.schedule = "interleave_schedules/PoolTest.Reset.schedule";
  test.findings = {finding};
  verification.all.tests = {test};
  return verification;
}

Verification Vacuous() {
  Verification verification = Bounded();
  ReplayResult& replay = *verification.test.replay;
  replay.verdict = "diverged";
  replay.reason = std::string("no task is named ") + kHostile;
  replay.matched = 0;
  verification.all.tests = {verification.test};
  return verification;
}

std::string AllForms(const Verification& verification) {
  return VerificationText(verification) + "\n" +
         VerificationMarkdown(verification) + "\n" +
         VerificationJson(verification);
}

TEST(VerificationGoldenTest, SaysWhyTheScheduleCannotHappen) {
  EXPECT_TRUE(MatchesGolden(AllForms(Infeasible()), "verify_infeasible"));
  EXPECT_EQ(HoldingOf(Infeasible()).code, ExitCode::kNoFinding);
}

TEST(VerificationGoldenTest, SaysWithinWhichBoundAllWasTried) {
  EXPECT_TRUE(MatchesGolden(AllForms(Bounded()), "verify_bounded"));
  EXPECT_EQ(HoldingOf(Bounded()).code, ExitCode::kNoFinding);
}

// An address is another in each run; other words are not what was recorded.
TEST(VerificationGoldenTest, SaysWhereTheOldProgramFailsWithOtherWords) {
  Verification verification = Infeasible();
  EXPECT_TRUE(FailsAsRecorded(verification));
  verification.message = "count is 5\nat 0x7f0012ab";
  EXPECT_TRUE(FailsAsRecorded(verification));
  verification.message = "count at 0x7f00 is 5";
  verification.old_finding->message = "count at 0x12ab is 5\nin line 2";
  EXPECT_TRUE(FailsAsRecorded(verification));
  verification.old_finding->message = "count at 0x12ab is 6";
  EXPECT_FALSE(FailsAsRecorded(verification));
  verification.old_finding->message = "count is 6";
  verification.message = "`count` is 5";
  EXPECT_TRUE(MatchesGolden(AllForms(verification), "verify_other_words"));
  EXPECT_FALSE(FailsAsRecorded(Bounded()));
}

TEST(VerificationGoldenTest, SaysWhatWasFoundAndWhere) {
  EXPECT_TRUE(MatchesGolden(AllForms(Failed()), "verify_failed"));
  EXPECT_EQ(HoldingOf(Failed()).code, ExitCode::kFinding);
}

TEST(VerificationGoldenTest, DoesNotHoldWhereNothingMatched) {
  EXPECT_TRUE(MatchesGolden(AllForms(Vacuous()), "verify_vacuous"));
  EXPECT_EQ(HoldingOf(Vacuous()).code, ExitCode::kError);
}

TEST(VerificationTest, ADivergedScheduleHoldsOnlyWhereAllNearItWasTried) {
  Verification verification = Bounded();
  verification.test.replay->verdict = "diverged";
  EXPECT_EQ(HoldingOf(verification).code, ExitCode::kError);
  verification.test.replay->changes_done = 2;
  EXPECT_EQ(HoldingOf(verification).code, ExitCode::kNoFinding);
}

Schedule PoolSchedule(const std::string& extra) {
  const absl::StatusOr<Schedule> schedule = ParseSchedule(
      "interleave-schedule 2\ntest PoolTest.Reset\nprogram pool_test\n"
      "finding assertion\nmessage Set changed size\ntask 0 main\n"
      "task 1 reset\ntask 2 return\n"
      "switch main 3 create+2 -> reset\n"
      "switch reset 2 point pool.reset.loaded#2 in Pool::Reset -> main\n" +
          extra +
          "switch main 4 join+1 in Body blocked -> return\n"
          "switch return 5 lock+1 on \"mutex 1\" in Pool::Put blocked -> "
          "reset\nend\n",
      "pool.schedule");
  EXPECT_TRUE(schedule.ok()) << schedule.status();
  return *schedule;
}

Draft PoolDraft(const Schedule& schedule) {
  Draft draft;
  draft.schedule = schedule;
  absl::StatusOr<Script> script = ScriptOf(schedule);
  if (script.ok()) {
    draft.script = *std::move(script);
  } else {
    draft.why_no_script = std::string(script.status().message());
  }
  draft.suite = "PoolTestRegression";
  draft.name = "Reset";
  draft.original = "PoolTest.Reset";
  return draft;
}

TEST(DraftGoldenTest, SaysTheOrderByNames) {
  EXPECT_TRUE(
      MatchesGolden(DraftText(PoolDraft(PoolSchedule(""))), "draft_by_script"));
}

TEST(DraftGoldenTest, HoldsTheScheduleWhereAStepHasNoName) {
  EXPECT_TRUE(MatchesGolden(DraftText(PoolDraft(PoolSchedule(
                                "switch main 3 unlock+1 in Body -> reset\n"))),
                            "draft_by_schedule"));
}

TEST(DraftGoldenTest, LeavesAPlaceToFillWhereNobodyKnowsTheBody) {
  Draft draft = PoolDraft(PoolSchedule(""));
  draft.original.clear();
  EXPECT_TRUE(draft.has_place_to_fill());
  EXPECT_TRUE(MatchesGolden(DraftText(draft), "draft_to_fill_in"));
}

TEST(DraftGoldenTest, TakesWhatTheProgramSaysForData) {
  Schedule schedule = PoolSchedule("");
  schedule.message = kHostile;
  for (RecordedChoice& choice : schedule.choices) {
    for (std::string* name : {&choice.task, &choice.to}) {
      if (*name == "reset") *name = kHostile;
    }
  }
  Draft draft = PoolDraft(schedule);
  draft.story = {kHostile, std::string(200, '\\')};
  draft.body = "Reset(pool)";
  draft.includes = {"pool.h", "<memory>"};
  EXPECT_TRUE(MatchesGolden(DraftText(draft), "draft_of_hostile_words"));
}

TEST(DraftTextTest, NamesAreIdentifiers) {
  EXPECT_EQ(IdentifierOf("Suite/0.Name__x"), "Suite_0_Name_x");
  EXPECT_EQ(IdentifierOf("2nd"), "Test2nd");
  EXPECT_EQ(IdentifierOf(""), "Test");
}

}  // namespace
}  // namespace interleave::cli
