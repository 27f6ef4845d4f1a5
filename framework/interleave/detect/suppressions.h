// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Suppressions: findings that the user does not want, in ThreadSanitizer's form
// (LLVM, ThreadSanitizerSuppressions): one `type:pattern` a line, `#` comments.
//
// race:      a frame of any of the stacks, or the variable's name
// race_top:  the innermost frame of either access
// deadlock:  a frame of a lock-order finding
// mutex:     a frame of what ThreadSanitizer says of a mutex
// Other types are left to the runtime. A pattern matches a part of a
// function's, source file's or module's name; `*` stands for anything, `^` at
// its beginning and `$` at its end bind it there.
//
// The runtime cannot tell itself: it has no names while we ask it for data.

#ifndef INTERLEAVE_DETECT_SUPPRESSIONS_H_
#define INTERLEAVE_DETECT_SUPPRESSIONS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/base/symbolizer.h"
#include "interleave/schedule/finding.h"

namespace interleave {

class Suppressions {
 public:
  explicit Suppressions(std::string_view text);
  // Those of this process: of the file that TSAN_OPTIONS names and of
  // __tsan_default_suppressions(). The runtime ended the process at its start
  // if there is no such file or a type in it that it does not know; without it
  // this call does in the first case.
  static Suppressions& OfProcess();

  bool empty() const { return lines_.empty(); }
  // The first line that suppresses the finding, "race:pattern", or an empty
  // text. Cost: that of finding the names, once for each set of stacks.
  std::string_view Match(const Finding& finding);

  // Whether `pattern` matches `name`.
  static bool Matches(std::string_view pattern, std::string_view name);

 private:
  struct Line {
    std::string text;
    std::string type;
    std::string pattern;
  };

  bool Applies(const Line& line, const Finding& finding);
  bool AnyFrame(const Line& line, const std::vector<const void*>& stack,
                size_t frames_max);

  std::vector<Line> lines_;
  Symbolizer symbolizer_;
  // By all program counters of a finding and its kind.
  std::map<std::vector<const void*>, std::string_view> known_;
};

}  // namespace interleave

#endif  // INTERLEAVE_DETECT_SUPPRESSIONS_H_
