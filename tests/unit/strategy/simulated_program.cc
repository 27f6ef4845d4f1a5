// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tests/unit/strategy/simulated_program.h"

#include <deque>
#include <map>
#include <utility>

#include "interleave/base/check.h"
#include "interleave/strategy/trace_hash.h"

namespace interleave::simulated {
namespace {

// One site for each name, never moved.
const PointSite* SiteOf(const std::string& name) {
  static auto* sites = new std::map<std::string, PointSite>;
  const auto [it, is_new] = sites->try_emplace(name);
  if (is_new) it->second = {it->first.c_str(), "simulated.cc", 1};
  return &it->second;
}

// Works positions out anew, as schedule.h defines them, independent of
// TaskCourse.
struct Recorder {
  std::map<std::string, uint32_t> names;
  std::map<OperationKind, uint32_t> since_anchor;
  std::string anchor;
  std::string pending_anchor;

  void Announce(const Operation& next) {
    if (!pending_anchor.empty()) {
      anchor = std::exchange(pending_anchor, "");
      since_anchor.clear();
    }
    if (const PointSite* site = next.point()) {
      ++names[site->name];
      pending_anchor = site->name;
    } else {
      ++since_anchor[next.kind];
    }
  }

  Position Stand(const TaskState& task, bool enabled) {
    Position position;
    position.blocked = !enabled && !task.finished;
    if (task.finished) {
      position.kind = OperationKind::kEnd;
      return position;
    }
    position.kind = task.next.kind;
    if (const PointSite* site = task.next.point()) {
      position.point = site->name;
      position.occurrence = names[site->name];
      return position;
    }
    position.occurrence = since_anchor[task.next.kind];
    position.anchor = anchor;
    if (!anchor.empty()) position.anchor_occurrence = names[anchor];
    return position;
  }
};

class Simulation {
 public:
  Simulation(const Program& program, Strategy& strategy)
      : program_(program),
        strategy_(strategy),
        asks_every_point_(strategy.WantsEveryPoint()),
        asks_alone_(strategy.WantsEveryPoint() || strategy.WantsLonePoints()),
        task_of_(program.size(), kNoTask) {}

  Execution Execute() {
    CreateTask(0);
    while (!over_) {
      if (const TaskState* task = NextTask()) CarryOut(task->id);
    }
    Finish();
    return std::move(run_);
  }

 private:
  void CreateTask(uint32_t index) {
    const TaskId id = static_cast<TaskId>(states_.size());
    states_.push_back({});
    TaskState& state = states_.back();
    state.id = id;
    state.points = 1;  // its start is its first point
    state.name = id == kMainTask ? "main" : "T" + std::to_string(id);
    index_of_.push_back(index);
    op_.push_back(0);
    recorders_.emplace_back();
    task_of_[index] = id;
    all_.push_back(&state);
  }

  const Op* NextOp(TaskId id) const {
    const auto& ops = program_[index_of_[id]].ops;
    return op_[id] < ops.size() ? &ops[op_[id]] : nullptr;
  }

  bool IsEnabled(const TaskState& task) const {
    if (task.finished) return false;
    if (task.next.kind == OperationKind::kLock) {
      const auto holder = holders_.find(task.next.object);
      return holder == holders_.end();
    }
    if (task.next.kind == OperationKind::kJoin) {
      return task.next.object != kNoTask && states_[task.next.object].finished;
    }
    return true;
  }

  const TaskState* NextTask() {
    enabled_.clear();
    ChoicePoint point;
    point.current = ChoicePoint::kNotEnabled;
    for (const TaskState* task : all_) {
      if (!IsEnabled(*task)) continue;
      if (task == announcer_) {
        point.current = static_cast<uint32_t>(enabled_.size());
      }
      enabled_.push_back(task);
      if (task->id < 64) point.enabled_bits |= uint64_t{1} << task->id;
    }
    if (enabled_.empty()) {
      over_ = true;
      return nullptr;
    }
    point.enabled = enabled_;
    point.count = static_cast<uint32_t>(enabled_.size());
    const uint32_t answer = Ask(point);
    if (over_) return nullptr;
    const TaskState* chosen = enabled_[answer];
    const bool stays = point.current != ChoicePoint::kNotEnabled;
    if (announcer_ != nullptr && chosen != announcer_) {
      RecordSwitch(chosen->id, stays);
      if (stays) ++run_.preemptions;
    }
    return chosen;
  }

  uint32_t Ask(ChoicePoint& point) {
    point.step = run_.steps.size();
    point.announcer = announcer_;
    point.tasks = all_;
    if (point.count > 1) ++run_.result.choice_points;
    const bool asks =
        point.kind == ChoiceKind::kSwitch ? asks_alone_ : asks_every_point_;
    if (point.count == 1 && !asks) return 0;
    ++run_.asked;
    const uint32_t answer = strategy_.Choose(point);
    if (answer < point.count) return answer;
    over_ = true;
    run_.result.outcome = Outcome::kGivenUp;
    if (answer != Strategy::kGiveUp) {
      run_.broken_rules +=
          "answer out of range at step " + std::to_string(point.step) + "\n";
    }
    return 0;
  }

