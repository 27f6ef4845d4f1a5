// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// SourceText: lines of source files, to be shown next to where things happen.
//
// Thread safety: none. Cost: a file is read once, on its first line.

#ifndef INTERLEAVE_REPORT_SOURCE_TEXT_H_
#define INTERLEAVE_REPORT_SOURCE_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace interleave {

class SourceText {
 public:
  // Line `line` (from 1) of `file` without the white space around it; empty
  // when there is none or the file cannot be read. Valid until the next call.
  std::string_view Line(const std::string& file, int line);

 private:
  absl::flat_hash_map<std::string, std::vector<std::string>> files_;
};

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_SOURCE_TEXT_H_
