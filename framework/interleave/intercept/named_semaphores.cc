// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: semaphores with a name. Those that tasks make are in a table of ours,
// which begins empty in each execution: the system never hears of them.
//
// A name is an object of its own, since tasks meet there before there is a
// semaphore: to open it, to unlink it and to close what it stood for are
// operations on it.

#include <fcntl.h>
#include <semaphore.h>
#include <sys/types.h>

#include <cerrno>
#include <cstdarg>
#include <deque>
#include <string>
#include <string_view>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/destroy.h"
#include "interleave/runtime/real.h"
#include "interleave/runtime/semaphore.h"

namespace interleave {
namespace {

constexpr std::string_view kNamedSemaphoreNames[] = {"sem_open", "sem_close",
                                                     "sem_unlink"};

struct SemaphoreName;

// As long as somebody has it open it stays where it is.
struct NamedSemaphore {
  sem_t semaphore;
  SemaphoreName* name = nullptr;
  uint32_t opened = 0;
  unsigned value = 0;  // what it had when it was closed by all
};

struct SemaphoreName {
  std::string text;
  NamedSemaphore* stands_for = nullptr;  // null: for nothing
};

// Of the present execution.
struct NamedSemaphores {
  std::deque<SemaphoreName> names;
  std::deque<NamedSemaphore> semaphores;
};

NamedSemaphores& Table() {
  static NamedSemaphores* const table = new NamedSemaphores;
  return *table;
}

void DropNamedSemaphores(Execution&) {
  Table().names.clear();
  Table().semaphores.clear();
}

SemaphoreName& FindName(Task& self, const char* given) {
  const OutsideControl outside(self);
  self.execution->CallAtEnd(&DropNamedSemaphores);
  std::string_view text = given;
  while (text.starts_with('/')) text.remove_prefix(1);  // as the C library
  for (SemaphoreName& name : Table().names) {
    if (name.text == text) return name;
  }
  return Table().names.emplace_back(SemaphoreName{std::string(text), nullptr});
}

// The schedule point before something is done to a name.
void ComeToName(Task& self, OperationKind kind, SemaphoreName& name,
                const void* site) {
  Execution& execution = *self.execution;
  const Object& object =
      execution.objects().Find(&name, ObjectKind::kSemaphoreName);
  execution.Point(self, {kind, object.id, site});
}

sem_t* Failed(int error) {
  errno = error;
  return SEM_FAILED;
}

void NoteSystemsSemaphore(Task& self) {
  self.execution->NoteUnmodelled(
      "named semaphore from outside of the execution",
      "it is the system's: each execution begins with the value that it has "
      "there, and what unlinks it lasts");
}

sem_t* OpenOfSystem(Task& self, const char* text, bool makes_it) {
  sem_t* semaphore = SEM_FAILED;
  {
    const OutsideControl outside(self);
    const internal::LibraryAllocates lasting;
    semaphore = INTERLEAVE_REAL(sem_open)(text, 0);
    if (semaphore != SEM_FAILED && makes_it) {
      INTERLEAVE_REAL(sem_close)(semaphore);
      return Failed(EEXIST);
    }
  }
  if (semaphore != SEM_FAILED) NoteSystemsSemaphore(self);
  return semaphore;
}

void Make(Task& self, SemaphoreName& name, unsigned value) {
  const OutsideControl outside(self);
  NamedSemaphore& made = Table().semaphores.emplace_back();
  INTERLEAVE_REAL(sem_init)(&made.semaphore, 0, value);
  // Another execution's may have been there.
  self.execution->objects().Forget(&made.semaphore);
  made.name = &name;
  name.stands_for = &made;
}

sem_t* OpenNamed(Task& self, const char* text, int flags, unsigned value,
                 const void* site) {
  const bool makes_it = (flags & O_CREAT) != 0 && (flags & O_EXCL) != 0;
  SemaphoreName& name = FindName(self, text);
  ComeToName(self, OperationKind::kOpen, name, site);
  if (name.stands_for == nullptr) {
    sem_t* const outside = OpenOfSystem(self, text, makes_it);
    if (outside != SEM_FAILED || errno != ENOENT || (flags & O_CREAT) == 0) {
      return outside;
    }
    if (value > SEM_VALUE_MAX) return Failed(EINVAL);
    Make(self, name, value);
  } else if (makes_it) {
    return Failed(EEXIST);
  } else if (name.stands_for->opened == 0) {
    Make(self, name, name.stands_for->value);
  }
  ++name.stands_for->opened;
  return &name.stands_for->semaphore;
}

NamedSemaphore* FindNamed(const sem_t* semaphore) {
  for (NamedSemaphore& each : Table().semaphores) {
    if (&each.semaphore == semaphore) return &each;
  }
  return nullptr;
}

int CloseNamed(Task& self, NamedSemaphore& named, const void* site) {
  ComeToName(self, OperationKind::kDestroy, *named.name, site);
  if (named.opened == 0) {
    errno = EINVAL;
    return -1;
  }
  if (--named.opened > 0) return 0;
  named.value = PresentValue(self, &named.semaphore);
  const int error =
      DestroyObject(self, &named.semaphore, ObjectKind::kSemaphore, site);
  if (error == 0) MarkDestroyedSemaphore(&named.semaphore);
  return 0;
}

int UnlinkNamed(Task& self, const char* text, const void* site) {
  SemaphoreName& name = FindName(self, text);
  ComeToName(self, OperationKind::kDestroy, name, site);
  if (name.stands_for != nullptr) {
    name.stands_for = nullptr;
    return 0;
  }
  const int result = INTERLEAVE_REAL(sem_unlink)(text);
  if (result == 0) NoteSystemsSemaphore(self);
  return result;
}

}  // namespace

DoorNames NamedSemaphoreDoors() { return kNamedSemaphoreNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::Task;

extern "C" {

sem_t* sem_open(const char* name, int flags, ...) noexcept {
  mode_t mode = 0;
  unsigned value = 0;
  if ((flags & O_CREAT) != 0) {
    va_list list;
    va_start(list, flags);
    mode = va_arg(list, mode_t);
    value = va_arg(list, unsigned);
    va_end(list);
  }
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(sem_open)(name, flags, mode, value);
  }
  return interleave::OpenNamed(*self, name, flags, value, INTERLEAVE_CALLER());
}

int sem_close(sem_t* semaphore) noexcept {
  Task* self = CurrentTask();
  interleave::NamedSemaphore* const named =
      self == nullptr ? nullptr : interleave::FindNamed(semaphore);
  if (named == nullptr) return INTERLEAVE_REAL(sem_close)(semaphore);
  return interleave::CloseNamed(*self, *named, INTERLEAVE_CALLER());
}

int sem_unlink(const char* name) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sem_unlink)(name);
  return interleave::UnlinkNamed(*self, name, INTERLEAVE_CALLER());
}

}  // extern "C"
