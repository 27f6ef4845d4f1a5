// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// EventCounts: how many events each task has, as executions have shown.
//
// The events of a task are its steps: its start and each operation. They are
// divided into segments, of which each but the first begins with a join: what
// comes behind it is not concurrent with what comes before it.
// The weight of a segment is that of its events and of all that the tasks have
// which are created in it: this is how many of the events that are left belong
// to the task or come from it.
// Counts of several executions are added by taking the larger of each, so that
// their order is of no matter, nor how often one is added.
// Thread safety: none. Determinism: no answer depends on the order of nodes.
// Cost: O(1) for an event; linear in the tasks for the rest.

#ifndef INTERLEAVE_STRATEGY_EVENT_COUNTS_H_
#define INTERLEAVE_STRATEGY_EVENT_COUNTS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/strategy/task_tree.h"

namespace interleave {

class EventCounts {
 public:
  // Nodes are those of `tree`, which outlives this. All counts are 0.
  explicit EventCounts(TaskTree& tree) : tree_(&tree) {}

  // At least so many events of the segment; it was created in that segment of
  // its creator.
  void NoteEvents(uint32_t node, uint32_t segment, uint64_t events);
  void NoteCreation(uint32_t node, uint32_t segment);
  void Add(const EventCounts& other);
  void Clear() { nodes_.clear(); }

  // Works out weights. What was noted since then is left out of them.
  void Weigh();
  // 0 for what is not known.
  uint64_t WeightOf(uint32_t node, uint32_t segment) const {
    if (node >= nodes_.size()) return 0;
    const std::vector<uint64_t>& weights = nodes_[node].weights;
    return segment < weights.size() ? weights[segment] : 0;
  }
  // Of all segments: what a task takes off its creator's when it is created.
  uint64_t WeightOf(uint32_t node) const {
    return node < nodes_.size() ? nodes_[node].weight : 0;
  }

  // "0:3,2/0 0.1:5/0": for each path its segments and where it was created, in
  // the order of paths; "-" for nothing.
  std::string Text() const;
  // Takes that for its counts. False: it is no such text.
  bool Load(std::string_view text);

 private:
  struct Node {
    std::vector<uint64_t> events;  // by segment
    uint32_t created_in = 0;
    std::vector<uint64_t> weights;
    uint64_t weight = 0;
  };

  Node& At(uint32_t node);
  bool LoadTask(std::string_view text);

  TaskTree* tree_;
  std::vector<Node> nodes_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_EVENT_COUNTS_H_
