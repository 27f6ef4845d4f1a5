// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The words of an explanation: the name of the defect with the accesses that
// decide it, the orders that matter, and how simple the schedule is.
//
// Determinism: no address, time or version appears; what may be an address is
// "pointer 1", in order of appearance.

#ifndef INTERLEAVE_REPORT_EXPLANATION_TEXT_H_
#define INTERLEAVE_REPORT_EXPLANATION_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "interleave/explain/explanation.h"
#include "interleave/report/place_resolver.h"
#include "interleave/schedule/trace.h"

namespace interleave {

// Values as people read them: numbers by their width, with a sign; what is too
// large for that as "pointer 1"; zero as "null" beside a pointer.
class ValueText {
 public:
  // `access` is known.
  std::string Before(const TraceAccess& access);
  std::string After(const TraceAccess& access);

 private:
  std::string Format(uint64_t value, uint64_t other, size_t bytes);

  std::map<uint64_t, size_t> pointers_;
};

// A value of so many bytes, with its sign.
int64_t SignedValue(uint64_t value, size_t bytes);

// What an access is to: a variable of static lifetime by its name, else as the
// step says ("memory 1"); may be empty.
std::string VariableName(const TraceAccess& access, const Trace& trace,
                         PlaceResolver& resolver);

// Of an access, in words: "reads `sockets`: 1", "writes `sockets`: 1 -> 2".
// `variable` is its name; may be empty.
std::string AccessText(const TraceAccess& access, const std::string& variable,
                       ValueText& values);

// The sections "Why" and "What decides", without a title's indentation; empty
// when nothing was found out. `labels` are the tasks' by id.
std::string FormatExplanation(const Explanation& explanation,
                              const Trace& trace, PlaceResolver& resolver,
                              int width);

// "1 preemption and 18 steps (it had 14 and 213); no schedule with fewer
// preemptions fails": one sentence; empty when the schedule was left as it was.
std::string MinimalityText(const Explanation& explanation);

// The steps that an explanation names.
std::vector<StepNumber> CriticalSteps(const Explanation& explanation,
                                      const Trace& trace);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_EXPLANATION_TEXT_H_
