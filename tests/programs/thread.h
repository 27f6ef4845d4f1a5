// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Thread: what std::thread is, but for what it has to do being kept in it.
//
// std::thread keeps that on the heap, where another thread's may be next: such
// memory looks shared, and it is elsewhere in each execution, which is nothing
// that a program whose traces are counted should have.

#ifndef INTERLEAVE_TESTS_PROGRAMS_THREAD_H_
#define INTERLEAVE_TESTS_PROGRAMS_THREAD_H_

#include <pthread.h>
#include <time.h>

#include <chrono>
#include <thread>
#include <utility>

namespace interleave {

template <typename Work>
class Thread {
 public:
  explicit Thread(Work work) : work_(std::move(work)) {
    pthread_create(&id_, nullptr, &Enter, this);
  }
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  void Join() { pthread_join(id_, nullptr); }
  void Detach() { pthread_detach(id_); }

 private:
  static void* Enter(void* self) {
    static_cast<Thread*>(self)->work_();
    return nullptr;
  }

  Work work_;
  pthread_t id_{};
};

// Runs each as a thread, created in that order, and joins them.
inline void Together() {}
template <typename First, typename... Others>
void Together(First first, Others... others) {
  Thread thread(std::move(first));
  Together(std::move(others)...);
  thread.Join();
}

// The same for `count` threads that do the same, each given its number.
template <typename Work>
void Copies(int count, const Work& work, int number = 0) {
  if (number == count) return;
  Thread thread([&work, number] { work(number); });
  Copies(count, work, number + 1);
  thread.Join();
}

inline void Sleep(std::chrono::milliseconds time) {
  std::this_thread::sleep_for(time);  // style: virtual time
}

// A time to wait until. Main is to ask before there are other threads: reading
// the clock moves it.
inline timespec InOneMillisecond() {
  timespec time{};
  clock_gettime(CLOCK_REALTIME, &time);  // style: wall clock
  time.tv_nsec += 1'000'000;
  return time;
}

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_PROGRAMS_THREAD_H_
