// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Addresses of sockets: 127.0.0.1 of the program is, in the system, an address
// of the loopback network that no other execution uses.
//
// So processes that explore at the same time don't meet at a port, a
// connection of an earlier execution is in nobody's way, and a port that the
// system would choose can be the same each time. The program sees 127.0.0.1.
// Thread safety: none; for running tasks.

#ifndef INTERLEAVE_INTERCEPT_LOOPBACK_H_
#define INTERLEAVE_INTERCEPT_LOOPBACK_H_

#include <netinet/in.h>
#include <sys/socket.h>

#include <string>

#include "interleave/runtime/descriptors.h"

namespace interleave {

// An address as the system is to have it.
class SystemAddress {
 public:
  // That of a peer: whom the socket connects or sends to.
  void Translate(Task& self, const OpenFile& file, const sockaddr* given,
                 socklen_t size);
  // One to bind to.
  void TranslateOwn(Task& self, OpenFile& file, const sockaddr* given,
                    socklen_t size);

  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage_); }
  socklen_t size() const { return size_; }
  // What a task has bound there, or will; null: it is outside of the program.
  Channel* channel() const { return channel_; }

 private:
  void Take(const sockaddr* given, socklen_t size);

  sockaddr_storage storage_ = {};
  socklen_t size_ = 0;
  Channel* channel_ = nullptr;
};

// Puts what the program knows in place of the system's.
void ShowAddress(Task& self, sockaddr* address, socklen_t size);
// A socket of the Internet that is bound to nothing yet gets a port of ours.
void BindForSending(Task& self, OpenFile& file, int descriptor);
// The system's bind. A stream may take what connections that were closed still
// have.
int BindReal(const OpenFile& file, int descriptor, SystemAddress& address);
// A descriptor that no task made can be waited for.
bool MayBlock(int descriptor);

}  // namespace interleave

#endif  // INTERLEAVE_INTERCEPT_LOOPBACK_H_
