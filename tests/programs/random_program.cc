// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tests/programs/random_program.h"

#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "interleave/base/check.h"
#include "interleave/runtime/point.h"
#include "tests/programs/final_state.h"
#include "tests/programs/thread.h"

namespace interleave {
namespace {

using std::chrono::milliseconds;

struct Shared {
  Shared() {
    sem_init(&semaphore, 0, 1);
    pthread_barrier_init(&barrier, nullptr, 2);
  }
  ~Shared() {
    pthread_barrier_destroy(&barrier);
    sem_destroy(&semaphore);
  }

  std::atomic<int> first = 0;
  std::atomic<int> second = 0;
  int plain = 0;
  alignas(8) std::array<unsigned char, 8> bytes{};
  std::mutex mutex;
  std::mutex other;
  std::recursive_mutex recursive;
  std::shared_mutex rw;
  std::condition_variable condition;
  bool ready = false;
  sem_t semaphore;
  pthread_barrier_t barrier;
  std::once_flag once;
  const timespec soon = InOneMillisecond();
  std::atomic<int> word = 0;
  absl::Mutex absl_mutex;
  absl::CondVar absl_condition;
  bool set = false;
};

// What the system call says, or why it doesn't. Waits while `word` is 0.
long WaitForWord(Shared& s, const timespec* timeout) {
  const long woken =
      syscall(SYS_futex, &s.word, FUTEX_WAIT_PRIVATE, 0, timeout, nullptr, 0);
  return woken == 0 ? 0 : -errno;
}

long WakeForWord(Shared& s, int waiters) {
  return syscall(SYS_futex, &s.word, FUTEX_WAKE_PRIVATE, waiters, nullptr,
                 nullptr, 0);
}

// What a task may do; the result is what it sees by it.
struct Step {
  const char* text;
  int (*run)(Shared&);
};

template <typename Lock>
int Took(Lock&& lock) {
  return lock.owns_lock() ? 1 : 0;
}

constexpr Step kAtomicSteps[] = {
    {"first.load()", [](Shared& s) { return s.first.load(); }},
    {"first.load(relaxed)",
     [](Shared& s) { return s.first.load(std::memory_order_relaxed); }},
    {"first.store(1)", [](Shared& s) { return s.first = 1; }},
    {"first.fetch_add(2)", [](Shared& s) { return s.first.fetch_add(2); }},
    {"second.load()", [](Shared& s) { return s.second.load(); }},
    {"second.store(3)", [](Shared& s) { return s.second = 3; }},
    {"second.exchange(4)", [](Shared& s) { return s.second.exchange(4); }},
    {"second.compare_exchange_strong(0, 5)",
     [](Shared& s) {
       int expected = 0;
       return s.second.compare_exchange_strong(expected, 5) ? 1 : expected;
     }},
    {"atomic_thread_fence(seq_cst)",
     [](Shared&) {
       std::atomic_thread_fence(std::memory_order_seq_cst);
       return 0;
     }},
};

constexpr Step kPlainSteps[] = {
    {"plain", [](Shared& s) { return s.plain; }},
    {"++plain", [](Shared& s) { return ++s.plain; }},
    {"bytes[1] = 1", [](Shared& s) { return int{s.bytes[1] = 1}; }},
    {"bytes[6]", [](Shared& s) { return int{s.bytes[6]}; }},
    {"memcpy(&four, bytes, 4)",
     [](Shared& s) {
       int four = 0;
       __builtin_memcpy(&four, s.bytes.data(), sizeof(four));
       return four;
     }},
    {"memcpy(bytes + 4, &four, 4)",
     [](Shared& s) {
       const int four = 0x0203'0405;
       __builtin_memcpy(s.bytes.data() + 4, &four, sizeof(four));
       return 0;
     }},
};

constexpr Step kLockSteps[] = {
    {"{ lock_guard a(mutex); ++plain; }",
     [](Shared& s) {
       const std::lock_guard hold(s.mutex);
       return ++s.plain;
     }},
    {"{ lock_guard a(mutex); lock_guard b(other); first.exchange(7); }",
     [](Shared& s) {
       const std::lock_guard hold(s.mutex);
       const std::lock_guard hold_other(s.other);
       return s.first.exchange(7);
     }},
    {"{ lock_guard a(other); lock_guard b(mutex); plain; }",
     [](Shared& s) {
       const std::lock_guard hold_other(s.other);
       const std::lock_guard hold(s.mutex);
       return s.plain;
     }},
    {"unique_lock a(mutex, try_to_lock)",
     [](Shared& s) {
       return Took(std::unique_lock(s.mutex, std::try_to_lock));
     }},
    {"{ lock_guard a(recursive); lock_guard b(recursive); }",
     [](Shared& s) {
       const std::lock_guard hold(s.recursive);
       const std::lock_guard again(s.recursive);
       return 0;
     }},
    {"unique_lock a(recursive, try_to_lock)",
     [](Shared& s) {
       return Took(std::unique_lock(s.recursive, std::try_to_lock));
     }},
    {"{ lock_guard a(rw); ++plain; }",
     [](Shared& s) {
       const std::lock_guard hold(s.rw);
       return ++s.plain;
     }},
    {"{ shared_lock a(rw); plain; }",
     [](Shared& s) {
       const std::shared_lock hold(s.rw);
       return s.plain;
     }},
    {"{ shared_lock a(rw); second.load(); }",
     [](Shared& s) {
       const std::shared_lock hold(s.rw);
       return s.second.load();
     }},
    {"unique_lock a(rw, try_to_lock)",
     [](Shared& s) { return Took(std::unique_lock(s.rw, std::try_to_lock)); }},
    {"shared_lock a(rw, try_to_lock)",
     [](Shared& s) { return Took(std::shared_lock(s.rw, std::try_to_lock)); }},
};

constexpr Step kWaitSteps[] = {
    {"{ unique_lock a(mutex); if (!ready) condition.wait(a); plain; }",
     [](Shared& s) {
       std::unique_lock hold(s.mutex);
       if (!s.ready) s.condition.wait(hold);
       return s.plain;
     }},
    {"{ lock_guard a(mutex); ready = true; condition.notify_one(); }",
     [](Shared& s) {
       const std::lock_guard hold(s.mutex);
       s.ready = true;
       s.condition.notify_one();
       return 0;
     }},
    {"condition.notify_one()",
     [](Shared& s) {
       s.condition.notify_one();
       return 0;
     }},
    {"condition.notify_all()",
     [](Shared& s) {
       s.condition.notify_all();
       return 0;
     }},
    {"sem_wait(&semaphore)", [](Shared& s) { return sem_wait(&s.semaphore); }},
    {"sem_trywait(&semaphore)",
     [](Shared& s) { return sem_trywait(&s.semaphore); }},
    {"sem_post(&semaphore)", [](Shared& s) { return sem_post(&s.semaphore); }},
    {"pthread_barrier_wait(&barrier)",
     [](Shared& s) { return pthread_barrier_wait(&s.barrier); }},
};

constexpr Step kTimedSteps[] = {
    {"Sleep(1ms)",
     [](Shared&) {
       Sleep(milliseconds(1));
       return 0;
     }},
    {"{ lock_guard a(mutex); Sleep(2ms); }",
     [](Shared& s) {
       const std::lock_guard hold(s.mutex);
       Sleep(milliseconds(2));
       return 0;
     }},
    {"if (pthread_mutex_timedlock(&mutex, &soon) == 0) unlock(mutex)",
     [](Shared& s) {
       pthread_mutex_t* const mutex = s.mutex.native_handle();
       const int error = pthread_mutex_timedlock(mutex, &s.soon);
       if (error == 0) pthread_mutex_unlock(mutex);
       return error;
     }},
    {"pthread_rwlock_timedrdlock(&rw, &soon); unlock_shared(rw)",
     [](Shared& s) {
       auto* const lock = static_cast<pthread_rwlock_t*>(s.rw.native_handle());
       const int error = pthread_rwlock_timedrdlock(lock, &s.soon);
       if (error == 0) pthread_rwlock_unlock(lock);
       return error;
     }},
    {"{ lock_guard a(mutex); pthread_cond_timedwait(&condition, &mutex, "
     "&soon); }",
     [](Shared& s) {
       const std::lock_guard hold(s.mutex);
       return pthread_cond_timedwait(s.condition.native_handle(),
                                     s.mutex.native_handle(), &s.soon);
     }},
    {"sem_timedwait(&semaphore, &soon)",
     [](Shared& s) { return sem_timedwait(&s.semaphore, &s.soon); }},
    {"call_once(once, [&] { first.fetch_add(1); })",
     [](Shared& s) {
       std::call_once(s.once, [&s] { s.first.fetch_add(1); });
       return 0;
     }},
};

constexpr Step kOtherSteps[] = {
    {"Choose(2)", [](Shared&) { return static_cast<int>(Choose(2)); }},
    {"if (Choose(2) == 1) first.store(8)",
     [](Shared& s) { return Choose(2) == 1 ? (s.first = 8) : 0; }},
    {"INTERLEAVE_POINT(\"test.point\")",
     [](Shared&) {
       INTERLEAVE_POINT("test.point");
       return 0;
     }},
    {"INTERLEAVE_POINT(\"test.first\", &first)",
     [](Shared& s) {
       INTERLEAVE_POINT("test.first", &s.first);
       return 0;
     }},
    {"INTERLEAVE_POINT(\"test.second\", &second)",
     [](Shared& s) {
       INTERLEAVE_POINT("test.second", &s.second);
       return 0;
     }},
    {"this_thread::yield()",
     [](Shared&) {
       std::this_thread::yield();
       return 0;
     }},
};

constexpr Step kFutexSteps[] = {
    {"futex_wait(&word, 0)",
     [](Shared& s) { return static_cast<int>(WaitForWord(s, nullptr)); }},
    {"futex_wait(&word, 0, 1ms)",
     [](Shared& s) {
       const timespec timeout = {0, 1'000'000};
       return static_cast<int>(WaitForWord(s, &timeout));
     }},
    {"futex_wake(&word, 1)",
     [](Shared& s) { return static_cast<int>(WakeForWord(s, 1)); }},
    {"word.store(1); futex_wake(&word, 1)",
     [](Shared& s) {
       s.word.store(1);
       return static_cast<int>(WakeForWord(s, 1));
     }},
    {"word.store(1); futex_wake(&word, all)",
     [](Shared& s) {
       s.word.store(1);
       return static_cast<int>(WakeForWord(s, 8));
     }},
};

constexpr Step kAbslSteps[] = {
    {"{ absl::MutexLock a(&absl_mutex); ++plain; }",
     [](Shared& s) {
       const absl::MutexLock hold(&s.absl_mutex);
       return ++s.plain;
     }},
    {"{ absl::MutexLock a(&absl_mutex); set = !set; }",
     [](Shared& s) {
       const absl::MutexLock hold(&s.absl_mutex);
       return static_cast<int>(s.set = !s.set);
     }},
    {"{ absl::ReaderMutexLock a(&absl_mutex); set; }",
     [](Shared& s) {
       const absl::ReaderMutexLock hold(&s.absl_mutex);
       return static_cast<int>(s.set);
     }},
    {"if (absl_mutex.TryLock()) absl_mutex.Unlock()",
     [](Shared& s) {
       if (!s.absl_mutex.TryLock()) return 0;
       s.absl_mutex.Unlock();
       return 1;
     }},
    {"{ absl::MutexLock a(&absl_mutex); AwaitWithTimeout(set, 1ms); }",
     [](Shared& s) {
       const absl::MutexLock hold(&s.absl_mutex);
       return static_cast<int>(s.absl_mutex.AwaitWithTimeout(
           absl::Condition(&s.set), absl::Milliseconds(1)));
     }},
    {"{ absl::MutexLock a(&absl_mutex, absl::Condition(&set)); }",
     [](Shared& s) {
       const absl::MutexLock hold(&s.absl_mutex, absl::Condition(&s.set));
       return s.plain;
     }},
    {"{ absl::MutexLock a(&absl_mutex); WaitWithTimeout(&absl_mutex, 1ms); }",
     [](Shared& s) {
       const absl::MutexLock hold(&s.absl_mutex);
       return static_cast<int>(s.absl_condition.WaitWithTimeout(
           &s.absl_mutex, absl::Milliseconds(1)));
     }},
    {"absl_condition.Signal()",
     [](Shared& s) {
       s.absl_condition.Signal();
       return 0;
     }},
};

constexpr Step kNestedSteps[] = {
    {"pthread_mutex_timedlock(&recursive, &soon); unlock(recursive)",
     [](Shared& s) {
       pthread_mutex_t* const mutex = s.recursive.native_handle();
       const int error = pthread_mutex_timedlock(mutex, &s.soon);
       if (error == 0) pthread_mutex_unlock(mutex);
       return error;
     }},
    {"{ lock_guard a(recursive); unique_lock b(recursive, try_to_lock); }",
     [](Shared& s) {
       const std::lock_guard hold(s.recursive);
       return Took(std::unique_lock(s.recursive, std::try_to_lock));
     }},
    {"{ shared_lock a(rw); shared_lock b(rw); second.load(); }",
     [](Shared& s) {
       const std::shared_lock hold(s.rw);
       const std::shared_lock again(s.rw);
       return s.second.load();
     }},
    {"pthread_rwlock_timedwrlock(&rw, &soon); unlock(rw)",
     [](Shared& s) {
       auto* const lock = static_cast<pthread_rwlock_t*>(s.rw.native_handle());
       const int error = pthread_rwlock_timedwrlock(lock, &s.soon);
       if (error == 0) pthread_rwlock_unlock(lock);
       return error;
     }},
};

// Those of StepsOf::kStandard, and then the others.
const std::vector<Step>& Steps() {
  static const auto* const steps = [] {
    auto* all = new std::vector<Step>;
    const auto add = [all](const auto& some) {
      all->insert(all->end(), std::begin(some), std::end(some));
    };
    add(kAtomicSteps);
    add(kPlainSteps);
    add(kLockSteps);
    add(kWaitSteps);
    add(kTimedSteps);
    add(kOtherSteps);
    add(kFutexSteps);
    add(kAbslSteps);
    add(kNestedSteps);
    return all;
  }();
  return *steps;
}

using Does = RandomProgram::Does;
using Action = RandomProgram::Action;

class Running {
 public:
  explicit Running(const RandomProgram& program) : program_(program) {}

