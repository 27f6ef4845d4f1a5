// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What ParseSchedule does with text that FormatSchedule has not written.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "interleave/schedule/schedule.h"
#include "random_schedule.h"

namespace interleave {
namespace {

constexpr std::string_view kVersion = "interleave-schedule 1\n";
constexpr std::string_view kTasks =
    "interleave-schedule 1\ntask 0 main\ntask 1 reset\ntask 2 w\ntask 3 w\n";

std::string ErrorOf(const std::string& text) {
  const absl::StatusOr<Schedule> parsed = ParseSchedule(text, "f");
  if (parsed.ok()) return "no error";
  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(parsed.status().message());
}

// The error for `line` as line 2, after the version.
std::string FieldError(const std::string& line) {
  return ErrorOf(std::string(kVersion) + line + "\nend\n");
}

// The error for `line` as line 6, after the tasks.
std::string ChoiceError(const std::string& line) {
  return ErrorOf(std::string(kTasks) + line + "\nend\n");
}

TEST(ScheduleParserTest, AllowsCommentsBlankLinesAndIndentation) {
  const absl::StatusOr<Schedule> parsed = ParseSchedule(
      "# found on a Friday\n"
      "\n"
      "  interleave-schedule 1   # the version\n"
      "\ttest\tA.B\n"
      "task 0 main # the body\n"
      "#switch main 1 start -> main\n"
      "task 1 T1\n"
      "switch main 3 lock -> T1 #   pool.cc:3  \n"
      "end # of it\n"
      "\n"
      "# nothing more",
      "f");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->test, "A.B");
  ASSERT_EQ(parsed->choices.size(), 1u);
  EXPECT_EQ(parsed->choices[0].place, "pool.cc:3");
  EXPECT_EQ(parsed->choices[0].position.occurrence, 1u);
}

TEST(ScheduleParserTest, ReadsLinesThatEndInCarriageReturns) {
  const absl::StatusOr<Schedule> parsed = ParseSchedule(
      "interleave-schedule 1\r\ntest A.B\r\nmessage a \r\nmessage b\r\nend\r\n",
      "f");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->test, "A.B");
  EXPECT_EQ(parsed->message, "a\nb");
}

TEST(ScheduleParserTest, NeedsNoOrderOfFields) {
  const absl::StatusOr<Schedule> parsed = ParseSchedule(
      "interleave-schedule 1\ntask 1 T1\nvalue T1 1 0/2\nseed 3\ntest A.B\n"
      "end\n",
      "f");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->seed, 3u);
}

TEST(ScheduleParserTest, NamesWhatIsWrongWithTheFirstLine) {
  EXPECT_EQ(ErrorOf(""),
            "f:1:1: expected \"interleave-schedule\", found the end of the "
            "file");
  EXPECT_EQ(ErrorOf("# only a comment\n"),
            "f:2:1: expected \"interleave-schedule\", found the end of the "
            "file");
  EXPECT_EQ(ErrorOf("test A.B\n"),
            "f:1:1: expected \"interleave-schedule\", found \"test\"");
  EXPECT_EQ(ErrorOf("interleave-schedule\n"),
            "f:1:20: expected a format version, found the end of the line");
  EXPECT_EQ(ErrorOf("interleave-schedule one\n"),
            "f:1:21: expected a format version, found \"one\"");
  EXPECT_EQ(ErrorOf("interleave-schedule 1 2\n"),
            "f:1:23: expected the end of the line, found \"2\"");
  EXPECT_EQ(ErrorOf("interleave-schedule 1.0\n"),
            "f:1:21: expected a format version, found \"1.0\"");
}

TEST(ScheduleParserTest, SaysWhichVersionsItReads) {
  const absl::StatusOr<Schedule> parsed =
      ParseSchedule("interleave-schedule 3\nanything\n", "new.schedule");
  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(parsed.status().message(),
            "new.schedule:1:21: this schedule has format version 3; this build "
            "of Interleave reads versions 1 to 2");
}

