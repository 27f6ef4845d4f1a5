// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/script_points.h"

#include <algorithm>

namespace interleave {

ScriptPoints::ScriptPoints(const Script& script) {
  for (const ScriptStep& step : script.steps()) {
    if (step.until == Until::kPoint) Add(step.point);
  }
  for (const OrderConstraint& constraint : script.constraints()) {
    Add(constraint.before);
    Add(constraint.after);
  }
}

void ScriptPoints::Add(const std::string& name) {
  if (Find(name) != names_.size()) return;
  names_.push_back(name);
  ever_met_.push_back(false);
}

size_t ScriptPoints::Find(std::string_view name) const {
  return static_cast<size_t>(std::find(names_.begin(), names_.end(), name) -
                             names_.begin());
}

void ScriptPoints::Reset() {
  for (Counts& counts : tasks_) {
    counts.points = 0;
    std::fill(counts.met.begin(), counts.met.end(), 0);
  }
}

void ScriptPoints::Announce(const TaskState& task) {
  const PointSite* site = task.next.point();
  if (site == nullptr || task.finished) return;
  const size_t name = Find(site->name);
  if (name == names_.size()) return;
  ever_met_[name] = true;
  while (tasks_.size() <= task.id) {
    tasks_.push_back({0, std::vector<uint32_t>(names_.size())});
  }
  Counts& counts = tasks_[task.id];
  if (counts.points == task.points) return;
  counts.points = task.points;
  ++counts.met[name];
}

uint32_t ScriptPoints::TimesMet(TaskId task, std::string_view point) const {
  return task < tasks_.size() ? tasks_[task].met[Find(point)] : 0;
}

std::vector<std::string> ScriptPoints::NeverMet() const {
  std::vector<std::string> names;
  for (size_t i = 0; i < names_.size(); ++i) {
    if (!ever_met_[i]) names.push_back(names_[i]);
  }
  return names;
}

}  // namespace interleave
