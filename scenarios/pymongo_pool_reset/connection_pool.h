// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The connection pool as reported: what is one statement in Python is several
// instructions, and between any two of them another thread may run.
// connection_pool_fixed.h is the same with the fix; compare the two.

#ifndef SCENARIOS_PYMONGO_POOL_RESET_CONNECTION_POOL_H_
#define SCENARIOS_PYMONGO_POOL_RESET_CONNECTION_POOL_H_

#include <memory>
#include <utility>

#include "interleave/interleave.h"
#include "scenarios/pymongo_pool_reset/python_objects.h"

namespace scenarios::pymongo_pool_reset::buggy {

class ConnectionPool {
 public:
  explicit ConnectionPool(Gil::Kind gil = Gil::Kind::kImplied) : gil_(gil) {}

  // try: return self.sockets.pop()
  // except KeyError: return self.connect()
  SocketRef GetSocket() {
    SocketSetRef sockets = sockets_.Load();  // LOAD_ATTR sockets
    INTERLEAVE_POINT("pool.get.loaded");
    SocketRef socket = sockets->Pop();  // CALL_METHOD pop
    INTERLEAVE_POINT("pool.get.popped");
    return socket != nullptr ? socket : std::make_shared<Socket>(gil_);
  }

  // self.sockets.add(sock)
  void ReturnSocket(SocketRef socket) {
    SocketSetRef sockets = sockets_.Load();  // LOAD_ATTR sockets
    INTERLEAVE_POINT("pool.return.loaded");
    sockets->Add(std::move(socket));  // CALL_METHOD add
    INTERLEAVE_POINT("pool.return.added");
  }

  // old, self.sockets = self.sockets, set()
  // for sock in old: sock.close()
  void Reset() {
    SocketSetRef old = Swap();
    SocketSet::Iterator iterator(std::move(old));  // GET_ITER
    INTERLEAVE_POINT("pool.reset.iterating");
    while (SocketRef socket = iterator.Next()) {  // FOR_ITER
      socket->Close();                            // CALL_METHOD close
      INTERLEAVE_POINT("pool.reset.closed");
    }
  }

  // For looking at the pool after the race.
  SocketSetRef sockets() const { return sockets_.Load(); }

 private:
  SocketSetRef Swap() {
    SocketSetRef first = sockets_.Load();  // LOAD_ATTR sockets
    INTERLEAVE_POINT("pool.reset.loaded");
    SocketSetRef second = std::make_shared<SocketSet>(gil_);  // BUILD_SET
    INTERLEAVE_POINT("pool.reset.built");
    first.swap(second);  // ROT_TWO
    INTERLEAVE_POINT("pool.reset.swapped");
    SocketSetRef old = std::move(second);  // STORE_FAST old
    INTERLEAVE_POINT("pool.reset.kept");
    sockets_.Store(std::move(first));  // STORE_ATTR sockets
    INTERLEAVE_POINT("pool.reset.stored");
    return old;
  }

  Gil gil_;
  SocketSetAttribute sockets_{gil_, std::make_shared<SocketSet>(gil_)};
};

}  // namespace scenarios::pymongo_pool_reset::buggy

#endif  // SCENARIOS_PYMONGO_POOL_RESET_CONNECTION_POOL_H_
