// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The story of a finding as JSON: all that another program needs to explain the
// failure without the text. docs/command_line.md has an example.
//
//   {"tasks": ["main", "reset", "return"],
//    "steps": [{"step": 7, "task": "reset", "at": 2, "operation": "point",
//               "object": "pool.reset.loaded", "waited": false,
//               "switched": true, "critical": true, "location": "pool.cc:42",
//               "source": "const int old = sockets_;", "stack": 0}],
//    "steps_left_out": 3,
//    "left_out": [{"from": 1, "to": 3, "steps": 3}],
//    "accesses": [{"step": 7, "task": "reset", "operation": "read",
//                  "variable": "memory 1", "location": "pool.cc:42",
//                  "source": "...", "bytes": 4, "before": 1, "after": 1,
//                  "stack": 1}],
//    "holds": [{"task": "reset", "object": "mutex 1", "from": 5, "to": null,
//               "shared": false}],
//    "waits": [{"task": "main", "operation": "join", "object": "reset",
//               "from": 6, "to": 18}],
//    "standings": [{"task": "main", "finished": false, "next": "join",
//                   "object": "reset", "location": "pool.cc:78",
//                   "holder": "return"}],
//    "explanation": {...}, "passing": {...},
//    "frames": [{"function": "Pool::Reset()", "location": "pool.cc:42",
//                "source": "..."}],
//    "stacks": [[0, 1], [0]]}
//
// "at" is how many schedule points its task had met: a step of the same task
// with the same number is the same step in another order. "stack" is a number
// in "stacks", whose numbers are those of "frames", innermost first, the user's
// alone. A step in which an implementation's liberty was taken has "liberty".
// "holds" and "waits" are so after step "from" until step "to" is carried out,
// or to the end (null). Of what is left out "steps" is how many there are.
//
// "explanation" is there where one was made: "defect" and "meaning" (empty when
// the facts don't decide), "facts" (as accesses), "orders" (of steps, with what
// came of the other order: "passes" or "fails"), "together", "orders_tried",
// "all_tried", "executions", and "schedule": preemptions, steps, tasks and
// switches, the same "found_with", and "minimality" ("unknown", "local",
// "least"). "passing" is there where an order passes the other way round: the
// execution that did, with "orders" (those that were reversed, by the numbers
// of the failing execution), and "tasks" to "waits" as above.
// Determinism: no address or time is in it. Cost: linear in the steps told.

#ifndef INTERLEAVE_REPORT_STORY_JSON_H_
#define INTERLEAVE_REPORT_STORY_JSON_H_

#include <cstddef>
#include <string>

#include "interleave/explore/result.h"
#include "interleave/report/place_resolver.h"

namespace interleave {

// Of longer traces those are told that KeptSteps (kept_steps.h) keeps.
inline constexpr size_t kStoryStepsMax = 10'000;

// One object, without indentation.
std::string StoryToJson(const Failure& failure, PlaceResolver& resolver);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_STORY_JSON_H_
