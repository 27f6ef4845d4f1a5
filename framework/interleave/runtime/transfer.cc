// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/transfer.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/real.h"
#include "interleave/runtime/signals.h"

namespace interleave {
namespace {

// So much surely lies with the receiver, once sent.
constexpr uint64_t kArrivesBytes = 32 << 10;

size_t BytesOf(const Transfer& transfer) {
  size_t bytes = 0;
  for (size_t i = 0; i < transfer.count; ++i) {
    bytes += transfer.parts[i].iov_len;
  }
  return bytes;
}

// `bytes` of the parts, from `offset` on.
std::vector<iovec> SliceOf(const Transfer& transfer, size_t offset,
                           size_t bytes) {
  std::vector<iovec> slice;
  for (size_t i = 0; i < transfer.count && bytes > 0; ++i) {
    const iovec& part = transfer.parts[i];
    const size_t skipped = std::min(offset, part.iov_len);
    offset -= skipped;
    const size_t taken = std::min(bytes, part.iov_len - skipped);
    if (taken == 0) continue;
    slice.push_back({static_cast<char*>(part.iov_base) + skipped, taken});
    bytes -= taken;
  }
  return slice;
}

std::vector<pollfd> PollsOf(int descriptor, short events) {
  return {pollfd{descriptor, events, 0}};
}

// The key by which what is sent is ordered before what is received.
const void* OrderKey(const OpenFile& file, size_t giver) {
  const bool two_ends = file.kind == OpenFile::Kind::kPipe ||
                        file.kind == OpenFile::Kind::kStream;
  return &file.channel->directions[two_ends ? giver : 0];
}

// One call of the system that does not block.
ssize_t ReceiveNow(const OpenFile& file, int descriptor,
                   const Transfer& transfer, std::vector<iovec> parts) {
  if (!file.is_socket) {
    return INTERLEAVE_REAL(readv)(descriptor, parts.data(),
                                  static_cast<int>(parts.size()));
  }
  msghdr message = transfer.message == nullptr ? msghdr{} : *transfer.message;
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  const int flags = (transfer.flags & ~MSG_WAITALL) | MSG_DONTWAIT;
  const ssize_t got = INTERLEAVE_REAL(recvmsg)(descriptor, &message, flags);
  if (got >= 0 && transfer.message != nullptr) {
    transfer.message->msg_namelen = message.msg_namelen;
    transfer.message->msg_controllen = message.msg_controllen;
    transfer.message->msg_flags = message.msg_flags;
  }
  return got;
}

bool HasNoReader(int descriptor) {
  pollfd look{descriptor, POLLOUT, 0};
  INTERLEAVE_REAL(poll)(&look, 1, 0);
  return (look.revents & POLLERR) != 0;
}

ssize_t SendNow(const OpenFile& file, int descriptor, const Transfer& transfer,
                std::vector<iovec> parts) {
  if (file.is_socket) {
    msghdr message = transfer.message == nullptr ? msghdr{} : *transfer.message;
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const int flags = transfer.flags | MSG_DONTWAIT | MSG_NOSIGNAL;
    return INTERLEAVE_REAL(sendmsg)(descriptor, &message, flags);
  }
  // The signal is the task's, not the thread's.
  if (file.kind == OpenFile::Kind::kPipe && HasNoReader(descriptor)) {
    errno = EPIPE;
    return -1;
  }
  const int flags = INTERLEAVE_REAL(fcntl)(descriptor, F_GETFL);
  const bool blocks = (flags & O_NONBLOCK) == 0;
  if (blocks) INTERLEAVE_REAL(fcntl)(descriptor, F_SETFL, flags | O_NONBLOCK);
  const ssize_t given = INTERLEAVE_REAL(writev)(descriptor, parts.data(),
                                                static_cast<int>(parts.size()));
  const int error = errno;
  if (blocks) INTERLEAVE_REAL(fcntl)(descriptor, F_SETFL, flags);
  errno = error;
  return given;
}

bool WouldBlock(ssize_t result) {
  return result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

// A sender, and what it found the last time when it could not go on.
struct Sender {
  Descriptors& descriptors;
  const OpenFile& file;
  Channel& target;
  bool failed = false;
  uint32_t changes_at_failure = 0;

  bool CanSend(std::vector<pollfd>& polls) const {
    if (failed && file.kind != OpenFile::Kind::kOutside) {
      return target.changes != changes_at_failure;
    }
    if (target.counts) {
      return target.directions[file.end].under_way() < kConnectionBytesMax ||
             target.files[1 - file.end] == 0;
    }
    if (file.kind == OpenFile::Kind::kDatagram) return true;
    if (file.is_local && HasRoom(polls.front().fd)) return true;
    return EventsNow(descriptors, polls) > 0;
  }
};

// Of a TCP connection: all that the program asks for and that was sent.
ssize_t ReceiveCounted(const OpenFile& file, int descriptor,
                       const Transfer& transfer, size_t offset, size_t bytes) {
  Channel::Direction& from = file.channel->directions[1 - file.end];
  if (from.under_way() > 0) {
    bytes = static_cast<size_t>(std::min<uint64_t>(bytes, from.under_way()));
  }
  const bool peeks = (transfer.flags & MSG_PEEK) != 0;
  size_t done = 0;
  ssize_t got = 0;
  do {
    if (from.under_way() > 0 || from.closed) {
      LetSystemCatchUp([&] {
        pollfd look{descriptor, POLLIN | POLLRDHUP, 0};
        return INTERLEAVE_REAL(poll)(&look, 1, 0) > 0;
      });
    }
    got = ReceiveNow(file, descriptor, transfer,
                     SliceOf(transfer, offset + done, bytes - done));
    if (got <= 0) break;
    done += static_cast<size_t>(got);
    if (!peeks) {
      from.received += std::min(static_cast<uint64_t>(got), from.under_way());
    }
  } while (done < bytes && from.under_way() > 0 && !peeks);
  return done > 0 ? static_cast<ssize_t>(done) : got;
}

ssize_t ReceivePiece(const OpenFile& file, int descriptor,
                     const Transfer& transfer, size_t offset, size_t bytes) {
  if (file.channel != nullptr && file.channel->counts) {
    return ReceiveCounted(file, descriptor, transfer, offset, bytes);
  }
  return ReceiveNow(file, descriptor, transfer,
                    SliceOf(transfer, offset, bytes));
}

ssize_t SendPiece(Sender& sender, int descriptor, const Transfer& transfer,
                  size_t offset, size_t bytes, bool blocks) {
  const OpenFile& file = sender.file;
  Channel& channel = sender.target;
  if (!channel.counts) {
    return SendNow(file, descriptor, transfer,
                   SliceOf(transfer, offset, bytes));
  }
  Channel::Direction& to = channel.directions[file.end];
  const bool is_heard = channel.files[1 - file.end] > 0;
  if (blocks && is_heard && to.under_way() < kConnectionBytesMax) {
    bytes = std::min<uint64_t>(bytes, kConnectionBytesMax - to.under_way());
  }
  const ssize_t given =
      SendNow(file, descriptor, transfer, SliceOf(transfer, offset, bytes));
  if (given > 0) {
    to.sent += static_cast<uint64_t>(given);
    if (is_heard) {
      LetBytesArrive(channel, 1 - file.end);
    } else if (channel.descriptors[1 - file.end] < 0 &&
               channel.directions[1 - file.end].closed) {
      LetSystemCatchUp([&] {  // it says that nobody hears
        pollfd look{descriptor, 0, 0};
        INTERLEAVE_REAL(poll)(&look, 1, 0);
        return (look.revents & POLLHUP) != 0;
      });
    }
  }
  return given;
}

VirtualTime DeadlineOf(Task& self, const OpenFile& file,
                       const Transfer& transfer, int option) {
  return file.is_socket
             ? SocketDeadline(self, transfer.descriptor, option, transfer.site)
             : kNoDeadline;
}

int ErrorOf(WaitEnd end) { return end == WaitEnd::kTimeout ? EAGAIN : EINTR; }

// Comes back with errno as it was after `act`.
template <typename Act>
void KeepErrno(Act act) {
  const int error = errno;
  act();
  errno = error;
}

}  // namespace

bool IsNonblocking(int descriptor) {
  return (INTERLEAVE_REAL(fcntl)(descriptor, F_GETFL) & O_NONBLOCK) != 0;
}

VirtualTime SocketDeadline(Task& self, int descriptor, int option,
                           const void* site) {
  timeval timeout{};
  socklen_t size = sizeof(timeout);
  if (getsockopt(descriptor, SOL_SOCKET, option, &timeout, &size) != 0 ||
      (timeout.tv_sec == 0 && timeout.tv_usec == 0)) {
    return kNoDeadline;
  }
  return self.execution->LookAtClock(self, site) +
         timeout.tv_sec * VirtualTime{1'000'000'000} +
         timeout.tv_usec * VirtualTime{1'000};
}

void NoteOutside(Task& self, std::string_view what, int descriptor) {
  self.execution->NoteUnmodelled(
      absl::StrCat(Text(what), " descriptor ", descriptor),
      "its other end is outside of this program, so replay is best effort: "
      "what comes from there, and when, is in no schedule");
}

void LetBytesArrive(const Channel& channel, size_t end) {
  const uint64_t under_way = channel.directions[1 - end].under_way();
  const int descriptor = channel.descriptors[end];
  if (descriptor < 0 || under_way > kArrivesBytes) return;
  LetSystemCatchUp([=] {
    int there = 0;
    return ioctl(descriptor, FIONREAD, &there) != 0 ||
           static_cast<uint64_t>(there) >= under_way;
  });
}

void LetEndArrive(const Channel& channel, size_t end) {
  const int descriptor = channel.descriptors[end];
  if (!channel.counts || descriptor < 0) return;
  if (channel.directions[1 - end].under_way() > kArrivesBytes) return;
  LetSystemCatchUp([=] {
    pollfd look{descriptor, POLLRDHUP, 0};
    INTERLEAVE_REAL(poll)(&look, 1, 0);
    return look.revents != 0;
  });
}

ssize_t ReceiveFrom(Task& self, std::shared_ptr<OpenFile> file,
                    const Transfer& transfer) {
  Execution& execution = *self.execution;
  Descriptors& descriptors = execution.descriptors();
  Channel& channel = *file->channel;
  const Operation operation{OperationKind::kReceive,
                            descriptors.ObjectOf(channel).id, transfer.site};
  const Gate& gate = descriptors.ObjectOf(channel).gate;
  if (file->kind == OpenFile::Kind::kOutside) {
    NoteOutside(self, "read of", transfer.descriptor);
  }
  const size_t bytes = BytesOf(transfer);
  if ((transfer.flags & MSG_DONTWAIT) != 0 ||
      IsNonblocking(transfer.descriptor)) {
    execution.ComeToTry(self, transfer.site, gate);
    execution.Point(self, operation);
    const ssize_t got =
        ReceivePiece(*file, transfer.descriptor, transfer, 0, bytes);
    KeepErrno([&] {
      const bool taken = !WouldBlock(got);
      execution.LeaveTry(self, gate, operation.object, taken);
      if (!taken) return;
      AnnounceAcquire(OrderKey(*file, 1 - file->end));
      descriptors.Changed(self, channel);
    });
    return got;
  }
  const VirtualTime deadline = DeadlineOf(self, *file, transfer, SO_RCVTIMEO);
  const auto is_ready = [&](std::vector<pollfd>& polls) {
    return bytes == 0 || EventsNow(descriptors, polls) > 0;
  };
  size_t done = 0;
  while (true) {
    DescriptorWaiter waiter(
        is_ready, PollsOf(transfer.descriptor, POLLIN | POLLRDHUP | POLLPRI));
    self.channel_need = Channel::NeedOf(Channel::kReceives, file->end);
    const WaitEnd end =
        WaitForDescriptors(self, operation, waiter, deadline, true);
    if (end != WaitEnd::kReady) {
      if (done > 0) return static_cast<ssize_t>(done);
      errno = ErrorOf(end);
      return -1;
    }
    const ssize_t got = ReceivePiece(*file, waiter.polls.front().fd, transfer,
                                     done, bytes - done);
    KeepErrno([&] {
      AnnounceAcquire(OrderKey(*file, 1 - file->end));
      descriptors.Changed(self, channel);
    });
    if (WouldBlock(got)) continue;  // another process took it
    if (got < 0) return done > 0 ? static_cast<ssize_t>(done) : got;
    done += static_cast<size_t>(got);
    if (got == 0 || done >= bytes || (transfer.flags & MSG_WAITALL) == 0) {
      return static_cast<ssize_t>(done);
    }
  }
}

namespace {

// A write to what nobody reads ends the program, unless it says otherwise.
void TellBroken(Task& self, const OpenFile& file, const Transfer& transfer) {
  if (errno != EPIPE || (transfer.flags & MSG_NOSIGNAL) != 0) return;
  if (file.is_socket && file.kind != OpenFile::Kind::kStream) return;
  KeepErrno([&] { SendToTask(self, self, SIGPIPE); });
}

void SentPiece(Task& self, const OpenFile& file, Channel& target,
               ssize_t given) {
  KeepErrno([&] {
    if (given < 0) return;
    AnnounceRelease(&target == file.channel ? OrderKey(file, file.end)
                                            : &target.directions[0]);
    self.execution->descriptors().Changed(self, target);
  });
}

ssize_t TrySend(Task& self, Sender& sender, const Transfer& transfer,
                const Operation& operation) {
  Execution& execution = *self.execution;
  const Gate& gate = execution.objects().at(operation.object).gate;
  execution.ComeToTry(self, transfer.site, gate);
  execution.Point(self, operation);
  const ssize_t given = SendPiece(sender, transfer.descriptor, transfer, 0,
                                  BytesOf(transfer), /*blocks=*/false);
  KeepErrno([&] {
    execution.LeaveTry(self, gate, operation.object, !WouldBlock(given));
  });
  SentPiece(self, sender.file, sender.target, given);
  if (given < 0) TellBroken(self, sender.file, transfer);
  return given;
}

}  // namespace

ssize_t SendTo(Task& self, std::shared_ptr<OpenFile> file,
               const Transfer& transfer) {
  Descriptors& descriptors = self.execution->descriptors();
  Channel& target =
      transfer.target == nullptr ? *file->channel : *transfer.target;
  const Operation operation{OperationKind::kSend,
                            descriptors.ObjectOf(target).id, transfer.site};
  const size_t bytes = BytesOf(transfer);
  Sender sender{descriptors, *file, target};
  if ((transfer.flags & MSG_DONTWAIT) != 0 ||
      IsNonblocking(transfer.descriptor)) {
    return TrySend(self, sender, transfer, operation);
  }
  const VirtualTime deadline = DeadlineOf(self, *file, transfer, SO_SNDTIMEO);
  const bool in_pieces = file->kind == OpenFile::Kind::kPipe ||
                         file->kind == OpenFile::Kind::kStream ||
                         file->kind == OpenFile::Kind::kOutside;
  const auto is_ready = [&](std::vector<pollfd>& polls) {
    return sender.CanSend(polls);
  };
  size_t done = 0;
  while (true) {
    DescriptorWaiter waiter(is_ready, PollsOf(transfer.descriptor, POLLOUT));
    if (file->kind != OpenFile::Kind::kDatagram) {
      self.channel_need = Channel::NeedOf(Channel::kSends, file->end);
    }
    const WaitEnd end =
        WaitForDescriptors(self, operation, waiter, deadline, true);
    if (end != WaitEnd::kReady) {
      if (done > 0) return static_cast<ssize_t>(done);
      errno = ErrorOf(end);
      return -1;
    }
    const ssize_t given = SendPiece(sender, waiter.polls.front().fd, transfer,
                                    done, bytes - done, /*blocks=*/true);
    sender.failed = WouldBlock(given);
    sender.changes_at_failure = target.changes;
    SentPiece(self, *file, target, given);
    if (sender.failed) continue;
    if (given < 0) {
      if (done > 0) return static_cast<ssize_t>(done);
      TellBroken(self, *file, transfer);
      return given;
    }
    done += static_cast<size_t>(given);
    if (done >= bytes || !in_pieces) return static_cast<ssize_t>(done);
  }
}

}  // namespace interleave
