// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/source_text.h"

#include <sys/stat.h>

#include <fstream>
#include <string>

#include "gtest/gtest.h"

namespace interleave {
namespace {

std::string WriteFile(const std::string& name, const std::string& text) {
  std::string path = testing::TempDir() + name;
  std::ofstream(path) << text;
  return path;
}

TEST(SourceTextTest, GivesTrimmedLinesFromOne) {
  const std::string file =
      WriteFile("source_text_lines.cc", "int a;\n  \tint b;  \r\n\nlast");
  SourceText text;
  EXPECT_EQ(text.Line(file, 1), "int a;");
  EXPECT_EQ(text.Line(file, 2), "int b;");
  EXPECT_EQ(text.Line(file, 3), "");
  EXPECT_EQ(text.Line(file, 4), "last");
}

TEST(SourceTextTest, IsEmptyOutsideTheFile) {
  const std::string file = WriteFile("source_text_outside.cc", "int a;\n");
  SourceText text;
  EXPECT_EQ(text.Line(file, 0), "");
  EXPECT_EQ(text.Line(file, -1), "");
  EXPECT_EQ(text.Line(file, 2), "");
  EXPECT_EQ(text.Line("/nowhere/pool.cc", 1), "");
  EXPECT_EQ(text.Line("", 1), "");
}

TEST(SourceTextTest, ReadsAFileOnce) {
  const std::string file = WriteFile("source_text_once.cc", "before\n");
  SourceText text;
  EXPECT_EQ(text.Line(file, 1), "before");
  WriteFile("source_text_once.cc", "after\n");
  EXPECT_EQ(text.Line(file, 1), "before");
}

TEST(SourceTextTest, DoesNotWaitForAPipe) {
  const std::string path = testing::TempDir() + "source_text_pipe";
  mkfifo(path.c_str(), 0600);
  SourceText text;
  EXPECT_EQ(text.Line(path, 1), "");
}

}  // namespace
}  // namespace interleave
