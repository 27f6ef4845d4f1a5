// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/decisive_orders.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "interleave/explain/reversal.h"

namespace interleave {
namespace {

// A pair of indices.
using Pair = std::pair<size_t, size_t>;

bool CanBeReversed(const std::vector<ListedStep>& steps, Pair pair) {
  return steps[pair.first].key.task != steps[pair.second].key.task &&
         interleave::CanBeReversed(steps[pair.first].footprint,
                                   steps[pair.second].footprint);
}

// For each step, of each other task the last one before it that it could have
// come before and that fits, and the first one after it.
template <typename Fits>
void AddNeighbours(const std::vector<ListedStep>& steps, const Fits& fits,
                   std::set<Pair>& pairs) {
  std::set<TaskId> met;
  const auto is_next = [&](size_t other, Pair pair) {
    return !met.contains(steps[other].key.task) && CanBeReversed(steps, pair) &&
           fits(steps[pair.first].footprint, steps[pair.second].footprint);
  };
  for (size_t i = 0; i < steps.size(); ++i) {
    met.clear();
    for (size_t j = i; j-- > 0;) {
      if (!is_next(j, {j, i})) continue;
      met.insert(steps[j].key.task);
      pairs.insert({j, i});
    }
    met.clear();
    for (size_t j = i + 1; j < steps.size(); ++j) {
      if (!is_next(j, {i, j})) continue;
      met.insert(steps[j].key.task);
      pairs.insert({i, j});
    }
  }
}

// Of steps of which it isn't known what they depend on.
void AddAll(const std::vector<ListedStep>& steps, std::set<Pair>& pairs) {
  for (size_t i = 0; i < steps.size(); ++i) {
    for (size_t j = i + 1; j < steps.size(); ++j) {
      const bool unknown =
          steps[i].footprint.everything || steps[j].footprint.everything;
      if (unknown && CanBeReversed(steps, {i, j})) pairs.insert({i, j});
    }
  }
}

// What others did while a task was preempted, against its steps before and
// after.
void AddAroundPreemptions(const std::vector<ListedStep>& steps,
                          std::set<Pair>& pairs) {
  for (size_t after = 0; after < steps.size(); ++after) {
    if (!steps[after].preempted) continue;
    size_t before = after;
    while (before > 0 && steps[before - 1].key.task != steps[after].key.task) {
      --before;
      if (CanBeReversed(steps, {before, after})) pairs.insert({before, after});
    }
    if (before == 0) continue;
    for (size_t other = before; other < after; ++other) {
      if (CanBeReversed(steps, {before - 1, other})) {
        pairs.insert({before - 1, other});
      }
    }
  }
}

// A decisive order, by the indices of its steps.
struct FoundOrder {
  size_t first = 0;
  size_t second = 0;
  DecisiveOrder decisive;

  size_t distance() const { return second - first; }
};

std::vector<FoundOrder> Locate(const std::vector<ListedStep>& steps,
                               const std::vector<DecisiveOrder>& orders) {
  std::map<StepKey, size_t> index;
  for (size_t i = 0; i < steps.size(); ++i) index.emplace(steps[i].key, i);
  std::vector<FoundOrder> found;
  for (const DecisiveOrder& order : orders) {
    found.push_back(
        {index.at(order.order.first), index.at(order.order.second), order});
  }
  // The best first: between steps that tell something, and close.
  // Steps that only begin and end what tasks do tell less.
  const auto scaffolding = [&](const FoundOrder& one) {
    return int{IsOfTasksLives(steps[one.first].footprint.kind)} +
           int{IsOfTasksLives(steps[one.second].footprint.kind)};
  };
  std::stable_sort(found.begin(), found.end(),
                   [&](const FoundOrder& a, const FoundOrder& b) {
                     return std::pair(scaffolding(a), a.distance()) <
                            std::pair(scaffolding(b), b.distance());
                   });
  return found;
}

class Reverser {
 public:
  Reverser(const Choices& choices, Trials& trials)
      : choices_(choices), trials_(trials) {}

  DecisiveOrders Run() {
    StepListStrategy list(choices_);
    list.Begin();
    if (!trials_.MayRun() || trials_.Run(list) != Trials::Answer::kFails) {
      return {};
    }
    const std::vector<Order> candidates = CandidateOrders(list.steps());
    found_.all_tried = true;
    std::vector<Order> possible;
    for (const Order& order : candidates) {
      if (Try({order}) != Trials::Answer::kImpossible) {
        possible.push_back(order);
      }
    }
    if (found_.orders.empty()) TryTwo(possible);
    found_.telling = found_.together
                         ? found_.orders
                         : TellingOrders(list.steps(), found_.orders);
    return std::move(found_);
  }

