// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/script.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "random_schedule.h"

namespace interleave {
namespace {

using ::testing::ElementsAre;

constexpr char kText[] =
    "run reset until pool.reset.loaded\n"
    "run return until pool.return.loaded#2\n"
    "run reset until blocked\n"
    "run return to end\n"
    "order pool.reset.stored before pool.return.added\n"
    "order pool.reset.stored#2 before pool.return.added#3\n";

Script SampleScript() {
  Script script;
  script.Run("reset")
      .Until("pool.reset.loaded")
      .Run("return")
      .Until("pool.return.loaded", 2)
      .Run("reset")
      .UntilBlocked()
      .Run("return")
      .ToEnd()
      .Order("pool.reset.stored", "pool.return.added")
      .Order("pool.reset.stored", 2, "pool.return.added", 3);
  return script;
}

std::string ErrorOfScript(const std::string& text) {
  const absl::StatusOr<Script> parsed = ParseScript(text, "f");
  if (parsed.ok()) return "no error";
  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(parsed.status().message());
}

TEST(ScriptTest, KeepsWhatWasBuiltInOrder) {
  const Script script = SampleScript();
  const auto step = [](const char* task, Until until, const char* point,
                       uint32_t occurrence) {
    return ScriptStep{
        .task = task, .until = until, .point = point, .occurrence = occurrence};
  };
  EXPECT_THAT(
      script.steps(),
      ElementsAre(step("reset", Until::kPoint, "pool.reset.loaded", 0),
                  step("return", Until::kPoint, "pool.return.loaded", 2),
                  step("reset", Until::kBlocked, "", 0),
                  step("return", Until::kEnd, "", 0)));
  EXPECT_THAT(script.constraints(),
              ElementsAre(OrderConstraint{.before = "pool.reset.stored",
                                          .after = "pool.return.added"},
                          OrderConstraint{.before = "pool.reset.stored",
                                          .before_occurrence = 2,
                                          .after = "pool.return.added",
                                          .after_occurrence = 3}));
}

TEST(ScriptTest, IsEmptyUntilSomethingIsAsked) {
  EXPECT_TRUE(Script().empty());
  EXPECT_FALSE(Script().Run("a").ToEnd().empty());
  EXPECT_FALSE(Script().Order("a.b", "c.d").empty());
}

TEST(ScriptTextTest, ReadsAsDocumented) {
  EXPECT_EQ(FormatScript(SampleScript()), kText);
  EXPECT_EQ(FormatScriptStep(SampleScript().steps()[1]),
            "run return until pool.return.loaded#2");
  EXPECT_EQ(FormatOrderConstraint(SampleScript().constraints()[0]),
            "order pool.reset.stored before pool.return.added");
}

TEST(ScriptTextTest, ParsesWhatTheBuilderBuilds) {
  const absl::StatusOr<Script> parsed = ParseScript(kText, "f");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(FormatScript(*parsed), kText);
  ASSERT_EQ(parsed->steps().size(), 4u);
  ASSERT_EQ(parsed->constraints().size(), 2u);
  EXPECT_EQ(parsed->steps()[1].occurrence, 2u);
  EXPECT_EQ(parsed->constraints()[1].before_occurrence, 2u);
  EXPECT_EQ(parsed->constraints()[1].after_occurrence, 3u);
}

TEST(ScriptTextTest, RemembersLines) {
  const absl::StatusOr<Script> parsed = ParseScript(
      "# comment\n\nrun a to end # why\r\n  order a.b before c.d\nrun b to end",
      "f");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->steps()[0].line, 3);
  EXPECT_EQ(parsed->constraints()[0].line, 4);
  EXPECT_EQ(parsed->steps()[1].line, 5);
}

TEST(ScriptTextTest, AllowsAnEmptyScript) {
  for (const char* text : {"", "\n", "# nothing yet\n", " \t\r\n"}) {
    const absl::StatusOr<Script> parsed = ParseScript(text, "f");
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_TRUE(parsed->empty());
  }
}

TEST(ScriptTextTest, AllowsKeywordsAndOddNamesAsTasks) {
  const absl::StatusOr<Script> parsed = ParseScript(
      "run run until until.until\n"
      "run until to end\n"
      "run \"my task\" until blocked\n"
      "run \"say \\\"hi\\\"\\n\" until blocked\n"
      "run pool-1/worker:3 to end\n",
      "f");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->steps()[0].task, "run");
  EXPECT_EQ(parsed->steps()[1].task, "until");
  EXPECT_EQ(parsed->steps()[2].task, "my task");
  EXPECT_EQ(parsed->steps()[3].task, "say \"hi\"\n");
  EXPECT_EQ(parsed->steps()[4].task, "pool-1/worker:3");
}

