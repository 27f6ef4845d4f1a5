// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Columns: a story as a table, one column for each task.
//
//   step | reset              | return             | where
//   -----+--------------------+--------------------+--------------------------
//      4 | pool.reset.loaded  |                    | pool.cc:42  old = sockets;
//      5 |                    | pool.return.loaded | pool.cc:61  auto s = ...
//        | ... 3 steps        |                    |
//     12 |                    | FAILED: Set was... | pool.cc:63
//
// A task without a kept row gets no column. When the columns don't fit, the
// table has one column for the task's name and one for what it does.

#ifndef INTERLEAVE_REPORT_COLUMNS_H_
#define INTERLEAVE_REPORT_COLUMNS_H_

#include <span>
#include <string>
#include <vector>

#include "interleave/report/story.h"

namespace interleave {

inline constexpr int kColumnsWidthDefault = 120;
inline constexpr int kColumnsWidthMin = 60;

// ENSURES: every line is ASCII, ends in '\n', has no trailing space and is at
// most max(width, kColumnsWidthMin) long; what is cut ends in "...".
// `task_names` are by TaskId; two tasks of one name are told apart.
std::string FormatColumns(std::span<const StoryRow> rows,
                          std::span<const std::string> task_names,
                          int width = kColumnsWidthDefault);

// Names by TaskId, all different: equal ones become "worker (T2)".
std::vector<std::string> TaskLabels(std::span<const std::string> task_names);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_COLUMNS_H_
