// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Code under test with yield points, compiled three times: with Interleave
// enabled, with it off, and with the points cut out of the text.

#include <cstddef>
#include <cstdint>

#include "interleave/runtime/point.h"

#if POOL_WITHOUT_POINTS
#define POOL_POINT(...) static_cast<void>(0)
#else
#define POOL_POINT(...) INTERLEAVE_POINT(__VA_ARGS__)
#endif

struct Pool {
  int* sockets;
  size_t size;
};

int PoolReset(Pool& pool) {
  int sum = 0;
  POOL_POINT("pool.reset.started");
  for (size_t i = 0; i < pool.size; ++i) {
    POOL_POINT("pool.reset.loaded", &pool.sockets[i]);
    sum += pool.sockets[i];
    if (sum < 0) POOL_POINT("pool.reset.negative");
  }
  POOL_POINT("pool.reset.stored");
  pool.size = 0;
  return sum;
}

template <typename T>
inline T Take(Pool& pool) {
  POOL_POINT("pool.take.entered", &pool);
  return pool.size == 0 ? T() : static_cast<T>(pool.sockets[--pool.size]);
}

long PoolTake(Pool& pool) { return Take<long>(pool) + Take<short>(pool); }
