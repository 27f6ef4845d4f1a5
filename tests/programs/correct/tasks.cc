// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs of creating, joining and sleeping that hold what they promise.

#include <pthread.h>
#include <semaphore.h>

#include <array>
#include <atomic>
#include <chrono>
#include <thread>

#include "interleave/runtime/point.h"
#include "tests/programs/program.h"
#include "tests/programs/thread.h"

namespace interleave {
namespace {

using std::chrono::milliseconds;

void* Nothing(void*) { return nullptr; }

void DetachesAndReadsFixed() {
  static std::atomic<int> value;
  value = 0;
  static sem_t done;
  sem_init(&done, 0, 0);
  Thread worker([] {
    value.store(1);
    sem_post(&done);
  });
  worker.Detach();
  sem_wait(&done);
  const int seen = value.load();
  Expect(seen == 1);
  Final({seen});
}

void JoinsTwiceFixed() {
  pthread_t other;
  pthread_create(&other, nullptr, Nothing, nullptr);
  Together([&] { pthread_join(other, nullptr); }, [] {});
  Final({});
}

void ForgetsToJoinFixed() {
  std::atomic<int> value = 0;
  Together([&] { value.store(1); }, [&] { value.load(); }, [] {});
  Final({});
}

void JoinEachOtherFixed() {
  Thread other([] {});
  other.Join();
  Final({1});
}

// The second is created when the first has ended.
void TakesOrderForGrantedFixed() {
  std::atomic<int> last = 0;
  Together([&] { last.store(1); });
  Together([&] { last.store(2); });
  Expect(last == 2);
  Final({last});
}

void SleepsForOrderFixed() {
  std::atomic<int> value = 0;
  int seen = 0;
  Together(
      [&] {
        Sleep(milliseconds(1));
        value.store(1);
      },
      [&] {
        Sleep(milliseconds(2));
        seen = value.load();
      });
  Expect(seen == 1);
  Final({seen});
}

// Main creates the second before or after the first creates its child; with
// that of the second's child, 3 orders. The children have 2.
void CreatorsAtOnceFixed() {
  std::atomic<int> count = 0;
  const auto create = [&] {
    Thread child([&] { count.fetch_add(1); });
    child.Join();
  };
  Together(create, create);
  Expect(count == 2);
  Final({count});
}

// A tree of tasks: a parent after its children.
void TreeOfTasks() {
  int sum = 0;
  Together([&] {
    int below = 0;
    Together([&] { below += 1; });
    sum = below + 1;
  });
  Expect(sum == 2);
  Final({sum});
}

// The draws of three tasks: 2 * 2 * 3.
void DrawsMultiply() {
  std::array<int, 3> drawn{};
  Copies(3, [&](int me) {
    const uint32_t count = me == 2 ? 3 : 2;
    drawn[static_cast<size_t>(me)] = static_cast<int>(Choose(count));
  });
  Final({drawn[0] + drawn[1] * 2 + drawn[2] * 4});
}

// Main sees what others did when it is alone again, or before.
void MainComesLate() {
  std::atomic<int> value = 0;
  Thread other([&] { value.store(1); });
  const int early = value.load();
  other.Join();
  const int late = value.load();
  Expect(late == 1);
  Final({early, late});
}

void YieldsAreNothing() {
  Copies(3, [](int) { std::this_thread::yield(); });
  Final({});
}

}  // namespace

std::vector<Program> CorrectTasks() {
  return {
      {"DetachesAndReadsFixed", "POSIX, pthread_detach", DetachesAndReadsFixed,
       1, "1"},
      {"JoinsTwiceFixed", "POSIX, pthread_join", JoinsTwiceFixed, 1, ""},
      {"ForgetsToJoinFixed", "POSIX, pthread_join", ForgetsToJoinFixed, 2, ""},
      {"JoinEachOtherFixed", "POSIX, pthread_join", JoinEachOtherFixed, 1, "1"},
      {"TakesOrderForGrantedFixed", "creation and start",
       TakesOrderForGrantedFixed, 1, "2"},
      {"SleepsForOrderFixed", "sleep", SleepsForOrderFixed, 1, "1"},
      {"CreatorsAtOnceFixed", "creation within tasks", CreatorsAtOnceFixed, 6,
       "2"},
      {"TreeOfTasks", "creation within tasks", TreeOfTasks, 1, "2"},
      {"DrawsMultiply", "values of Choose", DrawsMultiply, 12,
       "0 | 1 | 10 | 11 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9"},
      {"MainComesLate", "a task that is alone", MainComesLate, 2, "0 1 | 1 1"},
      {"YieldsAreNothing", "sched_yield", YieldsAreNothing, 1, ""},
  };
}

}  // namespace interleave
