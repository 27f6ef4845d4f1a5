// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ReadPrograms: small programs as data, and their reads-from classes, counted
// by going through all their interleavings, with nothing of Interleave.
//
// Each write has a number of its own, so that what was read tells who was read
// from.

#ifndef INTERLEAVE_TESTS_INSTRUMENTED_READ_PROGRAMS_H_
#define INTERLEAVE_TESTS_INSTRUMENTED_READ_PROGRAMS_H_

#include <pthread.h>

#include <compare>
#include <cstddef>
#include <functional>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace interleave::read_programs {

// --- Programs as data. ---

enum class What {
  kLoad,
  kStore,
  kChange,      // an exchange
  kCompare,     // an exchange where the value is `expected`
  kPlainRead,   // of the last variable
  kPlainWrite,  // to it
  kLock,
  kUnlock,
  kTryLock,  // when it fails, the next `skips` steps are left out
};

struct Step {
  What what = What::kLoad;
  int place = 0;  // a variable or a lock
  size_t skips = 0;
  int expected = 0;
};

using Course = std::vector<Step>;  // of one thread

struct Program {
  std::vector<Course> threads;
  bool reads_at_end = false;  // main does, of all variables
};

inline constexpr int kVariables = 3;
inline constexpr int kPlain = kVariables - 1;
inline constexpr int kLocks = 2;

// Of the step `at` of a thread; 0 is what was there at the beginning.
inline int NumberOf(size_t thread, size_t at) {
  return static_cast<int>(thread * 100 + at + 1);
}
inline constexpr int kHeld = 100'000;  // plus who has it: a try failed

// "load0 store0 | change1 | ", for failures of tests.
void PrintTo(const Program& program, std::ostream* out);

// The same, so many times.
Course Times(int times, const Course& part);

// Each thread adds one so many times, by a load and a store.
Program Increments(size_t threads, int times);

// What each thread read, and what main did at the end.
using Class = std::vector<std::vector<int>>;

// Of each thread, one after another.
std::string Text(const Class& reads);

// --- All interleavings, without Interleave. ---

class Interleavings {
 public:
  // Cost: linear in the states that the program can come to with different
  // things read.
  // REQUIRES: `program` outlives it
  explicit Interleavings(const Program& program);

  // What was read in executions that came to an end, in words, and in those
  // that ended in a deadlock.
  const std::set<std::string>& complete() const { return complete_; }
  const std::set<std::string>& deadlocked() const { return deadlocked_; }
  // How many classes there are. The order of plain writes is kept.
  size_t classes() const { return classes_.size(); }

 private:
  struct State {
    std::vector<size_t> at;
    Class reads;
    std::vector<int> plain_writes;  // in order, which is kept
    int value[kVariables] = {};
    int holder[kLocks] = {};
    int given_back[kLocks] = {};

    auto operator<=>(const State&) const = default;
  };

  void Visit(const State& state);
  static void Carry(const Step& step, size_t thread, State& state);

  const Program& program_;
  std::set<State> visited_;
  std::set<std::string> complete_;
  std::set<std::string> deadlocked_;
  std::set<std::pair<Class, std::vector<int>>> classes_;
};

// Threads that allocate nothing: without ThreadSanitizer's runtime, memory that
// one gives back and another is given would be taken for shared.
class Threads {
 public:
  // All have ended when it is made. `work` is given a number from 0 on.
  Threads(size_t count, const std::function<void(size_t)>& work);

 private:
  struct Start {
    const std::function<void(size_t)>* work;
    size_t number;
    pthread_t thread;
  };

  static void* Run(void* argument);

  std::vector<Start> starts_;
};

}  // namespace interleave::read_programs

#endif  // INTERLEAVE_TESTS_INSTRUMENTED_READ_PROGRAMS_H_
