// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: reading from descriptors and writing to them, with the forms that
// _FORTIFY_SOURCE puts in their place. What is no pipe, socket or the like
// never blocks, and passes through.

#include "interleave/runtime/transfer.h"

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "interleave/intercept/doors.h"
#include "interleave/intercept/loopback.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kTransferNames[] = {
    "read",       "write",      "readv",         "writev",  "recv",
    "send",       "recvfrom",   "sendto",        "recvmsg", "sendmsg",
    "__read_chk", "__recv_chk", "__recvfrom_chk"};

std::shared_ptr<OpenFile> FileOf(Task* self, int descriptor) {
  if (self == nullptr) return nullptr;
  std::shared_ptr<OpenFile> file =
      self->execution->descriptors().Find(descriptor);
  if (file == nullptr || file->channel == nullptr) return nullptr;
  return file;
}

// Standard input that is a terminal, a pipe or the like.
void NoteStandardInput(Task* self, int descriptor) {
  if (self == nullptr || descriptor != STDIN_FILENO) return;
  if (MayBlock(descriptor)) NoteOutside(*self, "read of", descriptor);
}

ssize_t ReceiveMessage(Task& self, const std::shared_ptr<OpenFile>& file,
                       int descriptor, msghdr* message, int flags,
                       const void* site) {
  const ssize_t got = ReceiveFrom(self, file,
                                  {descriptor, message->msg_iov,
                                   message->msg_iovlen, message, flags, site});
  if (got >= 0 && message->msg_name != nullptr) {
    ShowAddress(self, static_cast<sockaddr*>(message->msg_name),
                message->msg_namelen);
  }
  return got;
}

ssize_t SendMessage(Task& self, const std::shared_ptr<OpenFile>& file,
                    int descriptor, const msghdr& message, int flags,
                    const void* site) {
  msghdr real = message;
  SystemAddress address;
  Transfer transfer{descriptor, message.msg_iov, message.msg_iovlen,
                    &real,      flags,           site};
  if (message.msg_name != nullptr) {
    address.Translate(self, *file, static_cast<sockaddr*>(message.msg_name),
                      message.msg_namelen);
    real.msg_name = address.get();
    transfer.target = address.channel();
    BindForSending(self, *file, descriptor);
  } else {
    transfer.target = file->peer;
  }
  return SendTo(self, file, transfer);
}

}  // namespace

