// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The same exploration by Explore, and by one, two and three workers.
//
// For programs in which nothing else explores: each call forks its workers.

#ifndef TESTS_EXHAUSTIVE_BY_ANY_JOBS_H_
#define TESTS_EXHAUSTIVE_BY_ANY_JOBS_H_

#include <unistd.h>

#include <filesystem>
#include <set>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "interleave/explore/apart.h"
#include "interleave/explore/coordinator.h"
#include "interleave/explore/options.h"
#include "interleave/explore/result.h"

namespace interleave {

// A folder of this process, since tests may run side by side; removed at its
// end.
inline const std::string& OwnFolder() {
  struct Folder {
    ~Folder() { std::filesystem::remove_all(path); }
    const std::string path =
        absl::StrCat(::testing::TempDir(), "interleave_jobs_", getpid());
  };
  static const Folder folder;
  return folder.path;
}

// All of a result that does not tell the time.
inline std::string Whole(const ExploreResult& result) {
  std::string text =
      absl::StrCat(ResultLine(result), "\n", result.strategy, ", ",
                   result.steps, " steps, searched ", result.searched,
                   result.exhausted ? ", exhausted\n" : "\n");
  // Behind the last finding others may have searched on.
  if (result.exhausted || result.failures.empty()) {
    absl::StrAppend(&text, result.repeated, " repeated, of about ",
                    AboutText(result.estimate.value), "\n");
  }
  // ... and seen other numbers.
  if (result.confidence.has_value() && result.failures.empty()) {
    absl::StrAppend(&text, ConfidenceText(*result.confidence), "\n");
  }
  absl::StrAppend(&text, MembersText(result.members), "\n");
  if (result.coverage != nullptr) {
    uint64_t sum = 0;
    for (const uint64_t hash : result.coverage->traces) sum += hash;
    absl::StrAppend(&text, TracesText(*result.coverage), " of ",
                    result.coverage->executions, ", hashes ", sum, "\n");
    for (const CoveredPair& pair : result.coverage->pairs) {
      absl::StrAppend(&text, pair.first.name, " then ", pair.second.name, " ",
                      pair.relations, "\n");
    }
  }
  for (const RecordedOutcome& outcome : result.outcomes) {
    absl::StrAppend(&text, outcome.value, " ", outcome.count, " ",
                    outcome.token, "\n");
  }
  for (const Failure& failure : result.failures) {
    absl::StrAppend(&text, failure.execution, ": ", failure.finding.message,
                    " ", failure.token, ", ", failure.trace.steps.size(),
                    " steps, ", failure.standings.size(), " standings\n");
  }
  for (const std::string& problem : result.problems) {
    absl::StrAppend(&text, problem, "\n");
  }
  return text;
}

// Of a result, what does not depend on the order of parts, for searches whose
// parts keep none: not which execution stands for its trace.
inline std::string InAnyOrder(const ExploreResult& result) {
  std::string text = absl::StrCat(
      result.executions, " executions, ", result.steps, " steps, of about ",
      AboutText(result.estimate.value), result.exhausted ? ", exhausted" : "",
      result.bound.has_value() ? ", within a bound\n" : "\n");
  for (const RecordedOutcome& outcome : result.outcomes) {
    absl::StrAppend(&text, outcome.value, " ", outcome.count, "\n");
  }
  std::set<std::string> findings;
  for (const Failure& failure : result.failures) {
    findings.insert(failure.finding.message);
  }
  for (const std::string& finding : findings) {
    absl::StrAppend(&text, finding, "\n");
  }
  for (const std::string& problem : result.problems) {
    absl::StrAppend(&text, problem, "\n");
  }
  return text;
}

inline ExploreResult ByJobs(uint32_t jobs, Options options,
                            absl::FunctionRef<void()> body) {
  options.jobs = jobs;
  options.schedule_dir = OwnFolder();
  return ExploreInWorkers(options, body, "JobsTest.Body");
}

// By Explore itself, which runs the executions where it is called.
inline ExploreResult Alone(Options options, absl::FunctionRef<void()> body) {
  options.schedule_dir = OwnFolder();
  return ExploreApart(options, body, "JobsTest.Body");
}

// The result, after it was seen that it doesn't depend on the number of jobs.
inline ExploreResult ByAnyJobs(const Options& options,
                               absl::FunctionRef<void()> body) {
  ExploreResult one = Alone(options, body);
  for (const uint32_t jobs : {1u, 2u, 3u}) {
    const ExploreResult several = ByJobs(jobs, options, body);
    EXPECT_EQ(Whole(several), Whole(one)) << jobs << " jobs";
    EXPECT_EQ(several.verdict, one.verdict);
  }
  return one;
}

// The same of a search whose parts keep no order.
inline ExploreResult ByAnyJobsInAnyOrder(const Options& options,
                                         absl::FunctionRef<void()> body) {
  ExploreResult one = Alone(options, body);
  for (const uint32_t jobs : {1u, 2u, 3u}) {
    const ExploreResult several = ByJobs(jobs, options, body);
    EXPECT_EQ(InAnyOrder(several), InAnyOrder(one)) << jobs << " jobs";
    EXPECT_EQ(several.verdict, one.verdict);
  }
  return one;
}

}  // namespace interleave

#endif  // TESTS_EXHAUSTIVE_BY_ANY_JOBS_H_
