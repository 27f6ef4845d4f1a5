// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Real test binaries, run by themselves: what they print, write and return for
// each verdict and each kind of finding.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "tests/e2e/printed_report.h"
#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using Json = nlohmann::json;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

Ended RunTest(const Scratch& scratch, const char* binary,
              const std::string& test, std::vector<std::string> flags = {}) {
  std::vector<std::string> command = {binary, "--gtest_filter=" + test,
                                      "--interleave_json=result.json"};
  command.insert(command.end(), flags.begin(), flags.end());
  return scratch.Run(command);
}

Json ResultOf(const Scratch& scratch) {
  return Json::parse(scratch.Read("result.json"), nullptr, false);
}

TEST(VerdictsTest, SaysVerifiedWhenEveryScheduleWasTried) {
  const Scratch scratch;
  const Ended ended =
      RunTest(scratch, SAMPLE_COUNTER, "CounterTest.LostUpdateFixed");
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_THAT(ended.out, ContainsRegex("verified: all [0-9]+ schedules"));
  const Json result = ResultOf(scratch);
  EXPECT_EQ(result["verdict"], "verified");
  EXPECT_EQ(result["exhausted"], true);
  EXPECT_EQ(result["findings"], Json::array());
  EXPECT_EQ(result["nothing_controlled"], false);
  EXPECT_GT(result["executions"], 1);
  EXPECT_THAT(scratch.Files(), testing::ElementsAre("result.json"));
}

