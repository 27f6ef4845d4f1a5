// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "tools/formats/fields.h"
#include "tools/formats/format.h"

namespace interleave::formats {
namespace {

// Text in which nothing is markup, on one line.
std::string EscapeMarkdown(std::string_view text) {
  constexpr std::string_view kMarkup = "\\`*_{}[]<>()#+-.!|~&";
  std::string escaped;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      escaped += ' ';
      continue;
    }
    if (kMarkup.find(c) != kMarkup.npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string FactsOf(const Json& explanation) {
  std::string text;
  for (const Json& fact : Member(explanation, "facts")) {
    const auto value = [&](const char* name) {
      const Json& member = Member(fact, name);
      return member.is_string() ? member.get<std::string>() : member.dump();
    };
    absl::StrAppend(&text, "| ", NumberOf(fact, "step"), " | ",
                    EscapeMarkdown(TextOf(fact, "task")), " | ",
                    EscapeMarkdown(absl::StrCat(TextOf(fact, "operation"), " ",
                                                TextOf(fact, "variable"))),
                    " | ");
    if (fact.contains("before")) {
      absl::StrAppend(&text, EscapeMarkdown(value("before")), " | ",
                      EscapeMarkdown(value("after")));
    } else {
      absl::StrAppend(&text, "| ");
    }
    absl::StrAppend(&text, " | ", EscapeMarkdown(TextOf(fact, "location")),
                    " |\n");
  }
  if (text.empty()) return text;
  return absl::StrCat(
      "\n| step | task | access | before | after | where |\n"
      "|---|---|---|---|---|---|\n",
      text);
}

}  // namespace

std::string ToMarkdown(const Json& result) {
  std::string text;
  for (const Json& test : Member(result, "tests")) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", "**",
                    EscapeMarkdown(TextOf(test, "name")),
                    "**: ", EscapeMarkdown(TextOf(test, "sentence")), "\n");
    for (const Json& finding : Member(test, "findings")) {
      const Json& explanation = Member(Member(finding, "story"), "explanation");
      absl::StrAppend(&text, "\n", EscapeMarkdown(TitleOf(finding)), " (",
                      EscapeMarkdown(TextOf(finding, "location")), ")");
      const std::string defect = TextOf(explanation, "defect");
      if (!defect.empty()) {
        absl::StrAppend(&text, ". **", EscapeMarkdown(defect),
                        "**: ", EscapeMarkdown(TextOf(explanation, "meaning")));
      }
      absl::StrAppend(
          &text, ". Schedule: ", EscapeMarkdown(TextOf(finding, "schedule")),
          "\n", FactsOf(explanation));
    }
  }
  return text;
}

}  // namespace interleave::formats
