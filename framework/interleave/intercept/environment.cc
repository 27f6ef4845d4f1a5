// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: what tasks change in the environment is undone when their execution is
// over, so that the next one finds what the first found.

#include <stdlib.h>

#include <vector>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/real.h"
#include "interleave/runtime/task_heap.h"

extern char** environ;

namespace interleave {
namespace {

constexpr std::string_view kEnvironmentNames[] = {"setenv", "unsetenv",
                                                  "putenv", "clearenv"};

// As it was before the execution, while that has changed it.
struct Environment {
  bool changed = false;
  char** variables = nullptr;
  std::vector<char*> texts;  // of `variables`, without the null at its end
};

Environment& Before() {
  static Environment* const before = new Environment;
  return *before;
}

void Restore(Execution&) {
  Environment& before = Before();
  if (!before.changed) return;
  before.changed = false;
  environ = before.variables;
  if (environ == nullptr) return;
  for (size_t i = 0; i < before.texts.size(); ++i) environ[i] = before.texts[i];
  environ[before.texts.size()] = nullptr;
}

// Called before each change. What the C library allocates for it lasts.
void ComeToChange(Task& self) {
  const OutsideControl outside(self);
  Environment& before = Before();
  self.execution->CallAtEnd(&Restore);
  if (before.changed) return;
  before.changed = true;
  before.variables = environ;
  before.texts.clear();
  for (char** text = environ; text != nullptr && *text != nullptr; ++text) {
    before.texts.push_back(*text);
  }
}

template <typename Change>
int Changed(Change change) {
  Task* const self = CurrentTask();
  if (self == nullptr) return change();
  ComeToChange(*self);
  const internal::LibraryAllocates lasting;
  return change();
}

}  // namespace

DoorNames EnvironmentDoors() { return kEnvironmentNames; }

}  // namespace interleave

extern "C" {

int setenv(const char* name, const char* value, int replaces) noexcept {
  return interleave::Changed(
      [=] { return INTERLEAVE_REAL(setenv)(name, value, replaces); });
}

int unsetenv(const char* name) noexcept {
  return interleave::Changed([=] { return INTERLEAVE_REAL(unsetenv)(name); });
}

int putenv(char* text) noexcept {
  return interleave::Changed([=] { return INTERLEAVE_REAL(putenv)(text); });
}

int clearenv() noexcept {
  return interleave::Changed([] { return INTERLEAVE_REAL(clearenv)(); });
}

}  // extern "C"