 private:
  // What comes of reversing them; kImpossible where that cannot be.
  Trials::Answer Try(std::vector<Order> orders) {
    if (!trials_.MayRun()) {
      found_.all_tried = false;
      return Trials::Answer::kImpossible;
    }
    ReversalStrategy reversal(choices_, orders);
    reversal.Begin();
    Trials::Answer answer = trials_.Run(reversal);
    // It may end before it comes so far, by the defect itself.
    if (answer == Trials::Answer::kPasses && !reversal.reversed()) {
      answer = Trials::Answer::kImpossible;
    }
    if (answer == Trials::Answer::kImpossible) return answer;
    ++found_.tried;
    if (answer != Trials::Answer::kFails) {
      for (const Order& order : orders)
        found_.orders.push_back({order, answer});
    }
    return answer;
  }

  void TryTwo(const std::vector<Order>& possible) {
    constexpr size_t kMax = 40;
    const size_t count = std::min(possible.size(), kMax);
    for (size_t i = 0; i < count; ++i) {
      for (size_t j = i + 1; j < count; ++j) {
        const Trials::Answer answer = Try({possible[i], possible[j]});
        if (found_.orders.empty()) continue;
        found_.together = answer != Trials::Answer::kImpossible;
        return;
      }
    }
  }

  const Choices& choices_;
  Trials& trials_;
  DecisiveOrders found_;
};

}  // namespace

std::vector<DecisiveOrder> TellingOrders(
    const std::vector<ListedStep>& steps,
    const std::vector<DecisiveOrder>& orders) {
  const std::vector<FoundOrder> all = Locate(steps, orders);
  std::vector<FoundOrder> telling;
  const auto take = [&](auto fits) {
    const auto best = std::find_if(all.begin(), all.end(), fits);
    if (best != all.end()) telling.push_back(*best);
  };
  for (size_t after = 0; after < steps.size(); ++after) {
    if (!steps[after].preempted) continue;
    const TaskId task = steps[after].key.task;
    size_t begin = after;
    while (begin > 0 && steps[begin - 1].key.task != task) --begin;
    take([&](const FoundOrder& one) {
      return one.second >= begin && one.second < after && one.first < begin &&
             steps[one.first].key.task == task;
    });
    take([&](const FoundOrder& one) {
      return one.first >= begin && one.first < after && one.second >= after &&
             steps[one.second].key.task == task;
    });
  }
  if (telling.empty() && !all.empty()) telling.push_back(all.front());
  std::stable_sort(telling.begin(), telling.end(),
                   [](const FoundOrder& a, const FoundOrder& b) {
                     return a.second < b.second;
                   });
  const auto is_same = [](const FoundOrder& a, const FoundOrder& b) {
    return a.first == b.first && a.second == b.second;
  };
  telling.erase(std::unique(telling.begin(), telling.end(), is_same),
                telling.end());
  if (telling.size() > DecisiveOrders::kTellingMax) {
    telling.erase(telling.begin(),
                  telling.end() - long{DecisiveOrders::kTellingMax});
  }
  std::vector<DecisiveOrder> result;
  for (FoundOrder& one : telling) result.push_back(one.decisive);
  return result;
}

std::vector<Order> CandidateOrders(const std::vector<ListedStep>& steps) {
  std::set<Pair> known;
  AddNeighbours(steps, &MeetInObject, known);
  std::set<Pair> around;
  AddAroundPreemptions(steps, around);
  std::set<Pair> pairs = known;
  pairs.insert(around.begin(), around.end());
  AddNeighbours(
      steps, [](const Footprint&, const Footprint&) { return true; }, pairs);
  if (steps.size() <= DecisiveOrders::kStepsForAllPairs) AddAll(steps, pairs);
  std::vector<Pair> sorted(pairs.begin(), pairs.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](Pair a, Pair b) {
    return a.second != b.second ? a.second > b.second : a.first > b.first;
  });
  const auto rest =
      std::stable_partition(sorted.begin(), sorted.end(),
                            [&](Pair pair) { return known.contains(pair); });
  std::stable_partition(rest, sorted.end(),
                        [&](Pair pair) { return around.contains(pair); });
  std::vector<Order> orders;
  orders.reserve(sorted.size());
  for (const Pair& pair : sorted) {
    orders.push_back({steps[pair.first].key, steps[pair.second].key});
  }
  return orders;
}

DecisiveOrders FindDecisiveOrders(const Choices& choices, Trials& trials) {
  return Reverser(choices, trials).Run();
}

}  // namespace interleave
