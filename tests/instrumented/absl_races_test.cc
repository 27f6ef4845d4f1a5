// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Races that Abseil's synchronisation prevents, or seems to. Its library is not
// instrumented: what it orders is known from its doors.

#include "absl/base/call_once.h"
#include "absl/synchronization/barrier.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "twins.h"

namespace interleave {
namespace {

// What the readers do is ordered among them by nothing.
void WrittenUnderAReaderLock() {
  absl::Mutex mutex;
  int count = 0;
  const auto increment = [&] {
    const absl::ReaderMutexLock lock(&mutex);
    ++count;
  };
  Together(increment, increment);
}

void WrittenUnderAWriterLock() {
  absl::Mutex mutex;
  int count = 0;
  const auto increment = [&] {
    const absl::MutexLock lock(&mutex);
    ++count;
  };
  Together(increment, increment);
  EXPECT_EQ(count, 2);
}
INTERLEAVE_TWINS(AbslRacesTest, Mutex, WrittenUnderAReaderLock,
                 WrittenUnderAWriterLock)

void ReadWithoutTheLock() {
  absl::Mutex mutex;
  int count = 0;
  Together(
      [&] {
        const absl::MutexLock lock(&mutex);
        ++count;
      },
      [&] { EXPECT_GE(count, 0); });
}

void ReadUnderAReaderLock() {
  absl::Mutex mutex;
  int count = 0;
  Together(
      [&] {
        const absl::MutexLock lock(&mutex);
        ++count;
      },
      [&] {
        const absl::ReaderMutexLock lock(&mutex);
        EXPECT_GE(count, 0);
      });
}
INTERLEAVE_TWINS(AbslRacesTest, ReaderLock, ReadWithoutTheLock,
                 ReadUnderAReaderLock)

// The condition is read under the lock, and set without it. (It is a function
// of ours: that of absl::Condition(&ready) is Abseil's, which is not seen.)
bool IsReady(bool* ready) { return *ready; }

void ConditionSetOutsideTheLock() {
  absl::Mutex mutex;
  bool ready = false;
  Together(
      [&] {
        ready = true;
        const absl::MutexLock lock(&mutex);
      },
      [&] {
        const absl::MutexLock lock(&mutex);
        mutex.Await(absl::Condition(&IsReady, &ready));
      });
}

void ConditionSetUnderTheLock() {
  absl::Mutex mutex;
  bool ready = false;
  int data = 0;
  Together(
      [&] {
        data = 1;
        const absl::MutexLock lock(&mutex);
        ready = true;
      },
      [&] {
        const absl::MutexLock lock(&mutex);
        mutex.Await(absl::Condition(&IsReady, &ready));
        EXPECT_EQ(data, 1);
      });
}
INTERLEAVE_TWINS(AbslRacesTest, Await, ConditionSetOutsideTheLock,
                 ConditionSetUnderTheLock)

void WrittenAfterUnlock() {
  absl::Mutex mutex;
  bool ready = false;
  int data = 0;
  Together(
      [&] {
        {
          const absl::MutexLock lock(&mutex);
          ready = true;
        }
        data = 1;
      },
      [&] {
        mutex.LockWhen(absl::Condition(&ready));
        EXPECT_GE(data, 0);
        mutex.Unlock();
      });
}

void WrittenBeforeUnlock() {
  absl::Mutex mutex;
  bool ready = false;
  int data = 0;
  Together(
      [&] {
        data = 1;
        const absl::MutexLock lock(&mutex);
        ready = true;
      },
      [&] {
        mutex.LockWhen(absl::Condition(&ready));
        EXPECT_EQ(data, 1);
        mutex.Unlock();
      });
}
INTERLEAVE_TWINS(AbslRacesTest, LockWhen, WrittenAfterUnlock,
                 WrittenBeforeUnlock)

struct Mailbox {
  void Post() {
    const absl::MutexLock lock(&mutex);
    ready = true;
    condition.Signal();
  }
  void Fetch() {
    const absl::MutexLock lock(&mutex);
    while (!ready) condition.Wait(&mutex);
  }

