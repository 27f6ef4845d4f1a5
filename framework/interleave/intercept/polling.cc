// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: waiting until one of several descriptors is ready.

#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <vector>

#include "interleave/intercept/doors.h"
#include "interleave/intercept/signal_set.h"
#include "interleave/intercept/virtual_clock.h"
#include "interleave/runtime/descriptors.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/real.h"
#include "interleave/runtime/signals.h"

namespace interleave {
namespace {

constexpr std::string_view kPollingNames[] = {
    "poll",    "ppoll",     "__poll_chk", "__ppoll_chk", "select",
    "pselect", "epoll_ctl", "epoll_wait", "epoll_pwait"};

constexpr short kReadEvents =
    POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR;
constexpr short kWriteEvents = POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR;

// How long a call may wait; null: for ever.
using Timeout = std::optional<timespec>;

Timeout OfMilliseconds(int milliseconds) {
  if (milliseconds < 0) return std::nullopt;
  return timespec{milliseconds / 1'000, milliseconds % 1'000 * 1'000'000L};
}

bool IsZero(const Timeout& timeout) {
  return timeout.has_value() && timeout->tv_sec == 0 && timeout->tv_nsec == 0;
}

VirtualTime DeadlineOfWait(Task& self, const Timeout& timeout,
                           const void* site) {
  if (!timeout.has_value()) return kNoDeadline;
  return DeadlineAfter(self.execution->LookAtClock(self, site), *timeout);
}

// Of all that the call looks at.
std::vector<ObjectId> ObjectsOf(Descriptors& descriptors,
                                const std::vector<int>& watched) {
  std::vector<ObjectId> objects;
  for (const int descriptor : watched) {
    const auto file = descriptors.Find(descriptor);
    if (file == nullptr || file->channel == nullptr) continue;
    const ObjectId object = descriptors.ObjectOf(*file->channel).id;
    if (std::find(objects.begin(), objects.end(), object) == objects.end()) {
      objects.push_back(object);
    }
  }
  return objects;
}

Operation OperationOn(Task& self, const std::vector<ObjectId>& objects,
                      const void* site) {
  self.looks_at.assign(objects.begin() + (objects.empty() ? 0 : 1),
                       objects.end());
  return {OperationKind::kPoll, objects.empty() ? kNoObject : objects.front(),
          site};
}

// A look that does not wait; `look` says what it found.
template <typename Look>
int LookOnce(Task& self, const std::vector<ObjectId>& objects, const void* site,
             Look look) {
  Execution& execution = *self.execution;
  static const Gate kNothing;
  const Gate& first =
      objects.empty() ? kNothing : execution.objects().at(objects[0]).gate;
  execution.ComeToTry(self, site, first);
  execution.Point(self, OperationOn(self, objects, site));
  self.looks_at.clear();
  const int found = look();
  const int error = errno;
  if (found == 0) {
    for (const ObjectId object : objects) {
      execution.LookedAt(self, execution.objects().at(object).gate, object);
    }
    execution.LeaveYield(self);
  } else {
    self.yield_counts = false;
    execution.NoteUnseenEffect();
  }
  errno = error;
  return found;
}

int Wait(Task& self, const std::vector<ObjectId>& objects,
         DescriptorWaiter& waiter, const Timeout& timeout, const void* site) {
  const VirtualTime deadline = DeadlineOfWait(self, timeout, site);
  const WaitEnd end = WaitForDescriptors(self, OperationOn(self, objects, site),
                                         waiter, deadline, false);
  if (end == WaitEnd::kReady) self.execution->NoteUnseenEffect();
  if (end != WaitEnd::kInterrupted) return 0;
  errno = EINTR;
  return -1;
}

int Poll(Task& self, pollfd* given, nfds_t count, const Timeout& timeout,
         const void* site) {
  Descriptors& descriptors = self.execution->descriptors();
  std::vector<int> watched;
  for (nfds_t i = 0; i < count; ++i) watched.push_back(given[i].fd);
  const std::vector<ObjectId> objects = ObjectsOf(descriptors, watched);
  std::vector<pollfd> polls(given, given + count);
  int found = 0;
  if (IsZero(timeout)) {
    found = LookOnce(self, objects, site,
                     [&] { return EventsNow(descriptors, polls); });
  } else {
    const auto is_ready = [&](std::vector<pollfd>& asked) {
      return EventsNow(descriptors, asked) > 0;
    };
    DescriptorWaiter waiter(is_ready, polls);
    if (Wait(self, objects, waiter, timeout, site) < 0) return -1;
    found = EventsNow(descriptors, waiter.polls);
    polls = std::move(waiter.polls);
  }
  for (nfds_t i = 0; i < count; ++i) given[i].revents = polls[i].revents;
  return found;
}

short EventsOf(int descriptor, const fd_set* reads, const fd_set* writes,
               const fd_set* others) {
  short events = 0;
  const auto add = [&](const fd_set* set, int flags) {
    if (set != nullptr && FD_ISSET(descriptor, set)) {
      events = static_cast<short>(events | flags);
    }
  };
  add(reads, POLLIN);
  add(writes, POLLOUT);
  add(others, POLLPRI);
  return events;
}

int Select(Task& self, int end, fd_set* reads, fd_set* writes, fd_set* others,
           const Timeout& timeout, const void* site) {
  std::vector<pollfd> polls;
  for (int descriptor = 0; descriptor < end; ++descriptor) {
    const short events = EventsOf(descriptor, reads, writes, others);
    if (events != 0) polls.push_back({descriptor, events, 0});
  }
  const int found = Poll(self, polls.data(), polls.size(), timeout, site);
  if (found < 0) return found;
  for (const pollfd& poll : polls) {
    if ((poll.revents & POLLNVAL) == 0) continue;
    errno = EBADF;
    return -1;
  }
  int bits = 0;
  for (const pollfd& poll : polls) {
    const auto keep = [&](fd_set* set, int flags) {
      if (set == nullptr || !FD_ISSET(poll.fd, set)) return;
      if ((poll.revents & flags) != 0) {
        ++bits;
      } else {
        FD_CLR(poll.fd, set);
      }
    };
    keep(reads, kReadEvents);
    keep(writes, kWriteEvents);
    keep(others, POLLPRI);
  }
  return bits;
}

// What an epoll watches, also by others that it watches.
void AddWatched(Descriptors& descriptors, int epoll,
                std::vector<int>& watched) {
  if (std::find(watched.begin(), watched.end(), epoll) != watched.end()) {
    return;
  }
  watched.push_back(epoll);
  const auto file = descriptors.Lookup(epoll);
  if (file == nullptr || file->kind != OpenFile::Kind::kEpoll) return;
  for (const int descriptor : file->watched) {
    AddWatched(descriptors, descriptor, watched);
  }
}

int WaitForEvents(Task& self, int epoll, epoll_event* events, int count,
                  const Timeout& timeout, const void* site) {
  Descriptors& descriptors = self.execution->descriptors();
  std::vector<int> watched;
  AddWatched(descriptors, epoll, watched);
  const std::vector<ObjectId> objects = ObjectsOf(descriptors, watched);
  const auto look = [&](int descriptor) {
    return INTERLEAVE_REAL(epoll_wait)(descriptor, events, count, 0);
  };
  const auto own = descriptors.Lookup(epoll);
  int found = 0;
  if (IsZero(timeout)) {
    found = LookOnce(self, objects, site, [&] { return look(epoll); });
  } else {
    const auto is_ready = [&](std::vector<pollfd>& polls) {
      pollfd first = polls.front();
      return INTERLEAVE_REAL(poll)(&first, 1, 0) > 0;
    };
    DescriptorWaiter waiter(is_ready, {pollfd{epoll, POLLIN, 0}});
    for (const int descriptor : watched) {
      const auto file = descriptors.Lookup(descriptor);
      waiter.outside |=
          file == nullptr || file->kind == OpenFile::Kind::kOutside;
    }
    if (Wait(self, objects, waiter, timeout, site) < 0) return -1;
    found = look(waiter.polls.front().fd);
  }
  const int error = errno;
  if (found > 0) {
    AnnounceAcquire(own->channel);
    // What is told once (EPOLLET) is told to nobody else.
    descriptors.Changed(self, *own->channel);
  }
  errno = error;
  return found;
}

// The task blocks other signals while it waits.
template <typename Call>
int WithSignals(Task& self, const sigset_t* blocked, Call call) {
  if (blocked == nullptr) return call();
  const uint64_t before = self.signals_blocked;
  self.signals_blocked = SignalsOf(*blocked);
  int result = -1;
  if ((PendingSignals(self) & ~self.signals_blocked) != 0) {
    DeliverAndRestart(self);
    errno = EINTR;
  } else {
    result = call();
  }
  const int error = errno;
  BlockSignals(self, before);
  errno = error;
  return result;
}

std::shared_ptr<OpenFile> EpollOf(Task* self, int epoll) {
  if (self == nullptr) return nullptr;
  auto file = self->execution->descriptors().Lookup(epoll);
  return file != nullptr && file->kind == OpenFile::Kind::kEpoll ? file
                                                                 : nullptr;
}

Timeout OfTimespec(const timespec* time) {
  return time == nullptr ? Timeout() : Timeout(*time);
}

}  // namespace

DoorNames PollingDoors() { return kPollingNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::Task;

extern "C" {

int poll(pollfd* polls, nfds_t count, int milliseconds) {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(poll)(polls, count, milliseconds);
  return interleave::Poll(*self, polls, count,
                          interleave::OfMilliseconds(milliseconds),
                          INTERLEAVE_CALLER());
}

int ppoll(pollfd* polls, nfds_t count, const timespec* time,
          const sigset_t* blocked) {
  Task* const self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(ppoll)(polls, count, time, blocked);
  }
  const void* const site = INTERLEAVE_CALLER();
  return interleave::WithSignals(*self, blocked, [&] {
    return interleave::Poll(*self, polls, count, interleave::OfTimespec(time),
                            site);
  });
}

int __poll_chk(pollfd* polls, nfds_t count, int milliseconds, size_t room) {
  if (room / sizeof(*polls) < count) std::abort();
  return poll(polls, count, milliseconds);
}

int __ppoll_chk(pollfd* polls, nfds_t count, const timespec* time,
                const sigset_t* blocked, size_t room) {
  if (room / sizeof(*polls) < count) std::abort();
  return ppoll(polls, count, time, blocked);
}

int select(int end, fd_set* reads, fd_set* writes, fd_set* others,
           timeval* time) {
  Task* const self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(select)(end, reads, writes, others, time);
  }
  interleave::Timeout timeout;
  if (time != nullptr) timeout = timespec{time->tv_sec, time->tv_usec * 1'000};
  return interleave::Select(*self, end, reads, writes, others, timeout,
                            INTERLEAVE_CALLER());
}

int pselect(int end, fd_set* reads, fd_set* writes, fd_set* others,
            const timespec* time, const sigset_t* blocked) {
  Task* const self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pselect)(end, reads, writes, others, time, blocked);
  }
  const void* const site = INTERLEAVE_CALLER();
  return interleave::WithSignals(*self, blocked, [&] {
    return interleave::Select(*self, end, reads, writes, others,
                              interleave::OfTimespec(time), site);
  });
}

