// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Results as JSON, for other programs to read. Format version 1:
//
//   {"version": 1, "program": "pool_test", "verdict": "failed",
//    "strategy": "portfolio", "seed": "42", "executions": 17,
//    "exhausted": false, "seconds": 0.25,
//    "findings": [{"kind": "assertion", "message": "...", "task": "return",
//                  "location": "pool.cc:63", "execution": 17,
//                  "schedule": "out/pool.schedule"}],
//    "tests": [{"name": "PoolTest.Reset", "verdict": "failed",
//               "executions": 17, "exhausted": false, "seconds": 0.25,
//               "strategy": "pct", "findings": [...]}]}
//
// Fields may be added; a reader ignores what it doesn't know. The seed is a
// string, because many readers hold numbers in 53 bits.

#ifndef INTERLEAVE_REPORT_JSON_H_
#define INTERLEAVE_REPORT_JSON_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "interleave/report/place_resolver.h"
#include "interleave/schedule/finding.h"

namespace interleave {

inline constexpr int kJsonFormatVersion = 1;

struct FindingJson {
  std::string kind;
  std::string message;
  std::string task;
  std::string location;  // "pool.cc:63"; empty when not known
  uint64_t execution = 0;
  std::string schedule;  // path of the file, or the token
};

// What is said of one test.
struct TestJson {
  std::string name;
  std::string verdict;
  std::string strategy;
  uint64_t executions = 0;
  bool exhausted = false;
  double seconds = 0;
  std::vector<FindingJson> findings;
};

// What is said of a whole run.
struct ResultJson {
  std::string program;
  std::string verdict;  // "failed", "verified", "passed", ...
  std::string strategy;
  uint64_t seed = 0;
  uint64_t executions = 0;
  bool exhausted = false;
  double seconds = 0;
  std::vector<FindingJson> findings;
  std::vector<TestJson> tests;
};

// `finding` as it is put into a result.
FindingJson DescribeFinding(const Finding& finding, PlaceResolver& resolver,
                            uint64_t execution, std::string schedule);

// Indented JSON that ends in '\n'. What is not UTF-8 is replaced by U+FFFD.
std::string ToJson(const ResultJson& result);
std::string ToJson(std::span<const FindingJson> findings);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_JSON_H_
