// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/formats/format.h"

#include <charconv>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tools/formats/fields.h"

namespace interleave::formats {
namespace {

constexpr Format kFormats[] = {
    {"html", ".html", &ToHtml},
    {"sarif", ".sarif", &ToSarif},
    {"junit", ".xml", &ToJUnit},
    {"trace-events", ".json", &ToTraceEvents},
    {"graphviz", ".dot", &ToGraphviz},
    {"markdown", ".md", &ToMarkdown},
    {"github", ".txt", &ToGitHub},
};

}  // namespace

std::span<const Format> Formats() { return kFormats; }

const Format* FindFormat(std::string_view name) {
  for (const Format& format : kFormats) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

const Format* FormatOfFile(std::string_view path) {
  for (const Format& format : kFormats) {
    if (path.ends_with(format.ending)) return &format;
  }
  return nullptr;
}

absl::StatusOr<Json> ParseResult(const std::string& text) {
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !Member(json, "tests").is_array()) {
    return absl::InvalidArgumentError(
        "expected a result that `interleave explore --json` wrote, an object "
        "with \"tests\"");
  }
  return json;
}

Location LocationOf(std::string_view text) {
  const size_t colon = text.rfind(':');
  Location location;
  if (colon == text.npos) {
    location.file = std::string(text);
    return location;
  }
  location.file = std::string(text.substr(0, colon));
  std::from_chars(text.data() + colon + 1, text.data() + text.size(),
                  location.line);
  return location;
}

std::string TitleOf(const Json& finding) {
  std::string title = TextOf(finding, "kind");
  const std::string task = TextOf(finding, "task");
  if (!task.empty()) absl::StrAppend(&title, " in task ", task);
  std::string message = TextOf(finding, "message");
  absl::RemoveExtraAsciiWhitespace(&message);
  if (!message.empty()) absl::StrAppend(&title, ": ", message);
  return title;
}

}  // namespace interleave::formats
