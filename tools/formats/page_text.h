// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// PageText: what a page says without its script: the story as HTML.
//
// It is what is printed, and what is read where scripts don't run.
// Thread safety: pure functions. Cost: linear in the data.

#ifndef TOOLS_FORMATS_PAGE_TEXT_H_
#define TOOLS_FORMATS_PAGE_TEXT_H_

#include <string>
#include <string_view>

#include "tools/formats/format.h"

namespace interleave::formats {

// Text in which nothing is markup; of control characters only line breaks and
// tabs are left.
std::string EscapeHtml(std::string_view text);

// `data` is PageData's.
std::string PageText(const Json& data);

}  // namespace interleave::formats

#endif  // TOOLS_FORMATS_PAGE_TEXT_H_
