// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/line_cursor.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/point_name.h"
#include "interleave/base/text.h"

namespace interleave {
namespace {

// An error shows no more of the line than this.
constexpr size_t kFoundLengthMax = 40;

constexpr std::string_view kArrow = "->";

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

bool IsBare(char c) {
  return !IsControl(c) && c != ' ' && c != '"' && c != '#' && c != '@' &&
         c != '\\';
}

}  // namespace

bool IsControl(char c) {
  return absl::ascii_iscntrl(static_cast<unsigned char>(c));
}

std::string FormatPoint(std::string_view name, uint32_t occurrence) {
  std::string text(name);
  if (occurrence != 0) absl::StrAppend(&text, "#", occurrence);
  return text;
}

std::string FormatQuoted(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted.append({'\\', c});
    } else if (c == '\n') {
      quoted.append("\\n");
    } else if (c == '\r') {
      quoted.append("\\r");
    } else if (c == '\t') {
      quoted.append("\\t");
    } else if (IsControl(c)) {
      quoted.append({'\\', 'x', kDigits[static_cast<size_t>(c) >> 4],
                     kDigits[static_cast<size_t>(c) & 15]});
    } else {
      quoted.push_back(c);
    }
  }
  quoted.push_back('"');
  return quoted;
}

std::string FormatName(std::string_view name) {
  const bool bare = !name.empty() && name != kArrow &&
                    std::all_of(name.begin(), name.end(), IsBare);
  return bare ? std::string(name) : FormatQuoted(name);
}

