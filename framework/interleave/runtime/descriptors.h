// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Descriptors: what is known of the file descriptors that tasks made.
//
// The descriptors are the system's own, and so is what passes through them.
// What is kept here is which of them belong together: the two ends of a pipe,
// a connection and the address that it was made to. So it is known whether
// both ends are in this program, on what an operation depends, and who waits.
// Over TCP the bytes under way are counted, too, since the system may take its
// time to deliver them, and schedules must not depend on that.
//
// Thread safety: none; called by running tasks. Determinism: numbers of
// channels follow the order in which they were made. Cost: a look-up is an
// index; nothing is done where no task uses a descriptor.

#ifndef INTERLEAVE_RUNTIME_DESCRIPTORS_H_
#define INTERLEAVE_RUNTIME_DESCRIPTORS_H_

#include <poll.h>

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/object_table.h"

namespace interleave {

// What passes between two ends, or an address that is connected to.
struct Channel {
  struct Direction {  // what one end gives
    uint64_t sent = 0;
    uint64_t received = 0;
    bool closed = false;

    uint64_t under_way() const { return sent - received; }
  };

  // Bits: what can be done now without waiting.
  static constexpr uint8_t kReceives = 1;  // by end 0; by end 1 the next bit
  static constexpr uint8_t kSends = 4;     // likewise; of an address: connects
  static constexpr uint8_t NeedOf(uint8_t what, size_t end) {
    return static_cast<uint8_t>(what << end);
  }
  uint8_t Ready() const;

  ObjectKind kind = ObjectKind::kPipe;
  // A TCP connection: the bytes are counted.
  bool counts = false;
  // Operations that changed something so far.
  uint32_t changes = 0;
  std::array<Direction, 2> directions;  // by the end that gives
  // Of each end: how many open files, and the descriptor that was its last.
  std::array<uint32_t, 2> files{};
  std::array<int, 2> descriptors{-1, -1};
  // An address: who listens there, and connections that nobody has accepted.
  int listener = -1;
  uint32_t backlog = 0;
  std::deque<Channel*> pending;
};

// What one or more descriptors stand for.
struct OpenFile {
  enum class Kind : uint8_t {
    kOutside,  // its other end is in no task's hands
    kPipe,
    kStream,
    kDatagram,
    kListener,
    kEventCounter,
    kTimer,
    kEpoll,
    kSocket,  // that is not connected
  };

  Kind kind = Kind::kOutside;
  uint8_t end = 0;
  bool is_socket = false;
  bool is_local = false;  // of the family AF_UNIX
  bool any_address = false;
  uint32_t references = 0;
  Channel* channel = nullptr;  // null: of a socket that has none yet
  Channel* peer = nullptr;     // a datagram socket: whom it sends to
  std::vector<int> watched;    // by an epoll
};

// A task that waits until something is ready. It stands on that task's stack.
struct DescriptorWaiter {
  using IsReady = absl::FunctionRef<bool(std::vector<pollfd>&)>;

  DescriptorWaiter(IsReady is_ready_given, std::vector<pollfd> polls_given)
      : is_ready(is_ready_given), polls(std::move(polls_given)) {}
  ~DescriptorWaiter();
  DescriptorWaiter(const DescriptorWaiter&) = delete;
  DescriptorWaiter& operator=(const DescriptorWaiter&) = delete;

  // Of the polls. REQUIRES: outlives the waiter
  IsReady is_ready;
  // What it looks at; a number changes when the program closes it meanwhile.
  std::vector<pollfd> polls;
  Gate gate;
  std::vector<std::shared_ptr<OpenFile>> files;
  std::vector<int> kept;  // descriptors of ours, to be closed
  bool outside = false;
  Descriptors* owner = nullptr;  // once it has waited
};

class Descriptors {
 public:
  explicit Descriptors(Execution& execution) : execution_(execution) {}

  void BeginExecution(bool forgets);
  // `closes`: what was made in this execution and is open.
  void EndExecution(bool closes);
  // This process has none.
  void Forget();

  // --- What there is. ---

  Channel& NewChannel(ObjectKind kind);
  // That of an address, made when it is new; `key` is its own in all families.
  Channel& ChannelAt(const std::string& key);
  Channel* LookupChannel(const std::string& key);
  std::shared_ptr<OpenFile> Add(int descriptor, OpenFile::Kind kind,
                                Channel* channel, uint8_t end = 0);
  // The file is an end of the channel from now on.
  void Join(OpenFile& file, int descriptor, Channel& channel, uint8_t end);
  // What a task made, or null.
  std::shared_ptr<OpenFile> Lookup(int descriptor) const;
  // ... or is a pipe, socket or the like from elsewhere; null for files, and
  // for what can't be waited for.
  std::shared_ptr<OpenFile> Find(int descriptor);
  void Duplicate(int from, int to);
  // The descriptor is closed next. Returns the file if that was its last.
  void Close(int descriptor);

  Object& ObjectOf(Channel& channel);
  // " (read end, whose write end is open)" of what the task waits for; empty
  // where that is no descriptor.
  std::string TextOf(const Task& task) const;

  // --- Waiting. ---

  // The operation has changed the channel: others may be able to go on.
  void Changed(Task& self, Channel& channel);
  void Recheck();
  void AddWaiter(DescriptorWaiter& waiter);
  void RemoveWaiter(DescriptorWaiter& waiter);
  // What was closed while it waited is closed now.
  void CloseKept(DescriptorWaiter& waiter);
  // Nobody can go on: where a task waits for something outside of the program,
  // this waits, too, for at most so long. True: somebody can.
  bool WaitOutside(VirtualTime at_most);
  bool empty() const { return waiters_.empty(); }

  // --- Loopback addresses: each execution has one of its own. ---

  uint32_t loopback() const { return loopback_; }  // network order
  uint16_t NextPort() { return next_port_++; }

 private:
  struct Entry {
    std::shared_ptr<OpenFile> file;
    bool is_new = false;  // made in this execution
  };

  void Set(int descriptor, std::shared_ptr<OpenFile> file);
  void Drop(OpenFile& file);

  Execution& execution_;
  std::vector<Entry> entries_;  // by descriptor
  std::vector<std::unique_ptr<Channel>> channels_;
  std::vector<std::pair<std::string, Channel*>> addresses_;
  std::vector<DescriptorWaiter*> waiters_;
  uint32_t loopback_ = 0;
  uint32_t executions_ = 0;
  uint16_t next_port_ = 0;
};

// How a wait came to its end.
enum class WaitEnd : uint8_t { kReady, kTimeout, kInterrupted };

// The schedule point before `operation`, which comes when `waiter` is ready.
// `restarts`: a signal whose handler says so does not end it.
WaitEnd WaitForDescriptors(Task& self, Operation operation,
                           DescriptorWaiter& waiter, VirtualTime deadline,
                           bool restarts);

// A socket of the family AF_UNIX: the system lets a sender go on as long as it
// has not used up all of its buffer; poll asks for more.
bool HasRoom(int descriptor);

// What a TCP connection holds, of each direction, before its sender waits: the
// system's limits move, this does not.
inline constexpr uint64_t kConnectionBytesMax = 128 << 10;

// The events that there are now, as poll tells them; returns how many
// descriptors have some.
int EventsNow(Descriptors& descriptors, std::vector<pollfd>& polls);

// Waits, in real time and not for long, until the system has done what `done`
// asks for.
void LetSystemCatchUp(absl::FunctionRef<bool()> done);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_DESCRIPTORS_H_