TEST(VerdictsTest, SaysPassedOfAboutHowManyWhenTheBudgetIsSpent) {
  const Scratch scratch;
  const Ended ended = RunTest(scratch, SAMPLE_BUDGET, "BudgetTest.LargeSpace",
                              {"--interleave_executions=400"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_THAT(
      ended.out,
      ContainsRegex("passed: 400 schedules of about [0-9.e]+ \\(between "
                    "[0-9.e]+ and [0-9.e]+\\), [0-9]+ distinct traces by "
                    "synchronisation; stopped by "
                    "--interleave_executions\\. Seed"));
  const Json result = ResultOf(scratch);
  const Json& test = result["tests"].at(0);
  EXPECT_EQ(test["stopped_by"], "executions");
  EXPECT_THAT(ended.out, HasSubstr(test["sentence"].get<std::string>()));
  EXPECT_LE(test["estimate"]["low"], test["estimate"]["value"]);
  EXPECT_GE(test["estimate"]["high"], test["estimate"]["value"]);
  EXPECT_FALSE(test.contains("bound"));
  EXPECT_EQ(result["verdict"], "passed");
  EXPECT_EQ(result["exhausted"], false);
  EXPECT_EQ(result["executions"], 400);
  uint64_t sampled = 0;
  std::string members;
  for (const Json& member : test["members"]) {
    const auto executions = member["executions"].get<uint64_t>();
    EXPECT_LE(member["distinct_traces"], executions);
    sampled += executions;
    if (executions == 0) continue;
    members += (members.empty() ? "" : ", ") +
               member["name"].get<std::string>() + " " +
               std::to_string(executions) + " (" +
               member["distinct_traces"].dump() + ")";
  }
  EXPECT_GT(sampled, 300u);
  EXPECT_LT(sampled, 400u);  // the others tried
  EXPECT_THAT(
      ended.out,
      HasSubstr("BudgetTest.LargeSpace: executions (distinct traces): " +
                members + ".\n"));
}

TEST(VerdictsTest, FailsWhenNoTwoTasksEverOverlapped) {
  const Scratch scratch;
  const std::vector<std::string> flags = {"--interleave_strategy=dfs",
                                          "--interleave_executions=1"};
  const Ended ended =
      RunTest(scratch, SAMPLE_COUNTER, "CounterTest.LostUpdateFixed", flags);
  EXPECT_EQ(ended.code, 1) << ended;
  EXPECT_THAT(ended.out, HasSubstr("no two tasks ever overlapped: in the one "
                                   "execution each began after the others"));
  const Json test = ResultOf(scratch)["tests"].at(0);
  EXPECT_EQ(test["verdict"], "failed");
  EXPECT_THAT(test["problems"].at(0).get<std::string>(),
              HasSubstr("allow_no_overlap"));
  std::vector<std::string> allowed = flags;
  allowed.emplace_back("--interleave_allow_no_overlap");
  EXPECT_EQ(
      RunTest(scratch, SAMPLE_COUNTER, "CounterTest.LostUpdateFixed", allowed)
          .code,
      0);
}

TEST(VerdictsTest, PrintsWhatWasCoveredWhenAsked) {
  const std::vector<std::string> flags = {"--interleave_strategy=random",
                                          "--interleave_executions=200"};
  const Scratch scratch;
  const Ended silent =
      RunTest(scratch, SAMPLE_COUNTER, "CounterTest.LostUpdateFixed", flags);
  EXPECT_EQ(silent.code, 0) << silent;
  EXPECT_THAT(silent.out, Not(HasSubstr("Coverage of")));
  const Json before = ResultOf(scratch)["tests"].at(0)["coverage"];
  std::vector<std::string> printing = flags;
  printing.emplace_back("--interleave_coverage=print");
  const Ended ended =
      RunTest(scratch, SAMPLE_COUNTER, "CounterTest.LostUpdateFixed", printing);
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_THAT(
      ended.out,
      ContainsRegex("\nCoverage of 200 executions: 2 distinct traces by "
                    "synchronisation; 1 named point reached; [0-9]+ ordered "
                    "pairs of places; 0 places read\\.\n"
                    "Points reached: counter\\.add\\.loaded\n"));
  const Json coverage = ResultOf(scratch)["tests"].at(0)["coverage"];
  EXPECT_EQ(coverage, before);
  EXPECT_EQ(coverage["executions"], 200);
  EXPECT_EQ(coverage["distinct_traces"], 2);
  EXPECT_EQ(coverage["more_traces"], false);
  EXPECT_EQ(coverage["sees_memory"], false);
  EXPECT_EQ(coverage["points"], Json({"counter.add.loaded"}));
  EXPECT_EQ(coverage["reads"], Json::array());
  bool unlocks_before_lock = false;
  for (const Json& pair : coverage["pairs"]) {
    EXPECT_EQ(pair["one_order_only"], false) << pair;
    unlocks_before_lock |=
        testing::Value(pair["first"].get<std::string>(),
                       testing::StartsWith("unlock")) &&
        testing::Value(pair["second"].get<std::string>(),
                       testing::ContainsRegex("lock counter.cc:[0-9]+")) &&
        pair["on_object"] == true;
  }
  EXPECT_TRUE(unlocks_before_lock) << coverage;
}

TEST(VerdictsTest, CoversNothingWhenToldSo) {
  const Scratch scratch;
  const Ended ended =
      RunTest(scratch, SAMPLE_BUDGET, "BudgetTest.TenExecutions",
              {"--interleave_coverage=off"});
  EXPECT_THAT(ended.out, Not(HasSubstr("distinct traces")));
  EXPECT_FALSE(ResultOf(scratch)["tests"].at(0).contains("coverage"));
  const Ended wrong = RunTest(scratch, SAMPLE_BUDGET, "BudgetTest.*",
                              {"--interleave_coverage=all"});
  EXPECT_EQ(wrong.code, 2) << wrong;
  EXPECT_THAT(wrong.err, HasSubstr("coverage is \"auto\", \"on\", \"off\" or "
                                   "\"print\", not \"all\""));
}

TEST(VerdictsTest, NamesTheLimitThatEndedTheSearch) {
  const Scratch scratch;
  const Ended in_time =
      RunTest(scratch, SAMPLE_BUDGET, "BudgetTest.LargeSpace",
              {"--interleave_strategy=exhaustive", "--interleave_executions=0",
               "--interleave_seconds=0.05"});
  EXPECT_THAT(in_time.out,
              ContainsRegex("passed: [0-9]+ schedules.* done in [0-9.]+ s "
                            "\\(--interleave_seconds\\)"));
  EXPECT_EQ(ResultOf(scratch)["tests"].at(0)["stopped_by"], "seconds");
  const Ended full = RunTest(
      scratch, SAMPLE_BUDGET, "BudgetTest.LargeSpace",
      {"--interleave_strategy=delay-bounded", "--interleave_memory_mb=1"});
  EXPECT_THAT(full.out,
              ContainsRegex("; all with at most [0-9]+ delays?; stopped by "
                            "--interleave_memory_mb"));
  const Json test = ResultOf(scratch)["tests"].at(0);
  EXPECT_EQ(test["stopped_by"], "memory_mb");
  EXPECT_EQ(test["bound"]["of"], "delays");
}

TEST(VerdictsTest, ShowsHowFarASearchIs) {
  const Scratch scratch;
  const Ended ended =
      RunTest(scratch, SAMPLE_BUDGET, "BudgetTest.LargeSpace",
              {"--interleave_strategy=exhaustive", "--interleave_executions=0",
               "--interleave_seconds=1.2", "--interleave_progress=on"});
  EXPECT_THAT(ended.err,
              ContainsRegex("BudgetTest.LargeSpace: [0-9]+ executions, [0-9]+ "
                            "per second, .* done.*, exhaustive"));
}

TEST(VerdictsTest, KeepsToTheTestsOwnOptions) {
  const Scratch scratch;
  const Ended ended =
      RunTest(scratch, SAMPLE_BUDGET, "BudgetTest.TenExecutions");
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_EQ(ResultOf(scratch)["executions"], 10);
  EXPECT_EQ(ResultOf(scratch)["strategy"], "random");
}

TEST(VerdictsTest, LetsFlagsWinOverTheTestsOwnOptions) {
  const Scratch scratch;
  const Ended ended =
      RunTest(scratch, SAMPLE_BUDGET, "BudgetTest.TenExecutions",
              {"--interleave_executions=7",
               "--interleave_strategy=sticky-random", "--interleave_seed=99"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_EQ(ResultOf(scratch)["executions"], 7);
  EXPECT_EQ(ResultOf(scratch)["strategy"], "sticky-random");
  EXPECT_THAT(ended.out, HasSubstr("Seed 99"));
}

TEST(VerdictsTest, SaysHowSurePctIs) {
  const Scratch scratch;
  const Ended ended =
      RunTest(scratch, SAMPLE_BUDGET, "BudgetTest.LargeSpace",
              {"--interleave_executions=1000", "--interleave_strategy=pct"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_THAT(ended.out,
              HasSubstr("BudgetTest.LargeSpace: a bug of depth 1, 2, 3 would "
                        "have been found with a probability of at least "));
  EXPECT_THAT(ended.out, HasSubstr(" more executions "
                                   "(--interleave_confidence=0.99).\n"));
  const auto test = ResultOf(scratch)["tests"][0];
  EXPECT_EQ(test["confidence"]["depths"].size(), 3u);
  EXPECT_EQ(test["confidence"]["depths"][2]["depth"], 3);
  EXPECT_GT(test["confidence"]["executions_more_for_99"], 0);
}

TEST(VerdictsTest, EndsWhenItIsSure) {
  const Scratch scratch;
  const Ended ended =
      RunTest(scratch, SAMPLE_BUDGET, "BudgetTest.LargeSpace",
              {"--interleave_confidence=0.9", "--interleave_depth=1",
               "--interleave_strategy=pct"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_THAT(ended.out, HasSubstr("stopped by --interleave_confidence"));
  EXPECT_EQ(ResultOf(scratch)["tests"][0]["stopped_by"], "confidence");
}

TEST(VerdictsTest, EndsInTime) {
  const Scratch scratch;
  const Ended ended =
      RunTest(scratch, SAMPLE_BUDGET, "BudgetTest.LargeSpace",
              {"--interleave_executions=0", "--interleave_seconds=0.2"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_EQ(ResultOf(scratch)["verdict"], "passed");
}

TEST(VerdictsTest, GivesTheSameResultForTheSameSeed) {
  std::vector<std::string> stories;
  for (int run = 0; run < 2; ++run) {
    const Scratch scratch;
    const Ended ended =
        RunTest(scratch, SAMPLE_COUNTER, "CounterTest.LostUpdate",
                {"--interleave_strategy=random", "--interleave_seed=5"});
    EXPECT_EQ(ended.code, 1) << ended;
    const PrintedReport report =
        ReadReport(ended.out, "CounterTest.LostUpdate");
    stories.push_back(report.story + report.token);
    EXPECT_NE(report.token, "");
  }
  EXPECT_EQ(stories[0], stories[1]);
}

TEST(VerdictsTest, WritesAScheduleFileForAFinding) {
  const Scratch scratch;
  const Ended ended =
      RunTest(scratch, SAMPLE_COUNTER, "CounterTest.LostUpdate");
  EXPECT_EQ(ended.code, 1) << ended;
  const Json result = ResultOf(scratch);
  ASSERT_EQ(result["findings"].size(), 1u) << ended;
  const Json finding = result["findings"][0];
  EXPECT_EQ(finding["kind"], "assertion");
  EXPECT_EQ(finding["task"], "main");
  EXPECT_THAT(finding["message"].get<std::string>(),
              HasSubstr("counter.count()"));
  EXPECT_THAT(finding["location"].get<std::string>(),
              ContainsRegex("counter.cc:[0-9]+$"));
  const std::string schedule = finding["schedule"];
  EXPECT_THAT(scratch.Read(schedule),
              HasSubstr("test CounterTest.LostUpdate\n"));
  EXPECT_THAT(scratch.Read(schedule), HasSubstr("finding assertion\n"));
  EXPECT_THAT(scratch.Read(schedule), HasSubstr("point counter.add.loaded"));
}

TEST(VerdictsTest, WritesSchedulesWhereItIsTold) {
  const Scratch scratch;
  const Ended ended = RunTest(scratch, SAMPLE_COUNTER, "CounterTest.LostUpdate",
                              {"--interleave_schedule_dir=a/deep/folder"});
  EXPECT_EQ(ended.code, 1) << ended;
  EXPECT_THAT(
      scratch.Files(),
      testing::Contains("a/deep/folder/CounterTest.LostUpdate.schedule"));
}

TEST(VerdictsTest, WritesSchedulesAmongBazelsOutputs) {
  const Scratch scratch;
  const Ended ended =
      scratch.Run({SAMPLE_COUNTER, "--gtest_filter=CounterTest.LostUpdate"},
                  {"TEST_UNDECLARED_OUTPUTS_DIR=" + scratch.File("outputs")});
  EXPECT_EQ(ended.code, 1) << ended;
  EXPECT_THAT(scratch.Files(),
              testing::ElementsAre("outputs/CounterTest.LostUpdate.schedule"));
}

TEST(VerdictsTest, ReportsAFailureThoughNoScheduleCanBeWritten) {
  const Scratch scratch;
  scratch.Write("in_the_way", "a file, not a folder");
  const Ended ended =
      RunTest(scratch, SAMPLE_COUNTER, "CounterTest.LostUpdate",
              {"--interleave_schedule_dir=in_the_way/schedules"});
  EXPECT_EQ(ended.code, 1) << ended;
  EXPECT_THAT(ended.out, HasSubstr("interleave_schedule_dir"));
  EXPECT_NE(ReadReport(ended.out, "CounterTest.LostUpdate").token, "");
}

TEST(VerdictsTest, ShowsStepsTasksAndSource) {
  const Scratch scratch;
  const Ended ended =
      RunTest(scratch, SAMPLE_COUNTER, "CounterTest.LostUpdate");
  const std::string story =
      ReadReport(ended.out, "CounterTest.LostUpdate").story;
  EXPECT_THAT(story, ContainsRegex("step .* first .* second .* where"));
  EXPECT_THAT(story, HasSubstr("counter.add.loaded"));
  EXPECT_THAT(story, ContainsRegex("counter.cc:[0-9]+"));
  // What follows the point, which says its own name.
  EXPECT_THAT(story, ContainsRegex("counter.cc:[0-9]+  count_ = "));
  EXPECT_THAT(story, HasSubstr("FAILED: "));
}

TEST(VerdictsTest, ShowsEveryStepWhenAsked) {
  const Scratch scratch;
  const Ended some = RunTest(scratch, SAMPLE_COUNTER, "CounterTest.LostUpdate");
  const Ended all = RunTest(scratch, SAMPLE_COUNTER, "CounterTest.LostUpdate",
                            {"--interleave_full_trace"});
  EXPECT_GT(all.out.size(), some.out.size());
  EXPECT_THAT(all.out, Not(HasSubstr("--interleave_full_trace)")));
}

TEST(VerdictsTest, TellsProgressOnPlainLinesWhenAsked) {
  const Scratch scratch;
  const std::vector<std::string> flags = {"--interleave_executions=0",
                                          "--interleave_seconds=1.5"};
  const Ended quiet =
      RunTest(scratch, SAMPLE_BUDGET, "BudgetTest.LargeSpace", flags);
  EXPECT_THAT(quiet.err, Not(HasSubstr("per second")));
  std::vector<std::string> loud_flags = flags;
  loud_flags.push_back("--interleave_progress=on");
  const Ended loud =
      RunTest(scratch, SAMPLE_BUDGET, "BudgetTest.LargeSpace", loud_flags);
  EXPECT_THAT(loud.err,
              ContainsRegex("BudgetTest.LargeSpace: [0-9]+ executions.*"
                            "per second"));
}

// --- Each kind of finding. ---

struct Kind {
  const char* test;
  const char* kind;
  const char* said;  // somewhere in the report
};

void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.test; }

class FindingKindsTest : public testing::TestWithParam<Kind> {};

TEST_P(FindingKindsTest, IsFoundAndNamed) {
  const Scratch scratch;
  const std::string test = std::string("FindingsTest.") + GetParam().test;
  const Ended ended = RunTest(scratch, SAMPLE_FINDINGS, test);
  EXPECT_EQ(ended.code, 1) << ended;
  EXPECT_EQ(ended.signal, 0) << ended;
  const Json result = ResultOf(scratch);
  EXPECT_EQ(result["verdict"], "failed") << ended;
  ASSERT_GE(result["findings"].size(), 1u) << ended;
  EXPECT_EQ(result["findings"][0]["kind"], GetParam().kind) << ended;
  EXPECT_THAT(ended.out, HasSubstr(test + ": " + GetParam().kind));
  EXPECT_THAT(ended.out, HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(
    Samples, FindingKindsTest,
    testing::Values(
        Kind{"Deadlock", "deadlock", "Who waits for whom: main -> T1 -> main"},
        Kind{"LostWakeup", "deadlock", "wait"},
        Kind{"Exception", "exception", "too late"},
        Kind{"ExceptionOfTheBody", "exception", "from the body itself"},
        Kind{"Unjoined", "leak", "T1"},
        Kind{"StepLimit", "step-limit", "interleave_steps_max"},
        Kind{"Check", "assertion", "value == 0"},
        Kind{"ExpectationInATask", "assertion", "seen by the task"},
        Kind{"Nondeterminism", "nondeterminism", "step"}),
    [](const auto& tested) { return std::string(tested.param.test); });

TEST(FindingsTest, AreAllReportedByOneRun) {
  const Scratch scratch;
  const Ended ended = RunTest(scratch, SAMPLE_FINDINGS, "FindingsTest.*");
  EXPECT_EQ(ended.code, 1) << ended;
  const Json result = ResultOf(scratch);
  ASSERT_EQ(result["tests"].size(), 9u) << ended;
  for (const Json& test : result["tests"]) {
    EXPECT_EQ(test["verdict"], "failed") << test;
    EXPECT_GE(test["findings"].size(), 1u) << test;
  }
}

// --- No empty success. ---

TEST(EmptySuccessTest, FailsWhenNothingWasControlled) {
  const Scratch scratch;
  const Ended ended =
      RunTest(scratch, SAMPLE_FINDINGS, "EmptyTest.NothingControlled");
  EXPECT_EQ(ended.code, 1) << ended;
  EXPECT_THAT(ended.out, HasSubstr("allow_uncontrolled"));
  EXPECT_EQ(ResultOf(scratch)["nothing_controlled"], true);
  EXPECT_EQ(ResultOf(scratch)["findings"], Json::array());
}

TEST(EmptySuccessTest, PassesWhenThatIsMeant) {
  const Scratch scratch;
  Ended ended =
      RunTest(scratch, SAMPLE_FINDINGS, "EmptyTest.NothingControlledOnPurpose");
  EXPECT_EQ(ended.code, 0) << ended;
  ended = RunTest(scratch, SAMPLE_FINDINGS, "EmptyTest.NothingControlled",
                  {"--interleave_allow_uncontrolled"});
  EXPECT_EQ(ended.code, 0) << ended;
}

TEST(EmptySuccessTest, FailsWhenOnlyOneScheduleExisted) {
  const Scratch scratch;
  Ended ended = RunTest(scratch, SAMPLE_FINDINGS, "EmptyTest.SingleSchedule");
  EXPECT_EQ(ended.code, 1) << ended;
  EXPECT_THAT(ended.out, HasSubstr("allow_single_schedule"));
  ended = RunTest(scratch, SAMPLE_FINDINGS, "EmptyTest.SingleSchedule",
                  {"--interleave_allow_single_schedule"});
  EXPECT_EQ(ended.code, 0) << ended;
}

TEST(EmptySuccessTest, FailsWhenARequiredPointWasNeverReached) {
  const Scratch scratch;
  const Ended ended = RunTest(scratch, SAMPLE_FINDINGS,
                              "EmptyTest.RequiredPointIsNeverReached");
  EXPECT_EQ(ended.code, 1) << ended;
  EXPECT_THAT(ended.out, HasSubstr("did you mean other.thread.running?"));
}

}  // namespace
}  // namespace interleave::e2e
