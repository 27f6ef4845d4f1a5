// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/signals.h"

#include <signal.h>

#include <cerrno>
#include <utility>
#include <vector>

#include "interleave/runtime/crash_trap.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

struct sigaction ActionOf(int signal) {
  struct sigaction action = {};
  sigaction(signal, nullptr, &action);
  return action;
}

bool IsIgnored(int signal, const struct sigaction& action) {
  if (action.sa_handler == SIG_IGN) return true;
  return action.sa_handler == SIG_DFL &&
         (signal == SIGCHLD || signal == SIGURG || signal == SIGWINCH ||
          signal == SIGCONT);
}

uint64_t BitsOfSet(const sigset_t& set) {
  uint64_t bits = 0;
  for (int signal = 1; signal < kSignalsEnd; ++signal) {
    if (sigismember(&set, signal) == 1) bits |= SignalBit(signal);
  }
  return bits;
}

void UpdateFlag(Task& task) {
  const uint64_t pending =
      task.signals_pending | task.execution->process_signals();
  task.has_signals = (pending & ~task.signals_blocked) != 0;
}

// Its handler, or what else the signal does, comes before this returns. In the
// meantime the task blocks what the handler is to block.
void Come(Task& self, int signal) {
  const struct sigaction action = ActionOf(signal);
  if (IsIgnored(signal, action)) return;
  const uint64_t blocked = self.signals_blocked;
  self.signals_blocked |= BitsOfSet(action.sa_mask);
  if ((action.sa_flags & SA_NODEFER) == 0) {
    self.signals_blocked |= SignalBit(signal);
  }
  // The handler of another task may be under way, for which the thread blocks
  // it.
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, signal);
  INTERLEAVE_REAL(pthread_sigmask)(SIG_UNBLOCK, &one, nullptr);
  const int error = errno;
  INTERLEAVE_REAL(raise)(signal);
  errno = error;
  self.signals_blocked = blocked;
  UpdateFlag(self);
}

// The next that can come, taken; 0: there is none.
int TakeNext(Task& self, uint64_t allowed) {
  uint64_t& process = self.execution->process_signals();
  for (uint64_t* const pending : {&self.signals_pending, &process}) {
    const uint64_t bits = *pending & allowed;
    if (bits == 0) continue;
    const int signal = __builtin_ctzll(bits) + 1;
    *pending &= ~SignalBit(signal);
    UpdateFlag(self);
    return signal;
  }
  return 0;
}

void Deliver(Task& self) {
  while (const int signal = TakeNext(self, ~self.signals_blocked)) {
    Come(self, signal);
  }
  UpdateFlag(self);
}

bool Awaits(const Task& task, int signal) {
  return !task.finished && (task.signals_awaited & SignalBit(signal)) != 0;
}

// The signal waits for the task, which may go on by that.
// False: nobody asks for it.
bool Leave(Execution& execution, Task& target, int signal) {
  if ((target.signals_blocked & SignalBit(signal)) == 0 &&
      IsIgnored(signal, ActionOf(signal)) && !Awaits(target, signal)) {
    return false;
  }
  target.signals_pending |= SignalBit(signal);
  if (Awaits(target, signal)) {
    execution.Open(target.signal_gate);
    return true;
  }
  UpdateFlag(target);
  if (target.has_signals) execution.Interrupt(target);
  return true;
}

std::vector<Task*> ReceiversOf(Execution& execution, int signal) {
  std::vector<Task*> waiting;
  std::vector<Task*> open;
  for (size_t id = 0; id < execution.task_count(); ++id) {
    Task& task = execution.TaskAt(static_cast<TaskId>(id));
    if (task.finished) continue;
    if (Awaits(task, signal)) waiting.push_back(&task);
    if ((task.signals_blocked & SignalBit(signal)) == 0) open.push_back(&task);
  }
  return waiting.empty() ? open : waiting;
}

}  // namespace

void BlockSignals(Task& self, uint64_t blocked) {
  self.signals_blocked = blocked & ~(SignalBit(SIGKILL) | SignalBit(SIGSTOP));
  Deliver(self);
}

