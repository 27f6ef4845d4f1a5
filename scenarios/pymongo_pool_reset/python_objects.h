// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// As much of Python as the pool is made of: the interpreter lock, an attribute
// and a set, both held by reference, and a set's iterator that fails fast.
//
// Thread safety: every method is one instruction of the interpreter, so atomic
// under the Gil; what lies between two calls is not.

#ifndef SCENARIOS_PYMONGO_POOL_RESET_PYTHON_OBJECTS_H_
#define SCENARIOS_PYMONGO_POOL_RESET_PYTHON_OBJECTS_H_

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace scenarios::pymongo_pool_reset {

// The global interpreter lock, which makes an instruction atomic.
//
// kImplied: under control one task runs at a time and gives way only at the
// named points, which lie between the instructions, so nothing needs to be
// locked. kTaken locks for each instruction, as real threads need it; under
// control each such lock and unlock is two more schedule points, and a space
// of a thousand schedules becomes one of many millions.
class Gil {
 public:
  enum class Kind { kImplied, kTaken };

  explicit Gil(Kind kind) : kind_(kind) {}

 private:
  friend class Instruction;

  const Kind kind_;
  std::mutex mutex_;
};

// Holds the Gil for one instruction.
class Instruction {
 public:
  explicit Instruction(Gil& gil) : gil_(gil) {
    if (gil_.kind_ == Gil::Kind::kTaken) gil_.mutex_.lock();
  }
  ~Instruction() {
    if (gil_.kind_ == Gil::Kind::kTaken) gil_.mutex_.unlock();
  }
  Instruction(const Instruction&) = delete;
  Instruction& operator=(const Instruction&) = delete;

 private:
  Gil& gil_;
};

// Python's exception of that name.
class RuntimeError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A connection to the server. Closing it twice does no harm.
class Socket {
 public:
  explicit Socket(Gil& gil) : gil_(gil) {}

  void Close() {
    const Instruction instruction(gil_);
    open_ = false;
  }
  bool is_open() const { return open_; }

 private:
  Gil& gil_;
  bool open_ = true;
};

using SocketRef = std::shared_ptr<Socket>;

// A set of sockets. Who holds a reference to it sees every change.
class SocketSet {
 public:
  class Iterator;

  explicit SocketSet(Gil& gil) : gil_(gil) {}

  void Add(SocketRef socket) {
    const Instruction instruction(gil_);
    sockets_.push_back(std::move(socket));
  }

  // Takes some socket out; null when there is none.
  SocketRef Pop() {
    const Instruction instruction(gil_);
    if (sockets_.empty()) return nullptr;
    SocketRef socket = std::move(sockets_.back());
    sockets_.pop_back();
    return socket;
  }

  size_t size() const { return sockets_.size(); }

 private:
  Gil& gil_;
  std::vector<SocketRef> sockets_;  // in order of addition, for determinism
};

using SocketSetRef = std::shared_ptr<SocketSet>;

// What `for socket in sockets` works with. Keeps the set alive.
class SocketSet::Iterator {
 public:
  explicit Iterator(SocketSetRef set) : set_(std::move(set)) {
    const Instruction instruction(set_->gil_);
    size_ = set_->sockets_.size();
  }

  // The next socket; null at the end. Throws RuntimeError when the set has
  // grown or shrunk since the iteration began, at the end too.
  SocketRef Next() {
    const Instruction instruction(set_->gil_);
    if (set_->sockets_.size() != size_) {
      throw RuntimeError("Set changed size during iteration");
    }
    return next_ < size_ ? set_->sockets_[next_++] : nullptr;
  }

 private:
  const SocketSetRef set_;
  size_t size_ = 0;
  size_t next_ = 0;
};

// `self.sockets`: loading it gives the same set to everybody, no copy.
class SocketSetAttribute {
 public:
  SocketSetAttribute(Gil& gil, SocketSetRef set)
      : gil_(gil), set_(std::move(set)) {}

  SocketSetRef Load() const {
    const Instruction instruction(gil_);
    return set_;
  }
  void Store(SocketSetRef set) {
    const Instruction instruction(gil_);
    set_ = std::move(set);
  }

 private:
  Gil& gil_;
  SocketSetRef set_;
};

}  // namespace scenarios::pymongo_pool_reset

#endif  // SCENARIOS_PYMONGO_POOL_RESET_PYTHON_OBJECTS_H_
