// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The words of an access to memory: what it is to, and the values.
//
// Determinism: no address appears; what may be one is "pointer 1", in order of
// appearance.

#ifndef INTERLEAVE_REPORT_ACCESS_TEXT_H_
#define INTERLEAVE_REPORT_ACCESS_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "interleave/report/place_resolver.h"
#include "interleave/schedule/trace.h"

namespace interleave {

// Values as people read them: numbers by their width, with a sign; what is too
// large for that as "pointer 1"; zero as "null" where there is or was a
// pointer.
class MemoryValues {
 public:
  // `access` is known.
  std::string Before(const TraceAccess& access);
  std::string After(const TraceAccess& access);
  // "1" of a read, "1 -> 2" of a write.
  std::string Both(const TraceAccess& access);

 private:
  std::string Format(uint64_t value, const TraceAccess& access);

  std::map<uint64_t, size_t> pointers_;
  std::set<const void*> places_;  // that held a pointer
};

// The step with this number, or null. Cost: logarithmic.
const TraceStep* FindStep(const Trace& trace, StepNumber number);

// A value of so many bytes, with its sign.
int64_t SignedValue(uint64_t value, size_t bytes);

// What an access is to: a variable of static lifetime by its name, else as the
// step says ("memory 1"); may be empty.
std::string VariableName(const TraceAccess& access, const Trace& trace,
                         PlaceResolver& resolver);

// Of an access, in words: "reads `sockets`: 1", "writes `sockets`: 1 -> 2".
// `variable` is its name; may be empty.
std::string AccessText(const TraceAccess& access, const std::string& variable,
                       MemoryValues& values);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_ACCESS_TEXT_H_
