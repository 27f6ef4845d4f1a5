// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/point.h"

#include "interleave/base/check.h"
#include "interleave/runtime/execution_steps.h"

namespace interleave::internal {

void ReachPoint(const PointSite* site, const void* object) {
  Task* self = CurrentTask();
  if (self == nullptr) return;
  Execution& execution = *self->execution;
  if (__builtin_expect(site->met_in != execution.exploration(), false)) {
    execution.MeetPoint(*site);
  }
  const ObjectId id =
      object == nullptr
          ? kNoObject
          : execution.objects().Find(object, ObjectKind::kUser).id;
  execution.PointInline(*self, {OperationKind::kPoint, id, site});
}

uint32_t ChooseInTask(uint32_t count) {
  INTERLEAVE_REQUIRE(count > 0, "Choose(n) needs at least one value: n > 0");
  Task* self = CurrentTask();
  return self == nullptr ? 0 : self->execution->ChooseValue(*self, count);
}

void NameCurrentTask(std::string_view name) {
  Task* self = CurrentTask();
  if (self == nullptr) return;
  const OutsideControl outside(*self);
  self->execution->NameTask(*self, name);
}

}  // namespace interleave::internal
