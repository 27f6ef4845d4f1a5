// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs of creating, joining, sleeping, drawing and yield points that go
// wrong.

#include <pthread.h>
#include <semaphore.h>

#include <array>
#include <atomic>
#include <chrono>

#include "interleave/runtime/point.h"
#include "tests/programs/program.h"
#include "tests/programs/thread.h"

namespace interleave {
namespace {

using enum FindingKind;
using std::chrono::milliseconds;

void* EndsAtOnce(void*) { return nullptr; }

// Nobody waits for who does the work.
void DetachesAndReads() {
  static std::atomic<int> value;
  value = 0;
  static sem_t done;
  sem_init(&done, 0, 0);
  Thread worker([] {
    value.store(1);
    sem_post(&done);
  });
  worker.Detach();
  const int seen = value.load();
  Expect(seen == 1);
  Final({seen});
  sem_wait(&done);
}

void JoinsTwice() {
  pthread_t other;
  pthread_create(&other, nullptr, EndsAtOnce, nullptr);
  const auto join = [&] { pthread_join(other, nullptr); };
  Together(join, join);
  Final({});
}

void ForgetsToJoin() {
  std::atomic<int> value = 0;
  pthread_t other;
  pthread_create(&other, nullptr, EndsAtOnce, nullptr);
  Together([&] { value.store(1); }, [&] { value.load(); });
  Final({});
}

struct Couple {
  std::array<pthread_t, 2> tasks{};
  sem_t known;
};

// They wait for each other's end.
void JoinEachOther() {
  static Couple couple;
  sem_init(&couple.known, 0, 0);
  const auto join_other = [](void* other) -> void* {
    sem_wait(&couple.known);
    pthread_join(*static_cast<pthread_t*>(other), nullptr);
    return nullptr;
  };
  auto& [first, second] = couple.tasks;
  Final({0});
  pthread_create(&first, nullptr, join_other, &second);
  pthread_create(&second, nullptr, join_other, &first);
  sem_post(&couple.known);
  sem_post(&couple.known);
}

// Who was created last is taken for who comes last.
void TakesOrderForGranted() {
  std::atomic<int> last = 0;
  Together([&] { last.store(1); }, [&] { last.store(2); });
  Expect(last == 2);
  Final({last});
}

// A sleep is no synchronisation: it is due when nobody else can go on.
void SleepsForOrder() {
  std::atomic<int> value = 0;
  int seen = 0;
  Together(
      [&] {
        Sleep(milliseconds(1));
        value.store(1);
      },
      [&] {
        Sleep(milliseconds(1));
        seen = value.load();
      });
  Expect(seen == 1);
  Final({seen});
}

// Each of two creates another, which counts.
void CreatorsAtOnce() {
  std::atomic<int> count = 0;
  const auto create = [&] {
    Thread child([&] { count.store(count.load() + 1); });
    child.Join();
  };
  Together(create, create);
  Expect(count == 2);
  Final({count});
}

// What was drawn decides who writes.
void DrawnWriter() {
  std::atomic<int> owner = 0;
  Copies(2, [&](int me) {
    if (Choose(2) == 1) owner.store(me + 1);
  });
  Expect(owner != 2);
  Final({owner});
}

// Two tasks look for room, then take it.
void CheckThenAct() {
  int room = 1;
  int given = 0;
  const auto take = [&] {
    INTERLEAVE_POINT("room.take.begin", &room);
    if (room == 0) return;
    INTERLEAVE_POINT("room.take.checked", &room);
    --room;
    ++given;
  };
  Together(take, take);
  Expect(given == 1);
  Final({given, room});
}

}  // namespace

std::vector<Program> WrongTasks() {
  return {
      {"DetachesAndReads",
       "POSIX, pthread_detach",
       DetachesAndReads,
       2,
       "0 | 1",
       {kAssertion}},
      {"JoinsTwice", "POSIX, pthread_join", JoinsTwice, 2, "", {kMisuse}},
      {"ForgetsToJoin", "POSIX, pthread_join", ForgetsToJoin, 2, "", {kLeak}},
      {"JoinEachOther", "POSIX, pthread_join", JoinEachOther, 4, "0", {kLeak}},
      {"TakesOrderForGranted",
       "creation and start",
       TakesOrderForGranted,
       2,
       "1 | 2",
       {kAssertion}},
      {"SleepsForOrder", "sleep", SleepsForOrder, 7, "0 | 1", {kAssertion}},
      {"CreatorsAtOnce",
       "creation within tasks",
       CreatorsAtOnce,
       12,
       "1 | 2",
       {kAssertion}},
      {"DrawnWriter",
       "values of Choose",
       DrawnWriter,
       5,
       "0 | 1 | 2",
       {kAssertion}},
      {"CheckThenAct",
       "yield points with an object",
       CheckThenAct,
       102,
       "1 -1 | 1 0 | 2 -1 | 2 0",
       {kAssertion},
       {kRace}},
  };
}

}  // namespace interleave
