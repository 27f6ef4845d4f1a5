// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The text of a drafted regression test.
//
// What comes from the program (names, messages, source) is data in it: no
// comment, string or line of the draft ends where that says so.
// Thread safety: plain data and pure functions.

#ifndef TOOLS_CLI_DRAFT_TEXT_H_
#define TOOLS_CLI_DRAFT_TEXT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/schedule/schedule.h"
#include "interleave/schedule/script.h"

namespace interleave::cli {

struct Draft {
  Schedule schedule;
  std::vector<std::string> story;  // lines; empty: the schedule's switches
  std::optional<Script> script;    // none: the schedule itself is in the test
  std::string why_no_script;
  std::string suite;  // identifiers
  std::string name;
  // What is run. Of the first that is not empty: C++ statements, or the
  // INTERLEAVE_TEST whose body and options are used, "PoolTest.Reset".
  std::string body;
  std::string original;
  std::vector<std::string> includes;  // "pool.h" or "<pool.h>"

  // Nobody knows what to run.
  bool has_place_to_fill() const { return body.empty() && original.empty(); }
};

std::string DraftText(const Draft& draft);

// `text` as the content of a line comment: printable ASCII that doesn't join
// the next line to it. Other bytes are \xHH.
std::string CommentText(std::string_view text);

// `text` as a string literal of C++, with its quotes.
std::string CxxString(std::string_view text);

// `text` with all that no identifier may hold made '_'; not empty.
std::string IdentifierOf(std::string_view text);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_DRAFT_TEXT_H_
