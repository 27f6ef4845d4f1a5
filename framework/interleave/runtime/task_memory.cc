// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What tasks allocate and give back, in an execution, and who uses it then.

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/stack_trace.h"
#include "interleave/runtime/task_heap.h"

namespace interleave {
namespace {

enum Moment { kAllocated = 0, kFreedAt = 1 };

std::string BytesText(size_t count) {
  return absl::StrCat(count, count == 1 ? " byte" : " bytes");
}

void NoteMoment(TaskHeap::BlockRecord& record, Moment moment, const Task& self,
                StepNumber step) {
  const std::vector<const void*> stack = CaptureStack();
  // The first is ours, whatever was inlined.
  const size_t depth = std::min(stack.size(), TaskHeap::kFramesMax);
  std::copy_n(stack.begin(), depth, record.frames[moment].begin());
  record.depths[moment] = static_cast<uint8_t>(depth);
  record.tasks[moment] = self.id;
  record.steps[moment] = step;
}

std::vector<const void*> FramesOf(const TaskHeap::BlockRecord& record,
                                  Moment moment) {
  const auto begin = record.frames[moment].begin();
  // Not in braces: these are addresses themselves.
  return std::vector<const void*>(begin, begin + record.depths[moment]);
}

// "T1 freed at step 4 and main allocated at step 1", with the places.
std::string HistoryText(Execution& execution,
                        const TaskHeap::BlockRecord& record, Finding& finding) {
  const auto name = [&](Moment moment) {
    return execution.TaskAt(record.tasks[moment]).name;
  };
  for (const Moment moment : {kFreedAt, kAllocated}) {
    finding.places.push_back(
        {absl::StrCat(name(moment),
                      Text(moment == kFreedAt ? kFreedWords : kAllocatedWords),
                      ", at step ", record.steps[moment]),
         FramesOf(record, moment)});
  }
  return absl::StrCat(name(kFreedAt), " freed at step ", record.steps[kFreedAt],
                      " and ", name(kAllocated), " allocated at step ",
                      record.steps[kAllocated]);
}

}  // namespace

std::vector<DeadMemory> Execution::DeadStacks() const {
  std::vector<DeadMemory> dead;
  for (size_t i = 0; i < donors_.size(); ++i) {
    const Donor& donor = *donors_.at(i);
    dead.push_back({donor.stack_limit(), donor.stack_top()});
  }
  return dead;
}

void Execution::EndHeap() {
  TaskHeap& heap = TaskHeap::OfProcess();
  if (heap.quarantine_was_full()) {
    NoteUnmodelled("heap=checked",
                   "tasks gave back more than is kept: what was done to the "
                   "first of it is not checked");
  }
  if (heap.serves() && heap.WhyNot() != nullptr) {
    NoteUnmodelled("heap",
                   absl::StrCat(heap.WhyNot(),
                                ": what tasks allocate lies elsewhere in each "
                                "execution"));
  }
  if (heap.EndExecution(result_.outcome != Outcome::kCompleted)) {
    heap.Search(DeadStacks());
  }
}

void Execution::NoteAllocated(Task& self, void* memory) {
  const OutsideControl outside(self);
  TaskHeap::BlockRecord* const record = TaskHeap::OfProcess().RecordOf(memory);
  if (record != nullptr) NoteMoment(*record, kAllocated, self, steps_);
}

// What others do to the block and this are in an order, or race.
void Execution::ComeToFree(Task& self, void* memory, const void* site) {
  constexpr size_t kBytesMax = 4096;
  if (!internal::instrumented) return;
  const TaskHeap::BlockRecord* const record =
      TaskHeap::OfProcess().RecordOf(memory);
  if (record == nullptr || record->freed || record->bytes == 0) return;
  Access(self, OperationKind::kWrite, memory,
         std::min(record->bytes, kBytesMax), site);
}

void Execution::NoteFreed(Task& self, void* memory, TaskHeap::Freed freed) {
  recent_.Forget();
  const OutsideControl outside(self);
  TaskHeap::BlockRecord* const record = TaskHeap::OfProcess().RecordOf(memory);
  if (freed == TaskHeap::Freed::kDone) {
    if (record != nullptr) NoteMoment(*record, kFreedAt, self, steps_);
    return;
  }
  Finding finding;
  if (freed == TaskHeap::Freed::kNoBlock) {
    finding.kind = FindingKind::kMisuse;
    finding.message = absl::StrCat(
        self.name, " gives back memory that is the beginning of no block");
  } else {
    finding.kind = FindingKind::kDoubleFree;
    finding.message =
        absl::StrCat("double free: ", self.name, " gives back a block");
    if (record == nullptr) {
      absl::StrAppend(&finding.message, " that was given back before");
    } else {
      absl::StrAppend(&finding.message, " of ", BytesText(record->bytes),
                      " that ", HistoryText(*this, *record, finding));
    }
  }
  AddFinding(self, std::move(finding));
}

void Execution::CheckFreed(Task& self, bool writes, const void* address,
                           size_t bytes) {
  if (!TaskHeap::Contains(address) || freed_used_ || in_scheduler_) return;
  const TaskHeap::BlockRecord* const record =
      TaskHeap::OfProcess().FindFreed(address, bytes);
  if (record == nullptr) return;
  freed_used_ = true;
  const OutsideControl outside(self);
  // That nothing orders the two is a part of this.
  if (!result_.findings.empty() &&
      result_.findings.back().kind == FindingKind::kRace &&
      result_.findings.back().step == steps_) {
    result_.findings.pop_back();
  }
  const char* const block = TaskHeap::MemoryOf(
      *record, static_cast<TaskId>(
                   (reinterpret_cast<uintptr_t>(address) - TaskHeap::kBegin) /
                   TaskHeap::kRegionBytes));
  const auto* const first = static_cast<const char*>(address);
  Finding finding;
  finding.kind = FindingKind::kUseAfterFree;
  finding.address = address;
  finding.message = absl::StrCat(
      "use after free: ", self.name, writes ? " writes " : " reads ",
      BytesText(bytes), " at byte ", first < block ? 0 : first - block,
      " of a block of ", record->bytes, " that ",
      HistoryText(*this, *record, finding));
  AddFinding(self, std::move(finding));
}

void Execution::CheckDamage() {
  TaskHeap& heap = TaskHeap::OfProcess();
  size_t region = 0, index = 0;
  // Instrumented code that did it was seen.
  while (const TaskHeap::BlockRecord* const record =
             freed_used_ ? nullptr : heap.NextDamaged(&region, &index)) {
    freed_used_ = true;
    Finding finding;
    finding.kind = FindingKind::kUseAfterFree;
    finding.stack = FramesOf(*record, kFreedAt);
    finding.step = steps_;
    const std::string history = HistoryText(*this, *record, finding);
    finding.message = absl::StrCat(
        "memory written after it was freed, by code that is not seen: a block "
        "of ",
        record->bytes, " that ", history);
    AddFinding(*tasks_[record->tasks[kFreedAt]], std::move(finding));
  }
}

namespace internal {

constinit bool library_allocates = false;

void* AllocateForTask(Task& self, size_t bytes, size_t alignment, bool zero) {
  if (self.execution->in_scheduler() || library_allocates) return nullptr;
  TaskHeap& heap = TaskHeap::OfProcess();
  const TaskHeap::Allocated block = heap.Allocate(self.id, bytes, alignment);
  if (block.memory == nullptr) return nullptr;
  if (zero && !block.is_zero) std::memset(block.memory, 0, bytes);
  // What nobody had before in this execution has nothing to be forgotten.
  if (block.used_before) self.execution->ForgetMemory(block.memory, bytes);
  if (__builtin_expect(heap.checks(), false)) {
    self.execution->NoteAllocated(self, block.memory);
  }
  return block.memory;
}

void FreeTasksMemory(void* memory, const void* site) {
  TaskHeap& heap = TaskHeap::OfProcess();
  Task* const self = CurrentTask();
  if (self == nullptr || self->execution->in_scheduler()) {
    if (heap.Free(memory, kNoTask) == TaskHeap::Freed::kDone) return;
    std::fputs(
        "interleave: free() outside of tasks: the memory was given back "
        "before, or is the beginning of no block\n",
        stderr);
    std::abort();
  }
  const bool checks = heap.checks();
  if (__builtin_expect(checks, false)) {
    self->execution->ComeToFree(*self, memory, site);
  }
  const TaskHeap::Freed freed = heap.Free(memory, self->id);
  if (__builtin_expect(checks || freed != TaskHeap::Freed::kDone, false)) {
    self->execution->NoteFreed(*self, memory, freed);
  }
}

size_t BytesOfTasksMemory(const void* memory) {
  return TaskHeap::OfProcess().BytesOf(memory);
}

}  // namespace internal
}  // namespace interleave