constexpr char kIdentified[] =
    "interleave-schedule 2\nseed 0\nexecution 0\nfinding none\n"
    "task 0 main\ntask 1 A\n"
    "switch main 3 lock+1 on \"mutex 1\" in \"Pool::Get<a b>\"#2 blocked -> A\n"
    "switch A 2 point a.b#1 in Pool::Put -> main  # pool.cc:3\nend\n";

TEST(ScheduleParserTest, ReadsWhatAStepIsKnownAgainBy) {
  const absl::StatusOr<Schedule> parsed = ParseSchedule(kIdentified, "f");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  const RecordedChoice& first = parsed->choices[0];
  EXPECT_EQ(first.identity.object, "mutex 1");
  EXPECT_EQ(first.identity.function, "Pool::Get<a b>");
  EXPECT_EQ(first.identity.occurrence, 2u);
  EXPECT_TRUE(first.position.blocked);
  EXPECT_EQ(parsed->choices[1].identity.function, "Pool::Put");
  EXPECT_EQ(parsed->choices[1].identity.occurrence, 1u);
  EXPECT_EQ(FormatSchedule(*parsed), kIdentified);
}

TEST(ScheduleParserTest, KnowsNoIdentitiesInTheFirstVersion) {
  const std::string text = kIdentified;
  EXPECT_FALSE(
      ParseSchedule("interleave-schedule 1" + text.substr(21), "f").ok());
}

TEST(ScheduleParserTest, IsOfTheFirstVersionWhereThatHasWordsForAllOfIt) {
  EXPECT_TRUE(FormatSchedule({}).starts_with("interleave-schedule 1\n"));
}

TEST(ScheduleParserTest, NamesWhatIsWrongWithAField) {
  EXPECT_EQ(FieldError("sead 42"),
            "f:2:1: expected one of test, program, argument, option, strategy, "
            "seed, execution, finding, message, task, switch, value, end, "
            "found \"sead\"");
  EXPECT_EQ(FieldError("option colour=red"),
            "f:2:8: expected an option of the program's executions, such as "
            "races=off, found \"colour=red\"");
  EXPECT_EQ(FieldError("test"),
            "f:2:5: expected the name of a test, found the end of the line");
  EXPECT_EQ(FieldError("test # none"),
            "f:2:6: expected the name of a test, found the end of the line");
  EXPECT_EQ(FieldError("test Pool Test"),
            "f:2:11: expected the end of the line, found \"Test\"");
  EXPECT_EQ(FieldError("test A#b"),
            "f:2:7: expected the end of the line, found \"#b\"");
  EXPECT_EQ(FieldError("program \"a"),
            "f:2:11: expected a closing quote, found the end of the line");
  EXPECT_EQ(FieldError("program \"a\\b\""),
            "f:2:11: expected one of \\\" \\\\ \\n \\r \\t \\xHH, found "
            "\"\\b\"\"");
  EXPECT_EQ(FieldError("strategy ->"),
            "f:2:10: expected the name of a strategy, found \"->\"");
  EXPECT_EQ(FieldError("seed -1"),
            "f:2:6: expected a seed (a number), found \"-1\"");
  EXPECT_EQ(FieldError("seed 18446744073709551616"),
            "f:2:6: expected a seed (a number), found "
            "\"18446744073709551616\"");
  EXPECT_EQ(FieldError("execution 0x10"),
            "f:2:11: expected the number of an execution, found \"0x10\"");
  EXPECT_EQ(FieldError("finding assert"),
            "f:2:9: expected \"none\" or a kind of finding, such as assertion, "
            "found \"assert\"");
  EXPECT_EQ(FieldError("message\"x\""), "f:2:8: expected a space, found \"x\"");
  EXPECT_EQ(FieldError("message \"x\" y"),
            "f:2:13: expected the end of the line, found \"y\"");
  EXPECT_EQ(FieldError("seed 1\nseed 1"),
            "f:3:1: expected one line \"seed\" in all, found \"seed\" once "
            "more");
  EXPECT_EQ(FieldError("end now"),
            "f:2:5: expected the end of the line, found \"now\"");
  EXPECT_EQ(FieldError("end\nseed 1"),
            "f:3:1: expected nothing after the line \"end\", found \"seed\"");
}

