// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Tests that fail, as they would for whoever wrote the pool, until it is fixed
// (SCENARIO_FIXED).

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"
#include "scenarios/pymongo_pool_reset/connection_pool.h"
#include "scenarios/pymongo_pool_reset/connection_pool_fixed.h"
#include "scenarios/pymongo_pool_reset/pool_bodies.h"

namespace scenarios::pymongo_pool_reset {
namespace {

#ifdef SCENARIO_FIXED
using fixed::ConnectionPool;
#else
using buggy::ConnectionPool;
#endif

// The reported order, from the script.
INTERLEAVE_TEST(PymongoPoolReset, ResetWhileReturning,
                {.script_file = SCENARIO_FOLDER "/reproduce.script"}) {
  ResetWhileReturning<ConnectionPool>();
}

// The original's stress test; nobody says where to look.
INTERLEAVE_TEST(PymongoPoolReset, StressTest, {.strategy = "random"}) {
  StressTest<ConnectionPool>();
}

}  // namespace
}  // namespace scenarios::pymongo_pool_reset
