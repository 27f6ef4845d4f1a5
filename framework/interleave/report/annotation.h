// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Annotations: findings as GitHub shows them beside the source.
//
// A workflow's log is searched for "::error file=F,line=L,title=T::MESSAGE"
// (GitHub's documentation, "Workflow commands").

#ifndef INTERLEAVE_REPORT_ANNOTATION_H_
#define INTERLEAVE_REPORT_ANNOTATION_H_

#include <string>

#include "interleave/explore/result.h"

namespace interleave {

struct Annotation {
  std::string file;  // empty: of no file
  int line = 0;      // 0: of no line
  std::string title;
  std::string message;  // may have several lines
};

// One line. Nothing in the texts ends it, or begins another command.
std::string FormatAnnotation(const Annotation& annotation);

// A line for each finding and each problem of the result.
std::string FormatAnnotations(const ExploreResult& result);

// The process runs in a workflow that looks for such lines (GITHUB_ACTIONS).
bool WantsAnnotations();

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_ANNOTATION_H_
