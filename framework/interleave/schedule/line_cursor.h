// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// LineCursor: reads one line of a schedule file or script, word by word.
//
// The first thing that is not as expected becomes the status, and every read
// after it fails too. So a caller chains reads with && and asks once:
//
//   if (!(line.Number("a seed", seed) && line.End())) return line.status();
//
// Words are separated by blanks (spaces and tabs). A '#' after a blank or at
// the start of the line begins a comment.

#ifndef INTERLEAVE_SCHEDULE_LINE_CURSOR_H_
#define INTERLEAVE_SCHEDULE_LINE_CURSOR_H_

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

#include "absl/status/status.h"

namespace interleave {

// `name` as it stands in a file: bare where that is clear, else in quotes.
// ENSURES: LineCursor::Name reads the same name back.
std::string FormatName(std::string_view name);

// "pool.reset.loaded#2", or the name alone for occurrence 0.
// ENSURES: LineCursor::Point reads the same back.
std::string FormatPoint(std::string_view name, uint32_t occurrence);

// True for a character that a line of a file cannot hold as it is.
bool IsControl(char c);

// `text` in quotes, with \" \\ \n \r \t and \xHH for other control characters.
std::string FormatQuoted(std::string_view text);

// The number that `text` says, if it is digits only and fits.
template <typename Integer>
bool ParseDigits(std::string_view text, Integer& number) {
  static_assert(std::is_unsigned_v<Integer>);  // so a sign is no digit
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  return result.ec == std::errc() && result.ptr == end;
}

// Without the spaces and line ends around it.
std::string_view StripSpace(std::string_view text);

// Takes the first line off `text`, without its end. A text that ends in a line
// feed has an empty last line. ENSURES: `text` is nothing after the last line
std::string_view TakeLine(std::optional<std::string_view>& text);

class LineCursor {
 public:
  // `line` has no line feed; `file` and `number` are for errors. Both views
  // must outlive the cursor.
  LineCursor(std::string_view line, std::string_view file, int number);

  // True when nothing but blanks and a comment is left.
  bool AtEnd() const;

  // Each of these reads one word and returns whether it was there; `expected`
  // says in the error what should have been.

  // Reads `keyword` if it is what comes next; no error otherwise.
  bool TryKeyword(std::string_view keyword);
  bool Keyword(std::string_view keyword);
  // A bare word: no blank, control character, '"', '#', '@' or '\'.
  bool Word(std::string_view expected, std::string_view& word);
  // A bare word or any text in quotes.
  bool Name(std::string_view expected, std::string& name);
  // The name of a yield point and, if there is one, "#OCCURRENCE".
  // `or_else`: the keyword that could have stood there too, in quotes.
  bool Point(std::string& name, uint32_t& occurrence,
             std::string_view or_else = "");
  // Digits only, and not too large for the type.
  template <typename Integer>
  bool Number(std::string_view expected, Integer& number) {
    std::string_view word;
    return Word(expected, word) &&
           (ParseDigits(word, number) || Fail(expected));
  }

  // "@7", joined to the word before; nothing when there is no such mark.
  bool Suffix(char mark, std::string_view expected,
              std::optional<uint32_t>& number);

  // All that is left, after one blank: as it is, without blanks at its end, or
  // in quotes if the first character is a quote.
  bool Rest(std::string& text);

  // Only a comment may be left; `comment` gets its text.
  bool End(std::string* comment = nullptr);

  // Makes the word read last the error. Always false.
  bool Fail(std::string_view expected);
  // The same with advice at its end.
  bool Fail(std::string_view expected, std::string_view advice);
  // "FILE:LINE:COLUMN" of the word read last.
  std::string Where() const;
  const absl::Status& status() const { return status_; }

 private:
  // Goes to the next word, which must be apart from the one before.
  bool Begin();
  bool Quoted(std::string& text);
  bool Escape(std::string& text);
  std::string_view TakeBare();
  size_t SkipBlanks(size_t position) const;
  // What stands at `word_`, for an error.
  std::string Found() const;

  std::string_view line_;
  std::string_view file_;
  int number_;
  size_t position_ = 0;  // of what is read next
  size_t word_ = 0;      // of the word read last
  absl::Status status_;
};

}  // namespace interleave

#endif  // INTERLEAVE_SCHEDULE_LINE_CURSOR_H_
