// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tests/programs/abstract_program.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "tests/programs/final_state.h"
#include "tests/programs/trace.h"

namespace interleave {
namespace {

using Does = AbstractProgram::Does;
using Action = AbstractProgram::Action;

constexpr size_t kNobody = ~size_t{0};

struct State {
  State() { owners.fill(kNobody), counts.fill(1); }

  std::array<size_t, AbstractProgram::kObjects> owners;
  std::array<int, AbstractProgram::kObjects> values{};
  std::array<int, AbstractProgram::kObjects> counts;
  std::vector<size_t> done;  // actions, by task
  FinalState final_state;
};

Event EventOf(size_t task, const Action& action) {
  Event event;
  event.task = static_cast<TaskId>(task);
  const auto number = static_cast<ObjectId>(action.object);
  const auto of = [&event](OperationKind kind, ObjectId object) {
    event.kind = kind;
    event.object = object;
  };
  const auto of_memory = [&](OperationKind kind) {
    event.kind = kind;
    event.begin = 16 * (action.object + 1);
    event.end = event.begin + 4;
  };
  constexpr ObjectId kSemaphores = AbstractProgram::kObjects;
  switch (action.does) {
    case Does::kLock:
      of(OperationKind::kLock, number);
      break;
    case Does::kUnlock:
      of(OperationKind::kUnlock, number);
      break;
    case Does::kTryLock:
      of(OperationKind::kTryLock, number);
      break;
    case Does::kLoad:
      of_memory(OperationKind::kAtomicLoad);
      break;
    case Does::kStore:
      of_memory(OperationKind::kAtomicStore);
      break;
    case Does::kAdd:
    case Does::kCompareExchange:
      of_memory(OperationKind::kAtomicChange);
      break;
    case Does::kTakeOne:
    case Does::kTryTakeOne:
      of(OperationKind::kAcquire, kSemaphores + number);
      break;
    case Does::kGiveOne:
      of(OperationKind::kRelease, kSemaphores + number);
      break;
  }
  return event;
}

bool CanGoOn(const State& state, const Action& action) {
  switch (action.does) {
    case Does::kLock:
      return state.owners[action.object] == kNobody;
    case Does::kTakeOne:
      return state.counts[action.object] > 0;
    default:
      return true;
  }
}

// What the task sees by it, if anything.
std::optional<int> CarryOut(State& state, size_t task, const Action& action) {
  size_t& owner = state.owners[action.object];
  int& value = state.values[action.object];
  int& count = state.counts[action.object];
  const int before = value;
  ++state.done[task];
  switch (action.does) {
    case Does::kLock:
      owner = task;
      return std::nullopt;
    case Does::kUnlock:
      owner = kNobody;
      return std::nullopt;
    case Does::kTryLock:
      if (owner != kNobody) {
        ++state.done[task];
        return 0;
      }
      owner = task;
      return 1;
    case Does::kLoad:
      return before;
    case Does::kStore:
      value = action.value;
      return std::nullopt;
    case Does::kAdd:
      value += action.value;
      return before;
    case Does::kCompareExchange:
      if (value == 0) value = action.value;
      return before;
    case Does::kTakeOne:
      --count;
      return std::nullopt;
    case Does::kTryTakeOne:
      if (count == 0) return 0;
      --count;
      return 1;
    case Does::kGiveOne:
      ++count;
      return std::nullopt;
  }
  return std::nullopt;
}

class Interpreter {
 public:
  Interpreter(const AbstractProgram& program, uint64_t interleavings_max)
      : program_(program), interleavings_max_(interleavings_max) {}

