// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/donor.h"

#include <linux/futex.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/context/detail/fcontext.hpp>

#include "interleave/base/check.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/memory_limit.h"
#include "interleave/runtime/real.h"
#include "interleave/runtime/task_heap.h"
#include "interleave/runtime/thread_pointer.h"

extern "C" void __asan_unpoison_memory_region(const volatile void* address,
                                              size_t size)
    __attribute__((weak));

namespace interleave {
namespace {

using boost::context::detail::fcontext_t;
using boost::context::detail::jump_fcontext;
using boost::context::detail::make_fcontext;
using boost::context::detail::transfer_t;

// What the system takes for a thread beside its stack: guard pages, an arena of
// the allocator's.
constexpr size_t kAroundStack = size_t{1} << 20;
constexpr size_t kParkStackBytes = 16 * 1024;
// What ThreadMain and the jump away from it may still use of the stack.
constexpr size_t kOwnFrameBytes = 1024;
// The system places all stacks alike within a page, where frames of more tasks
// than the first cache has ways for such a place would push each other out: 17
// tasks took 5 % longer. So stacks begin in turn at as many places of a page.
constexpr size_t kStackPlaces = 32;
constexpr size_t kStackPlaceBytes = 128;
constexpr size_t kStackStride = 7;

void FutexWait(std::atomic<uint32_t>& word, uint32_t while_equal) {
  arch::RawSyscall(SYS_futex, reinterpret_cast<long>(&word), FUTEX_WAIT_PRIVATE,
                   static_cast<long>(while_equal), 0);
}

void FutexWake(std::atomic<uint32_t>& word) {
  arch::RawSyscall(SYS_futex, reinterpret_cast<long>(&word), FUTEX_WAKE_PRIVATE,
                   1, 0);
}

// Signals of the process belong to the thread that carries the tasks.
void BlockSignals(pthread_attr_t* attr) {
  sigset_t all;
  sigfillset(&all);
  pthread_attr_setsigmask_np(attr, &all);
}

}  // namespace

Donor::Donor(size_t stack_bytes, size_t number)
    : stack_offset_(number * kStackStride % kStackPlaces * kStackPlaceBytes),
      park_stack_(std::make_unique<char[]>(kParkStackBytes)) {
  pthread_attr_t attr;
  pthread_attr_init(&attr);
  if (stack_bytes != 0) pthread_attr_setstacksize(&attr, stack_bytes);
  pthread_attr_setguardsize(&attr, kStackGuardBytes);
  BlockSignals(&attr);
  size_t size = 0;
  pthread_attr_getstacksize(&attr, &size);
  MemoryLimit::AllowMore(size + kAroundStack);
  const int error =
      INTERLEAVE_REAL(pthread_create)(&handle_, &attr, &ThreadMain, this);
  pthread_attr_destroy(&attr);
  INTERLEAVE_REQUIRE(
      error == 0,
      "the system has no more threads to lend to tasks: raise `ulimit -u` and "
      "`ulimit -v`, lower --interleave_stack_bytes, or start fewer threads in "
      "the test");
  while (state_.load(std::memory_order_acquire) == kStarting) {
    FutexWait(state_, kStarting);
  }
}

Donor::~Donor() {
  if (is_gone_) return;
  state_.store(kEnding, std::memory_order_release);
  FutexWake(state_);
  INTERLEAVE_REAL(pthread_join)(handle_, nullptr);
}

void Donor::ForgetFrames() const {
  if (__asan_unpoison_memory_region == nullptr) return;
  constexpr ptrdiff_t kUsual = 64 * 1024;
  char* const bottom =
      stained ? stack_limit_ : std::max(stack_limit_, stack_top_ - kUsual);
  __asan_unpoison_memory_region(bottom,
                                static_cast<size_t>(stack_top_ - bottom));
}

void* Donor::ThreadMain(void* donor) {
  auto* self = static_cast<Donor*>(donor);
  self->thread_pointer_ = arch::ReadThreadPointer();
  self->os_thread_ = gettid();
  prctl(PR_SET_NAME, kDonorThreadName);
  if (__tsan_testonly_shadow_stack_current_size != nullptr) {
    self->shadow_frames = __tsan_testonly_shadow_stack_current_size();
  }
  pthread_attr_t attr;
  pthread_getattr_np(pthread_self(), &attr);
  void* address = nullptr;
  size_t size = 0;
  pthread_attr_getstack(&attr, &address, &size);
  pthread_attr_destroy(&attr);
  self->stack_limit_ = static_cast<char*>(address);
  const uintptr_t frame =
      reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  self->stack_top_ =
      reinterpret_cast<char*>((frame - kOwnFrameBytes) & ~uintptr_t{63}) -
      self->stack_offset_;

  const fcontext_t park =
      make_fcontext(self->park_stack_.get() + kParkStackBytes, kParkStackBytes,
                    [](transfer_t from) {
                      auto* parked = static_cast<Donor*>(from.data);
                      parked->home_ = from.fctx;
                      parked->Park();
                      jump_fcontext(parked->home_, nullptr);
                    });
  jump_fcontext(park, self);
  return nullptr;
}

void Donor::Park() {
  // A raw system call: inside an intercepted libc function, ThreadSanitizer
  // would ignore this thread's synchronisation from here on.
  state_.store(kParked, std::memory_order_release);
  FutexWake(state_);
  while (state_.load(std::memory_order_acquire) != kEnding) {
    FutexWait(state_, kParked);
  }
}

void DonorPool::Make(size_t stack_bytes) {
  // What the system allocates for a thread lasts.
  const internal::LibraryAllocates lasting;
  donors_.push_back(std::make_unique<Donor>(stack_bytes, donors_.size()));
  handles_.push_back(donors_.back()->handle());
}

void DonorPool::Forget() {
  for (const std::unique_ptr<Donor>& donor : donors_) donor->Forget();
  Discard();
}

void DonorPool::Discard() {
  Reset();
  donors_.clear();
  handles_.clear();
}

}  // namespace interleave
