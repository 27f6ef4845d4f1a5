// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/graph_operation.h"

#include <gtest/gtest.h>

#include "interleave/runtime/execution.h"

namespace interleave {
namespace {

using Role = GraphOperation::Role;

class GraphOperationTest : public testing::Test {
 protected:
  GraphOperationTest() {
    ProcessExecution().objects().Reset();
    task_.id = 3;
    task_.execution = &ProcessExecution();
  }
  ~GraphOperationTest() override { ProcessExecution().objects().Reset(); }

  // Its next operation is one on an object at `address`.
  Object& Next(OperationKind kind, ObjectKind of) {
    Object& object = ProcessExecution().objects().Find(&word_, of);
    task_.next = {kind, object.id, nullptr};
    return object;
  }
  GraphOperation Read() {
    GraphOperation operation;
    EXPECT_TRUE(ReadOperation(task_, &operation));
    EXPECT_EQ(operation.task, 3u);
    return operation;
  }
  bool IsHandled() {
    GraphOperation operation;
    return ReadOperation(task_, &operation);
  }

  uint64_t word_ = 0;
  Task task_;
};

struct Access {
  OperationKind kind;
  bool reads;
  bool writes;
};

TEST_F(GraphOperationTest, AccessesReadAndWriteTheirBytes) {
  // The order of plain writes is kept: they read what they overwrite.
  for (const Access& access :
       {Access{OperationKind::kRead, true, false},
        Access{OperationKind::kAtomicLoad, true, false},
        Access{OperationKind::kWrite, true, true},
        Access{OperationKind::kAtomicStore, false, true},
        Access{OperationKind::kAtomicChange, true, true}}) {
    Next(access.kind, ObjectKind::kMemory);
    task_.access_bytes = 4;
    const GraphOperation operation = Read();
    EXPECT_EQ(operation.role, Role::kAccess);
    EXPECT_EQ(operation.reads, access.reads);
    EXPECT_EQ(operation.writes, access.writes);
    EXPECT_EQ(operation.place, reinterpret_cast<uintptr_t>(&word_));
    EXPECT_EQ(operation.bytes, 4u);
  }
}

TEST_F(GraphOperationTest, StepsOfATaskTouchNothing) {
  for (const OperationKind kind :
       {OperationKind::kStart, OperationKind::kYield, OperationKind::kFence}) {
    task_.next = {kind, kNoObject, nullptr};
    const GraphOperation operation = Read();
    EXPECT_EQ(operation.role, Role::kStep);
    EXPECT_EQ(operation.place, 0u);
    EXPECT_FALSE(operation.reads);
  }
}

TEST_F(GraphOperationTest, YieldPointsOfOneObjectAreInOrder) {
  task_.next = {OperationKind::kPoint, kNoObject, nullptr};
  const GraphOperation without = Read();
  EXPECT_TRUE(without.reads && without.writes);
  Next(OperationKind::kPoint, ObjectKind::kUser);
  const GraphOperation with = Read();
  EXPECT_TRUE(with.reads && with.writes);
  EXPECT_NE(with.place, without.place);
}

TEST_F(GraphOperationTest, ReadingsOfTheClockAreInOrder) {
  task_.next = {OperationKind::kReadClock, kNoObject, nullptr};
  const GraphOperation reading = Read();
  EXPECT_TRUE(reading.reads && reading.writes);
  task_.next = {OperationKind::kPoint, kNoObject, nullptr};
  EXPECT_NE(reading.place, Read().place);
}

TEST_F(GraphOperationTest, JoinNamesTheOther) {
  task_.next = {OperationKind::kJoin, 7, nullptr};
  EXPECT_EQ(Read().role, Role::kJoin);
  EXPECT_EQ(Read().other, 7u);
}

TEST_F(GraphOperationTest, LocksAreAPlaceOfTheirOwn) {
  Object& mutex = Next(OperationKind::kLock, ObjectKind::kMutex);
  EXPECT_EQ(Read().role, Role::kLock);
  EXPECT_EQ(Read().place,
            GraphOperation::kLocks | reinterpret_cast<uintptr_t>(&word_));
  Next(OperationKind::kTryLock, ObjectKind::kMutex);
  EXPECT_EQ(Read().role, Role::kTryLock);
  mutex.owner = &task_;
  mutex.depth = 1;
  Next(OperationKind::kUnlock, ObjectKind::kMutex);
  EXPECT_EQ(Read().role, Role::kUnlock);
}

TEST_F(GraphOperationTest, ALockThatIsKeptStaysAsItIs) {
  Object& mutex = Next(OperationKind::kUnlock, ObjectKind::kMutex);
  EXPECT_EQ(Read().role, Role::kStep) << "somebody else's";
  mutex.owner = &task_;
  mutex.depth = 2;
  EXPECT_EQ(Read().role, Role::kStep) << "taken twice";
  Next(OperationKind::kTryLock, ObjectKind::kMutex);
  EXPECT_EQ(Read().role, Role::kStep);
  Next(OperationKind::kLock, ObjectKind::kMutex);
  task_.slot = 0;
  EXPECT_EQ(Read().role, Role::kStep);
  task_.slot = ChoicePoint::kNotEnabled;
  EXPECT_EQ(Read().role, Role::kLock) << "it waits for itself";
}

struct Unhandled {
  OperationKind kind;
  ObjectKind of;
  const char* name;
};

TEST_F(GraphOperationTest, NamesWhatIsNotHandled) {
  for (const Unhandled& one :
       {Unhandled{OperationKind::kWait, ObjectKind::kCondition,
                  "condition variables"},
        Unhandled{OperationKind::kSignal, ObjectKind::kCondition,
                  "condition variables"},
        Unhandled{OperationKind::kAcquire, ObjectKind::kSemaphore,
                  "semaphores"},
        Unhandled{OperationKind::kArrive, ObjectKind::kBarrier, "barriers"},
        Unhandled{OperationKind::kReceive, ObjectKind::kPipe,
                  "pipes, sockets and other descriptors"},
        Unhandled{OperationKind::kKill, ObjectKind::kUser,
                  "signals between tasks"},
        Unhandled{OperationKind::kSetTimer, ObjectKind::kUser, "timers"},
        Unhandled{OperationKind::kReadLock, ObjectKind::kReadWriteLock,
                  "reader-writer locks"},
        Unhandled{OperationKind::kLock, ObjectKind::kReadWriteLock,
                  "reader-writer locks"},
        Unhandled{OperationKind::kUnlock, ObjectKind::kConditionLock,
                  "absl::Mutex"}}) {
    ProcessExecution().objects().Reset();
    Next(one.kind, one.of);
    EXPECT_FALSE(IsHandled());
    EXPECT_EQ(UnhandledName(task_), one.name);
  }
}

TEST_F(GraphOperationTest, WhatHasADeadlineIsNotHandled) {
  Next(OperationKind::kTimedLock, ObjectKind::kMutex);
  EXPECT_FALSE(IsHandled());
  EXPECT_EQ(UnhandledName(task_), "operations with a deadline");
  task_.next = {OperationKind::kYield, kNoObject, nullptr};
  task_.deadline = 5;
  EXPECT_FALSE(IsHandled());
}

}  // namespace
}  // namespace interleave
