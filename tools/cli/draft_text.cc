// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/draft_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "interleave/base/text.h"

namespace interleave::cli {
namespace {

constexpr size_t kCommentWidth = 76;
constexpr size_t kMessageLinesMax = 12;
constexpr size_t kStoryLinesMax = 60;

bool IsPlain(char c) {
  return absl::ascii_isprint(static_cast<unsigned char>(c)) != 0;
}

// How much of `rest` is put on a line: up to a space, if there is one late
// enough in it.
size_t LineLength(const std::string& rest) {
  if (rest.size() <= kCommentWidth) return rest.size();
  const size_t space = rest.rfind(' ', kCommentWidth);
  const bool late = space != rest.npos && space > kCommentWidth / 2;
  return late ? space + 1 : kCommentWidth;
}

// Lines "// ...", the second and all after it a little to the right.
void AppendComment(std::string_view line, std::string* text) {
  std::string rest = CommentText(line);
  const size_t indent = rest.find_first_not_of(' ');
  const std::string margin(indent == rest.npos ? 4 : indent + 4, ' ');
  do {
    std::string part = rest.substr(0, LineLength(rest));
    rest.erase(0, part.size());
    if (!rest.empty()) rest.insert(0, margin);
    absl::StripTrailingAsciiWhitespace(&part);
    // Else the next line would be a part of this one.
    if (absl::EndsWith(part, "\\") || absl::EndsWith(part, "?\?/"))
      part += " .";
    absl::StrAppend(text, part.empty() ? "//" : "// ", part, "\n");
  } while (!rest.empty());
}

void AppendLines(const std::vector<std::string>& lines, size_t most,
                 std::string* text) {
  for (size_t i = 0; i < lines.size() && i < most; ++i) {
    AppendComment(absl::StrCat("  ", lines[i]), text);
  }
  if (lines.size() > most) {
    AppendComment(absl::StrCat("  ... and ", lines.size() - most, " more"),
                  text);
  }
}

// The lines of the file that say what was chosen.
std::vector<std::string> SwitchLines(const Schedule& schedule) {
  std::vector<std::string> lines;
  for (const absl::string_view line :
       absl::StrSplit(FormatSchedule(schedule), '\n')) {
    if (absl::StartsWith(line, "switch ") || absl::StartsWith(line, "value ")) {
      lines.emplace_back(line);
    }
  }
  return lines;
}

std::string Head(const Draft& draft) {
  const Schedule& schedule = draft.schedule;
  std::string text =
      "// A regression test that `interleave draft` wrote. It fails on the code"
      "\n// that it was recorded with, and passes where the order is harmless, "
      "or"
      "\n// can't happen any more.\n//\n";
  if (schedule.finding.has_value()) {
    AppendComment(
        absl::StrCat("Found: ", Text(FindingKindName(*schedule.finding)),
                     schedule.test.empty() ? "" : " in ", schedule.test),
        &text);
    AppendLines(absl::StrSplit(schedule.message, '\n'), kMessageLinesMax,
                &text);
    text += "//\n";
  }
  AppendComment("How it came to it:", &text);
  AppendLines(draft.story.empty() ? SwitchLines(schedule) : draft.story,
              kStoryLinesMax, &text);
  if (!draft.script.has_value()) {
    text += "//\n";
    AppendComment(absl::StrCat("The order is a recorded schedule, since a "
                               "script can't say it by names: ",
                               draft.why_no_script, "."),
                  &text);
  }
  return text;
}

std::string ScriptCode(const Script& script) {
  std::string code = "interleave::Script()";
  for (const ScriptStep& step : script.steps()) {
    absl::StrAppend(&code, "\n    .Run(", CxxString(step.task), ")");
    switch (step.until) {
      case Until::kPoint:
        absl::StrAppend(&code, ".Until(", CxxString(step.point));
        if (step.occurrence != 0) absl::StrAppend(&code, ", ", step.occurrence);
        code += ")";
        break;
      case Until::kBlocked:
        code += ".UntilBlocked()";
        break;
      case Until::kEnd:
        code += ".ToEnd()";
        break;
    }
  }
  return code;
}

std::string ScheduleCode(const Schedule& schedule) {
  std::string code;
  const std::string text = FormatSchedule(schedule);
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = text.find('\n', begin) + 1;
    absl::StrAppend(
        &code, "\n    ",
        CxxString(std::string_view(text).substr(begin, end - begin)));
    begin = end;
  }
  return code;
}

// "kOrder": a script or the text of a schedule.
std::string OrderCode(const Draft& draft) {
  if (draft.script.has_value()) {
    return absl::StrCat(
        "// Each task runs so far, one line after the other.\n"
        "const interleave::Script kOrder = ",
        ScriptCode(*draft.script), ";\n");
  }
  return absl::StrCat("constexpr char kOrder[] =", ScheduleCode(draft.schedule),
                      ";\n");
}

std::string OptionsCode(const Draft& draft) {
  return absl::StrCat(
      "{.executions = 1,\n     ",
      draft.script.has_value() ? ".script" : ".replay",
      " = kOrder,\n     .allow_infeasible = true",
      draft.script.has_value() ? ",\n     .allow_unreached_points = true" : "",
      "}");
}

std::string TestCode(const Draft& draft) {
  const std::string names = absl::StrCat(draft.suite, ", ", draft.name);
  if (draft.body.empty() && !draft.original.empty()) {
    std::string comment;
    AppendComment("The body and the options are those of " + draft.original +
                      ", which is in the same program.",
                  &comment);
    return absl::StrCat(comment, "INTERLEAVE_REGRESSION_TEST(\n    ", names,
                        ", ", CxxString(draft.original), ",\n    ",
                        OptionsCode(draft), ")\n");
  }
  const std::string body =
      draft.body.empty()
          ? "  // FILL IN: call what is to be tested, as it was when this was "
            "found.\n  ADD_FAILURE() << \"the body is not filled in\";\n"
          : absl::StrCat("  ", draft.body,
                         absl::EndsWith(draft.body, ";") ||
                                 absl::EndsWith(draft.body, "}")
                             ? "\n"
                             : ";\n");
  return absl::StrCat("INTERLEAVE_TEST(\n    ", names, ",\n    ",
                      OptionsCode(draft), ") {\n", body, "}\n");
}

}  // namespace

