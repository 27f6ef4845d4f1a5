// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/likely_source.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace interleave {
namespace {

constexpr const char* kWhatStays =
    "state that one execution leaves to the next (globals, static variables), "
    "addresses that decide an order, real time, or random numbers";

std::string OfKind(Difference::Kind kind) {
  switch (kind) {
    case Difference::Kind::kTasks:
      return absl::StrCat(
          "which tasks there are, how they are called or what they wait for "
          "depends on ",
          kWhatStays);
    case Difference::Kind::kDraw:
      return absl::StrCat(
          "whether Choose is called, or among how many values, depends on ",
          kWhatStays);
    case Difference::Kind::kLength:
      return absl::StrCat("how often the body does something depends on ",
                          kWhatStays);
    case Difference::Kind::kOperation:
    case Difference::Kind::kOther:
      break;
  }
  return kWhatStays;
}

}  // namespace

std::string LikelySource(const Difference& difference,
                         const Surroundings& surroundings) {
  std::vector<std::string> sources;
  if (!surroundings.threads.empty()) {
    sources.push_back(absl::StrCat("threads that ran outside of control (",
                                   absl::StrJoin(surroundings.threads, ", "),
                                   "), each time at another moment"));
  }
  if (!surroundings.static_object.empty()) {
    sources.push_back(absl::StrCat(
        surroundings.static_object,
        " is a global or static variable: it was there before the execution, "
        "with what earlier ones left in it"));
  }
  // What is seen goes before what may be.
  if (sources.empty()) sources.push_back(OfKind(difference.kind));
  return absl::StrCat("Likely source: ", absl::StrJoin(sources, "; or "));
}

}  // namespace interleave
