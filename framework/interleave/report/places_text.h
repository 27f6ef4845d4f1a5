// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The text of a finding's further places: the other access of a race, where the
// tasks were started, ...

#ifndef INTERLEAVE_REPORT_PLACES_TEXT_H_
#define INTERLEAVE_REPORT_PLACES_TEXT_H_

#include <string>

#include "interleave/report/place_resolver.h"
#include "interleave/schedule/finding.h"

namespace interleave {

// The name of the variable that it is about, if it has one; then a line for
// each place: its title, then file:line and source text where known.
std::string FormatPlaces(const Finding& finding, PlaceResolver& resolver);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_PLACES_TEXT_H_
