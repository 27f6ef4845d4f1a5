// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/formats/page_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/formats/fields.h"

namespace interleave::formats {
namespace {

// About five sheets of paper.
constexpr size_t kRowsMax = 200;
constexpr size_t kPairsMax = 50;

std::string Element(std::string_view name, std::string_view content) {
  return absl::StrCat("<", std::string(name), ">", std::string(content), "</",
                      std::string(name), ">");
}

std::string TextElement(std::string_view name, std::string_view text) {
  return Element(name, EscapeHtml(text));
}

std::string Row(std::string_view cell, const std::vector<std::string>& cells,
                bool decides = false) {
  std::string row = decides ? "<tr class=\"decides\">" : "<tr>";
  for (size_t i = 0; i < cells.size(); ++i) {
    row +=
        i == 0 && cell == "td"
            ? absl::StrCat("<th scope=\"row\">", EscapeHtml(cells[i]), "</th>")
        : cell == "th"
            ? absl::StrCat("<th scope=\"col\">", EscapeHtml(cells[i]), "</th>")
            : TextElement(cell, cells[i]);
  }
  return row + "</tr>\n";
}

// Empty without rows.
std::string Table(std::string_view caption,
                  const std::vector<std::string>& heads,
                  const std::string& rows) {
  if (rows.empty()) return "";
  return absl::StrCat("<table><caption>", EscapeHtml(caption),
                      "</caption><thead>", Row("th", heads),
                      "</thead><tbody>\n", rows, "</tbody></table>\n");
}

// A value of the program's: a number or a text.
std::string ValueOf(const Json& json, const char* name) {
  const Json& member = Member(json, name);
  if (member.is_null()) return "";
  return member.is_string() ? member.get<std::string>() : member.dump();
}

std::string OperationOf(const Json& step) {
  if (TextOf(step, "operation") == "point") return TextOf(step, "object");
  return absl::StrCat(TextOf(step, "operation"), " ", TextOf(step, "object"));
}

// Which steps of a story are printed: as the page's short view.
std::vector<bool> PrintedSteps(const Json& steps) {
  std::vector<bool> printed(steps.size());
  size_t room = kRowsMax;
  const auto print = [&](size_t i) {
    if (printed[i] || room == 0) return;
    printed[i] = true;
    --room;
  };
  for (size_t i = 0; i < steps.size(); ++i) {
    if (FlagOf(steps[i], "critical")) print(i);
  }
  for (size_t i = steps.size(); i-- > 0;) {
    const bool edge =
        FlagOf(steps[i], "switched") ||
        (i + 1 < steps.size() && FlagOf(steps[i + 1], "switched"));
    if (i == 0 || i + 1 == steps.size() || edge || FlagOf(steps[i], "waited") ||
        TextOf(steps[i], "operation") == "point") {
      print(i);
    }
  }
  return printed;
}

std::string StepsTable(const Json& execution, std::string_view caption) {
  const Json& steps = Member(execution, "steps");
  const std::vector<bool> printed = PrintedSteps(steps);
  std::map<uint64_t, std::string> values;
  for (const Json& access : Member(execution, "accesses")) {
    if (!access.contains("before")) continue;
    std::string& text = values[NumberOf(access, "step")];
    absl::StrAppend(&text, text.empty() ? "" : "; ", TextOf(access, "variable"),
                    ": ", ValueOf(access, "before"), " -> ",
                    ValueOf(access, "after"));
  }
  std::string rows;
  size_t told = 0;
  for (size_t i = 0; i < steps.size(); ++i) {
    if (!printed[i]) continue;
    ++told;
    const Json& step = steps[i];
    const uint64_t number = NumberOf(step, "step");
    const bool decides = FlagOf(step, "critical");
    const std::string where = TextOf(step, "location");
    rows +=
        Row("td",
            {absl::StrCat(decides ? "* " : "", number), TextOf(step, "task"),
             absl::StrCat(OperationOf(step),
                          FlagOf(step, "waited") ? " (waited)" : ""),
             values[number], where, TextOf(step, "source")},
            decides);
  }
  std::string text = Table(
      caption, {"step", "task", "does", "values", "where", "source"}, rows);
  const uint64_t left_out =
      NumberOf(execution, "steps_left_out") + (steps.size() - told);
  if (left_out > 0) {
    absl::StrAppend(&text, "<p>", told, " of ", told + left_out,
                    " steps: those that decide (*), those around switches, and "
                    "the last.</p>\n");
  }
  return text;
}

std::string LeftOutText(const Json& execution) {
  std::string ranges;
  for (const Json& gap : Member(execution, "left_out")) {
    absl::StrAppend(&ranges, ranges.empty() ? "" : ", ", NumberOf(gap, "from"),
                    " to ", NumberOf(gap, "to"));
  }
  if (ranges.empty()) return "";
  return absl::StrCat(
      "<p>Not on this page: ", NumberOf(execution, "steps_left_out"),
      " steps (", ranges, ").</p>\n");
}

std::string WhyText(const Json& story) {
  const Json& explanation = Member(story, "explanation");
  std::string text;
  if (const std::string defect = TextOf(explanation, "defect");
      !defect.empty()) {
    absl::StrAppend(&text, "<p>", TextElement("b", defect), ": ",
                    EscapeHtml(TextOf(explanation, "meaning")), ".</p>\n");
  }
  std::string rows;
  for (const Json& fact : Member(explanation, "facts")) {
    rows += Row("td", {absl::StrCat(NumberOf(fact, "step")),
                       TextOf(fact, "task"), TextOf(fact, "operation"),
                       TextOf(fact, "variable"), ValueOf(fact, "before"),
                       ValueOf(fact, "after"), TextOf(fact, "location")});
  }
  text += Table(
      "The accesses that decide",
      {"step", "task", "access", "variable", "before", "after", "where"}, rows);
  const bool together = FlagOf(explanation, "together");
  std::string orders;
  for (const Json& order : Member(explanation, "orders")) {
    absl::StrAppend(&orders, "<li>Step ", NumberOf(order, "first"),
                    " came before step ", NumberOf(order, "second"),
                    together ? ""
                    : TextOf(order, "otherwise") == "passes"
                        ? "; the other way round it passes"
                        : "; the other way round it fails in another way",
                    ".</li>\n");
  }
  if (!orders.empty()) {
    absl::StrAppend(&text, "<ul>\n", orders, "</ul>\n",
                    together ? "<p>Only both together decide.</p>\n" : "");
  }
  return text.empty() ? "" : absl::StrCat("<h3>Why</h3>\n", text);
}

std::string StandingsText(const Json& story) {
  std::string rows;
  for (const Json& standing : Member(story, "standings")) {
    const bool finished = FlagOf(standing, "finished");
    rows +=
        Row("td", {TextOf(standing, "task"),
                   finished ? "ended"
                            : absl::StrCat(TextOf(standing, "next"), " ",
                                           TextOf(standing, "object")),
                   TextOf(standing, "holder"), TextOf(standing, "location")});
  }
  return Table("Where tasks stood at the end",
               {"task", "stands before", "held by", "where"}, rows);
}

std::string FindingText(const Json& test, const Json& finding, size_t number) {
  std::string text = absl::StrCat("<article>\n<h2>", number, ". ",
                                  EscapeHtml(TextOf(finding, "kind")));
  // No task alone is at fault in a deadlock.
  const std::string task = TextOf(finding, "task");
  if (!task.empty() && TextOf(finding, "kind") != "deadlock") {
    absl::StrAppend(&text, " in task ", EscapeHtml(task));
  }
  absl::StrAppend(&text, "</h2>\n<p>", EscapeHtml(TextOf(test, "name")), ", ",
                  EscapeHtml(TextOf(finding, "location")), "</p>\n",
                  TextElement("pre", TextOf(finding, "message")), "\n");
  const Json& story = Member(finding, "story");
  if (story.is_object()) {
    const Json& passing = Member(story, "passing");
    absl::StrAppend(
        &text, WhyText(story), "<h3>The interleaving</h3>\n",
        LeftOutText(story), StepsTable(story, "The order that fails"),
        StandingsText(story), StepsTable(passing, "An order that passes"),
        LeftOutText(passing));
  }
  absl::StrAppend(&text, "<h3>How to see it again</h3>\n<p>Schedule: ",
                  TextElement("code", TextOf(finding, "schedule")),
                  "</p>\n</article>\n");
  return text;
}

// "1 step", "2 steps".
std::string Many(uint64_t count, std::string_view what) {
  return absl::StrCat(count, " ", std::string(what), count == 1 ? "" : "s");
}

std::string CoverageText(const Json& test) {
  const Json& coverage = Member(test, "coverage");
  if (!coverage.is_object()) return "";
  std::string rows;
  size_t told = 0;
  size_t one_order = 0;
  for (const Json& pair : Member(coverage, "pairs")) {
    if (!FlagOf(pair, "one_order_only") || ++one_order > kPairsMax) continue;
    ++told;
    rows += Row("td", {TextOf(pair, "first"), TextOf(pair, "second")});
  }
  const auto size = [&](const char* list, const char* left_out) {
    return Member(coverage, list).size() + NumberOf(coverage, left_out);
  };
  std::string text = absl::StrCat(
      "<p>Covered: ",
      Many(NumberOf(coverage, "distinct_traces"), "distinct trace"),
      FlagOf(coverage, "more_traces") ? " or more" : "", ", ",
      Many(size("points", ""), "named point"), ", ",
      Many(size("pairs", "pairs_left_out"), "ordered pair"), " of places, ",
      Many(size("reads", "reads_left_out"), "reading place"), ".</p>\n",
      Table("Seen in one order only", {"first", "second"}, rows));
  if (one_order > told) {
    absl::StrAppend(&text, "<p>and ", one_order - told, " more.</p>\n");
  }
  return text;
}

std::string TestText(const Json& test) {
  std::string text =
      absl::StrCat("<section>\n", TextElement("h2", TextOf(test, "name")),
                   "\n<p>", EscapeHtml(TextOf(test, "sentence")), "</p>\n<p>",
                   Many(NumberOf(test, "executions"), "execution"),
                   ", strategy ", EscapeHtml(TextOf(test, "strategy")),
                   ", seed ", EscapeHtml(ValueOf(test, "seed")), ".</p>\n");
  for (const Json& problem : Member(test, "problems")) {
    if (!problem.is_string()) continue;
    absl::StrAppend(&text, TextElement("p", problem.get<std::string>()), "\n");
  }
  std::string rows;
  for (const Json& member : Member(test, "members")) {
    rows += Row("td", {TextOf(member, "name"),
                       absl::StrCat(NumberOf(member, "executions")),
                       absl::StrCat(NumberOf(member, "distinct_traces"))});
  }
  text += Table("Executions by member",
                {"strategy", "executions", "distinct traces, about"}, rows);
  rows.clear();
  for (const Json& outcome : Member(test, "outcomes")) {
    rows += Row("td", {TextOf(outcome, "value"),
                       absl::StrCat(NumberOf(outcome, "count")),
                       TextOf(outcome, "token")});
  }
  text += Table("Outcomes", {"outcome", "executions", "one schedule"}, rows);
  if (const uint64_t left_out = NumberOf(test, "outcomes_left_out");
      left_out > 0) {
    absl::StrAppend(&text, "<p>Not on this page: ", left_out,
                    " outcomes.</p>\n");
  }
  return absl::StrCat(text, CoverageText(test), "</section>\n");
}

}  // namespace

std::string EscapeHtml(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default: {
        const auto byte = static_cast<unsigned char>(c);
        const bool control = byte < 0x20 && c != '\n' && c != '\t';
        escaped += control || byte == 0x7f ? "\xef\xbf\xbd" : std::string(1, c);
      }
    }
  }
  return escaped;
}

std::string PageText(const Json& data) {
  std::string text =
      absl::StrCat("<h1>Interleave: ", EscapeHtml(TextOf(data, "program")),
                   ", ", EscapeHtml(TextOf(data, "verdict")), "</h1>\n");
  std::string findings;
  size_t number = 0;
  for (const Json& test : Member(data, "tests")) {
    text += TestText(test);
    for (const Json& finding : Member(test, "findings")) {
      findings += FindingText(test, finding, ++number);
    }
  }
  return text + findings;
}

}  // namespace interleave::formats