uint64_t PendingSignals(const Task& self) {
  return self.signals_pending | self.execution->process_signals();
}

int SendToTask(Task& self, Task& target, int signal) {
  if (&target == &self) {
    if ((self.signals_blocked & SignalBit(signal)) == 0) {
      Come(self, signal);
    } else {
      self.signals_pending |= SignalBit(signal);
    }
    return 0;
  }
  Execution& execution = *self.execution;
  execution.Point(
      self, {OperationKind::kKill, kNoObject, __builtin_return_address(0)});
  if (target.finished) return ESRCH;
  Leave(execution, target, signal);
  return 0;
}

int SendToProcess(Task& self, int signal) {
  Execution& execution = *self.execution;
  execution.Point(
      self, {OperationKind::kKill, kNoObject, __builtin_return_address(0)});
  const std::vector<Task*> receivers = ReceiversOf(execution, signal);
  if (receivers.empty()) {
    execution.process_signals() |= SignalBit(signal);
    return 0;
  }
  const uint32_t chosen =
      receivers.size() == 1
          ? 0
          : execution.ChooseValue(self,
                                  static_cast<uint32_t>(receivers.size()));
  Task& target = *receivers[chosen];
  if (&target == &self) return SendToTask(self, self, signal);
  Leave(execution, target, signal);
  return 0;
}

bool SendByTimer(Execution& execution, Task* target, int signal) {
  if (target == nullptr) {
    const std::vector<Task*> receivers = ReceiversOf(execution, signal);
    if (receivers.empty()) {
      const bool is_new =
          (execution.process_signals() & SignalBit(signal)) == 0;
      execution.process_signals() |= SignalBit(signal);
      return is_new;
    }
    // One that waits where a signal ends the wait, as the system has it.
    target = receivers.front();
    for (Task* const task : receivers) {
      if (task->interruptible || Awaits(*task, signal)) {
        target = task;
        break;
      }
    }
  }
  if (target->finished || (target->signals_pending & SignalBit(signal)) != 0) {
    return false;
  }
  return Leave(execution, *target, signal);
}

int AwaitSignal(Task& self, uint64_t set, const void* site,
                VirtualTime deadline) {
  Execution& execution = *self.execution;
  const Operation operation{OperationKind::kAwaitSignal, kNoObject, site};
  self.signal_gate.waiting.Clear();
  self.signal_gate.open = (PendingSignals(self) & set) != 0;
  self.signals_awaited = set;
  self.interruptible = true;
  const bool passed =
      execution.PassGate(self, operation, self.signal_gate, deadline);
  self.signals_awaited = 0;
  if (passed) {
    self.interrupted = false;
    const int signal = TakeNext(self, set);
    if (signal != 0) return signal;
    return AwaitSignal(self, set, site, deadline);  // another took it
  }
  if (!std::exchange(self.interrupted, false)) return 0;
  Deliver(self);
  return -1;
}

void AwaitHandler(Task& self, uint64_t blocked, const void* site) {
  const uint64_t before = self.signals_blocked;
  self.signals_blocked = blocked;
  UpdateFlag(self);
  if (!self.has_signals) {
    self.signal_gate.waiting.Clear();
    self.signal_gate.open = false;
    self.interruptible = true;
    self.execution->PassGate(
        self, {OperationKind::kAwaitSignal, kNoObject, site}, self.signal_gate);
    self.interrupted = false;
  }
  Deliver(self);
  self.signals_blocked = before;
  UpdateFlag(self);
}

bool DeliverAndRestart(Task& self) {
  bool restarts = true;
  while (const int signal = TakeNext(self, ~self.signals_blocked)) {
    const struct sigaction action = ActionOf(signal);
    restarts &= (action.sa_flags & SA_RESTART) != 0;
    Come(self, signal);
  }
  return restarts;
}

// --- What an execution has to do with it. ---

void Execution::Interrupt(Task& task) {
  if (!task.interruptible || task.interrupted) return;
  task.interrupted = true;
  fairness_.Enable(task);
}

void Execution::EndInterrupted(Task& self) { self.interruptible = false; }

void Execution::DeliverSignals(Task& self) { Deliver(self); }

}  // namespace interleave
