// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// GitHub's annotations (report/annotation.h).

#include <string>

#include "absl/strings/str_cat.h"
#include "interleave/report/annotation.h"
#include "tools/formats/fields.h"
#include "tools/formats/format.h"

namespace interleave::formats {
namespace {

std::string LineOf(const Json& test, const Json& finding) {
  const Location location = LocationOf(TextOf(finding, "location"));
  const Json& explanation = Member(Member(finding, "story"), "explanation");
  const std::string defect = TextOf(explanation, "defect");
  std::string message = TitleOf(finding);
  if (!defect.empty()) absl::StrAppend(&message, "\n", defect);
  absl::StrAppend(&message, "\nschedule: ", TextOf(finding, "schedule"));
  return FormatAnnotation(
      {location.file, location.line, TextOf(test, "name"), message});
}

}  // namespace

std::string ToGitHub(const Json& result) {
  std::string text;
  for (const Json& test : Member(result, "tests")) {
    for (const Json& finding : Member(test, "findings")) {
      text += LineOf(test, finding);
    }
    for (const Json& problem : Member(test, "problems")) {
      if (!problem.is_string()) continue;
      text += FormatAnnotation(
          {"", 0, TextOf(test, "name"), problem.get<std::string>()});
    }
  }
  return text;
}

}  // namespace interleave::formats