TEST(ScriptTextTest, RoundTripsRandomScripts) {
  Random random(1);
  for (int i = 0; i < 2000; ++i) {
    Script script;
    for (uint32_t n = random.Below(6); n > 0; --n) {
      Script::StepBuilder step = script.Run(RandomTask(random));
      switch (random.Below(3)) {
        case 0:
          step.ToEnd();
          break;
        case 1:
          step.UntilBlocked();
          break;
        default:
          step.Until(RandomPoint(random), random.Below(3));
      }
    }
    if (random.OneIn(2)) {
      script.Order(RandomPoint(random), random.Below(3), RandomPoint(random),
                   random.Below(3));
    }
    const std::string text = FormatScript(script);
    const absl::StatusOr<Script> parsed = ParseScript(text, "f");
    ASSERT_TRUE(parsed.ok()) << parsed.status() << "\n" << text;
    EXPECT_EQ(FormatScript(*parsed), text);
    ASSERT_EQ(parsed->steps().size(), script.steps().size());
    for (size_t s = 0; s < script.steps().size(); ++s) {
      ScriptStep step = parsed->steps()[s];
      step.line = 0;
      EXPECT_EQ(step, script.steps()[s]) << text;
    }
  }
}

TEST(ScriptTextTest, NamesWhatIsWrong) {
  EXPECT_EQ(ErrorOfScript("walk reset to end"),
            "f:1:1: expected \"run\" or \"order\", found \"walk\"");
  EXPECT_EQ(ErrorOfScript("run"),
            "f:1:4: expected the name of a task, found the end of the line");
  EXPECT_EQ(ErrorOfScript("\nrun reset"),
            "f:2:10: expected \"until\" or \"to end\", found the end of the "
            "line");
  EXPECT_EQ(ErrorOfScript("run my task to end"),
            "f:1:8: expected \"until\" or \"to end\", found \"task\"");
  EXPECT_EQ(ErrorOfScript("run \"my task to end"),
            "f:1:20: expected a closing quote, found the end of the line");
  EXPECT_EQ(ErrorOfScript("run reset@2 to end"),
            "f:1:10: expected a space, found \"@2\"");
  EXPECT_EQ(ErrorOfScript("run reset to"),
            "f:1:13: expected \"end\", found the end of the line");
  EXPECT_EQ(ErrorOfScript("run reset until"),
            "f:1:16: expected \"blocked\" or the name of a yield point, such "
            "as pool.reset.loaded, found the end of the line");
  EXPECT_EQ(ErrorOfScript("run reset until loaded"),
            "f:1:17: expected \"blocked\" or the name of a yield point, such "
            "as pool.reset.loaded, found \"loaded\"");
  EXPECT_EQ(ErrorOfScript("run reset until a.b#0"),
            "f:1:21: expected a number from 1 after \"#\", found \"0\"");
  EXPECT_EQ(ErrorOfScript("run reset until a.b #2"),
            "f:1:21: expected the occurrence joined to the name, as in "
            "\"a.b#2\", found \"#2\"");
  EXPECT_EQ(ErrorOfScript("run reset until blocked now"),
            "f:1:25: expected the end of the line, found \"now\"");
  EXPECT_EQ(ErrorOfScript("order a before c.d"),
            "f:1:7: expected the name of a yield point, such as "
            "pool.reset.loaded, found \"a\"");
  EXPECT_EQ(ErrorOfScript("order a.b after c.d"),
            "f:1:11: expected \"before\", found \"after\"");
  EXPECT_EQ(ErrorOfScript("order a.b before"),
            "f:1:17: expected the name of a yield point, such as "
            "pool.reset.loaded, found the end of the line");
}

TEST(ScriptTextTest, SurvivesDamage) {
  Random random(2);
  for (int i = 0; i < 5'000; ++i) {
    std::string text = kText;
    for (int n = 0; n < 3; ++n) {
      const size_t at = random.Below(static_cast<uint32_t>(text.size()));
      if (random.OneIn(2)) {
        text[at] = static_cast<char>(random.Below(256));
      } else {
        text.erase(at, 1 + random.Below(4));
      }
    }
    const absl::StatusOr<Script> parsed = ParseScript(text, "f");
    if (!parsed.ok()) continue;
    const std::string again = FormatScript(*parsed);
    const absl::StatusOr<Script> reparsed = ParseScript(again, "f");
    ASSERT_TRUE(reparsed.ok()) << reparsed.status() << "\n" << text;
    EXPECT_EQ(FormatScript(*reparsed), again);
  }
}

TEST(ScriptDeathTest, SaysWhatToWriteInsteadOfABadPointName) {
  EXPECT_DEATH(Script().Run("reset").Until("Loaded"),
               "Until\\(\\) takes the name of a yield point, such as "
               "\"pool.reset.loaded\"");
  EXPECT_DEATH(Script().Order("a.b", "added"),
               "Order\\(\\) takes the names of two yield points");
}

}  // namespace
}  // namespace interleave
