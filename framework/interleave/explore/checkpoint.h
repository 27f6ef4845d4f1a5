// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Checkpoint: an exploration that was interrupted, in a file to go on from.
//
// docs/checkpoint_format.md describes the file. It holds no address: what was
// learnt of memory is kept as the schedules that teach it again.
// Thread safety: none. Cost: linear in the parts that are left.

#ifndef INTERLEAVE_EXPLORE_CHECKPOINT_H_
#define INTERLEAVE_EXPLORE_CHECKPOINT_H_

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "interleave/explore/found.h"
#include "interleave/explore/options.h"
#include "interleave/explore/part_list.h"
#include "interleave/explore/result.h"

namespace interleave {

inline constexpr uint64_t kCheckpointFormatVersion = 1;

struct Checkpoint {
  // What must be the same to go on: name and value, in a fixed order.
  using Identity = std::vector<std::pair<std::string, std::string>>;

  Identity identity;
  uint64_t executions_max = 0;  // Options::executions; another may be given
  // Options::verify's own part is not done.
  bool replaying = false;
  // Of Options::verify, before the search itself began.
  uint64_t executions_before = 0;
  std::string round;                   // the whole that is divided, as text
  std::vector<std::string> summaries;  // of its parts so far
  std::string granted;                 // Divisible::Granted
  std::vector<Choices> lessons;
  std::list<Part> parts;  // none is running
  Tally settled;          // of all that comes before them
  std::vector<Found> found;
  Notes notes;
  std::optional<ReplayOutcome> replay;
  uint64_t neighbours = 0;

  // Writes it as a file of the result's test, and notes its path, or what went
  // wrong, in the result.
  void Leave(const Options& options, ExploreResult* result) const;
};

// The program with what its executable holds, the test, and the options that
// change which executions there are.
Checkpoint::Identity IdentityOf(const Options& options, std::string_view test);

// Why it can't be gone on with here: "it is of test A.B, not C.D"; empty when
// it can.
std::string Mismatch(const Checkpoint& checkpoint, const Options& options,
                     std::string_view test);

// Sets the options that it names. An error says which of them means nothing.
absl::Status TakeOptions(const Checkpoint& checkpoint, Options* options);

std::string FormatCheckpoint(const Checkpoint& checkpoint);
// An error names `file`, where in it, and what was expected.
absl::StatusOr<Checkpoint> ParseCheckpoint(std::string_view text,
                                           const std::string& file);
absl::StatusOr<Checkpoint> ReadCheckpoint(const std::string& path);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_CHECKPOINT_H_