std::string CommentText(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c == '\t') {
      plain += ' ';
    } else if (IsPlain(c)) {
      plain += c;
    } else {
      absl::StrAppendFormat(&plain, "\\x%02x", static_cast<unsigned char>(c));
    }
  }
  return plain;
}

std::string CxxString(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) {
    if (c == '\n') {
      literal += "\\n";
    } else if (c == '"' || c == '\\' || c == '?') {
      literal += '\\';
      literal += c;
    } else if (IsPlain(c)) {
      literal += c;
    } else {
      absl::StrAppendFormat(&literal, "\\%03o", static_cast<unsigned char>(c));
    }
  }
  return literal + "\"";
}

std::string IdentifierOf(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool fits = absl::ascii_isalnum(static_cast<unsigned char>(c)) != 0;
    // Two underscores together are the compiler's.
    if (!fits && (name.empty() || name.back() == '_')) continue;
    name += fits ? c : '_';
  }
  const bool starts =
      !name.empty() &&
      absl::ascii_isalpha(static_cast<unsigned char>(name.front())) != 0;
  if (!starts) name = "Test" + name;
  return name;
}

std::string DraftText(const Draft& draft) {
  std::string text = Head(draft);
  absl::StrAppend(&text, "\n#include \"interleave/gtest/gtest.h\"\n",
                  "#include \"interleave/interleave.h\"\n");
  for (const std::string& include : draft.includes) {
    absl::StrAppend(
        &text, "#include ",
        absl::StartsWith(include, "<") ? include : "\"" + include + "\"", "\n");
  }
  return absl::StrCat(text, "\nnamespace {\n\n", OrderCode(draft), "\n",
                      TestCode(draft), "\n}  // namespace\n");
}

}  // namespace interleave::cli
