// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Accesses of instrumented code to memory that is the task's own, which most of
// a program's are: what std::thread, std::function and std::vector do to theirs
// is more than three in four of a small program's steps.
//
// Each is noted, in some 60 instructions. Whatever is called for what is not
// private is the last that is done here, a jump, so that no register has to be
// kept for it.

#include "interleave/runtime/execution.h"
#include "interleave/runtime/fuzzer_memory.h"

namespace interleave {

template <bool kWrites>
struct PrivateAccess {
  using Seen = Execution::Seen;

  static constexpr OperationKind kKind =
      kWrites ? OperationKind::kWrite : OperationKind::kRead;

  [[gnu::always_inline]] static Seen Reach(Execution& execution, Task& self,
                                           const void* address, size_t bytes,
                                           const void* site) {
    if (__builtin_expect(internal::fuzzer_memory.count() != 0, false)) {
      return ReachBesideFuzzer(execution, self, address, bytes, site);
    }
    return ReachOwn(execution, self, address, bytes, site);
  }

 private:
  // Somebody asks what the task does, whoever else uses that memory.
  [[gnu::always_inline]] static bool IsAsked(const Execution& execution,
                                             const Task& self) {
    return execution.asks_of_all_ || self.held != 0 ||
           execution.reader_ == &self ||
           execution.fairness_.anybody_repeats() || execution.cycles_.active();
  }

  [[gnu::always_inline]] static Seen ReachOwn(Execution& execution, Task& self,
                                              const void* address, size_t bytes,
                                              const void* site) {
    self.touched = true;
    if (__builtin_expect(IsAsked(execution, self), false)) {
      return execution.AccessAsked(self, kKind, address, bytes, site);
    }
    // What a task does before there is another comes before all the other does.
    if (execution.task_list_.size() <= 1 || !execution.notes_memory_ ||
        execution.memory_.TouchOwn<kWrites>(address, bytes, self.id,
                                            execution.causality_)) {
      return Pass(execution, self, address, bytes);
    }
    return ReachOthers(execution, self, address, bytes, site);
  }

  // What others used before is private where all that they did comes before.
  [[gnu::noinline]] static Seen ReachOthers(Execution& execution, Task& self,
                                            const void* address, size_t bytes,
                                            const void* site) {
    if (execution.memory_.TouchOrdered(address, bytes, self.id, kWrites,
                                       execution.causality_)) {
      return Pass(execution, self, address, bytes);
    }
    return execution.AccessAsked(self, kKind, address, bytes, site);
  }

  [[gnu::noinline]] static Seen ReachBesideFuzzer(Execution& execution,
                                                  Task& self,
                                                  const void* address,
                                                  size_t bytes,
                                                  const void* site) {
    if (!internal::fuzzer_memory.Touches(address)) {
      return ReachOwn(execution, self, address, bytes, site);
    }
    return execution.AccessNearFuzzer(self, kKind, address, bytes, site);
  }

  [[gnu::always_inline]] static Seen Pass(Execution& execution, Task& self,
                                          const void* address, size_t bytes) {
    execution.recent_.Add(address, bytes, kWrites);
    if (kWrites && !self.donor->HasOnStack(address)) {
      self.last_effect = self.points;
    }
    if (__builtin_expect(++execution.steps_ >= execution.look_at_step_,
                         false)) {
      return Look(execution, self);
    }
    return {};
  }

  [[gnu::cold, gnu::noinline]] static Seen Look(Execution& execution,
                                                Task& self) {
    execution.LookAtSteps(self);
    return {};
  }
};

Execution::Seen Execution::ReadAnew(Task& self, const void* address,
                                    size_t bytes, const void* site) {
  return PrivateAccess<false>::Reach(*this, self, address, bytes, site);
}

Execution::Seen Execution::WriteAnew(Task& self, const void* address,
                                     size_t bytes, const void* site) {
  return PrivateAccess<true>::Reach(*this, self, address, bytes, site);
}

}  // namespace interleave