  // False when there are too many.
  bool GoOn(const State& state) {
    bool ended = true;
    bool stuck = true;
    for (size_t task = 0; task < program_.tasks.size(); ++task) {
      const std::vector<Action>& actions = program_.tasks[task];
      if (state.done[task] == actions.size()) continue;
      ended = false;
      const Action& action = actions[state.done[task]];
      if (!CanGoOn(state, action)) continue;
      stuck = false;
      State next = state;
      const std::optional<int> seen = CarryOut(next, task, action);
      if (seen.has_value()) next.final_state.Add(task, *seen);
      events_.push_back(EventOf(task, action));
      if (!GoOn(next)) return false;
      events_.pop_back();
    }
    return !stuck || NoteEnd(state, ended);
  }

  Interpretation Result() const {
    Interpretation result = result_;
    result.traces = forms_met_.size();
    return result;
  }

 private:
  bool NoteEnd(const State& state, bool ended) {
    if (++result_.interleavings > interleavings_max_) return false;
    forms_met_.insert(forms_.FormOf(events_));
    const std::string text = state.final_state.Text();
    if (!text.empty()) result_.outcomes.insert(text);
    result_.deadlocks |= !ended;
    return true;
  }

  const AbstractProgram& program_;
  const uint64_t interleavings_max_;
  std::vector<Event> events_;
  TraceForms forms_;
  std::set<std::string> forms_met_;
  Interpretation result_;
};

const char* NameOf(Does does) {
  static constexpr const char* kNames[] = {
      "lock", "unlock",           "try-lock", "load",         "store",
      "add",  "compare-exchange", "take-one", "try-take-one", "give-one"};
  return kNames[static_cast<size_t>(does)];
}

// One of the things that tasks do, of one to four actions.
void DrawPart(Random& random, std::vector<Action>& actions) {
  const size_t object = random.Below(AbstractProgram::kObjects);
  const size_t other = 1 - object;
  const auto value = static_cast<int>(1 + random.Below(3));
  const auto draw_access = [&] {
    static constexpr Does kAccesses[] = {Does::kLoad, Does::kStore, Does::kAdd,
                                         Does::kCompareExchange};
    actions.push_back({kAccesses[random.Below(4)], object, value});
  };
  switch (random.Below(8)) {
    case 0:
      actions.push_back({Does::kLock, other});
      draw_access();
      actions.push_back({Does::kUnlock, other});
      break;
    case 1:
      actions.push_back({Does::kLock, object});
      actions.push_back({Does::kLock, other});
      actions.push_back({Does::kUnlock, other});
      actions.push_back({Does::kUnlock, object});
      break;
    case 2:
      actions.push_back({Does::kTryLock, object});
      actions.push_back({Does::kUnlock, object});
      break;
    case 3:
      actions.push_back({Does::kTakeOne, object});
      if (random.Below(2) == 0) actions.push_back({Does::kGiveOne, object});
      break;
    case 4:
      actions.push_back(
          {random.Below(2) == 0 ? Does::kTryTakeOne : Does::kGiveOne, object});
      break;
    default:
      draw_access();
  }
}

}  // namespace

std::string AbstractProgram::Text() const {
  std::string text;
  for (size_t task = 0; task < tasks.size(); ++task) {
    absl::StrAppend(&text, "T", task, ":");
    for (const Action& action : tasks[task]) {
      absl::StrAppend(&text, " ", NameOf(action.does), " ", action.object, " ",
                      action.value, ";");
    }
    absl::StrAppend(&text, "\n");
  }
  return text;
}

AbstractProgram DrawAbstractProgram(Random& random, size_t tasks,
                                    uint32_t parts_max) {
  AbstractProgram program;
  program.tasks.resize(tasks);
  for (std::vector<Action>& actions : program.tasks) {
    const uint32_t parts = 1 + random.Below(parts_max);
    for (uint32_t i = 0; i < parts; ++i) DrawPart(random, actions);
  }
  return program;
}

std::optional<Interpretation> Interpret(const AbstractProgram& program,
                                        uint64_t interleavings_max) {
  State state;
  state.done.resize(program.tasks.size());
  Interpreter interpreter(program, interleavings_max);
  if (!interpreter.GoOn(state)) return std::nullopt;
  return interpreter.Result();
}

}  // namespace interleave
