// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Transfer: what is read from a descriptor or written to it, in any of the
// forms that the C library has.
//
// Each is a schedule point. One that may block comes when the descriptor is
// ready; the system is then asked not to block. A write of more than there is
// room for is done in pieces, each a schedule point, as the system does it.
// Thread safety: none. Cost: some system calls more than the one asked for.

#ifndef INTERLEAVE_RUNTIME_TRANSFER_H_
#define INTERLEAVE_RUNTIME_TRANSFER_H_

#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

#include <cstddef>
#include <memory>

#include "interleave/runtime/descriptors.h"

namespace interleave {

struct Transfer {
  int descriptor = -1;
  const iovec* parts = nullptr;
  size_t count = 0;
  // Of recvmsg and its like: beside the parts; null: nothing.
  msghdr* message = nullptr;
  int flags = 0;  // MSG_...
  const void* site = nullptr;
  Channel* target = nullptr;  // of a datagram with an address
};

// As read and write: the number of bytes, or -1 and errno.
ssize_t ReceiveFrom(Task& self, std::shared_ptr<OpenFile> file,
                    const Transfer& transfer);
ssize_t SendTo(Task& self, std::shared_ptr<OpenFile> file,
               const Transfer& transfer);

// The descriptor is set not to block.
bool IsNonblocking(int descriptor);
// SO_RCVTIMEO or SO_SNDTIMEO, from now on.
VirtualTime SocketDeadline(Task& self, int descriptor, int option,
                           const void* site);
// In the report, once for each: `what` was done to something whose other end
// is no task's.
void NoteOutside(Task& self, std::string_view what, int descriptor);

// Waits until the system has delivered what was sent to that end.
void LetBytesArrive(const Channel& channel, size_t end);
// ... has told that end that the other is closed.
void LetEndArrive(const Channel& channel, size_t end);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_TRANSFER_H_
