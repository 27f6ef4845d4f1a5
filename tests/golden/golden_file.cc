// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "golden/golden_file.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {
namespace {

const std::filesystem::path kFolder = INTERLEAVE_GOLDEN_FOLDER;

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Entry [i][j] is the length of the longest common subsequence of the lines
// from i and from j.
std::vector<std::vector<int>> CommonLengths(const std::vector<std::string>& a,
                                            const std::vector<std::string>& b) {
  std::vector<std::vector<int>> common(a.size() + 1,
                                       std::vector<int>(b.size() + 1));
  for (size_t i = a.size(); i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      common[i][j] = a[i] == b[j]
                         ? common[i + 1][j + 1] + 1
                         : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  return common;
}

bool Updating() {
  const char* update = std::getenv("INTERLEAVE_UPDATE_GOLDEN");
  return update != nullptr && std::string_view(update) == "1";
}

}  // namespace

std::string LineDiff(const std::string& expected, const std::string& actual) {
  const std::vector<std::string> a = Lines(expected);
  const std::vector<std::string> b = Lines(actual);
  const auto common = CommonLengths(a, b);
  std::string diff;
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      diff += "  " + a[i++] + "\n";
      ++j;
    } else if (j == b.size() ||
               (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
      diff += "- " + a[i++] + "\n";
    } else {
      diff += "+ " + b[j++] + "\n";
    }
  }
  return diff;
}

testing::AssertionResult MatchesGolden(const std::string& actual,
                                       const std::string& name) {
  const std::filesystem::path path = kFolder / (name + ".txt");
  if (Updating()) {
    std::ofstream(path, std::ios::binary) << actual;
    return testing::AssertionSuccess();
  }
  const std::string expected = ReadFile(path);
  if (expected == actual) return testing::AssertionSuccess();
  return testing::AssertionFailure()
         << "differs from " << path.string()
         << " (INTERLEAVE_UPDATE_GOLDEN=1 rewrites it):\n"
         << LineDiff(expected, actual);
}

std::vector<std::string> AllGoldenTexts() {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    // CMakeLists.txt ends in .txt too.
    if (entry.path().extension() == ".txt" &&
        entry.path().stem() != "CMakeLists") {
      texts.push_back(ReadFile(entry.path()));
    }
  }
  return texts;
}

}  // namespace interleave