  void RecordSwitch(TaskId to, bool enabled) {
    const Choice choice{ChoiceKind::kSwitch, announcer_->id, announcer_->points,
                        to, 0};
    run_.result.choices.push_back(choice);
    RecordedChoice recorded;
    recorded.choice = choice;
    recorded.position = recorders_[announcer_->id].Stand(*announcer_, enabled);
    run_.recorded.push_back(recorded);
  }

  void CarryOut(TaskId id) {
    TaskState& task = states_[id];
    Step step{id, task.points, task.next.kind, "", 0};
    if (const PointSite* site = task.next.point()) step.point = site->name;
    Footprint footprint = simulated::FootprintOf(task);
    // Of several tasks at once; which are created, all executions have alike.
    if (footprint.kind == OperationKind::kCreate) {
      footprint.kind = OperationKind::kYield;
    }
    trace_.Add(footprint, run_.steps.size());
    run_.steps.push_back(step);
    announcer_ = &task;
    if (task.next.kind == OperationKind::kStart) {
      const std::string& name = program_[index_of_[id]].name;
      if (!name.empty()) {
        task.name = name;
        task.named = true;
      }
    } else {
      const Op op = *NextOp(id);
      ++op_[id];
      Perform(op, id);
    }
    if (!over_) Announce(id);
  }

  void Perform(const Op& op, TaskId id) {
    if (op.kind == OperationKind::kLock) holders_[op.object] = id;
    if (op.kind == OperationKind::kUnlock) holders_.erase(op.object);
    if (op.kind == OperationKind::kCreate) {
      for (uint32_t i = op.object; i <= op.object_last; ++i) CreateTask(i);
    }
    if (op.values != 0) DrawValue(op.values, id);
  }

  void DrawValue(uint32_t values, TaskId id) {
    ChoicePoint point;
    point.kind = ChoiceKind::kValue;
    point.count = values;
    const uint32_t value = Ask(point);
    if (over_) return;
    run_.steps.back().value = value;
    if (values == 1) return;
    trace_.AddDraw(id, value);
    const Choice choice{ChoiceKind::kValue, id, states_[id].points, value,
                        values};
    run_.result.choices.push_back(choice);
    RecordedChoice recorded;
    recorded.choice = choice;
    run_.recorded.push_back(recorded);
  }

  void Announce(TaskId id) {
    TaskState& task = states_[id];
    ++task.points;
    const Op* op = NextOp(id);
    if (op == nullptr) {
      task.finished = true;
      task.next = {OperationKind::kEnd, kNoObject, nullptr};
      return;
    }
    task.next.kind = op->kind;
    const bool joins = op->kind == OperationKind::kJoin;
    task.next.object = joins ? task_of_[op->object] : op->object;
    task.next.site = op->kind == OperationKind::kPoint
                         ? static_cast<const void*>(SiteOf(op->point))
                         : nullptr;
    recorders_[id].Announce(task.next);
  }

  void Finish() {
    ExecutionResult& result = run_.result;
    result.steps = run_.steps.size();
    result.tasks = static_cast<uint32_t>(states_.size());
    result.trace = trace_.value();
    bool all_finished = true;
    for (const TaskState& task : states_) {
      all_finished = all_finished && task.finished;
      TaskStanding standing;
      standing.task = task.id;
      standing.name = task.name;
      standing.finished = task.finished;
      standing.enabled = IsEnabled(task);
      standing.next = task.next.kind;
      result.standings.push_back(standing);
    }
    if (result.outcome != Outcome::kGivenUp && !all_finished) {
      result.outcome = Outcome::kCut;
      Finding finding;
      finding.kind = FindingKind::kDeadlock;
      result.findings.push_back(finding);
    }
    if (result.outcome == Outcome::kCompleted) result.standings.clear();
    for (RecordedChoice& recorded : run_.recorded) {
      recorded.task = states_[recorded.choice.task].name;
      if (recorded.choice.kind == ChoiceKind::kSwitch) {
        recorded.to = states_[recorded.choice.value].name;
      }
    }
    strategy_.End(result);
  }

