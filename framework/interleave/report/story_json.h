// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The story of a finding as JSON: all that another program needs to explain the
// failure without the text. docs/command_line.md has an example.
//
//   {"tasks": ["main", "reset", "return"],
//    "steps": [{"step": 7, "task": "reset", "operation": "point",
//               "object": "pool.reset.loaded", "waited": false,
//               "switched": true, "critical": true, "location": "pool.cc:42",
//               "source": "const int old = sockets_;"}],
//    "steps_left_out": 0,
//    "accesses": [{"step": 7, "task": "reset", "operation": "read",
//                  "variable": "memory 1", "location": "pool.cc:42",
//                  "source": "...", "bytes": 4, "before": 1, "after": 1}],
//    "standings": [{"task": "main", "finished": false, "next": "join",
//                   "object": "reset", "location": "pool.cc:78",
//                   "holder": "return"}],
//    "explanation": {...}}
//
// "explanation" is there where one was made: "defect" and "meaning" (empty when
// the facts don't decide), "facts" (as accesses), "orders" (of steps, with what
// came of the other order: "passes" or "fails"), "together", "orders_tried",
// "all_tried", "executions", and "schedule": preemptions, steps, tasks and
// switches, the same "found_with", and "minimality" ("unknown", "local",
// "least").
// Determinism: no address or time is in it. Cost: linear in the steps told.

#ifndef INTERLEAVE_REPORT_STORY_JSON_H_
#define INTERLEAVE_REPORT_STORY_JSON_H_

#include <cstddef>
#include <string>

#include "interleave/explore/result.h"
#include "interleave/report/place_resolver.h"

namespace interleave {

// Of longer traces the last steps are told.
inline constexpr size_t kStoryStepsMax = 2'000;

// One object, without indentation.
std::string StoryToJson(const Failure& failure, PlaceResolver& resolver);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_STORY_JSON_H_
