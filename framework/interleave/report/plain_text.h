// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Plain text: trimming, indenting and making it ASCII.

#ifndef INTERLEAVE_REPORT_PLAIN_TEXT_H_
#define INTERLEAVE_REPORT_PLAIN_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace interleave {

// Without the white space at its end; Trim: nor at its beginning.
std::string_view TrimRight(std::string_view text);
std::string_view Trim(std::string_view text);

// `text` in printable ASCII: white space is a space, any other character that
// is not printable ASCII is one '?'.
std::string ToAscii(std::string_view text);

// Every line of `text` behind `count` spaces, without white space at its end.
// Empty lines at the end of the text are left out. ENSURES: ends in '\n'.
std::string Indent(std::string_view text, size_t count);

// `text`, one paragraph, in lines of at most `width` that end between words; a
// word that is longer has a line of its own. ENSURES: ends in '\n'
std::string Wrap(std::string_view text, size_t width);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_PLAIN_TEXT_H_
