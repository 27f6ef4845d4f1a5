// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: sockets, and the connections between them.

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "interleave/intercept/doors.h"
#include "interleave/intercept/loopback.h"
#include "interleave/runtime/descriptors.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/real.h"
#include "interleave/runtime/transfer.h"

namespace interleave {
namespace {

constexpr std::string_view kSocketNames[] = {
    "socket",  "socketpair", "bind",        "listen",      "accept",
    "accept4", "connect",    "getsockname", "getpeername", "shutdown"};

bool IsStream(int type) {
  const int kind = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  return kind == SOCK_STREAM || kind == SOCK_SEQPACKET;
}

void AddSocket(Task& self, int descriptor, int family, int type) {
  const bool known =
      family == AF_UNIX || family == AF_INET || family == AF_INET6;
  if (!known) return;
  Descriptors& descriptors = self.execution->descriptors();
  const bool stream = IsStream(type);
  const auto file = descriptors.Add(
      descriptor, stream ? OpenFile::Kind::kSocket : OpenFile::Kind::kDatagram,
      stream ? nullptr : &descriptors.NewChannel(ObjectKind::kConnection));
  file->is_socket = true;
  file->is_local = family == AF_UNIX;
}

std::shared_ptr<OpenFile> SocketOf(Task* self, int descriptor) {
  if (self == nullptr) return nullptr;
  std::shared_ptr<OpenFile> file =
      self->execution->descriptors().Lookup(descriptor);
  return file != nullptr && file->is_socket ? file : nullptr;
}

// The bytes of a stream over TCP are counted. The system must not wait for
// more of them before it sends.
void CountBytes(const OpenFile& file, int descriptor) {
  if (file.is_local) return;
  file.channel->counts = true;
  const int one = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
}

int Bind(Task& self, OpenFile& file, int descriptor, const sockaddr* address,
         socklen_t size) {
  SystemAddress real;
  real.TranslateOwn(self, file, address, size);
  const int result = BindReal(file, descriptor, real);
  if (result != 0 || real.channel() == nullptr) return result;
  if (file.kind == OpenFile::Kind::kDatagram) {
    self.execution->descriptors().Join(file, descriptor, *real.channel(), 0);
    real.channel()->listener = descriptor;
    real.channel()->kind = ObjectKind::kConnection;
  } else {
    file.peer = real.channel();
  }
  return result;
}

int Listen(Task& self, OpenFile& file, int descriptor, int backlog,
           const void* site) {
  if (file.peer == nullptr) BindForSending(self, file, descriptor);
  Descriptors& descriptors = self.execution->descriptors();
  if (file.peer == nullptr)
    file.peer = &descriptors.NewChannel(ObjectKind::kListener);
  Channel& address = *file.peer;
  self.execution->Point(
      self, {OperationKind::kListen, descriptors.ObjectOf(address).id, site});
  const int result = INTERLEAVE_REAL(listen)(descriptor, backlog);
  if (result != 0) return result;
  if (file.kind != OpenFile::Kind::kListener) {
    descriptors.Join(file, descriptor, address, 0);
    file.kind = OpenFile::Kind::kListener;
  }
  address.listener = descriptor;
  address.backlog = static_cast<uint32_t>(std::max(backlog, 0));
  AnnounceRelease(&address);
  descriptors.Changed(self, address);
  return result;
}

// Both ends are the program's from now on.
void AddConnection(Task& self, const std::shared_ptr<OpenFile>& file,
                   int descriptor, Channel& address) {
  Descriptors& descriptors = self.execution->descriptors();
  Channel& connection = descriptors.NewChannel(ObjectKind::kConnection);
  file->kind = OpenFile::Kind::kStream;
  descriptors.Join(*file, descriptor, connection, 0);
  CountBytes(*file, descriptor);
  // Until it is accepted that end is open, too.
  ++connection.files[1];
  address.pending.push_back(&connection);
  const int listener = address.listener;
  LetSystemCatchUp([=] {
    pollfd polls[] = {{listener, POLLIN, 0}, {descriptor, POLLOUT, 0}};
    return INTERLEAVE_REAL(poll)(polls, 2, 0) == 2;
  });
}

bool IsFull(const Channel& address) {
  return address.listener >= 0 && address.pending.size() > address.backlog;
}

void AddOutside(Task& self, const std::shared_ptr<OpenFile>& file,
                int descriptor, const char* what) {
  Descriptors& descriptors = self.execution->descriptors();
  NoteOutside(self, what, descriptor);
  file->kind = OpenFile::Kind::kOutside;
  descriptors.Join(*file, descriptor,
                   descriptors.NewChannel(ObjectKind::kDescriptor), 0);
}

int ConnectDatagram(Task& self, OpenFile& file, int descriptor,
                    SystemAddress& real, const void* site) {
  if (real.channel() != nullptr) BindForSending(self, file, descriptor);
  Descriptors& descriptors = self.execution->descriptors();
  self.execution->Point(self, {OperationKind::kConnect,
                               descriptors.ObjectOf(*file.channel).id, site});
  const int result =
      INTERLEAVE_REAL(connect)(descriptor, real.get(), real.size());
  if (result == 0) file.peer = real.channel();
  return result;
}

// The schedule point before the connection, and until there is room for it.
WaitEnd ComeToConnect(Task& self, int descriptor, Channel& address,
                      const void* site) {
  Descriptors& descriptors = self.execution->descriptors();
  const Operation operation{OperationKind::kConnect,
                            descriptors.ObjectOf(address).id, site};
  if (IsNonblocking(descriptor)) {
    self.execution->Point(self, operation);
    return WaitEnd::kReady;
  }
  const auto is_ready = [&](std::vector<pollfd>&) { return !IsFull(address); };
  DescriptorWaiter waiter(is_ready, {pollfd{descriptor, 0, 0}});
  self.channel_need = Channel::kSends;
  return WaitForDescriptors(self, operation, waiter, kNoDeadline, true);
}

int Connect(Task& self, const std::shared_ptr<OpenFile>& file, int descriptor,
            const sockaddr* given, socklen_t size, const void* site) {
  SystemAddress real;
  real.Translate(self, *file, given, size);
  if (file->kind == OpenFile::Kind::kDatagram) {
    return ConnectDatagram(self, *file, descriptor, real, site);
  }
  if (file->kind != OpenFile::Kind::kSocket) {
    return INTERLEAVE_REAL(connect)(descriptor, given, size);
  }
  Channel* const address = real.channel();
  if (address == nullptr) {
    AddOutside(self, file, descriptor, "connection of");
    return INTERLEAVE_REAL(connect)(descriptor, given, size);
  }
  if (ComeToConnect(self, descriptor, *address, site) != WaitEnd::kReady) {
    errno = EINTR;
    return -1;
  }
  real.Translate(self, *file, given, size);  // it may be bound since
  if (address->listener < 0) {
    const int result = INTERLEAVE_REAL(connect)(descriptor, given, size);
    if (result == 0) AddOutside(self, file, descriptor, "connection of");
    return result;
  }
  BindForSending(self, *file, descriptor);
  const int result =
      INTERLEAVE_REAL(connect)(descriptor, real.get(), real.size());
  const int error = errno;
  if (result == 0 || error == EINPROGRESS) {
    AddConnection(self, file, descriptor, *address);
    AnnounceRelease(address);
    self.execution->descriptors().Changed(self, *address);
  }
  errno = error;
  return result;
}

int AcceptNow(Task& self, Channel& address, int descriptor, sockaddr* shown,
              socklen_t* size, int flags) {
  const int made = INTERLEAVE_REAL(accept4)(descriptor, shown, size, flags);
  if (made < 0) return made;
  if (shown != nullptr && size != nullptr) ShowAddress(self, shown, *size);
  Descriptors& descriptors = self.execution->descriptors();
  const auto listener = descriptors.Lookup(descriptor);
  const auto file = descriptors.Add(made, OpenFile::Kind::kStream, nullptr);
  file->is_socket = true;
  file->is_local = listener != nullptr && listener->is_local;
  if (address.pending.empty()) {
    AddOutside(self, file, made, "connection of");
    return made;
  }
  Channel& connection = *address.pending.front();
  address.pending.pop_front();
  --connection.files[1];
  descriptors.Join(*file, made, connection, 1);
  CountBytes(*file, made);
  LetBytesArrive(connection, 1);
  if (connection.directions[0].closed) LetEndArrive(connection, 1);
  AnnounceAcquire(&address);
  return made;
}

int Accept(Task& self, const std::shared_ptr<OpenFile>& file, int descriptor,
           sockaddr* shown, socklen_t* size, int flags, const void* site) {
  Execution& execution = *self.execution;
  Descriptors& descriptors = execution.descriptors();
  Channel& address = *file->channel;
  const Operation operation{OperationKind::kAccept,
                            descriptors.ObjectOf(address).id, site};
  int made = -1;
  if (IsNonblocking(descriptor)) {
    const Gate& gate = descriptors.ObjectOf(address).gate;
    execution.ComeToTry(self, site, gate);
    execution.Point(self, operation);
    made = AcceptNow(self, address, descriptor, shown, size, flags);
    const int error = errno;
    execution.LeaveTry(self, gate, operation.object, made >= 0);
    errno = error;
  } else {
    const VirtualTime deadline =
        SocketDeadline(self, descriptor, SO_RCVTIMEO, site);
    const auto is_ready = [&](std::vector<pollfd>& polls) {
      return !address.pending.empty() || EventsNow(descriptors, polls) > 0;
    };
    DescriptorWaiter waiter(is_ready, {pollfd{descriptor, POLLIN, 0}});
    self.channel_need = Channel::kReceives;
    const WaitEnd end =
        WaitForDescriptors(self, operation, waiter, deadline, true);
    if (end != WaitEnd::kReady) {
      errno = end == WaitEnd::kTimeout ? EAGAIN : EINTR;
      return -1;
    }
    made =
        AcceptNow(self, address, waiter.polls.front().fd, shown, size, flags);
  }
  const int error = errno;
  if (made >= 0) descriptors.Changed(self, address);
  errno = error;
  return made;
}

int ShutDown(Task& self, const OpenFile& file, int descriptor, int how,
             const void* site) {
  Descriptors& descriptors = self.execution->descriptors();
  Channel& channel = *file.channel;
  self.execution->Point(
      self, {OperationKind::kClose, descriptors.ObjectOf(channel).id, site});
  AnnounceRelease(&channel.directions[file.end]);
  const int result = INTERLEAVE_REAL(shutdown)(descriptor, how);
  const int error = errno;
  if (result == 0 && how != SHUT_RD && file.kind == OpenFile::Kind::kStream) {
    channel.directions[file.end].closed = true;
    LetEndArrive(channel, 1 - file.end);
  }
  descriptors.Changed(self, channel);
  errno = error;
  return result;
}

}  // namespace

DoorNames SocketDoors() { return kSocketNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::Task;

extern "C" {

int socket(int family, int type, int protocol) noexcept {
  const int made = INTERLEAVE_REAL(socket)(family, type, protocol);
  Task* const self = CurrentTask();
  if (self != nullptr && made >= 0) {
    interleave::AddSocket(*self, made, family, type);
  }
  return made;
}

int socketpair(int family, int type, int protocol, int* ends) noexcept {
  const int result = INTERLEAVE_REAL(socketpair)(family, type, protocol, ends);
  Task* const self = CurrentTask();
  if (self == nullptr || result != 0) return result;
  interleave::Descriptors& descriptors = self->execution->descriptors();
  interleave::Channel& pair =
      descriptors.NewChannel(interleave::ObjectKind::kSocketPair);
  for (uint8_t end = 0; end < 2; ++end) {
    const auto file = descriptors.Add(
        ends[end],
        interleave::IsStream(type) ? interleave::OpenFile::Kind::kStream
                                   : interleave::OpenFile::Kind::kDatagram,
        &pair, end);
    file->is_socket = true;
    file->is_local = true;
  }
  return result;
}

int bind(int descriptor, const sockaddr* address, socklen_t size) noexcept {
  Task* const self = CurrentTask();
  const auto file = interleave::SocketOf(self, descriptor);
  if (file == nullptr) {
    return INTERLEAVE_REAL(bind)(descriptor, address, size);
  }
  return interleave::Bind(*self, *file, descriptor, address, size);
}

int listen(int descriptor, int backlog) noexcept {
  Task* const self = CurrentTask();
  const auto file = interleave::SocketOf(self, descriptor);
  if (file == nullptr) return INTERLEAVE_REAL(listen)(descriptor, backlog);
  return interleave::Listen(*self, *file, descriptor, backlog,
                            INTERLEAVE_CALLER());
}

int accept(int descriptor, sockaddr* address, socklen_t* size) {
  Task* const self = CurrentTask();
  const auto file = interleave::SocketOf(self, descriptor);
  if (file == nullptr || file->kind != interleave::OpenFile::Kind::kListener) {
    return INTERLEAVE_REAL(accept)(descriptor, address, size);
  }
  return interleave::Accept(*self, file, descriptor, address, size, 0,
                            INTERLEAVE_CALLER());
}

int accept4(int descriptor, sockaddr* address, socklen_t* size, int flags) {
  Task* const self = CurrentTask();
  const auto file = interleave::SocketOf(self, descriptor);
  if (file == nullptr || file->kind != interleave::OpenFile::Kind::kListener) {
    return INTERLEAVE_REAL(accept4)(descriptor, address, size, flags);
  }
  return interleave::Accept(*self, file, descriptor, address, size, flags,
                            INTERLEAVE_CALLER());
}

int connect(int descriptor, const sockaddr* address, socklen_t size) {
  Task* const self = CurrentTask();
  const auto file = interleave::SocketOf(self, descriptor);
  if (file == nullptr) {
    return INTERLEAVE_REAL(connect)(descriptor, address, size);
  }
  return interleave::Connect(*self, file, descriptor, address, size,
                             INTERLEAVE_CALLER());
}

int getsockname(int descriptor, sockaddr* address, socklen_t* size) noexcept {
  const int result = INTERLEAVE_REAL(getsockname)(descriptor, address, size);
  Task* const self = CurrentTask();
  const auto file = interleave::SocketOf(self, descriptor);
  if (file == nullptr || result != 0) return result;
  interleave::ShowAddress(*self, address, *size);
  if (file->any_address && address->sa_family == AF_INET) {
    reinterpret_cast<sockaddr_in*>(address)->sin_addr.s_addr = INADDR_ANY;
  }
  return result;
}

int getpeername(int descriptor, sockaddr* address, socklen_t* size) noexcept {
  const int result = INTERLEAVE_REAL(getpeername)(descriptor, address, size);
  Task* const self = CurrentTask();
  if (self != nullptr && result == 0) {
    interleave::ShowAddress(*self, address, *size);
  }
  return result;
}

int shutdown(int descriptor, int how) noexcept {
  Task* const self = CurrentTask();
  const auto file = interleave::SocketOf(self, descriptor);
  if (file == nullptr || file->channel == nullptr) {
    return INTERLEAVE_REAL(shutdown)(descriptor, how);
  }
  return interleave::ShutDown(*self, *file, descriptor, how,
                              INTERLEAVE_CALLER());
}

}  // extern "C"
