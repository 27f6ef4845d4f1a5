// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "controlled_programs.h"

#include <atomic>
#include <mutex>
#include <vector>

#include "interleave/runtime/assertion.h"

namespace interleave::read_programs {
namespace {

// What the test knows of locks, which is no part of what is tested.
struct Notes {
  int holder[kLocks] = {};
  int given_back[kLocks] = {};
};
#define NOT_INSTRUMENTED                                                   \
  __attribute__((no_sanitize("thread"), disable_sanitizer_instrumentation, \
                 noinline))
NOT_INSTRUMENTED int Take(Notes& notes, int lock, int number) {
  notes.holder[lock] = number;
  return notes.given_back[lock];
}
NOT_INSTRUMENTED void GiveBack(Notes& notes, int lock, int number) {
  notes.given_back[lock] = number;
}
NOT_INSTRUMENTED int HolderOf(const Notes& notes, int lock) {
  return notes.holder[lock];
}

struct Shared {
  std::atomic<int> variables[kVariables - 1] = {};
  int plain = 0;
  std::mutex locks[kLocks];
  Notes notes;
};

void RunCourse(const Course& course, size_t thread, Shared& shared,
               std::vector<int>& reads) {
  for (size_t at = 0; at < course.size(); ++at) {
    const Step& step = course[at];
    const int number = NumberOf(thread, at);
    switch (step.what) {
      case What::kLoad:
        reads.push_back(
            shared.variables[step.place].load(std::memory_order_relaxed));
        break;
      case What::kStore:
        shared.variables[step.place].store(number, std::memory_order_relaxed);
        break;
      case What::kChange:
        reads.push_back(shared.variables[step.place].exchange(
            number, std::memory_order_relaxed));
        break;
      case What::kCompare: {
        int value = step.expected;
        shared.variables[step.place].compare_exchange_strong(
            value, number, std::memory_order_relaxed);
        reads.push_back(value);
        break;
      }
      case What::kPlainRead:
        reads.push_back(shared.plain);
        break;
      case What::kPlainWrite:
        shared.plain = number;
        break;
      case What::kLock:
        shared.locks[step.place].lock();
        reads.push_back(Take(shared.notes, step.place, number));
        break;
      case What::kTryLock:
        if (!shared.locks[step.place].try_lock()) {
          reads.push_back(kHeld + HolderOf(shared.notes, step.place));
          at += step.skips;
          break;
        }
        reads.push_back(Take(shared.notes, step.place, number));
        break;
      case What::kUnlock:
        GiveBack(shared.notes, step.place, number);
        shared.locks[step.place].unlock();
        break;
    }
  }
}

// A step, or several that belong together.
Course DrawPart(Random& random, bool deadlocks) {
  const int variable = static_cast<int>(random.Below(kVariables - 1));
  const int lock = static_cast<int>(random.Below(kLocks));
  const Step read =
      deadlocks ? Step{What::kLoad, 0} : Step{What::kPlainRead, kPlain};
  const Step write =
      deadlocks ? Step{What::kStore, 1} : Step{What::kPlainWrite, kPlain};
  switch (random.Below(16)) {
    case 0:
    case 1:
    case 2:
      return {{What::kLoad, variable}};
    case 3:
    case 4:
    case 5:
      return {{What::kStore, variable}};
    case 6:
    case 7:
      return {{What::kChange, variable}};
    case 14:
      return {{What::kCompare, variable, 0, 0}};
    case 15:
      // What the first step of a thread writes.
      return {{What::kCompare, variable, 0, NumberOf(random.Below(3), 0)}};
    case 8:
      return {read};
    case 9:
      return {write};
    case 10:
      return {{What::kLock, lock}, read, {What::kUnlock, lock}};
    case 11:
      return {
          {What::kLock, lock}, {What::kLoad, variable}, {What::kUnlock, lock}};
    case 12: {
      const int first = deadlocks ? lock : 0;
      return {{What::kLock, first},
              {What::kLock, 1 - first},
              write,
              {What::kUnlock, 1 - first},
              {What::kUnlock, first}};
    }
    default:
      return {{What::kTryLock, lock, 2},
              {What::kStore, variable},
              {What::kUnlock, lock}};
  }
}

}  // namespace

void RunProgram(const Program& program) {
  Shared shared;
  Class reads(program.threads.size() + 1);
  for (std::vector<int>& one : reads) one.reserve(64);
  const Threads threads(program.threads.size(), [&](size_t i) {
    RunCourse(program.threads[i], i, shared, reads[i]);
  });
  if (program.reads_at_end) {
    for (std::atomic<int>& variable : shared.variables) {
      reads.back().push_back(variable.load(std::memory_order_relaxed));
    }
    reads.back().push_back(shared.plain);
  }
  RecordOutcome(Text(reads));
}

Program Draw(Random& random, uint32_t threads, uint32_t parts) {
  Program program;
  program.reads_at_end = random.Below(2) == 0;
  const bool deadlocks = random.Below(2) == 0;
  for (uint32_t i = 0; i < threads; ++i) {
    Course& course = program.threads.emplace_back();
    const uint32_t count = 1 + random.Below(parts);
    for (uint32_t part = 0; part < count; ++part) {
      const Course drawn = DrawPart(random, deadlocks);
      course.insert(course.end(), drawn.begin(), drawn.end());
    }
    // Some keep a lock for ever.
    if (deadlocks && random.Below(6) == 0) course.push_back({What::kLock, 0});
  }
  return program;
}

}  // namespace interleave::read_programs
