// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/surw.h"

#include <algorithm>
#include <bit>

#include "interleave/strategy/byte_counts.h"
#include "interleave/strategy/drawn_answer.h"

namespace interleave {

SurwStrategy::SurwStrategy(uint64_t seed, uint64_t first_execution)
    : seed_(seed),
      execution_(first_execution),
      random_(seed),
      tree_(std::make_unique<TaskTree>()),
      known_(*tree_),
      seen_(*tree_) {}

SurwStrategy::~SurwStrategy() = default;

bool SurwStrategy::Learn(std::string_view text) {
  if (!known_.Load(text)) return false;
  seen_ = known_;
  return true;
}

void SurwStrategy::AddSeen(std::string_view text) {
  SurwProfile others(*tree_);
  if (others.Load(text) && others.events() > seen_.events()) seen_ = others;
}

bool SurwStrategy::Begin() {
  random_ = Random(ExecutionSeed(seed_, execution_));
  tree_->BeginExecution();
  tasks_.clear();
  left_.clear();
  left_by_all_ = 0;
  recorder_.Begin();
  intended_ = kNoTask;
  object_ = kUnrecognised;
  selected_ = noted_ = 0;
  draws_ = known_.size() > 0;
  if (draws_) {
    known_.TakeWeights(random_.Below(static_cast<uint32_t>(known_.size())),
                       drawn_);
  }
  return true;
}

// A step creates the tasks that are new; its task is the announcer.
void SurwStrategy::AddTasks(const ChoicePoint& point) {
  while (tasks_.size() < point.tasks.size()) {
    Running added;
    added.task = point.tasks[tasks_.size()];
    // Who is not told of lone points may miss who created it.
    const bool known =
        point.announcer != nullptr && point.announcer->id < tasks_.size();
    const TaskId creator = known ? point.announcer->id : kMainTask;
    if (!tasks_.empty()) added.node = tree_->AddTask(creator);
    uint64_t added_left = 0;
    if (draws_ && added.node < drawn_.size()) {
      added_left = drawn_[added.node].count;
    }
    if (!tasks_.empty()) {
      const uint64_t left = left_[creator];
      // What was drawn for its creator may be the new task's.
      if (intended_ == creator && left > 0 &&
          random_.BelowLarge(left) < added_left) {
        intended_ = added.task->id;
      }
      Take(creator, added_left);
    }
    tasks_.push_back(added);
    left_.push_back(added_left);
    left_by_all_ += added_left;
  }
}

void SurwStrategy::Take(TaskId id, uint64_t operations) {
  const uint64_t taken = std::min(left_[id], operations);
  left_[id] -= taken;
  left_by_all_ -= taken;
}

void SurwStrategy::TakeIntended() {
  Take(intended_, 1);
  intended_ = kNoTask;
}

void SurwStrategy::Recognise(const TaskState& task) {
  const uint32_t node = tasks_[task.id].node;
  if (node >= drawn_.size() || drawn_[node].first != task.points) return;
  const uint32_t key = SurwProfile::KeyOf(task.next);
  if (key == SurwProfile::kNothing) return;
  object_ = key;
  noted_ = 0;  // it is another question for all
}

void SurwStrategy::Note(const ChoicePoint& point) {
  const SurwProfile::Operations operations(object_);
  const auto note = [&](const TaskState& task) {
    selected_ &= ~(uint64_t{1} << task.id);
    selected_ |= uint64_t{operations.Contain(task.next)} << task.id;
  };
  for (; noted_ < point.tasks.size(); ++noted_) note(*point.tasks[noted_]);
  if (point.announcer != nullptr) note(*point.announcer);
}

TaskId SurwStrategy::DrawIntended() {
  if (left_by_all_ == 0) return kNoTask;
  const uint64_t drawn = random_.BelowLarge(left_by_all_);
  TaskId id = 0;
  uint64_t end = 0;
  for (const uint64_t left : left_) {
    end += left;
    id += end <= drawn;
  }
  return id;
}

// Its index. REQUIRES: all of them are held
uint32_t SurwStrategy::DrawAmongEnabled(const ChoicePoint& point) {
  draw_.Weigh(point.count, [&](size_t i) {
    return std::max<uint64_t>(left_[point.enabled[i]->id], 1);
  });
  return draw_.Draw(random_);
}

// One of those that are not held, all alike; when all are, whose turn it is is
// drawn anew.
uint32_t SurwStrategy::DrawNext(const ChoicePoint& point) {
  const uint64_t enabled = point.enabled_bits;
  const int lowest = std::countr_zero(enabled);
  // To look at each takes less time where they are few, and so it does where
  // they are no bits of a byte.
  if (point.count < kFewest || point.tasks.size() > kTasksMax ||
      (enabled >> lowest) > 0xff) {
    noted_ = 0;
    return DrawNextByLooks(point);
  }
  Note(point);
  const uint64_t intended =
      intended_ < kTasksMax ? uint64_t{1} << intended_ : 0;
  const uint64_t free = enabled & (~selected_ | intended);
  if (free == 0) {
    const uint32_t index = DrawAmongEnabled(point);
    intended_ = point.enabled[index]->id;
    TakeIntended();
    return index;
  }
  const ByteCounts among_free(free >> lowest);
  // A draw of one among one is none.
  const Random before = random_;
  const uint32_t drawn = random_.Below(among_free.all());
  if (among_free.all() == 1) random_ = before;
  const uint32_t chosen = among_free.Find(drawn);
  if ((intended & selected_ & (uint64_t{1} << lowest << chosen)) != 0) {
    TakeIntended();
  }
  return ByteCounts(enabled >> lowest).Below(chosen);
}

// The same. That most often all or none of them are selected saves a draw among
// those that are left.
uint32_t SurwStrategy::DrawNextByLooks(const ChoicePoint& point) {
  const TaskState* const* const enabled = point.enabled.data();
  const SurwProfile::Operations operations(object_);
  const TaskId intended = intended_;
  uint32_t selected = 0;
  uint32_t before = 0;  // of those that are enabled, before the intended one
  for (uint32_t i = 0; i < point.count; ++i) {
    selected += operations.Contain(enabled[i]->next);
    before += enabled[i]->id < intended;
  }
  const bool intended_is_free = before < point.count &&
                                enabled[before]->id == intended &&
                                operations.Contain(enabled[before]->next);
  const uint32_t free = point.count - selected + intended_is_free;
  if (free == 0) {
    const uint32_t index = DrawAmongEnabled(point);
    intended_ = enabled[index]->id;
    TakeIntended();
    return index;
  }
  if (free == 1 && intended_is_free) {
    TakeIntended();
    return before;
  }
  const uint32_t drawn = free == 1 ? 0 : random_.Below(free);
  if (free == point.count && !intended_is_free) return drawn;
  // The one before which there are so many that are free.
  uint32_t index = 0;
  uint32_t passed = 0;
  for (uint32_t i = 0; i < point.count; ++i) {
    const bool is_held =
        operations.Contain(enabled[i]->next) & (enabled[i]->id != intended);
    passed += !is_held;
    index += passed <= drawn;
  }
  if (index == before && intended_is_free) TakeIntended();
  return index;
}

uint32_t SurwStrategy::Choose(const ChoicePoint& point) {
  if (point.kind == ChoiceKind::kValue) return DrawAnswer(point, random_);
  if (tasks_.size() < point.tasks.size()) AddTasks(point);
  uint32_t chosen = 0;
  if (!draws_) {
    if (point.count > 1) chosen = random_.Below(point.count);
  } else {
    if (point.announcer != nullptr) {
      if (object_ == kUnrecognised) Recognise(*point.announcer);
      if (point.announcer->finished) {
        Take(point.announcer->id, left_[point.announcer->id]);
      }
    }
    if (intended_ == kNoTask) intended_ = DrawIntended();
    chosen = DrawNext(point);
  }
  if (execution_ < kProfiled) {
    const TaskState& next = *point.enabled[chosen];
    recorder_.Note(tasks_[next.id].node, next);
  }
  return chosen;
}

void SurwStrategy::End(const ExecutionResult&) {
  if (execution_ < kProfiled && recorder_.events() > seen_.events()) {
    seen_.Take(recorder_);
  }
  tasks_.clear();
  ++execution_;
}

}  // namespace interleave
