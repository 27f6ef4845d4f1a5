// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Formats: a result (report/json.h) as other programs read it.
//
// Each is made of the JSON alone, so that results of other machines will do.
// Names, source lines and messages of the program are data in all of them.
// Thread safety: pure functions. Cost: linear in the result.

#ifndef TOOLS_FORMATS_FORMAT_H_
#define TOOLS_FORMATS_FORMAT_H_

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace interleave::formats {

using Json = nlohmann::ordered_json;

// SARIF 2.1.0: a result for each finding, with its place, the steps that decide
// as a code flow, and the places of the others.
std::string ToSarif(const Json& result);
// JUnit's XML: a suite with a case for each test; a finding is a failure.
std::string ToJUnit(const Json& result);
// The trace event format that Perfetto and chrome://tracing read: a row for
// each task of each finding's story; a step is a millisecond.
std::string ToTraceEvents(const Json& result);
// Graphviz: who waits for whom, a graph for each finding whose tasks stand.
std::string ToGraphviz(const Json& result);
// Lines that GitHub shows beside the source: "::error file=...::...".
std::string ToGitHub(const Json& result);
// A page for a browser, one file: docs/web_page.md.
std::string ToHtml(const Json& result);
// A paragraph for each test, for a pull request.
std::string ToMarkdown(const Json& result);

struct Format {
  std::string_view name;
  std::string_view ending;  // of files, by which it is known
  std::string (*make)(const Json& result);
};

std::span<const Format> Formats();
// Null when there is none.
const Format* FindFormat(std::string_view name);
const Format* FormatOfFile(std::string_view path);

// The result that `text` holds, or what is wrong with it.
absl::StatusOr<Json> ParseResult(const std::string& text);

}  // namespace interleave::formats

#endif  // TOOLS_FORMATS_FORMAT_H_
