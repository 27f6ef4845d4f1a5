// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/minimise.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>

#include "interleave/explain/loose_replay.h"
#include "interleave/strategy/bound.h"
#include "interleave/strategy/exhaustive.h"

namespace interleave {
namespace {

ScheduleSize SizeOf(const ExecutionResult& execution, uint32_t preemptions) {
  ScheduleSize size;
  size.preemptions = preemptions;
  size.steps = execution.findings.front().step != 0
                   ? execution.findings.front().step
                   : execution.steps;
  // Whoever was switched to took a step; nobody else did, but for the first.
  std::set<TaskId> tasks = {kMainTask};
  for (const Choice& choice : execution.choices) {
    if (choice.kind == ChoiceKind::kValue) {
      size.values += choice.value;
    } else {
      ++size.switches;
      tasks.insert(choice.value);
    }
  }
  size.tasks = static_cast<uint32_t>(tasks.size());
  return size;
}

class Minimiser {
 public:
  Minimiser(const Choices& choices, Trials& trials)
      : trials_(trials), best_(choices) {}

  Minimised Run() {
    Minimised minimised;
    if (!trials_.MayRun() || !Try(best_)) {
      minimised.choices = best_;
      return minimised;
    }
    minimised.before = size_;
    LeaveOut();
    // The rest is for what comes after.
    const Trials::Budget allowed = trials_.AllowHalf();
    const std::optional<uint32_t> below = SearchBelow();
    trials_.Allow(allowed);
    const bool local = MakeEachOther();
    minimised.choices = best_;
    minimised.after = size_;
    minimised.searched_below = below.value_or(searched_);
    if (local) minimised.minimality = Minimality::kLocal;
    if (local && below.has_value()) minimised.minimality = Minimality::kLeast;
    return minimised;
  }

 private:
  // Follows `choices`; when that fails and is simpler, it is the best so far.
  bool Try(const Choices& choices) {
    LooseReplayStrategy strategy(choices);
    strategy.Begin();
    if (trials_.Run(strategy) != Trials::Answer::kFails) return false;
    return Take(strategy.preemptions());
  }

  bool Take(uint32_t preemptions) {
    const ScheduleSize size = SizeOf(trials_.result(), preemptions);
    if (known_ && !(size < size_)) return false;
    known_ = true;
    size_ = size;
    best_ = trials_.result().choices;
    return true;
  }

  // Without [begin, begin + count).
  Choices Without(size_t begin, size_t count) const {
    Choices rest(best_.begin(), best_.begin() + static_cast<long>(begin));
    rest.insert(rest.end(), best_.begin() + static_cast<long>(begin + count),
                best_.end());
    return rest;
  }

  void LeaveOut() {
    for (size_t count = best_.size(); count > 0; count /= 2) {
      for (size_t begin = 0; begin < best_.size();) {
        if (!trials_.MayRun()) return;
        const size_t some = std::min(count, best_.size() - begin);
        if (!Try(Without(begin, some))) begin += some;
      }
    }
  }

  // All schedules with fewer preemptions than the best. None: not all were
  // tried; else how many preemptions the best has, below which none fails.
  std::optional<uint32_t> SearchBelow() {
    for (; searched_ < size_.preemptions; ++searched_) {
      ExhaustiveStrategy search(Bound::Preemptions(searched_));
      while (search.Begin()) {
        if (!trials_.MayRun()) return std::nullopt;
        if (trials_.Run(search) != Trials::Answer::kFails) continue;
        Take(search.cost());
        break;
      }
      if (size_.preemptions == searched_) break;
      if (!search.exhausted()) return std::nullopt;
    }
    return size_.preemptions;
  }

  // Each choice left out, and made otherwise. True: none of that is simpler.
  bool MakeEachOther() {
    for (size_t i = 0; i < best_.size();) {
      if (!trials_.MayRun()) return false;
      if (Try(Without(i, 1)) || MakeOther(i)) {
        i = 0;
      } else {
        ++i;
      }
    }
    return true;
  }

  bool MakeOther(size_t index) {
    const Choice made = best_[index];
    const bool switches = made.kind == ChoiceKind::kSwitch;
    const uint32_t count =
        switches ? static_cast<uint32_t>(TasksOf(best_)) : made.value;
    for (uint32_t value = 0; value < std::min(count, kOthersMax); ++value) {
      if (value == made.value || (switches && value == made.task)) continue;
      if (!trials_.MayRun()) return false;
      Choices choices = best_;
      choices[index].value = value;
      if (Try(choices)) return true;
    }
    return false;
  }

  static size_t TasksOf(const Choices& choices) {
    size_t tasks = 0;
    for (const Choice& choice : choices) {
      tasks = std::max<size_t>(tasks, choice.task + 1);
      if (choice.kind == ChoiceKind::kSwitch) {
        tasks = std::max<size_t>(tasks, choice.value + 1);
      }
    }
    return tasks;
  }

  static constexpr uint32_t kOthersMax = 8;

  Trials& trials_;
  Choices best_;
  ScheduleSize size_;
  bool known_ = false;
  uint32_t searched_ = 0;
};

}  // namespace

Minimised Minimise(const Choices& choices, Trials& trials) {
  const uint64_t before = trials.executions();
  Minimised minimised = Minimiser(choices, trials).Run();
  minimised.executions = trials.executions() - before;
  return minimised;
}

}  // namespace interleave
