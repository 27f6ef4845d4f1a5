// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: descriptors are made, doubled and closed. To make one is no schedule
// point: which number it gets is taken to matter no more than an address does.

#include "interleave/runtime/descriptors.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/real.h"
#include "interleave/runtime/timers.h"
#include "interleave/runtime/transfer.h"

namespace interleave {
namespace {

constexpr std::string_view kDescriptorNames[] = {
    "pipe", "pipe2", "eventfd", "epoll_create", "epoll_create1", "dup",
    "dup2", "dup3",  "fcntl",   "fcntl64",      "close"};

void AddPipe(Task& self, const int* ends) {
  Descriptors& descriptors = self.execution->descriptors();
  Channel& pipe = descriptors.NewChannel(ObjectKind::kPipe);
  descriptors.Add(ends[0], OpenFile::Kind::kPipe, &pipe, 0);
  descriptors.Add(ends[1], OpenFile::Kind::kPipe, &pipe, 1);
}

int AddAlone(int descriptor, OpenFile::Kind kind, ObjectKind object) {
  Task* const self = CurrentTask();
  if (self != nullptr && descriptor >= 0) {
    Descriptors& descriptors = self->execution->descriptors();
    descriptors.Add(descriptor, kind, &descriptors.NewChannel(object));
  }
  return descriptor;
}

int AddDouble(int from, int to) {
  if (Task* const self = CurrentTask(); self != nullptr && to >= 0) {
    self->execution->descriptors().Duplicate(from, to);
  }
  return to;
}

// The schedule point before a descriptor is closed; others may see that.
std::shared_ptr<OpenFile> ComeToClose(Task& self, int descriptor,
                                      const void* site) {
  Descriptors& descriptors = self.execution->descriptors();
  const auto file = descriptors.Lookup(descriptor);
  if (file == nullptr || file->channel == nullptr) return file;
  self.execution->Point(self, {OperationKind::kClose,
                               descriptors.ObjectOf(*file->channel).id, site});
  AnnounceRelease(&file->channel->directions[file->end]);
  // Others may have closed it meanwhile.
  return descriptors.Lookup(descriptor);
}

void LeaveClose(Task& self, const std::shared_ptr<OpenFile>& file) {
  if (file == nullptr || file->channel == nullptr) return;
  Channel& channel = *file->channel;
  const size_t other = 1 - file->end;
  if (file->kind == OpenFile::Kind::kStream && channel.files[file->end] == 0 &&
      channel.files[other] > 0) {
    LetEndArrive(channel, other);
  }
  self.execution->descriptors().Changed(self, channel);
}

template <typename Real>
int CloseBy(Task& self, int descriptor, const void* site, Real real) {
  const auto file = ComeToClose(self, descriptor, site);
  Descriptors& descriptors = self.execution->descriptors();
  if (file != nullptr && file->kind == OpenFile::Kind::kTimer &&
      file->references == 1) {
    self.execution->timers().Remove(Timer::Kind::kDescriptor, descriptor);
  }
  descriptors.Close(descriptor);
  const int result = real();
  const int error = errno;
  LeaveClose(self, file);
  errno = error;
  return result;
}

int DuplicateOnto(int from, int to, int flags, const void* site) {
  const auto real = [=] {
    return flags == 0 ? INTERLEAVE_REAL(dup2)(from, to)
                      : INTERLEAVE_REAL(dup3)(from, to, flags);
  };
  Task* const self = CurrentTask();
  if (self == nullptr || from == to) return real();
  Descriptors& descriptors = self->execution->descriptors();
  if (descriptors.Lookup(to) == nullptr) return AddDouble(from, real());
  return AddDouble(from, CloseBy(*self, to, site, real));
}

int Control(int descriptor, int command, void* argument) {
  const int result = INTERLEAVE_REAL(fcntl)(descriptor, command, argument);
  const bool doubles = command == F_DUPFD || command == F_DUPFD_CLOEXEC;
  return doubles ? AddDouble(descriptor, result) : result;
}

}  // namespace

DoorNames DescriptorDoors() { return kDescriptorNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::ObjectKind;
using interleave::OpenFile;
using interleave::Task;

extern "C" {

int pipe(int* ends) noexcept {
  const int result = INTERLEAVE_REAL(pipe)(ends);
  Task* const self = CurrentTask();
  if (self != nullptr && result == 0) interleave::AddPipe(*self, ends);
  return result;
}

int pipe2(int* ends, int flags) noexcept {
  const int result = INTERLEAVE_REAL(pipe2)(ends, flags);
  Task* const self = CurrentTask();
  if (self != nullptr && result == 0) interleave::AddPipe(*self, ends);
  return result;
}

int eventfd(unsigned count, int flags) noexcept {
  return interleave::AddAlone(INTERLEAVE_REAL(eventfd)(count, flags),
                              OpenFile::Kind::kEventCounter,
                              ObjectKind::kEventCounter);
}

int epoll_create(int size) noexcept {
  return interleave::AddAlone(INTERLEAVE_REAL(epoll_create)(size),
                              OpenFile::Kind::kEpoll, ObjectKind::kEpoll);
}

int epoll_create1(int flags) noexcept {
  return interleave::AddAlone(INTERLEAVE_REAL(epoll_create1)(flags),
                              OpenFile::Kind::kEpoll, ObjectKind::kEpoll);
}

int dup(int descriptor) noexcept {
  return interleave::AddDouble(descriptor, INTERLEAVE_REAL(dup)(descriptor));
}

int dup2(int from, int to) noexcept {
  return interleave::DuplicateOnto(from, to, 0, INTERLEAVE_CALLER());
}

int dup3(int from, int to, int flags) noexcept {
  return interleave::DuplicateOnto(from, to, flags, INTERLEAVE_CALLER());
}

int fcntl(int descriptor, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void* const argument = va_arg(rest, void*);
  va_end(rest);
  return interleave::Control(descriptor, command, argument);
}

int fcntl64(int descriptor, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void* const argument = va_arg(rest, void*);
  va_end(rest);
  return interleave::Control(descriptor, command, argument);
}

int close(int descriptor) {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(close)(descriptor);
  return interleave::CloseBy(*self, descriptor, INTERLEAVE_CALLER(), [=] {
    return INTERLEAVE_REAL(close)(descriptor);
  });
}

}  // extern "C"
