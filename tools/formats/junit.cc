// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/formats/fields.h"
#include "tools/formats/format.h"

namespace interleave::formats {
namespace {

// Text of XML 1.0, where most control characters may not be written at all.
std::string EscapeXml(std::string_view text) {
  std::string escaped;
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
      case '\n':
        escaped += "&#10;";
        break;
      case '\t':
        escaped += ' ';
        break;
      default:
        escaped += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return escaped;
}

std::string Failures(const Json& test) {
  std::string text;
  for (const Json& finding : Member(test, "findings")) {
    absl::StrAppend(&text, "      <failure type=\"",
                    EscapeXml(TextOf(finding, "kind")), "\" message=\"",
                    EscapeXml(TitleOf(finding)), "\">",
                    EscapeXml(TextOf(finding, "location")),
                    "&#10;schedule: ", EscapeXml(TextOf(finding, "schedule")),
                    "</failure>\n");
  }
  for (const Json& problem : Member(test, "problems")) {
    if (!problem.is_string()) continue;
    absl::StrAppend(&text, "      <failure type=\"problem\" message=\"",
                    EscapeXml(problem.get<std::string>()), "\"></failure>\n");
  }
  return text;
}

}  // namespace

std::string ToJUnit(const Json& result) {
  uint64_t tests = 0;
  uint64_t failed = 0;
  std::string cases;
  for (const Json& test : Member(result, "tests")) {
    ++tests;
    const std::string name = TextOf(test, "name");
    const size_t dot = name.find('.');
    const std::string failures = Failures(test);
    if (!failures.empty()) ++failed;
    const Json& seconds = Member(test, "seconds");
    absl::StrAppend(
        &cases, "    <testcase classname=\"",
        EscapeXml(dot == name.npos ? TextOf(result, "program")
                                   : name.substr(0, dot)),
        "\" name=\"", EscapeXml(dot == name.npos ? name : name.substr(dot + 1)),
        "\" time=\"",
        absl::StrFormat("%.3f",
                        seconds.is_number() ? seconds.get<double>() : 0),
        "\">\n", failures, "      <system-out>",
        EscapeXml(TextOf(test, "sentence")),
        "</system-out>\n    </testcase>\n");
  }
  const std::string counts =
      absl::StrCat("tests=\"", tests, "\" failures=\"", failed, "\"");
  return absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites ", counts,
      ">\n  <testsuite name=\"", EscapeXml(TextOf(result, "program")), "\" ",
      counts, ">\n", cases, "  </testsuite>\n</testsuites>\n");
}

}  // namespace interleave::formats
