// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/once.h"

#include <dlfcn.h>

#include <string_view>

#include "interleave/runtime/happens_before.h"

namespace interleave {
namespace {

bool IsInRuntimeLibrary(const void* code) {
  Dl_info info;
  if (dladdr(code, &info) == 0 || info.dli_fname == nullptr) return false;
  const std::string_view file = info.dli_fname;
  for (const char* library :
       {"/libgcc_s.so", "/libstdc++.so", "/libc++", "/libunwind", "/libc.so"}) {
    if (file.find(library) != std::string_view::npos) return true;
  }
  return false;
}

// glibc's own value of a control word whose routine has returned, so that code
// outside of executions agrees.
constexpr pthread_once_t kDone = 2;

// Gives the gate back however the routine is left.
class Turn {
 public:
  Turn(Task& self, Object& once, const void* site) : self_(self), once_(once) {
    once_.owner = &self_;
    once_.owner_site = site;
    self_.execution->Close(once_.gate);
  }
  ~Turn() {
    once_.owner = nullptr;
    self_.execution->Open(once_.gate);
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  Task& self_;
  Object& once_;
};

}  // namespace

void CallOnce(Task& self, pthread_once_t* control, void (*routine)(),
              const void* site) {
  Execution& execution = *self.execution;
  // Nothing can depend on when a finished routine is asked for, and every
  // std::locale asks for one.
  if (__atomic_load_n(control, __ATOMIC_ACQUIRE) == kDone) {
    AnnounceAcquire(control);
    return;
  }
  if (IsInRuntimeLibrary(site)) {
    const OutsideControl outside(self);
    pthread_once(control, routine);
    return;
  }
  Object& once = execution.objects().Find(control, ObjectKind::kOnce);
  execution.PassGate(self, {OperationKind::kOnce, once.id, site}, once.gate);
  if (__atomic_load_n(control, __ATOMIC_ACQUIRE) == kDone) {
    AnnounceAcquire(control);
    return;
  }
  const Turn turn(self, once, site);
  routine();
  // Who comes later asks without a schedule point, so that it matters to
  // whatever it did before when this one is done.
  execution.Point(self, {OperationKind::kOnce, once.id, site});
  AnnounceRelease(control);
  __atomic_store_n(control, kDone, __ATOMIC_RELEASE);
  execution.NoteInitialised(control);
}

}  // namespace interleave
