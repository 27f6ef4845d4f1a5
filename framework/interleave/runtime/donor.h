// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Donor: a parked pthread that lends its identity and its stack to a task.
//
// The donor itself never runs code under test: it sits in a raw futex call on a
// small stack of its own. A task runs on the donor's stack, below what the
// donor had used, with the thread pointer set to the donor's; so thread-local
// storage, errno, pthread_self() and the stack's bounds are those of a thread.
// Cost: creating one takes some 80 us; a reused one costs nothing.
// Thread safety: none; all calls come from the thread that carries the tasks.

#ifndef INTERLEAVE_RUNTIME_DONOR_H_
#define INTERLEAVE_RUNTIME_DONOR_H_

#include <pthread.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "interleave/runtime/happens_before.h"

namespace interleave {

struct Task;

// What the kernel calls a donor's thread; 15 characters at most.
inline constexpr char kDonorThreadName[] = "interleave-lend";

// Below a donor's stack, where nothing may be touched: more than most frames
// have, so that none leaps over it into the next stack.
inline constexpr size_t kStackGuardBytes = size_t{256} << 10;

class Donor {
 public:
  // `number`: among the donors. REQUIRES: stack_bytes is 0 (the system's
  // default) or at least 64 KiB.
  Donor(size_t stack_bytes, size_t number);
  // Lets the pthread end, unless it is gone (Forget), with its thread-local
  // destructors, and joins it.
  ~Donor();
  Donor(const Donor&) = delete;
  Donor& operator=(const Donor&) = delete;

  uintptr_t thread_pointer() const { return thread_pointer_; }
  pthread_t handle() const { return handle_; }
  // The kernel's number.
  pid_t os_thread() const { return os_thread_; }
  // A task's frames lie in [stack_limit, stack_top).
  char* stack_top() const { return stack_top_; }
  char* stack_limit() const { return stack_limit_; }

  bool HasOnStack(const void* address) const {
    return address >= stack_limit_ && address < stack_top_;
  }

  // AddressSanitizer marks the variables of frames; those of frames that were
  // left without returning are taken off here, before a task begins.
  void ForgetFrames() const;
  // The pthread was of a process that is gone.
  void Forget() { is_gone_ = true; }

  // The task that uses this donor, or used it last.
  Task* task = nullptr;
  // The last task was abandoned: what it left in thread-local storage of other
  // libraries must be put right before the next one.
  bool stained = false;
  // Frames that ThreadSanitizer knows of before any task's.
  unsigned long shadow_frames = 0;

 private:
  enum : uint32_t { kStarting, kParked, kEnding };

  static void* ThreadMain(void* donor);
  void Park();

  uintptr_t thread_pointer_ = 0;
  pthread_t handle_{};
  pid_t os_thread_ = 0;
  char* stack_top_ = nullptr;
  char* stack_limit_ = nullptr;
  std::atomic<uint32_t> state_{kStarting};
  void* home_ = nullptr;  // the context of ThreadMain
  bool is_gone_ = false;
  const size_t stack_offset_;
  std::unique_ptr<char[]> park_stack_;
};

// Donors are handed out in the same order in every execution.
class DonorPool {
 public:
  // Cost: that of a Donor when more are needed than ever before.
  Donor* Take(size_t stack_bytes) {
    if (!returned_.empty()) {
      Donor* donor = returned_.back();
      returned_.pop_back();
      return donor;
    }
    if (next_ == donors_.size()) Make(stack_bytes);
    return donors_[next_++].get();
  }
  // The task of `donor` has ended and was joined: reuse it in this execution.
  // Not where memory is watched, before many are in use: to whoever watches,
  // the next task would be the same thread, and its stack known to be shared.
  [[gnu::always_inline]] void GiveBack(Donor* donor) {
    if (!internal::instrumented || next_ >= kWatchedMax) {
      returned_.push_back(donor);
    }
  }
  // All are free again, in the order of the first execution.
  void Reset() {
    next_ = 0;
    returned_.clear();
  }
  // Ends all donors; the next execution gets new ones.
  void Discard();
  // They were threads of a process that is gone.
  void Forget();

  // Whose pthread_t this is, or null. Cost: linear in the donors of this
  // execution, but recently created ones are found first.
  Donor* Find(pthread_t handle) const {
    for (size_t i = next_; i-- > 0;) {
      if (pthread_equal(handles_[i], handle)) return donors_[i].get();
    }
    return nullptr;
  }

  // How many were handed out since Reset.
  size_t in_use() const { return next_; }
  Donor* at(size_t index) const { return donors_[index].get(); }
  size_t size() const { return donors_.size(); }

 private:
  static constexpr size_t kWatchedMax = 256;

  void Make(size_t stack_bytes);

  std::vector<std::unique_ptr<Donor>> donors_;
  std::vector<pthread_t> handles_;  // theirs
  size_t next_ = 0;
  std::vector<Donor*> returned_;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_DONOR_H_
