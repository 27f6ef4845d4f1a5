// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ReadsFromGraph: the operations of one execution, with whom each reads from
// and what is in the history of each.
//
// The history of an operation is all that its task did before, who started the
// task, the history of whom it reads from and, where it joins a task, of that.
// Since every execution is sequentially consistent, an operation reads from the
// last before it that wrote to its place. A lock that is taken reads from who
// gave it back; giving it back reads from having taken it, and a try that finds
// it taken from who has it.
// Thread safety: none. Determinism: nothing depends on an address but which
// operations share a place. Cost of Add: linear in the number of tasks; nothing
// is allocated unless an execution is longer than all before it.

#ifndef INTERLEAVE_STRATEGY_READS_FROM_GRAPH_H_
#define INTERLEAVE_STRATEGY_READS_FROM_GRAPH_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "interleave/strategy/graph_operation.h"
#include "interleave/strategy/history_label.h"
#include "interleave/strategy/place_table.h"

namespace interleave {

class ReadsFromGraph {
 public:
  using Role = GraphOperation::Role;
  // Of events; as what is read from: what was there at the beginning.
  static constexpr uint32_t kNone = ~uint32_t{0};

  // One operation; events are numbered in the order of the execution.
  struct Event {
    TaskId task = kNoTask;
    uint32_t index = 0;  // among those of its task, from 0
    uint32_t place = kNone;
    uint32_t from = kNone;        // whom it reads from
    uint32_t before = kNone;      // the task's last before it, or its creation
    uint32_t joined = kNone;      // the last of the task that it joins
    uint32_t given_back = kNone;  // lock taken: who gives it back
    Role role = Role::kStep;
    bool reads = false;
    bool writes = false;
    bool may_fail = false;  // ... or could have failed and not written
    bool waits = false;     // at the end, for a lock: it was not carried out
    HistoryLabel label;
  };

  // Nothing was done yet.
  void Clear();
  // What is carried out next; false when its place shares some bytes with
  // another that was used by what is not in its history.
  bool Add(const GraphOperation& operation);
  // The last event failed, and wrote nothing. REQUIRES: it may fail
  void LastFailed();
  // What a task would do next, where the execution has ended: as if it were
  // carried out, or, for a lock that another has, as an event that waits and is
  // part of no history. False for what could not go on or is not known.
  bool AddPending(const GraphOperation& operation);

  uint32_t size() const { return static_cast<uint32_t>(events_.size()); }
  const Event& at(uint32_t event) const { return events_[event]; }
  uint32_t task_count() const { return static_cast<uint32_t>(tasks_.size()); }
  // The event by its task and index; kNone when the task did not come so far.
  uint32_t Find(TaskId task, uint32_t index) const {
    if (task >= tasks_.size() || index >= tasks_[task].count) return kNone;
    return tasks_[task].events[index];
  }
  // Those that use a place, in order.
  std::span<const uint32_t> users(uint32_t place) const {
    return places_[place];
  }

  // For each task, how many of its events are in the history of `event`, itself
  // included unless it waits.
  std::span<const uint32_t> history(uint32_t event) const {
    return {&clocks_[size_t{event} * stride_], tasks_.size()};
  }
  // `earlier` is in the history of `event` or is it. REQUIRES: it does not wait
  bool Knows(uint32_t event, uint32_t earlier) const {
    const Event& known = events_[earlier];
    return clocks_[size_t{event} * stride_ + known.task] > known.index;
  }

  // Who had the lock before `event`, which takes it or waits for it.
  uint32_t TakenBefore(const Event& event) const {
    return event.from == kNone || event.waits ? event.from
                                              : events_[event.from].from;
  }
  // The label that `event` would have, had it read from `source`.
  HistoryLabel LabelFrom(const Event& event, uint32_t source) const;
  // The label of what is known of `source`, when it is read from.
  HistoryLabel SourceLabel(uint32_t source) const {
    return source == kNone ? HistoryLabel{} : events_[source].label;
  }

 private:
  struct TaskEvents {
    uint32_t created_by = kNone;
    uint32_t count = 0;
    uint32_t last = kNone;
    std::vector<uint32_t> events;  // `count` of them
  };

  TaskEvents& TaskOf(TaskId task);
  void Widen();
  bool FindPlace(const GraphOperation& operation, Event* event);
  uint32_t Append(const GraphOperation& operation, const Event& event);
  void Merge(uint32_t event, uint32_t other);

  std::vector<Event> events_;
  std::vector<uint32_t> clocks_;  // `stride_` for each event
  size_t stride_ = 4;
  std::vector<TaskEvents> all_tasks_;  // with their memory
  std::span<TaskEvents> tasks_;        // of this execution
  PlaceTable table_;
  std::vector<std::vector<uint32_t>> places_;
  std::vector<uint32_t> last_writes_;  // by place
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_READS_FROM_GRAPH_H_
