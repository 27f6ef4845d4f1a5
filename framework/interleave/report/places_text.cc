// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/places_text.h"

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/report/path_text.h"
#include "interleave/report/plain_text.h"

namespace interleave {

std::string FormatPlaces(const Finding& finding, PlaceResolver& resolver) {
  std::string text;
  if (const std::string name = resolver.Variable(finding.address);
      !name.empty()) {
    absl::StrAppend(&text, "The memory is ", Text(name), "\n");
  }
  for (const RelatedPlace& related : finding.places) {
    const Place place = resolver.Locate(related.stack);
    absl::StrAppend(&text, related.title);
    if (!place.file.empty()) {
      absl::StrAppend(&text, ": ",
                      PlaceText(DisplayPath(place.file), place.line), "  ",
                      Text(Trim(place.source)));
    }
    absl::StrAppend(&text, "\n");
  }
  return text;
}

}  // namespace interleave
