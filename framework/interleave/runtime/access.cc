// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Accesses of instrumented code to memory, as schedule points.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/runtime/execution_steps.h"
#include "interleave/runtime/fuzzer_memory.h"
#include "interleave/runtime/memory_location.h"
#include "interleave/runtime/stack_trace.h"

namespace interleave {

[[gnu::always_inline]] inline void Execution::PassAccess(Task& self,
                                                         Operation operation,
                                                         const void* address,
                                                         size_t bytes,
                                                         bool counts) {
  in_scheduler_ = true;
  self.access_bytes = bytes;
  if (counts && address != nullptr) {
    Object& memory = objects_.FindMemory(address);
    operation.object = memory.id;
    if (looks_alone_) {
      if (memory.granules_bytes != bytes) {
        memory.granules = granules_.Find(address, bytes);
        memory.granules_bytes = bytes;
      }
      self.granules = memory.granules;
    }
  }
  self.next = operation;
  // Private memory is no part of the story, though a replay looks at it.
  Observer* const observer = observer_;
  if (!counts) observer_ = nullptr;
  if (observer_ != nullptr) Announce(self, false);
  // Who has to give way does so at the next point that counts: where a replay
  // alone looks, nothing is decided.
  const bool attends = counts && fairness_.attends();
  const bool may_go_on = counts || self.slot != ChoicePoint::kNotEnabled;
  if (attends || (may_go_on && (enabled_.size() > 1 || looks_alone_))) {
    Task* next =
        __builtin_expect(attends, false) ? Pick(self) : PickAmong(self);
    if (next != &self) {
      observer_ = observer;
      SwitchTo(self, *next);
      if (!counts) observer_ = nullptr;
    }
  }
  CarryOut(self);
  observer_ = observer;
  if (observer != nullptr && address != nullptr) {
    const Unjudged unjudged;
    observer->OnAccess({self, operation.kind, address, bytes, counts});
  }
  in_scheduler_ = false;
}

void Execution::PassAnyAccess(Task& self, Operation operation,
                              const void* address, size_t bytes, bool counts) {
  PassAccess(self, operation, address, bytes, counts);
}

// What it finds or leaves there was, or will be, another's.
void Execution::TellLoneAccess(Task& self, Operation operation,
                               const void* address, size_t bytes) {
  in_scheduler_ = true;
  if (address != nullptr) NoteGranules(self, address, bytes);
  const Operation before = std::exchange(self.next, operation);
  point_.step = steps_;
  listener_->OnStep(point_, self);
  self.next = before;
  in_scheduler_ = false;
}

// Alone, a task meets nobody. But a strategy that is told of lone points orders
// what it does after what others did, who might have come later.
bool Execution::MeetsOthers() const {
  return unfinished_ > 1 || (is_told_alone_ && task_list_.size() > 1);
}

// Of what a loop that waits looks at, and of what ends the belief that it is
// one: a write that others may see. A task's own stack is compared.
[[gnu::always_inline]] inline void Execution::NoteAccess(
    Task& self, bool writes, const void* address, size_t bytes, bool raced) {
  if (!writes) {
    fairness_.LookedAt(self, address, bytes);
    return;
  }
  cycles_.Write(address, bytes);
  const bool own = self.donor->HasOnStack(address);
  if (fairness_.Changed(&self, address, bytes) || !own || raced) {
    self.last_effect = self.points;
  } else {
    fairness_.LookedAt(self, address, bytes);
  }
}

// Somebody else must write what a loop reads over and over: that nothing orders
// the two is known before it happened. The execution is given up where that is
// new, since what follows would be different if these reads were schedule
// points, as they are from then on.
void Execution::LearnReads(Task& self) {
  const uint64_t before = memory_.raced();
  for (const Look& look : self.spin.looks) {
    if (look.gate != nullptr) continue;
    memory_.MarkRaced(reinterpret_cast<const void*>(look.begin),
                      look.end - look.begin);
  }
  if (memory_.raced() == before) return;
  in_scheduler_ = true;
  result_.outcome = Outcome::kGivenUp;
  LeaveForGood(self);
}

Execution::Seen Execution::AccessNearFuzzer(Task& self, OperationKind kind,
                                            const void* address, size_t bytes,
                                            const void* site) {
  if (internal::fuzzer_memory.Has(address)) {
    --self.points;
    return {};
  }
  const Seen seen = AccessAsked(self, kind, address, bytes, site);
  // What is known of these bytes would be taken to hold for the fuzzer's.
  recent_.Forget();
  return seen;
}

Execution::Seen Execution::AccessAsked(Task& self, OperationKind kind,
                                       const void* address, size_t bytes,
                                       const void* site) {
  const bool writes = kind == OperationKind::kWrite;
  const uint32_t known =
      notes_memory_ && task_list_.size() > 1
          ? memory_.Touch(address, bytes, self.id, writes, false, causality_)
          : 0;
  bool raced = (known & SharedMemory::kRaced) != 0;
  const bool shared =
      raced || ((known & SharedMemory::kAtomic) != 0 && HasJoinedAll());
  const bool counts =
      points_ == Points::kAll || (shared && points_ == Points::kShared);
  const bool point = counts && MeetsOthers();
  const bool asked = reader_ == &self && reads_left_ > 0;
  if (asked) --reads_left_;
  if ((point || asked) && !writes) fairness_.Come(self, site, address);
  if (self.held != 0 && points_ == Points::kShared && !wants_every_point_) {
    LearnReads(self);
  }
  if (point || wants_every_point_ || self.held != 0) {
    PassAnyAccess(self, {kind, kNoObject, site}, address, bytes,
                  point || self.held != 0);
    fairness_.LeaveYield(self);
  } else {
    if (known == 0 && !asked) recent_.Add(address, bytes, writes);
    if (__builtin_expect(counts && listener_ != nullptr, false) &&
        task_list_.size() > 1) {
      TellLoneAccess(self, {kind, kNoObject, site}, address, bytes);
    }
    if (++steps_ >= look_at_step_) LookAtSteps(self);
  }
  NoteAccess(self, writes, address, bytes, raced);
  if (known != 0) raced |= Judge(self, kind, address, bytes, site);
  return {point, raced};
}

// Nobody is left who could do anything: so what was done before is the same
// wherever the same was read.
bool Execution::HasJoinedAll() const {
  const bool alone = unfinished_ == 1 && joinable_ == 0;
  if (!alone || !asks_of_accesses_alone_) return false;
  for (size_t id = 1; id < task_list_.size(); ++id) {
    if (!tasks_[id]->joined) return false;
  }
  return true;
}

void Execution::AtomicAccess(Task& self, OperationKind kind,
                             const void* address, size_t bytes,
                             const void* site) {
  if (in_scheduler_) return;
  ++self.points;
  if (address != nullptr) {
    self.touched = true;
    fairness_.Come(self, site, address);
  }
  if ((points_ >= Points::kAtomics && MeetsOthers()) || self.held != 0) {
    PassAccess(self, {kind, kNoObject, site}, address, bytes, /*counts=*/true);
    fairness_.LeaveYield(self);
    return;
  }
  if (wants_every_point_) {
    PassAnyAccess(self, {kind, kNoObject, site}, address, bytes, false);
    fairness_.LeaveYield(self);
    return;
  }
  if (__builtin_expect(listener_ != nullptr, false) &&
      points_ >= Points::kAtomics && task_list_.size() > 1) {
    TellLoneAccess(self, {kind, kNoObject, site}, address, bytes);
  }
  if (++steps_ >= look_at_step_) LookAtSteps(self);
}

void Execution::AtomicOrder(Task& self, OperationKind kind, const void* address,
                            size_t bytes, std::memory_order order, bool changes,
                            const void* site) {
  if (in_scheduler_) return;
  recent_.Forget();
  if (__builtin_expect(checks_heap_, false) && address != nullptr) {
    CheckFreed(self, changes, address, bytes);
  }
  if (changes) {
    ChangeMemory(self, address, bytes);
  } else if (address != nullptr) {
    fairness_.LookedAt(self, address, bytes);
  }
  if (kind == OperationKind::kFence) {
    met_first_fence_ |= !std::exchange(internal::met_fence, true);
    if (notes_memory_) causality_.Fence(self.id, order);
    return;
  }
  if (!notes_memory_) return;
  if (kind == OperationKind::kAtomicLoad) {
    causality_.Load(self.id, address, order);
  } else if (kind == OperationKind::kAtomicStore) {
    causality_.Store(self.id, address, order);
  } else {
    causality_.Change(self.id, address, order);
  }
  if (task_list_.size() <= 1 || memory_.IsAtomicAlone(address, bytes)) return;
  const uint32_t known =
      memory_.Touch(address, bytes, self.id, kind != OperationKind::kAtomicLoad,
                    true, causality_);
  if (known != 0) Judge(self, kind, address, bytes, site);
}

bool Execution::Judge(Task& self, OperationKind kind, const void* address,
                      size_t bytes, const void* site) {
  if (limits_.races == Races::kOff && memory_.IsRaced(address, bytes)) {
    // It is a schedule point already, and nobody asks for more.
    if (kind == OperationKind::kWrite) causality_.Forget(address);
    return true;
  }
  interleave::Access now;
  now.task = self.id;
  now.writes = kind == OperationKind::kWrite ||
               kind == OperationKind::kAtomicStore ||
               kind == OperationKind::kAtomicChange;
  now.atomic = kind != OperationKind::kRead && kind != OperationKind::kWrite;
  now.step = steps_;
  now.site = site;
  now.address = address;
  now.bytes = bytes;
  const OutsideControl outside(self);
  // Whoever looks at the story wants to know how it came to each access.
  const bool with_stack = observer_ != nullptr || unwanted_ != nullptr;
  now.context = contexts_.Now(self, with_stack);
  const std::optional<interleave::Access> before =
      history_.Add(now, causality_);
  // A plain write takes the place of what an atomic one released.
  if (kind == OperationKind::kWrite) causality_.Forget(address);
  if (before.has_value()) {
    memory_.MarkRaced(address, bytes);
    if (limits_.races == Races::kFail ? !raced_
                                      : limits_.races == Races::kExplore) {
      TellRace(self, now, *before);
    }
  }
  return before.has_value();
}

// "holding mutex 1 and mutex 2", "holding no lock".
std::string Execution::LocksText(const interleave::Access& access) {
  std::vector<std::string> names;
  for (const void* lock : contexts_.at(access.context).locks) {
    const Object* const object = objects_.Lookup(lock);
    names.push_back(object == nullptr ? "a lock that is gone"
                                      : object->Label());
  }
  if (names.empty()) return "holding no lock";
  return absl::StrCat("holding ", absl::StrJoin(names, " and "));
}

void Execution::TellRace(Task& self, const interleave::Access& now,
                         const interleave::Access& before) {
  const Task& other = *tasks_[before.task];
  const auto verb = [](const interleave::Access& access) {
    return absl::StrCat(access.atomic ? "atomically " : "",
                        access.writes ? "writes" : "reads");
  };
  const auto bytes = [](const interleave::Access& access) {
    return absl::StrCat(access.bytes, access.bytes == 1 ? " byte" : " bytes");
  };
  Finding finding;
  finding.kind = FindingKind::kRace;
  finding.address = now.address;
  finding.message = absl::StrCat(
      "data race: ", self.name, " ", verb(now), " ", bytes(now), " that ",
      other.name, " ", verb(before), ", and nothing orders the two; ",
      self.name, " ", LocksText(now), ", ", other.name, " ", LocksText(before));
  std::vector<const void*> frames = contexts_.at(before.context).stack;
  if (frames.empty()) frames = {before.site};
  finding.places.push_back(
      {absl::StrCat(other.name, " ", verb(before), " ", bytes(before),
                    " here, at step ", before.step),
       std::move(frames)});
  if (std::optional<RelatedPlace> memory = DescribeMemory(*this, now.address)) {
    finding.places.push_back(*std::move(memory));
  }
  for (const Task* task : {&std::as_const(self), &other}) {
    if (task->created_at == nullptr) continue;
    finding.places.push_back(
        {absl::StrCat(task->name, " was started here"), {task->created_at}});
  }
  finding.stack = CaptureStack();
  AddRace(self, before.site, std::move(finding));
}

void Execution::AddRace(Task& self, const void* first_site, Finding finding) {
  if (unwanted_ != nullptr && unwanted_(*this, finding)) return;
  const void* const site =
      finding.stack.empty() ? nullptr : finding.stack.front();
  if (limits_.races == Races::kFail) {
    // What follows from a race is not asked for: the first one tells.
    if (!std::exchange(raced_, true)) AddFinding(self, std::move(finding));
    return;
  }
  if (limits_.races == Races::kOff) return;
  if (!races_noted_.insert({first_site, site}).second) return;
  finding.task = self.id;
  finding.task_name = self.name;
  if (finding.step == 0) finding.step = steps_;
  result_.races.push_back(std::move(finding));
}

}  // namespace interleave
