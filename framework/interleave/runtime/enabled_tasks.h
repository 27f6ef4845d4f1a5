// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// EnabledTasks: the tasks that could take the next step, in order of their ids.
//
// Thread safety: none. Cost: adding and removing are linear in the tasks after
// the one concerned, and allocate nothing.

#ifndef INTERLEAVE_RUNTIME_ENABLED_TASKS_H_
#define INTERLEAVE_RUNTIME_ENABLED_TASKS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "interleave/runtime/task.h"

namespace interleave {

class EnabledTasks {
 public:
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Task* at(size_t index) const { return static_cast<Task*>(tasks_[index]); }
  // Valid until the next call that is not const.
  std::span<const TaskState* const> all() const {
    return {tasks_.data(), size_};
  }

  // A bit for each, of those whose id is below 64.
  uint64_t bits() const { return bits_; }

  // Nobody is enabled. Leaves the tasks' slots as they are.
  void Clear() { size_ = bits_ = 0; }
  // Makes room for `tasks` of them.
  void Reserve(size_t tasks) {
    if (tasks_.size() < tasks) tasks_.resize(tasks);
  }

  // Both do nothing when the task is in already, or out already.
  // REQUIRES: there is room
  void Add(Task& task) {
    if (task.slot != ChoicePoint::kNotEnabled) return;
    size_t at = size_++;
    for (; at > 0 && tasks_[at - 1]->id > task.id; --at) {
      Put(at, tasks_[at - 1]);
    }
    Put(at, &task);
    bits_ |= BitOf(task);
  }
  void Remove(Task& task) {
    if (task.slot == ChoicePoint::kNotEnabled) return;
    --size_;
    for (size_t at = task.slot; at < size_; ++at) Put(at, tasks_[at + 1]);
    task.slot = ChoicePoint::kNotEnabled;
    bits_ &= ~BitOf(task);
  }

 private:
  static uint64_t BitOf(const Task& task) {
    return task.id < 64 ? uint64_t{1} << task.id : 0;
  }

  void Put(size_t at, TaskState* task) {
    tasks_[at] = task;
    static_cast<Task*>(task)->slot = static_cast<uint32_t>(at);
  }

  std::vector<TaskState*> tasks_;  // the first size_ of them count
  size_t size_ = 0;
  uint64_t bits_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_ENABLED_TASKS_H_
