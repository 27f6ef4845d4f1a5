// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/annotation.h"

#include <cstdlib>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "interleave/base/text.h"
#include "interleave/report/path_text.h"
#include "interleave/report/place_resolver.h"
#include "interleave/report/story.h"

namespace interleave {
namespace {

std::string EscapeMessage(const std::string& text) {
  return absl::StrReplaceAll(text,
                             {{"%", "%25"}, {"\r", "%0D"}, {"\n", "%0A"}});
}

std::string EscapeProperty(const std::string& text) {
  return absl::StrReplaceAll(EscapeMessage(text), {{":", "%3A"}, {",", "%2C"}});
}

}  // namespace

std::string FormatAnnotation(const Annotation& annotation) {
  std::string line = "::error ";
  if (!annotation.file.empty()) {
    absl::StrAppend(&line, "file=", EscapeProperty(annotation.file), ",");
    if (annotation.line > 0) {
      absl::StrAppend(&line, "line=", annotation.line, ",");
    }
  }
  absl::StrAppend(&line, "title=", EscapeProperty(annotation.title),
                  "::", EscapeMessage(annotation.message), "\n");
  return line;
}

std::string FormatAnnotations(const ExploreResult& result) {
  ProcessPlaceResolver resolver;
  std::string lines;
  for (const Failure& failure : result.failures) {
    const Place place = FindingPlace(failure.finding, resolver);
    const std::string& schedule =
        failure.schedule_path.empty() ? failure.token : failure.schedule_path;
    std::string message =
        absl::StrCat(Text(FindingKindName(failure.finding.kind)), ": ",
                     failure.finding.message);
    if (failure.explanation.has_value() &&
        failure.explanation->defect != DefectClass::kUnknown) {
      absl::StrAppend(&message, "\n",
                      Text(DefectClassName(failure.explanation->defect)));
    }
    if (!schedule.empty()) absl::StrAppend(&message, "\nschedule: ", schedule);
    lines += FormatAnnotation(
        {DisplayPath(place.file), place.line, result.test, std::move(message)});
  }
  for (const std::string& problem : result.problems) {
    lines += FormatAnnotation({"", 0, result.test, problem});
  }
  return lines;
}

bool WantsAnnotations() {
  const char* const actions = std::getenv("GITHUB_ACTIONS");
  return actions != nullptr && std::string_view(actions) == "true";
}

}  // namespace interleave