  void Do(size_t task) {
    for (const Action& action : program_.tasks[task]) {
      switch (action.does) {
        case Does::kStep:
          AddToFinalState(task, Steps()[action.what].run(shared_));
          break;
        case Does::kCreate:
          threads_[action.what].emplace(Part{this, action.what});
          break;
        case Does::kJoin:
          threads_[action.what]->Join();
          break;
      }
    }
  }

  Shared shared_;

 private:
  struct Part {
    Running* running;
    size_t task;
    void operator()() const { running->Do(task); }
  };

  const RandomProgram& program_;
  std::array<std::optional<Thread<Part>>, RandomProgram::kTasksMax> threads_;
};

size_t DrawStep(Random& random, StepsOf steps_of) {
  constexpr auto kOthers = static_cast<uint32_t>(
      std::size(kFutexSteps) + std::size(kAbslSteps) + std::size(kNestedSteps));
  const auto standard = static_cast<uint32_t>(Steps().size()) - kOthers;
  if (steps_of == StepsOf::kMore && random.Below(2) == 0) {
    return standard + random.Below(kOthers);
  }
  return random.Below(standard);
}

std::string NameOf(size_t task) {
  return task == 0 ? "main" : absl::StrCat("T", task);
}

// An earlier task creates it at some place and joins it at a later one.
void CreateWithin(Random& random, std::vector<Action>& parent, size_t child) {
  const auto size = static_cast<uint32_t>(parent.size());
  const uint32_t created = random.Below(size + 1);
  const uint32_t joined = created + random.Below(size - created + 1);
  parent.insert(parent.begin() + joined, {Does::kJoin, child});
  parent.insert(parent.begin() + created, {Does::kCreate, child});
}

}  // namespace

std::string RandomProgram::Text() const {
  std::string text;
  for (size_t i = 0; i < tasks.size(); ++i) {
    absl::StrAppend(&text, NameOf(i), ":");
    for (const Action& action : tasks[i]) {
      absl::StrAppend(&text, " ");
      switch (action.does) {
        case Does::kStep:
          absl::StrAppend(&text, Steps()[action.what].text);
          break;
        case Does::kCreate:
          absl::StrAppend(&text, NameOf(action.what), " = create");
          break;
        case Does::kJoin:
          absl::StrAppend(&text, "join ", NameOf(action.what));
          break;
      }
      absl::StrAppend(&text, ";");
    }
    absl::StrAppend(&text, "\n");
  }
  return text;
}

void RandomProgram::Run() const {
  BeginFinalState();
  Running running(*this);
  running.Do(0);
  const size_t end = tasks.size();
  AddToFinalState(end, running.shared_.first.load());
  AddToFinalState(end, running.shared_.second.load());
  AddToFinalState(end, running.shared_.plain);
}

RandomProgram DrawProgram(Random& random, size_t tasks, uint32_t steps_max,
                          StepsOf steps_of) {
  INTERLEAVE_REQUIRE(tasks < RandomProgram::kTasksMax,
                     "DrawProgram: too many tasks; draw fewer");
  RandomProgram program;
  program.tasks.resize(tasks + 1);
  std::vector<Action>& main = program.tasks[0];
  size_t joined = 0;
  std::vector<bool> by_main(tasks + 1);
  const auto join = [&](size_t child) {
    if (by_main[child]) main.push_back({Does::kJoin, child});
  };
  for (size_t i = 1; i <= tasks; ++i) {
    if (random.Below(4) == 0)
      main.push_back({Does::kStep, DrawStep(random, steps_of)});
    if (i > joined + 1 && random.Below(3) == 0) join(++joined);
    by_main[i] = i == 1 || random.Below(4) != 0;
    if (by_main[i]) main.push_back({Does::kCreate, i});
    const uint32_t count = 1 + random.Below(steps_max);
    for (uint32_t step = 0; step < count; ++step) {
      program.tasks[i].push_back({Does::kStep, DrawStep(random, steps_of)});
    }
  }
  if (random.Below(4) == 0)
    main.push_back({Does::kStep, DrawStep(random, steps_of)});
  while (joined < tasks) join(++joined);
  for (size_t i = 2; i <= tasks; ++i) {
    if (by_main[i]) continue;
    const size_t parent = 1 + random.Below(static_cast<uint32_t>(i - 1));
    CreateWithin(random, program.tasks[parent], i);
  }
  return program;
}

}  // namespace interleave
