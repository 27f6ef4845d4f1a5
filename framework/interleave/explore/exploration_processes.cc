// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Where the executions of an exploration run: here, each in a process of its
// own (Isolation), or in processes that take over from one another (Relay).

#include "interleave/explore/exploration.h"
#include "interleave/explore/isolation.h"
#include "interleave/explore/relay.h"
#include "interleave/strategy/replay.h"

namespace interleave {

const ExecutionResult& Exploration::RunOnce(Strategy& strategy,
                                            Observer* observer) {
  const ExecutionResult& execution = Perform(strategy, observer);
  strategy.End(execution);
  NoteRaces(execution);
  return execution;
}

const ExecutionResult& Exploration::Perform(Strategy& strategy,
                                            Observer* observer) {
  if (isolation_ != nullptr) {
    return isolation_->Execute(execution_, body_, strategy, limits_, observer);
  }
  CatchUp();
  Carry([&] { execution_.Run(body_, strategy, limits_, observer); });
  return execution_.last_result();
}

void Exploration::Carry(absl::FunctionRef<void()> run) {
  if (relay_ != nullptr) {
    relay_->Carry(execution_, run);
  } else {
    run();
  }
}

// What the process before had learnt of memory is another process's, and what
// it had initialised for its life is not initialised here.
void Exploration::CatchUp() {
  if (relay_ == nullptr || !relay_->TakeSuccession()) return;
  StepListener* const listener = execution_.Listen(nullptr);
  execution_.memory().BeginExploration();
  for (const Choices& lesson : taught_by_) {
    bool again = true;
    for (int i = 0; i < 2 && again; ++i) {
      ReplayStrategy replay(lesson);
      replay.Begin();
      Carry([&] { execution_.Run(body_, replay, limits_); });
      again = lessons_.Learn(execution_.memory(), &limits_);
    }
  }
  execution_.Listen(listener);
}

bool Exploration::RunSome(Strategy& strategy, bool one_by_one) {
  bool ended = false;
  Listen();
  const auto goes_on = [&](const ExecutionResult& execution) {
    if (one_by_one || !IsOneOfMany(execution)) return false;
    ++runs_;
    strategy.End(execution);
    const bool counts = !strategy.WasRedundant();
    if (listens_) EndListening(counts);
    if (counts) CountExecution(execution);
    ended = !strategy.Begin();
    if (listens_ && !ended) Listen();
    return !ended;
  };
  if (isolation_ != nullptr) {
    Perform(strategy, nullptr);
  } else {
    CatchUp();
    Carry([&] { execution_.RunWhile(body_, strategy, limits_, goes_on); });
  }
  execution_.Listen(nullptr);
  if (ended) return false;
  const ExecutionResult& last = execution_.last_result();
  ++runs_;
  strategy.End(last);
  EndListening(!strategy.WasRedundant());
  NoteRaces(last);
  return true;
}

}  // namespace interleave
