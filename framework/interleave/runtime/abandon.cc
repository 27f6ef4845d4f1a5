// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Between executions: nothing of one may be left to ThreadSanitizer in the
// next, neither what abandoned tasks held nor an order that was not there. And
// what abandoned tasks had allocated is no leak of the program's.

#include <algorithm>
#include <cstdio>

#include "interleave/runtime/execution.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/thread_pointer.h"

extern "C" int __lsan_is_turned_off() __attribute__((visibility("default")));

namespace interleave {
namespace {

constinit bool g_abandoned = false;

}  // namespace

void Execution::NoteAbandoned() { g_abandoned = true; }

void Execution::CallAtEnd(EndHook hook) {
  if (std::find(end_hooks_.begin(), end_hooks_.end(), hook) ==
      end_hooks_.end()) {
    end_hooks_.push_back(hook);
  }
}

// Each lock is given up by the identity that holds it.
void Execution::AbandonLocks() {
  if (!IsJudgedByTsan()) return;
  for (ObjectId id = 0; id < objects_.size(); ++id) {
    const Object& object = objects_.at(id);
    if (object.owner == nullptr || object.kind == ObjectKind::kOnce) continue;
    arch::WriteThreadPointer(object.owner->thread_pointer);
    AnnounceUnlock(object.address, LockMode::kExclusive);
  }
  for (size_t i = 0; i < task_list_.size(); ++i) {
    const Task& task = *tasks_[i];
    for (const ReadHold& hold : task.read_holds) {
      arch::WriteThreadPointer(task.thread_pointer);
      AnnounceUnlock(objects_.at(hold.lock).address, LockMode::kShared);
    }
  }
  arch::WriteThreadPointer(host_.thread_pointer);
}

// The runtime keeps the order in which locks were taken, and tells of each
// once. Where no task held two there is none.
void Execution::ForgetLocks() {
  if (!IsJudgedByTsan()) return;
  if (!nests_locks_ && result_.outcome == Outcome::kCompleted) return;
  for (ObjectId id = 0; id < objects_.size(); ++id) {
    const Object& object = objects_.at(id);
    switch (object.kind) {
      case ObjectKind::kMutex:
      case ObjectKind::kReadWriteLock:
      case ObjectKind::kConditionLock:
      case ObjectKind::kSpinLock:
        AnnounceDestroy(object.address);
        break;
      default:
        break;
    }
  }
}

// Everything the tasks did comes before all that `next` goes on to do.
void Execution::OrderAfterAllTasks(const Task& next) {
  if (!IsJudgedByTsan()) return;
  bool ordered = true;
  for (const TaskState* state : task_list_) {
    const auto* task = static_cast<const Task*>(state);
    // Who joined it comes after it.
    if (task->joined || task == &next) continue;
    arch::WriteThreadPointer(task->thread_pointer);
    AnnounceRelease(&host_);
    ordered = false;
  }
  if (ordered) return;
  arch::WriteThreadPointer(next.thread_pointer);
  AnnounceAcquire(&host_);
}

}  // namespace interleave

// LeakSanitizer asks before it looks for leaks, at the end of the process.
int __lsan_is_turned_off() {
  if (!interleave::g_abandoned) return 0;
  std::fputs(
      "interleave: no leak check: executions were cut short, and what their "
      "tasks had allocated is not given back\n",
      stderr);
  return 1;
}