DoorNames TransferDoors() { return kTransferNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::Task;

extern "C" {

ssize_t read(int descriptor, void* buffer, size_t bytes) {
  Task* const self = CurrentTask();
  const auto file = interleave::FileOf(self, descriptor);
  if (file == nullptr) {
    interleave::NoteStandardInput(self, descriptor);
    return INTERLEAVE_REAL(read)(descriptor, buffer, bytes);
  }
  const iovec part{buffer, bytes};
  return interleave::ReceiveFrom(
      *self, file, {descriptor, &part, 1, nullptr, 0, INTERLEAVE_CALLER()});
}

ssize_t write(int descriptor, const void* buffer, size_t bytes) {
  Task* const self = CurrentTask();
  const auto file = interleave::FileOf(self, descriptor);
  if (file == nullptr) {
    return INTERLEAVE_REAL(write)(descriptor, buffer, bytes);
  }
  const iovec part{const_cast<void*>(buffer), bytes};
  return interleave::SendTo(
      *self, file,
      {descriptor, &part, 1, nullptr, 0, INTERLEAVE_CALLER(), file->peer});
}

ssize_t readv(int descriptor, const iovec* parts, int count) {
  Task* const self = CurrentTask();
  const auto file = interleave::FileOf(self, descriptor);
  if (file == nullptr || count < 0) {
    return INTERLEAVE_REAL(readv)(descriptor, parts, count);
  }
  return interleave::ReceiveFrom(*self, file,
                                 {descriptor, parts, static_cast<size_t>(count),
                                  nullptr, 0, INTERLEAVE_CALLER()});
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
  Task* const self = CurrentTask();
  const auto file = interleave::FileOf(self, descriptor);
  if (file == nullptr || count < 0) {
    return INTERLEAVE_REAL(writev)(descriptor, parts, count);
  }
  return interleave::SendTo(*self, file,
                            {descriptor, parts, static_cast<size_t>(count),
                             nullptr, 0, INTERLEAVE_CALLER(), file->peer});
}

ssize_t recvfrom(int descriptor, void* buffer, size_t bytes, int flags,
                 sockaddr* address, socklen_t* size) {
  Task* const self = CurrentTask();
  const auto file = interleave::FileOf(self, descriptor);
  if (file == nullptr || !file->is_socket) {
    return INTERLEAVE_REAL(recvfrom)(descriptor, buffer, bytes, flags, address,
                                     size);
  }
  iovec part{buffer, bytes};
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (address != nullptr && size != nullptr) {
    message.msg_name = address;
    message.msg_namelen = *size;
  }
  const ssize_t got = interleave::ReceiveMessage(
      *self, file, descriptor, &message, flags, INTERLEAVE_CALLER());
  if (got >= 0 && address != nullptr && size != nullptr) {
    *size = message.msg_namelen;
  }
  return got;
}

ssize_t recv(int descriptor, void* buffer, size_t bytes, int flags) {
  Task* const self = CurrentTask();
  const auto file = interleave::FileOf(self, descriptor);
  if (file == nullptr || !file->is_socket) {
    return INTERLEAVE_REAL(recv)(descriptor, buffer, bytes, flags);
  }
  const iovec part{buffer, bytes};
  return interleave::ReceiveFrom(
      *self, file, {descriptor, &part, 1, nullptr, flags, INTERLEAVE_CALLER()});
}

ssize_t recvmsg(int descriptor, msghdr* message, int flags) {
  Task* const self = CurrentTask();
  const auto file = interleave::FileOf(self, descriptor);
  if (file == nullptr || !file->is_socket) {
    return INTERLEAVE_REAL(recvmsg)(descriptor, message, flags);
  }
  return interleave::ReceiveMessage(*self, file, descriptor, message, flags,
                                    INTERLEAVE_CALLER());
}

ssize_t sendto(int descriptor, const void* buffer, size_t bytes, int flags,
               const sockaddr* address, socklen_t size) {
  Task* const self = CurrentTask();
  const auto file = interleave::FileOf(self, descriptor);
  if (file == nullptr || !file->is_socket) {
    return INTERLEAVE_REAL(sendto)(descriptor, buffer, bytes, flags, address,
                                   size);
  }
  iovec part{const_cast<void*>(buffer), bytes};
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_name = const_cast<sockaddr*>(address);
  message.msg_namelen = address == nullptr ? 0 : size;
  return interleave::SendMessage(*self, file, descriptor, message, flags,
                                 INTERLEAVE_CALLER());
}

ssize_t send(int descriptor, const void* buffer, size_t bytes, int flags) {
  Task* const self = CurrentTask();
  const auto file = interleave::FileOf(self, descriptor);
  if (file == nullptr || !file->is_socket) {
    return INTERLEAVE_REAL(send)(descriptor, buffer, bytes, flags);
  }
  const iovec part{const_cast<void*>(buffer), bytes};
  return interleave::SendTo(
      *self, file,
      {descriptor, &part, 1, nullptr, flags, INTERLEAVE_CALLER(), file->peer});
}

ssize_t sendmsg(int descriptor, const msghdr* message, int flags) {
  Task* const self = CurrentTask();
  const auto file = interleave::FileOf(self, descriptor);
  if (file == nullptr || !file->is_socket) {
    return INTERLEAVE_REAL(sendmsg)(descriptor, message, flags);
  }
  return interleave::SendMessage(*self, file, descriptor, *message, flags,
                                 INTERLEAVE_CALLER());
}

ssize_t __read_chk(int descriptor, void* buffer, size_t bytes, size_t room) {
  if (bytes > room) std::abort();
  return read(descriptor, buffer, bytes);
}

ssize_t __recv_chk(int descriptor, void* buffer, size_t bytes, size_t room,
                   int flags) {
  if (bytes > room) std::abort();
  return recv(descriptor, buffer, bytes, flags);
}

ssize_t __recvfrom_chk(int descriptor, void* buffer, size_t bytes, size_t room,
                       int flags, sockaddr* address, socklen_t* size) {
  if (bytes > room) std::abort();
  return recvfrom(descriptor, buffer, bytes, flags, address, size);
}

}  // extern "C"
