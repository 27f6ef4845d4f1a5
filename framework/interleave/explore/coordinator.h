// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Coordinator: shares one exploration among workers, and adds up the result.
//
// It holds the parts of the search (PartList) and hands them out; when a worker
// has nothing to do, the one whose next division is nearest to the root gives
// some of its part away. It runs no execution itself.
// Thread safety: none. Determinism: counts and findings are those of one
// process, but where a budget, an interrupt or, of a search whose parts keep no
// order, a finding ends the search: which parts were done by then depends on
// the workers' speed.

#ifndef INTERLEAVE_EXPLORE_COORDINATOR_H_
#define INTERLEAVE_EXPLORE_COORDINATOR_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "interleave/explore/behaviour_rate.h"
#include "interleave/explore/checkpoint.h"
#include "interleave/explore/exploration.h"
#include "interleave/explore/options.h"
#include "interleave/explore/part_list.h"
#include "interleave/explore/result.h"
#include "interleave/explore/search.h"
#include "interleave/explore/stopwatch.h"
#include "interleave/explore/workers.h"

namespace interleave {

class Coordinator {
 public:
  // `exploration` gets the result; it runs nothing.
  Coordinator(Exploration& exploration, Workers& workers);

  // Explores to the end, the budget or an interrupt. `from`: where to go on, or
  // null.
  void Run(const Checkpoint* from);

 private:
  struct WorkerState {
    uint64_t part = 0;   // the one it is at; 0: none
    bool asked = false;  // to give
    bool stopped = false;
    // It knows of memory what the others don't yet.
    bool ahead = false;
  };

  void Begin(const Checkpoint* from);
  // False when nothing more is to be done.
  bool Advance();
  void BeginAgain();
  void HandOut();
  bool IsIdle(uint32_t worker) const;
  bool AnyBusy() const;
  bool IsAnyAhead() const;
  void AskToGive();
  void StopWhatIsOfNoUse();
  void StopAll(uint32_t bits);
  void StopWhenDue();
  bool IsMemoryUsed() const;
  void Wait();
  void Take(const Workers::Event& event);
  void PassOnToNext(const Part& from, Part& to);
  void HeedHere(Part& part);
  void SendNote(const Part& part, const Divisible::Note& note);
  void Grant(uint64_t sender, const JsonReader& wishes);
  void TakeReport(uint32_t worker, const JsonReader& message);
  void TakeLessons(const std::vector<Choices>& lessons);
  void NoteDeath(uint32_t worker, const std::string& death);
  void TellProgress();
  void TakeOver();
  void Conclude();
  void AddFindings();
  std::vector<Found> LookAt(Found one);
  void LeaveCheckpoint();

  Exploration& exploration_;
  const Options& options_;
  Workers& workers_;
  BehaviourRate new_behaviour_;
  const Stopwatch stopwatch_;
  std::unique_ptr<Search> whole_;  // stands for all parts
  PartList parts_;
  std::vector<WorkerState> states_;
  std::vector<Choices> lessons_;
  std::vector<std::string> summaries_;  // of this round
  std::string round_;                   // the text of its whole
  uint64_t executions_before_ = 0;      // of the replay
  bool replaying_ = false;              // the only part is Options::verify's
  bool stopping_ = false;
  bool concluded_ = false;
};

// Explores with `options.jobs` workers, also when that is 1; goes on from
// `options.resume`. Otherwise as Explore.
ExploreResult ExploreInWorkers(const Options& options,
                               absl::FunctionRef<void()> body,
                               std::string_view test = "body");

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_COORDINATOR_H_
