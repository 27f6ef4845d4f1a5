// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Colour: a failure's text as a terminal shows it.
//
// Titles are bold, the headline and the row of the finding red, steps that
// decide yellow. Widths are those of the text without them, so that nothing
// moves; a text without colours is what files and pipes get.

#ifndef INTERLEAVE_REPORT_COLOUR_H_
#define INTERLEAVE_REPORT_COLOUR_H_

#include <string>
#include <string_view>

namespace interleave {

// `text` is what FormatFailure gives.
std::string Coloured(std::string_view text);

// Standard output is a terminal that shows colours, and nobody asked for none
// (NO_COLOR, see no-color.org; TERM is "dumb").
bool TerminalShowsColours();

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_COLOUR_H_
