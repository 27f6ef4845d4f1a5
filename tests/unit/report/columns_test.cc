// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/columns.h"

#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

StoryRow Row(StepNumber step, TaskId task, std::string text,
             std::string place = "", std::string source = "") {
  StoryRow row;
  row.step = step;
  row.task = task;
  row.text = std::move(text);
  row.place = std::move(place);
  row.source = std::move(source);
  return row;
}

StoryRow Folded(TaskId task) {
  StoryRow row;
  row.task = task;
  row.folded = true;
  return row;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(ColumnsTest, HasAColumnForEachTask) {
  const std::vector<StoryRow> rows = {
      Row(4, 1, "pool.reset.loaded", "pool.cc:42", "auto old = sockets;"),
      Row(5, 2, "pool.return.loaded", "pool.cc:61"),
      Folded(1),
      Folded(1),
      Row(12, 2, "FAILED: Set changed", "pool.cc:63"),
  };
  const std::vector<std::string> names = {"main", "reset", "return"};
  EXPECT_THAT(
      Lines(FormatColumns(rows, names)),
      ElementsAre("step | reset             | return              | where",
                  "-----+-------------------+---------------------+--------"
                  "------------------------",
                  "   4 | pool.reset.loaded |                     | "
                  "pool.cc:42  auto old = sockets;",
                  "   5 |                   | pool.return.loaded  | "
                  "pool.cc:61",
                  "     | ... 2 steps       |                     |",
                  "  12 |                   | FAILED: Set changed | "
                  "pool.cc:63"));
}

TEST(ColumnsTest, NamesTheTasksOfAFoldWithoutAColumn) {
  const std::vector<StoryRow> rows = {
      Folded(0), Folded(1), Folded(0), Row(4, 1, "yield"), Folded(2),
  };
  const std::vector<std::string> names = {"main", "reset", "return"};
  const std::string text = FormatColumns(rows, names);
  EXPECT_THAT(text, HasSubstr("     | ... 3 steps of main, reset\n"));
  EXPECT_THAT(text, HasSubstr("     | ... 1 step of return\n"));
}

TEST(ColumnsTest, ShowsAStepNumberOnce) {
  const std::vector<StoryRow> rows = {Row(12, 0, "yield"),
                                      Row(12, 0, "FAILED: x")};
  const std::vector<std::string> names = {"main"};
  EXPECT_THAT(FormatColumns(rows, names), HasSubstr("     | FAILED: x"));
}

TEST(ColumnsTest, UsesOneColumnForTasksWhenThereAreMany) {
  std::vector<StoryRow> rows;
  std::vector<std::string> names;
  for (TaskId task = 0; task < 40; ++task) {
    names.push_back(absl::StrCat("worker", task));
    rows.push_back(Row(task + 1, task, "pool.reset.loaded", "pool.cc:42",
                       "auto old = sockets;"));
  }
  rows.push_back(Row(41, kNoTask, "DEADLOCK: no task can go on"));
  const std::vector<std::string> lines = Lines(FormatColumns(rows, names));
  EXPECT_EQ(lines[0], "step | task     | operation         | where");
  EXPECT_EQ(lines[2],
            "   1 | worker0  | pool.reset.loaded | pool.cc:42  auto old = "
            "sockets;");
  EXPECT_EQ(lines.back(), "  41 | DEADLOCK: no task can go on");
}

TEST(ColumnsTest, FitsTheWidthWhateverTheText) {
  const std::string longest(200, 'x');
  const std::vector<std::string> names = {"main", longest, "return", "close"};
  for (const size_t tasks : {1u, 2u, 3u, 4u}) {
    std::vector<StoryRow> rows;
    for (TaskId task = 0; task < tasks; ++task) {
      rows.push_back(Row(123456789, task, longest, longest, longest));
      rows.push_back(Row(5, task, "lock"));
    }
    rows.push_back(Row(6, kNoTask, longest, longest));
    rows.push_back(Folded(1));
    for (const int width : {-5, 60, 61, 79, 100, 137, 400}) {
      const size_t most = static_cast<size_t>(width < 60 ? 60 : width);
      for (const std::string& line : Lines(FormatColumns(rows, names, width))) {
        EXPECT_LE(line.size(), most) << tasks << ": " << line;
      }
    }
  }
}

TEST(ColumnsTest, IsAsciiWhateverTheText) {
  const std::vector<StoryRow> rows = {
      Row(1, 0, "gr\xc3\xbc\xc3\x9f \x1b[31m", "p\xff:1", "a\tb\n")};
  const std::vector<std::string> names = {"\xf0\x9f\x98\x80"};
  const std::string text = FormatColumns(rows, names);
  for (const char c : text) {
    EXPECT_TRUE(c == '\n' || (c >= ' ' && c <= '~')) << int{c};
  }
  EXPECT_THAT(text, HasSubstr("gr??"));
}

TEST(ColumnsTest, OfNoRowsIsAHeader) {
  EXPECT_THAT(Lines(FormatColumns({}, {})),
              ElementsAre("step | task | operation | where",
                          "-----+------+-----------+------"));
}

TEST(TaskLabelsTest, TellsTasksOfOneNameApart) {
  const std::vector<std::string> names = {"main", "worker", "worker"};
  EXPECT_THAT(TaskLabels(names),
              ElementsAre("main", "worker (T1)", "worker (T2)"));
}

}  // namespace
}  // namespace interleave