  const Program& program_;
  Strategy& strategy_;
  const bool asks_every_point_;
  const bool asks_alone_;
  Execution run_;
  TraceHash trace_;
  bool over_ = false;
  TaskState* announcer_ = nullptr;
  std::deque<TaskState> states_;  // by TaskId, as the next ones
  std::vector<const TaskState*> all_;
  std::vector<uint32_t> index_of_;  // in the program
  std::vector<size_t> op_;
  std::deque<Recorder> recorders_;
  std::vector<TaskId> task_of_;  // by index in the program
  std::map<uint32_t, TaskId> holders_;
  std::vector<const TaskState*> enabled_;
};

}  // namespace

Op Yield() { return {}; }

Op Lock(uint32_t mutex) {
  return {OperationKind::kLock, mutex, kNoObject, "", 0};
}

Op Unlock(uint32_t mutex) {
  return {OperationKind::kUnlock, mutex, kNoObject, "", 0};
}

Op Point(std::string_view name) {
  return {OperationKind::kPoint, kNoObject, kNoObject, std::string(name), 0};
}

Op Create(uint32_t task) { return Create(task, task); }

Op Create(uint32_t first, uint32_t last) {
  return {OperationKind::kCreate, first, last, "", 0};
}

Op Join(uint32_t task) {
  return {OperationKind::kJoin, task, kNoObject, "", 0};
}

Op Read(uint32_t variable) {
  return {OperationKind::kRead, variable, kNoObject, "", 0};
}

Op Write(uint32_t variable) {
  return {OperationKind::kWrite, variable, kNoObject, "", 0};
}

Op Draw(uint32_t values) {
  return {OperationKind::kSignal, kNoObject, kNoObject, "", values};
}

Program Together(std::vector<Task> tasks) {
  Program program;
  program.push_back({{Create(1, static_cast<uint32_t>(tasks.size()))}, ""});
  for (Task& task : tasks) program.push_back(std::move(task));
  return program;
}

Program Uniform(uint32_t count, uint32_t yields) {
  const Task task{std::vector<Op>(yields, Yield()), ""};
  return Together(std::vector<Task>(count, task));
}

Program Arbitrary(Random& random) {
  Program program(1);
  const uint32_t tasks = 1 + random.Below(4);
  for (uint32_t i = 1; i <= tasks; ++i) {
    program[0].ops.push_back(Create(i));
    Task task;
    if (random.OneIn(2)) task.name = "worker" + std::to_string(i);
    std::vector<uint32_t> held;
    for (uint32_t n = random.Below(8); n > 0; --n) {
      const uint32_t mutex = random.Below(2);
      switch (random.Below(4)) {
        case 0:
          task.ops.push_back(Yield());
          break;
        case 1:
          task.ops.push_back(Point(mutex == 0 ? "sim.a" : "sim.b"));
          break;
        case 2:
          task.ops.push_back(Draw(1 + random.Below(3)));
          break;
        default:
          if (!held.empty() && held.back() == mutex) {
            task.ops.push_back(Unlock(mutex));
            held.pop_back();
          } else if (held.empty() || (held.size() == 1 && held[0] != mutex)) {
            task.ops.push_back(Lock(mutex));
            held.push_back(mutex);
          }
      }
    }
    for (; !held.empty(); held.pop_back()) {
      task.ops.push_back(Unlock(held.back()));
    }
    program.push_back(std::move(task));
  }
  for (uint32_t i = 1; i <= tasks; ++i) program[0].ops.push_back(Join(i));
  return program;
}

std::optional<Execution> RunOnce(const Program& program, Strategy& strategy) {
  if (!strategy.Begin()) return std::nullopt;
  return Simulation(program, strategy).Execute();
}

std::vector<Execution> RunAll(const Program& program, Strategy& strategy,
                              size_t max) {
  std::vector<Execution> runs;
  while (std::optional<Execution> run = RunOnce(program, strategy)) {
    INTERLEAVE_REQUIRE(runs.size() < max, "allow for more executions");
    runs.push_back(*std::move(run));
  }
  return runs;
}

Footprint FootprintOf(const TaskState& task) {
  Footprint footprint;
  footprint.task = task.id;
  footprint.kind = task.next.kind;
  const auto uses = [&](UseMode mode) {
    footprint.used[footprint.use_count++] = {task.next.object, mode};
  };
  switch (task.next.kind) {
    case OperationKind::kRead:
      uses(UseMode::kShared);
      break;
    case OperationKind::kWrite:
      uses(UseMode::kExclusive);
      break;
    case OperationKind::kLock:
      uses(UseMode::kTake);
      break;
    case OperationKind::kUnlock:
      uses(UseMode::kGiveBack);
      break;
    case OperationKind::kJoin:
      footprint.other = task.next.object;
      break;
    default:
      break;
  }
  return footprint;
}

bool WouldBeOrdered(const TaskState& a, const TaskState& b) {
  return AreOrdered(simulated::FootprintOf(a), simulated::FootprintOf(b));
}

std::string Order(const Execution& run) {
  std::string order;
  for (const Step& step : run.steps) {
    order += std::to_string(step.task);
    if (step.value != 0) order += "=" + std::to_string(step.value);
    order += ' ';
  }
  return order;
}

}  // namespace interleave::simulated