std::string_view StripSpace(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

std::string_view TakeLine(std::optional<std::string_view>& text) {
  const size_t feed = text->find('\n');
  std::string_view line = text->substr(0, feed);
  if (feed == std::string_view::npos) {
    text.reset();
  } else {
    text->remove_prefix(feed + 1);
  }
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

LineCursor::LineCursor(std::string_view line, std::string_view file, int number)
    : line_(line), file_(file), number_(number) {}

bool LineCursor::AtEnd() const {
  const size_t next = SkipBlanks(position_);
  if (next == line_.size()) return true;
  return line_[next] == '#' && (next == 0 || IsBlank(line_[next - 1]));
}

bool LineCursor::TryKeyword(std::string_view keyword) {
  if (!status_.ok()) return false;
  const size_t start = SkipBlanks(position_);
  if (start == position_ && start > 0) return false;
  const std::string_view rest = line_.substr(start);
  if (rest.substr(0, keyword.size()) != keyword) return false;
  if (rest.size() > keyword.size() && !IsBlank(rest[keyword.size()])) {
    return false;
  }
  word_ = start;
  position_ = start + keyword.size();
  return true;
}

bool LineCursor::Keyword(std::string_view keyword) {
  if (TryKeyword(keyword)) return true;
  word_ = SkipBlanks(position_);
  return Fail(FormatQuoted(keyword));
}

bool LineCursor::Word(std::string_view expected, std::string_view& word) {
  if (!Begin()) return false;
  word = TakeBare();
  return !word.empty() || Fail(expected);
}

bool LineCursor::Name(std::string_view expected, std::string& name) {
  if (!Begin()) return false;
  if (position_ < line_.size() && line_[position_] == '"') return Quoted(name);
  name = std::string(TakeBare());
  return (!name.empty() && name != kArrow) || Fail(expected);
}

bool LineCursor::Point(std::string& name, uint32_t& occurrence,
                       std::string_view or_else) {
  const std::string expected =
      absl::StrCat(Text(or_else), or_else.empty() ? "" : " or ",
                   "the name of a yield point, such as pool.reset.loaded");
  std::string_view word;
  if (!Word(expected, word)) return false;
  if (!IsPointName(word)) return Fail(expected);
  name = std::string(word);
  const size_t next = SkipBlanks(position_);
  const std::string_view rest = line_.substr(next);
  if (next > position_ && rest.size() >= 2 && rest[0] == '#' &&
      absl::ascii_isdigit(static_cast<unsigned char>(rest[1]))) {
    // Would be taken for a comment, and the wrong occurrence be used.
    word_ = next;
    position_ = next + 1;
    return Fail(absl::StrCat("the occurrence joined to the name, as in \"",
                             name, "#2\""));
  }
  constexpr std::string_view kFromOne = "a number from 1 after \"#\"";
  std::optional<uint32_t> number;
  if (!Suffix('#', kFromOne, number)) return false;
  if (number == 0u) return Fail(kFromOne);
  occurrence = number.value_or(occurrence);
  return true;
}

bool LineCursor::Suffix(char mark, std::string_view expected,
                        std::optional<uint32_t>& number) {
  if (!status_.ok()) return false;
  if (position_ == line_.size() || line_[position_] != mark) return true;
  word_ = ++position_;
  uint32_t digits = 0;
  if (!ParseDigits(TakeBare(), digits)) return Fail(expected);
  number = digits;
  return true;
}

bool LineCursor::Rest(std::string& text) {
  if (!status_.ok()) return false;
  word_ = position_;
  if (position_ < line_.size() && !IsBlank(line_[position_])) {
    return Fail("a space");
  }
  const std::string_view rest =
      line_.substr(std::min(position_ + 1, line_.size()));
  if (!rest.empty() && rest[0] == '"') return Name("", text) && End();
  position_ = line_.size();
  text = std::string(rest.substr(0, rest.find_last_not_of(" \t") + 1));
  return true;
}

bool LineCursor::End(std::string* comment) {
  if (!status_.ok()) return false;
  word_ = SkipBlanks(position_);
  if (!AtEnd()) return Fail("the end of the line");
  const std::string_view rest = line_.substr(word_);
  if (comment != nullptr && !rest.empty()) {
    *comment = std::string(StripSpace(rest.substr(1)));
  }
  position_ = line_.size();
  return true;
}

bool LineCursor::Fail(std::string_view expected) { return Fail(expected, ""); }

bool LineCursor::Fail(std::string_view expected, std::string_view advice) {
  if (status_.ok()) {
    status_ = absl::InvalidArgumentError(
        absl::StrCat(Where(), ": expected ", std::string(expected), ", found ",
                     Found(), std::string(advice)));
  }
  return false;
}

std::string LineCursor::Where() const {
  return absl::StrCat(std::string(file_), ":", number_, ":", word_ + 1);
}

bool LineCursor::Begin() {
  if (!status_.ok()) return false;
  const size_t end_of_last = position_;
  word_ = position_ = SkipBlanks(position_);
  const bool joined = position_ == end_of_last && position_ > 0;
  return !joined || position_ == line_.size() || Fail("a space");
}

// REQUIRES: a quote comes next
bool LineCursor::Quoted(std::string& text) {
  text.clear();
  for (++position_; position_ < line_.size(); ++position_) {
    const char c = line_[position_];
    if (c == '"') {
      ++position_;
      return true;
    }
    if (c != '\\') {
      text.push_back(c);
    } else if (!Escape(text)) {
      return false;
    }
  }
  word_ = line_.size();
  return Fail("a closing quote");
}

// REQUIRES: a backslash comes next
// ENSURES: position_ is at the last character of the escape
bool LineCursor::Escape(std::string& text) {
  constexpr std::string_view kLetters = "\"\\nrt";
  constexpr std::string_view kMeanings = "\"\\\n\r\t";
  const std::string_view rest = line_.substr(position_ + 1);
  const size_t letter =
      rest.empty() ? std::string_view::npos : kLetters.find(rest[0]);
  if (letter != std::string_view::npos) {
    text.push_back(kMeanings[letter]);
    position_ += 1;
    return true;
  }
  if (rest.size() >= 3 && rest[0] == 'x' &&
      absl::ascii_isxdigit(static_cast<unsigned char>(rest[1])) &&
      absl::ascii_isxdigit(static_cast<unsigned char>(rest[2]))) {
    text.append(absl::HexStringToBytes(std::string(rest.substr(1, 2))));
    position_ += 3;
    return true;
  }
  word_ = position_;
  return Fail(R"(one of \" \\ \n \r \t \xHH)");
}

std::string_view LineCursor::TakeBare() {
  const size_t start = position_;
  while (position_ < line_.size() && IsBare(line_[position_])) ++position_;
  return line_.substr(start, position_ - start);
}

size_t LineCursor::SkipBlanks(size_t position) const {
  while (position < line_.size() && IsBlank(line_[position])) ++position;
  return position;
}

std::string LineCursor::Found() const {
  const std::string_view rest = line_.substr(word_);
  const bool comment = !rest.empty() && rest[0] == '#' && word_ > 0 &&
                       IsBlank(line_[word_ - 1]) && AtEnd();
  if (rest.empty() || IsBlank(rest[0]) || comment) return "the end of the line";
  // What is in quotes is shown whole and without its quotes.
  const bool quoted = rest[0] == '"';
  const size_t begin = quoted ? 1 : 0;
  const size_t end = rest.find_first_of(quoted ? "\"" : " \t", begin);
  std::string found(rest.substr(begin, std::min(end, rest.size()) - begin));
  if (found.size() > kFoundLengthMax) {
    found.resize(kFoundLengthMax);
    found.append("...");
  }
  std::replace_if(found.begin(), found.end(), IsControl, '?');
  return absl::StrCat("\"", found, "\"");
}

}  // namespace interleave