int epoll_ctl(int epoll, int change, int descriptor,
              epoll_event* event) noexcept {
  Task* const self = CurrentTask();
  const auto file = interleave::EpollOf(self, epoll);
  if (file == nullptr) {
    return INTERLEAVE_REAL(epoll_ctl)(epoll, change, descriptor, event);
  }
  interleave::Descriptors& descriptors = self->execution->descriptors();
  self->execution->Point(
      *self, {interleave::OperationKind::kWatch,
              descriptors.ObjectOf(*file->channel).id, INTERLEAVE_CALLER()});
  const int result =
      INTERLEAVE_REAL(epoll_ctl)(epoll, change, descriptor, event);
  if (result != 0) return result;
  interleave::AnnounceRelease(file->channel);
  if (change == EPOLL_CTL_ADD) {
    descriptors.Find(descriptor);
    file->watched.push_back(descriptor);
  } else if (change == EPOLL_CTL_DEL) {
    std::erase(file->watched, descriptor);
  }
  descriptors.Changed(*self, *file->channel);
  return result;
}

int epoll_wait(int epoll, epoll_event* events, int count, int milliseconds) {
  Task* const self = CurrentTask();
  if (interleave::EpollOf(self, epoll) == nullptr) {
    return INTERLEAVE_REAL(epoll_wait)(epoll, events, count, milliseconds);
  }
  return interleave::WaitForEvents(*self, epoll, events, count,
                                   interleave::OfMilliseconds(milliseconds),
                                   INTERLEAVE_CALLER());
}

int epoll_pwait(int epoll, epoll_event* events, int count, int milliseconds,
                const sigset_t* blocked) {
  Task* const self = CurrentTask();
  if (interleave::EpollOf(self, epoll) == nullptr) {
    return INTERLEAVE_REAL(epoll_pwait)(epoll, events, count, milliseconds,
                                        blocked);
  }
  const void* const site = INTERLEAVE_CALLER();
  return interleave::WithSignals(*self, blocked, [&] {
    return interleave::WaitForEvents(*self, epoll, events, count,
                                     interleave::OfMilliseconds(milliseconds),
                                     site);
  });
}

}  // extern "C"
