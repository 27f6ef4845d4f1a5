// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/progress.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace interleave {
namespace {

ProgressListener g_listener = nullptr;

std::string SpaceOf(const Progress& progress) {
  std::string text;
  if (progress.done.has_value()) {
    absl::StrAppend(&text, ", ", ShareText(*progress.done), " done");
  }
  if (progress.estimate.is_known()) {
    absl::StrAppend(&text, progress.done.has_value() ? " of " : ", ",
                    EstimateText(progress.estimate), " schedules");
  }
  if (progress.trying.has_value()) {
    absl::StrAppend(&text, " with ", BoundText(*progress.trying));
  }
  return text;
}

}  // namespace

std::string ProgressLine(const Progress& progress) {
  std::string line =
      absl::StrCat(progress.test, ": ", progress.executions, " executions");
  if (progress.executions_max != 0) {
    absl::StrAppend(&line, " (",
                    100 * progress.executions / progress.executions_max,
                    " % of the budget)");
  }
  if (progress.seconds > 0) {
    absl::StrAppend(&line,
                    absl::StrFormat(", %.0f per second",
                                    static_cast<double>(progress.executions) /
                                        progress.seconds));
  }
  absl::StrAppend(&line, SpaceOf(progress));
  if (progress.traces.has_value()) {
    absl::StrAppend(&line, ", ", *progress.traces, " distinct traces");
    if (progress.new_per_minute.has_value()) {
      absl::StrAppend(&line, absl::StrFormat(" (%.0f new a minute)",
                                             *progress.new_per_minute));
    }
  }
  absl::StrAppend(&line, ", ", progress.strategy);
  if (progress.findings > 0) {
    absl::StrAppend(&line, ", ", progress.findings,
                    progress.findings == 1 ? " finding" : " findings");
  }
  return line;
}

void SetProgressListener(ProgressListener listener) { g_listener = listener; }

ProgressListener GetProgressListener() { return g_listener; }

}  // namespace interleave
