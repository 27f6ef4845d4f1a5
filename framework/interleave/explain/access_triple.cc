// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/access_triple.h"

#include <algorithm>
#include <tuple>

#include "interleave/explain/classify.h"

namespace interleave {
namespace {

size_t FirstLookedAt(const Trace& trace) {
  const size_t count = trace.accesses.size();
  return count > Classified::kAccessesMax ? count - Classified::kAccessesMax
                                          : 0;
}

bool Decides(const AccessUnits& units, std::span<const CriticalOrder> orders,
             size_t first, size_t second) {
  return std::any_of(orders.begin(), orders.end(), [&](const auto& order) {
    return units.IsIn(first, order.first) && units.IsIn(second, order.second);
  });
}

// The one next to `from` by `task` that uses the same memory, towards `end`.
std::optional<size_t> Nearest(const Trace& trace, size_t from, TaskId task,
                              long step, size_t end) {
  for (size_t i = from; i != end;) {
    i = static_cast<size_t>(static_cast<long>(i) + step);
    if (i == end && step > 0) break;
    const TraceAccess& access = trace.accesses[i];
    if (access.task == task && access.Overlaps(trace.accesses[from])) return i;
  }
  return std::nullopt;
}

// W between two reads or a read and a write, or a read between two writes.
bool IsUnserialisable(bool before, bool between, bool after) {
  return between || (before && after);
}

}  // namespace

std::vector<AccessTriple> DecisiveTriples(
    const Trace& trace, const AccessUnits& units,
    std::span<const CriticalOrder> orders) {
  const std::vector<TraceAccess>& all = trace.accesses;
  const size_t begin = FirstLookedAt(trace);
  std::vector<AccessTriple> triples;
  if (orders.empty()) return triples;
  for (size_t i = begin; i < all.size(); ++i) {
    for (TaskId task = 0; task < trace.task_names.size(); ++task) {
      if (task == all[i].task) continue;
      const auto before = Nearest(trace, i, task, -1, begin);
      if (!before.has_value()) continue;
      const auto after = Nearest(trace, i, task, +1, all.size());
      if (!after.has_value()) continue;
      const bool writes[] = {all[*before].writes(), all[i].writes(),
                             all[*after].writes()};
      if (!IsUnserialisable(writes[0], writes[1], writes[2])) continue;
      // Two writes with another write between them are as good as the last.
      if (writes[0] && writes[1] && writes[2]) continue;
      AccessTriple triple = {*before, i, *after};
      triple.first_decides = Decides(units, orders, *before, i);
      triple.second_decides = Decides(units, orders, i, *after);
      if (triple.first_decides || triple.second_decides) {
        triples.push_back(triple);
      }
    }
  }
  std::stable_sort(triples.begin(), triples.end(),
                   [](const AccessTriple& a, const AccessTriple& b) {
                     const auto rank = [](const AccessTriple& t) {
                       return std::tuple(t.first_decides && t.second_decides,
                                         t.after, t.between);
                     };
                     return rank(a) > rank(b);
                   });
  return triples;
}

std::vector<AccessPair> DecisivePairs(const Trace& trace,
                                      const AccessUnits& units,
                                      std::span<const CriticalOrder> orders) {
  const std::vector<TraceAccess>& all = trace.accesses;
  std::vector<AccessPair> pairs;
  if (orders.empty()) return pairs;
  for (size_t second = all.size(); second-- > FirstLookedAt(trace);) {
    for (size_t first = second; first-- > FirstLookedAt(trace);) {
      if (all[first].task == all[second].task ||
          !all[first].Overlaps(all[second]) ||
          !(all[first].writes() || all[second].writes()) ||
          !Decides(units, orders, first, second)) {
        continue;
      }
      pairs.push_back({first, second});
      break;
    }
  }
  return pairs;
}

}  // namespace interleave
