// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// PageData: the part of a result that a page holds.
//
// A page is read by a person, in a browser: very long lists are cut, and what
// was left out is put beside them, so that the page can say so.
// Thread safety: pure functions. Cost: linear in the result.

#ifndef TOOLS_FORMATS_PAGE_DATA_H_
#define TOOLS_FORMATS_PAGE_DATA_H_

#include <cstddef>
#include <string>

#include "tools/formats/format.h"

namespace interleave::formats {

struct PageLimits {
  // Steps of all executions on a page together, and of one no fewer than.
  size_t steps_max = 100'000;
  size_t steps_min = 1'000;
  // Of outcomes, of pairs and of places that read, each.
  size_t entries_max = 1'000;
  size_t text_max = 20'000;  // bytes of one text
};

// As the result, without what is there twice. A story, and its "passing", has
// those of its steps that KeptSteps (report/kept_steps.h) keeps; "left_out" and
// "steps_left_out" say which aren't there. "outcomes_left_out",
// "pairs_left_out" and "reads_left_out" are numbers.
Json PageData(const Json& result, const PageLimits& limits = {});

// JSON that ends no element and begins none in HTML: '<', '>', '&' and all that
// isn't ASCII are escaped.
std::string ScriptText(const Json& json);

}  // namespace interleave::formats

#endif  // TOOLS_FORMATS_PAGE_DATA_H_
