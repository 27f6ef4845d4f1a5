// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Waiting for descriptors: whether one is ready is asked of the system, when
// something was done to one for which a task waits.

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "interleave/runtime/descriptors.h"
#include "interleave/runtime/real.h"
#include "interleave/runtime/signals.h"

namespace interleave {
namespace {

constexpr int kCatchUpMillisecondsMax = 2'000;
constexpr int kOutsideMillisecondsMax = 10'000;
constexpr VirtualTime kNanosecondsInMillisecond = 1'000'000;

int PollReal(std::vector<pollfd>& polls, int milliseconds) {
  const int before = errno;
  int count = 0;
  do {
    count = INTERLEAVE_REAL(poll)(polls.data(), polls.size(), milliseconds);
  } while (count < 0 && errno == EINTR);
  errno = before;
  return count;
}

}  // namespace

bool HasRoom(int descriptor) {
  int used = 0;
  int limit = 0;
  socklen_t size = sizeof(limit);
  return ioctl(descriptor, TIOCOUTQ, &used) == 0 &&
         getsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &limit, &size) == 0 &&
         used < limit;
}

uint8_t Channel::Ready() const {
  if (kind == ObjectKind::kListener) {
    return static_cast<uint8_t>(
        (pending.empty() ? 0 : kReceives) |
        (listener < 0 || pending.size() <= backlog ? kSends : 0));
  }
  uint8_t ready = 0;
  for (size_t end = 0; end < 2; ++end) {
    const int descriptor = descriptors[end];
    if (descriptor < 0) continue;
    std::vector<pollfd> polls = {{descriptor, POLLIN | POLLRDHUP | POLLOUT, 0}};
    PollReal(polls, 0);
    const int events = polls.front().revents;
    const Direction& other = directions[1 - end];
    const bool receives = (events & ~POLLOUT) != 0 ||
                          (counts && (other.under_way() > 0 || other.closed));
    const bool sends =
        counts ? directions[end].under_way() < kConnectionBytesMax ||
                     files[1 - end] == 0
               : (events & (POLLOUT | POLLERR)) != 0 || HasRoom(descriptor);
    ready |= receives ? NeedOf(kReceives, end) : 0;
    ready |= sends ? NeedOf(kSends, end) : 0;
  }
  return ready;
}

void LetSystemCatchUp(absl::FunctionRef<bool()> done) {
  for (int waited = 0; waited < kCatchUpMillisecondsMax && !done(); ++waited) {
    std::vector<pollfd> none;
    PollReal(none, 1);
  }
}

int EventsNow(Descriptors& descriptors, std::vector<pollfd>& polls) {
  int count = PollReal(polls, 0);
  for (pollfd& poll : polls) {
    const auto file = descriptors.Lookup(poll.fd);
    if (file == nullptr || file->channel == nullptr || !file->channel->counts) {
      continue;
    }
    const bool before = poll.revents != 0;
    const Channel::Direction& other = file->channel->directions[1 - file->end];
    // On its way.
    if ((other.under_way() > 0 || other.closed)) {
      poll.revents |= static_cast<short>(poll.events & (POLLIN | POLLRDNORM));
    }
    if (other.closed) {
      poll.revents |= static_cast<short>(poll.events & POLLRDHUP);
    }
    count += (poll.revents != 0) - before;
  }
  return count;
}

void Descriptors::Changed(Task& self, Channel& channel) {
  ++channel.changes;
  execution_.NoteUnseenEffect();
  execution_.Open(ObjectOf(channel).gate);
  static_cast<void>(self);
  Recheck();
}

void Descriptors::Recheck() {
  for (DescriptorWaiter* waiter : waiters_) {
    const bool ready = waiter->is_ready(waiter->polls);
    if (ready == waiter->gate.open) continue;
    if (ready) {
      execution_.Open(waiter->gate);
    } else {
      execution_.Close(waiter->gate);
    }
  }
}

void Descriptors::AddWaiter(DescriptorWaiter& waiter) {
  for (const pollfd& poll : waiter.polls) {
    if (auto file = Lookup(poll.fd)) {
      waiter.outside |= file->kind == OpenFile::Kind::kOutside;
      waiter.files.push_back(std::move(file));
    } else if (poll.fd >= 0) {
      waiter.outside = true;
    }
  }
  waiter.owner = this;
  waiters_.push_back(&waiter);
}

void Descriptors::RemoveWaiter(DescriptorWaiter& waiter) {
  std::erase(waiters_, &waiter);
}

DescriptorWaiter::~DescriptorWaiter() {
  if (!kept.empty()) owner->CloseKept(*this);
}

void Descriptors::CloseKept(DescriptorWaiter& waiter) {
  const int error = errno;
  for (const int kept : waiter.kept) INTERLEAVE_REAL(close)(kept);
  for (size_t i = 0; i < waiter.kept.size(); ++i) {
    for (const auto& file : waiter.files) {
      const bool is_open =
          std::any_of(entries_.begin(), entries_.end(),
                      [&](const Entry& entry) { return entry.file == file; });
      if (!is_open && file->references > 0) {
        Drop(*file);
        break;
      }
    }
  }
  errno = error;
}

bool Descriptors::WaitOutside(VirtualTime at_most) {
  if (waiters_.empty()) return false;
  // One that is ready already may be held for another reason.
  const auto ready = [&] {
    return std::count_if(
        waiters_.begin(), waiters_.end(),
        [](const DescriptorWaiter* waiter) { return waiter->gate.open; });
  };
  const auto before = ready();
  Recheck();
  if (ready() > before) return true;
  std::vector<pollfd> polls;
  for (const DescriptorWaiter* waiter : waiters_) {
    if (!waiter->outside) continue;
    polls.insert(polls.end(), waiter->polls.begin(), waiter->polls.end());
  }
  if (polls.empty()) return false;
  const VirtualTime limit = kOutsideMillisecondsMax * kNanosecondsInMillisecond;
  PollReal(polls, static_cast<int>(std::min(at_most, limit) /
                                   kNanosecondsInMillisecond));
  Recheck();
  return ready() > before;
}

WaitEnd WaitForDescriptors(Task& self, Operation operation,
                           DescriptorWaiter& waiter, VirtualTime deadline,
                           bool restarts) {
  Execution& execution = *self.execution;
  Descriptors& descriptors = execution.descriptors();
  descriptors.AddWaiter(waiter);
  WaitEnd end = WaitEnd::kReady;
  while (true) {
    waiter.gate.open = waiter.is_ready(waiter.polls);
    self.interruptible = true;
    if (execution.PassGate(self, operation, waiter.gate, deadline)) {
      self.interrupted = false;
      break;
    }
    if (!std::exchange(self.interrupted, false)) {
      end = WaitEnd::kTimeout;
      break;
    }
    if (!DeliverAndRestart(self) || !restarts) {
      end = WaitEnd::kInterrupted;
      break;
    }
  }
  self.looks_at.clear();
  self.channel_need = 0;
  descriptors.RemoveWaiter(waiter);
  return end;
}

}  // namespace interleave