TEST(ScheduleParserTest, NamesWhatIsWrongWithATask) {
  EXPECT_EQ(FieldError("task main"),
            "f:2:6: expected the number of a task, found \"main\"");
  EXPECT_EQ(FieldError("task 4294967296 main"),
            "f:2:6: expected the number of a task, found \"4294967296\"");
  EXPECT_EQ(FieldError("task 0"),
            "f:2:7: expected the name of a task, found the end of the line");
  EXPECT_EQ(FieldError("task 0 my task"),
            "f:2:11: expected the end of the line, found \"task\"");
  EXPECT_EQ(FieldError("task 0 \"my\"task"),
            "f:2:12: expected the end of the line, found \"task\"");
  EXPECT_EQ(FieldError("task 0 main\ntask 0 main"),
            "f:3:8: expected each task once, found \"main\" once more");
}

TEST(ScheduleParserTest, NamesWhatIsWrongWithTheTaskOfAChoice) {
  EXPECT_EQ(ChoiceError("switch rest 1 start -> main"),
            "f:6:8: expected the name of a task with a line \"task\" above, "
            "found \"rest\"; did you mean \"reset\"?");
  EXPECT_EQ(ChoiceError("switch somebody 1 start -> main"),
            "f:6:8: expected the name of a task with a line \"task\" above, "
            "found \"somebody\"");
  EXPECT_EQ(ChoiceError("value w 1 0/2"),
            "f:6:7: expected w@N with the number of one of the tasks of this "
            "name, found \"w\"");
  EXPECT_EQ(ChoiceError("value w@1 1 0/2"),
            "f:6:9: expected w@N with the number of one of the tasks of this "
            "name, found \"1\"");
  EXPECT_EQ(ChoiceError("value w@ 1 0/2"),
            "f:6:9: expected w@N with the number of one of the tasks of this "
            "name, found the end of the line");
  EXPECT_EQ(ChoiceError("value w@2x 1 0/2"),
            "f:6:9: expected w@N with the number of one of the tasks of this "
            "name, found \"2x\"");
}

TEST(ScheduleParserTest, NamesWhatIsWrongWithASwitch) {
  EXPECT_EQ(ChoiceError("switch main start -> reset"),
            "f:6:13: expected the task's count of schedule points, found "
            "\"start\"");
  EXPECT_EQ(ChoiceError("switch main 1 -> reset"),
            "f:6:15: expected an operation, such as lock+1, or \"point\" and a "
            "name, found \"->\"");
  EXPECT_EQ(ChoiceError("switch main 1 look+1 -> reset"),
            "f:6:15: expected an operation, such as lock+1, or \"point\" and a "
            "name, found \"look+1\"");
  EXPECT_EQ(ChoiceError("switch main 1 lock+0 -> reset"),
            "f:6:15: expected an operation, such as lock+1, or \"point\" and a "
            "name, found \"lock+0\"");
  EXPECT_EQ(ChoiceError("switch main 1 lock+ -> reset"),
            "f:6:15: expected an operation, such as lock+1, or \"point\" and a "
            "name, found \"lock+\"");
  EXPECT_EQ(ChoiceError("switch main 1 point+1 -> reset"),
            "f:6:15: expected an operation, such as lock+1, or \"point\" and a "
            "name, found \"point+1\"");
  EXPECT_EQ(ChoiceError("switch main 1 point loaded -> reset"),
            "f:6:21: expected the name of a yield point, such as "
            "pool.reset.loaded, found \"loaded\"");
  EXPECT_EQ(ChoiceError("switch main 1 point a.b#0 -> reset"),
            "f:6:25: expected a number from 1 after \"#\", found \"0\"");
  EXPECT_EQ(ChoiceError("switch main 1 point a.b#x -> reset"),
            "f:6:25: expected a number from 1 after \"#\", found \"x\"");
  EXPECT_EQ(ChoiceError("switch main 1 point a.b #2 -> reset"),
            "f:6:25: expected the occurrence joined to the name, as in "
            "\"a.b#2\", found \"#2\"");
  EXPECT_EQ(ChoiceError("switch main 1 point a.b after c.d -> reset"),
            "f:6:25: expected \"->\", found \"after\"");
  EXPECT_EQ(ChoiceError("switch main 1 lock+1 after -> reset"),
            "f:6:28: expected the name of a yield point, such as "
            "pool.reset.loaded, found \"->\"");
  EXPECT_EQ(ChoiceError("switch main 1 lock+1 reset"),
            "f:6:22: expected \"->\", found \"reset\"");
  EXPECT_EQ(ChoiceError("switch main 1 lock+1 ->"),
            "f:6:24: expected the name of a task, found the end of the line");
  EXPECT_EQ(ChoiceError("switch main 1 lock+1 -> reset now"),
            "f:6:31: expected the end of the line, found \"now\"");
}

