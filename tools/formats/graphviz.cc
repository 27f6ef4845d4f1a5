// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "tools/formats/fields.h"
#include "tools/formats/format.h"

namespace interleave::formats {
namespace {

// A quoted string of the DOT language; what is no printable character is "?".
std::string Quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
  }
  return quoted + "\"";
}

std::string GraphOf(const std::string& name, const Json& standings) {
  std::string graph =
      absl::StrCat("digraph ", Quote(name), " {\n  node [shape=box];\n");
  for (const Json& standing : standings) {
    const std::string task = TextOf(standing, "task");
    const bool finished = FlagOf(standing, "finished");
    const std::string what = finished
                                 ? "ended"
                                 : absl::StrCat(TextOf(standing, "next"), " ",
                                                TextOf(standing, "object"));
    const std::string where = TextOf(standing, "location");
    // Quoted, "\n" is two characters, and Graphviz's own line break.
    std::string label = Quote(absl::StrCat(task, ": ", what));
    if (!where.empty()) {
      label.pop_back();
      absl::StrAppend(&label, "\\n", Quote(where).substr(1));
    }
    absl::StrAppend(&graph, "  ", Quote(task), " [label=", label,
                    finished ? ", style=dashed" : "", "];\n");
    const std::string holder = TextOf(standing, "holder");
    if (!holder.empty()) {
      absl::StrAppend(&graph, "  ", Quote(task), " -> ", Quote(holder),
                      " [label=", Quote(TextOf(standing, "object")), "];\n");
    }
  }
  return graph + "}\n";
}

}  // namespace

std::string ToGraphviz(const Json& result) {
  std::string text;
  for (const Json& test : Member(result, "tests")) {
    for (const Json& finding : Member(test, "findings")) {
      const Json& standings = Member(Member(finding, "story"), "standings");
      if (standings.empty()) continue;
      absl::StrAppend(&text, GraphOf(absl::StrCat(TextOf(test, "name"), ": ",
                                                  TextOf(finding, "kind")),
                                     standings));
    }
  }
  // An empty file is no graph.
  return text.empty() ? "digraph \"nobody waits\" {}\n" : text;
}

}  // namespace interleave::formats