  absl::Mutex mutex;
  absl::CondVar condition;
  bool ready = false;
  int data = 0;
};

void WrittenAfterSignal() {
  Mailbox box;
  Together(
      [&] {
        box.Post();
        box.data = 1;
      },
      [&] {
        box.Fetch();
        EXPECT_GE(box.data, 0);
      });
}

void WrittenBeforeSignal() {
  Mailbox box;
  Together(
      [&] {
        box.data = 1;
        box.Post();
      },
      [&] {
        box.Fetch();
        EXPECT_EQ(box.data, 1);
      });
}
INTERLEAVE_TWINS(AbslRacesTest, CondVar, WrittenAfterSignal,
                 WrittenBeforeSignal)

void WrittenAfterNotify() {
  absl::Notification done;
  int data = 0;
  Together(
      [&] {
        done.Notify();
        data = 1;
      },
      [&] {
        done.WaitForNotification();
        EXPECT_GE(data, 0);
      });
}

void WrittenBeforeNotify() {
  absl::Notification done;
  int data = 0;
  Together(
      [&] {
        data = 1;
        done.Notify();
      },
      [&] {
        done.WaitForNotification();
        EXPECT_EQ(data, 1);
      });
}
INTERLEAVE_TWINS(AbslRacesTest, Notification, WrittenAfterNotify,
                 WrittenBeforeNotify)

void ReadWithoutAsking() {
  absl::Notification done;
  int data = 0;
  Together(
      [&] {
        data = 1;
        done.Notify();
      },
      [&] { EXPECT_GE(data, 0); });
}

void ReadWhenNotified() {
  absl::Notification done;
  int data = 0;
  Together(
      [&] {
        data = 1;
        done.Notify();
      },
      [&] {
        if (done.HasBeenNotified()) {
          EXPECT_EQ(data, 1);
        }
      });
}
INTERLEAVE_TWINS(AbslRacesTest, HasBeenNotified, ReadWithoutAsking,
                 ReadWhenNotified)

void WrittenAfterDecrement() {
  absl::BlockingCounter counter(1);
  int data = 0;
  Together(
      [&] {
        counter.DecrementCount();
        data = 1;
      },
      [&] {
        counter.Wait();
        EXPECT_GE(data, 0);
      });
}

void WrittenBeforeDecrement() {
  absl::BlockingCounter counter(1);
  int data = 0;
  Together(
      [&] {
        data = 1;
        counter.DecrementCount();
      },
      [&] {
        counter.Wait();
        EXPECT_EQ(data, 1);
      });
}
INTERLEAVE_TWINS(AbslRacesTest, BlockingCounter, WrittenAfterDecrement,
                 WrittenBeforeDecrement)

void SamePhase() {
  absl::Barrier barrier(2);
  int data[2] = {0, 0};
  const auto work = [&](int own) {
    barrier.Block();
    data[own] = 1;
    EXPECT_GE(data[1 - own], 0);
  };
  Together([&] { work(0); }, [&] { work(1); });
}

void NextPhase() {
  absl::Barrier barrier(2);
  int data[2] = {0, 0};
  const auto work = [&](int own) {
    data[own] = 1;
    barrier.Block();
    EXPECT_EQ(data[1 - own], 1);
  };
  Together([&] { work(0); }, [&] { work(1); });
}
INTERLEAVE_TWINS(AbslRacesTest, Barrier, SamePhase, NextPhase)

void InitialisedByFlag() {
  bool done = false;
  int value = 0;
  const auto get = [&] {
    if (!done) {
      value = 7;
      done = true;
    }
    EXPECT_EQ(value, 7);
  };
  Together(get, get);
}

void InitialisedByCallOnce() {
  absl::once_flag once;
  int value = 0;
  const auto get = [&] {
    absl::call_once(once, [&] { value = 7; });
    EXPECT_EQ(value, 7);
  };
  Together(get, get);
}
INTERLEAVE_TWINS(AbslRacesTest, CallOnce, InitialisedByFlag,
                 InitialisedByCallOnce)

}  // namespace
}  // namespace interleave
