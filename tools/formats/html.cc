// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// One file that needs nothing else: the story as text, the data, and a script
// that shows the data. Text of the program can't run, for three reasons: it is
// escaped here, the script never parses it, and the policy allows no script but
// that one, nor anything to be fetched.

#include <span>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "tools/formats/fields.h"
#include "tools/formats/format.h"
#include "tools/formats/page_data.h"
#include "tools/formats/page_parts.h"
#include "tools/formats/page_text.h"

namespace interleave::formats {
namespace {

std::string Policy() {
  return absl::StrCat(
      "default-src 'none'; script-src 'sha256-", std::string(kPageScriptHash),
      "'; style-src 'sha256-", std::string(kPageStyleHash),
      "'; base-uri 'none'; form-action 'none'; "
      "require-trusted-types-for 'script'; trusted-types 'none'");
}

std::string Joined(std::span<const std::string_view> parts) {
  std::string all;
  for (const std::string_view part : parts) all += part;
  return all;
}

}  // namespace

std::string ToHtml(const Json& result) {
  const Json data = PageData(result);
  return absl::StrCat(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"",
      Policy(),
      "\">\n<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<title>Interleave: ",
      EscapeHtml(TextOf(data, "program")), "</title>\n<style>",
      Joined(kPageStyle), "</style>\n</head>\n<body>\n<div id=\"text\">\n",
      PageText(data), "</div>\n<script type=\"application/json\" id=\"data\">",
      ScriptText(data), "</script>\n<script>", Joined(kPageScript),
      "</script>\n</body>\n</html>\n");
}

}  // namespace interleave::formats
