// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/destroy.h"

#include <cerrno>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/runtime/read_write_lock.h"

namespace interleave {
namespace {

// Who needs an object that is to be destroyed, why, and since which place.
struct Need {
  const Task* task = nullptr;
  std::string_view why;
  const void* site = nullptr;
};

Need WaitsFor(const Object& object, const Task* task) {
  switch (object.kind) {
    case ObjectKind::kCondition:
      return {task, "waits on it", task->next.site};
    case ObjectKind::kBarrier:
      return {task, "waits at it", task->next.site};
    default:
      return {task, "waits for it", task->next.site};
  }
}

Need FindNeed(const Object& object, const Task& self) {
  if (object.owner != nullptr) {
    return {object.owner, "holds it", object.owner_site};
  }
  if (object.kind == ObjectKind::kReadWriteLock && object.count > 0) {
    const Reader reader = FindReader(object, self);
    return {reader.task, "holds it", reader.site};
  }
  for (const TaskList* waiting :
       {&object.queue, &object.gate.waiting, &object.read_gate.waiting}) {
    if (!waiting->empty()) return WaitsFor(object, waiting->front());
  }
  // Of an absl::Mutex: under a condition.
  for (size_t i = 0; i < self.execution->task_count(); ++i) {
    const Task& task = self.execution->TaskAt(static_cast<TaskId>(i));
    if (task.awaits_at == object.id) return WaitsFor(object, &task);
  }
  return {};
}

void Report(Task& self, std::string message, std::string other_place,
            const void* site) {
  Finding finding;
  finding.kind = FindingKind::kMisuse;
  finding.message = std::move(message);
  if (site != nullptr) {
    finding.places.push_back({std::move(other_place), {site}});
  }
  self.execution->AddFinding(self, std::move(finding));
}

}  // namespace

int DestroyObject(Task& self, const void* address, ObjectKind kind,
                  const void* site) {
  Execution& execution = *self.execution;
  Object& object = execution.objects().Find(address, kind);
  execution.Point(self, {OperationKind::kDestroy, object.id, site});
  if (const Need need = FindNeed(object, self); need.task != nullptr) {
    Report(self,
           absl::StrCat(self.name, " destroys ", object.Label(), " while ",
                        need.task == &self ? "it" : need.task->name, " ",
                        Text(need.why)),
           absl::StrCat(need.task->name, " ",
                        need.why == "holds it" ? "took it here" : "waits here"),
           need.site);
    return EBUSY;
  }
  object.destroyed_by = &self;
  object.owner_site = site;
  return 0;
}

void ComeToUse(Task& self, const void* address, ObjectKind kind,
               bool is_destroyed) {
  if (is_destroyed) {
    ReportUseOfDestroyed(self, address, kind);
    return;
  }
  ObjectTable& objects = self.execution->objects();
  const Object* const known = objects.Lookup(address);
  if (known != nullptr && known->kind == kind &&
      known->destroyed_by != nullptr) {
    objects.Forget(address);
  }
}

void ReportUseOfDestroyed(Task& self, const void* address, ObjectKind kind) {
  const Object& object = self.execution->objects().Find(address, kind);
  const Task* const by = object.destroyed_by;
  if (by == nullptr) {
    Report(self,
           absl::StrCat(self.name, " uses ", object.Label(),
                        ", which was destroyed before"),
           "", nullptr);
    return;
  }
  Report(self,
         absl::StrCat(self.name, " uses ", object.Label(), ", which ",
                      by == &self ? "it" : by->name, " destroyed"),
         absl::StrCat(by->name, " destroyed it here"), object.owner_site);
}

}  // namespace interleave