TEST(ScheduleParserTest, NamesWhatIsWrongWithAValue) {
  for (const std::string value : {"2/2", "1", "1/", "/2", "1/2/3", "a/b"}) {
    EXPECT_EQ(ChoiceError("value main 1 " + value),
              "f:6:14: expected VALUE/COUNT with a value below the count, such "
              "as 0/2, found \"" +
                  value + "\"");
  }
}

TEST(ScheduleParserTest, ShowsOddBytesHarmlesslyAndNotForever) {
  EXPECT_EQ(FieldError("finding x\x1b[0m"),
            "f:2:9: expected \"none\" or a kind of finding, such as assertion, "
            "found \"x?[0m\"");
  EXPECT_EQ(FieldError("seed " + std::string(1000, 'x')),
            "f:2:6: expected a seed (a number), found \"" +
                std::string(40, 'x') + "...\"");
}

TEST(ScheduleParserTest, SaysThatTheFileEndsTooEarly) {
  EXPECT_EQ(ErrorOf("interleave-schedule 1\nseed 1\n"),
            "f:3:1: expected \"end\", found the end of the file");
  EXPECT_EQ(ErrorOf("interleave-schedule 1\nseed 1"),
            "f:2:7: expected \"end\", found the end of the file");
}

TEST(ScheduleParserTest, TakesNoTruncatedTextForAnother) {
  Random random(2);
  for (int i = 0; i < 20; ++i) {
    const Schedule schedule = RandomSchedule(random);
    const std::string text = FormatSchedule(schedule);
    for (size_t size = 0; size + 1 < text.size(); ++size) {
      EXPECT_FALSE(ParseSchedule(text.substr(0, size), "f").ok()) << size;
    }
    // Only the last line feed may be absent.
    const absl::StatusOr<Schedule> parsed =
        ParseSchedule(text.substr(0, text.size() - 1), "f");
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_TRUE(*parsed == schedule);
  }
}

// Whatever is read is well-formed: it can be written and read again.
TEST(ScheduleParserTest, SurvivesDamageAndWritesBackWhatItRead) {
  Random random(3);
  int read = 0;
  for (int i = 0; i < 5'000; ++i) {
    std::string text = FormatSchedule(RandomSchedule(random));
    for (uint32_t n = 1 + random.Below(3); n > 0; --n) {
      const size_t at = random.Below(static_cast<uint32_t>(text.size()));
      switch (random.Below(3)) {
        case 0:
          text[at] = static_cast<char>(random.Below(256));
          break;
        case 1:
          text.erase(at, 1 + random.Below(20));
          break;
        default:
          text.insert(at, text, random.Below(static_cast<uint32_t>(at + 1)),
                      1 + random.Below(20));
      }
      if (text.empty()) text = " ";
    }
    const absl::StatusOr<Schedule> parsed = ParseSchedule(text, "f");
    if (!parsed.ok()) continue;
    ++read;
    const std::string again = FormatSchedule(*parsed);
    const absl::StatusOr<Schedule> reparsed = ParseSchedule(again, "f");
    ASSERT_TRUE(reparsed.ok()) << reparsed.status() << "\n" << text;
    EXPECT_EQ(FormatSchedule(*reparsed), again);
  }
  EXPECT_GT(read, 100);  // so that the test is about something
}

}  // namespace
}  // namespace interleave
