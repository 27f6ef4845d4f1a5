// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/relay.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/context/detail/fcontext.hpp>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/base/arena.h"
#include "interleave/base/check.h"
#include "interleave/explore/lost_process.h"
#include "interleave/explore/part.h"
#include "interleave/explore/workers.h"
#include "interleave/runtime/crash_trap.h"
#include "interleave/runtime/exception_trap.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/thread_locals.h"

namespace interleave {
namespace {

using boost::context::detail::jump_fcontext;
using boost::context::detail::make_fcontext;
using boost::context::detail::transfer_t;

constexpr size_t kSharedStackBytes = size_t{16} << 20;
constexpr size_t kOwnStackBytes = size_t{2} << 20;
constexpr int kHandedOver = 71;  // the exit status of a process that did

Relay* g_current_relay = nullptr;
bool g_planned_for_workers = false;
bool g_succeeds = false;  // and nobody has asked yet

absl::Status NoMemory() {
  return absl::ResourceExhaustedError(
      absl::StrCat("the system gives no memory that processes can share (",
                   std::strerror(errno), "): raise `ulimit -v`"));
}

// No core files: each crash is told.
void WriteNoCoreFiles() {
  constexpr rlimit kNone = {0, 0};
  setrlimit(RLIMIT_CORE, &kNone);
}

int WaitFor(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

// What runs on stacks of its own. `data` of each transfer is the relay.
struct Relay::Entry {
  static void Begin(transfer_t from) {
    static_cast<Relay*>(from.data)->Begin();
  }

  static void Carry(transfer_t from) {
    Relay& relay = *static_cast<Relay*>(from.data);
    relay.resume_ = from.fctx;
    (*relay.run_)();
    relay.concluded_ = true;
    if (relay.execution_->crash().breaks_process) relay.HandOver();
    jump_fcontext(std::exchange(relay.resume_, nullptr), nullptr);
  }
};

Relay* Relay::Current() { return g_current_relay; }

void Relay::PlanForWorkers(bool runs) { g_planned_for_workers = runs; }
bool Relay::IsPlannedForWorkers() { return g_planned_for_workers; }

bool Relay::TakeSuccession() { return std::exchange(g_succeeds, false); }

absl::StatusOr<Relay::Ended> Relay::Run(
    absl::FunctionRef<std::string()> explore) {
  if (Workers::HasOtherThreads()) {
    return absl::FailedPreconditionError(
        "a process can be forked only while it has one thread, and this one "
        "has started others before");
  }
  // What processes share must not lie in one of them.
  ThreadLocals::OfExecutable();
  const ExceptionTrap trap;
  Arena* const arena = Arena::MapShared();
  if (arena == nullptr) return NoMemory();
  void* const own_stack = mmap(nullptr, kOwnStackBytes, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (own_stack == MAP_FAILED) {
    arena->Unmap();
    return NoMemory();
  }
  auto* const stack = static_cast<char*>(arena->Allocate(kSharedStackBytes));
  auto* const relay = new (arena->Allocate(sizeof(Relay)))
      Relay(explore, stack, static_cast<char*>(own_stack));
  // What is in the buffers would be written by each process.
  std::fflush(nullptr);
  const pid_t parent = getpid();
  Ended ended;
  do {
    const pid_t child = _Fork();
    INTERLEAVE_REQUIRE(child >= 0,
                       "the system makes no more processes: raise `ulimit -u`");
    if (child == 0) relay->BeProcess(parent, ended.status);
    ended.status = WaitFor(child);
  } while (!relay->done_ && relay->resume_ != nullptr);
  if (relay->done_) ended.text = *relay->text_;
  munmap(own_stack, kOwnStackBytes);
  arena->Unmap();
  return ended;
}

void Relay::BeProcess(pid_t parent, int status_before) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) std::_Exit(0);
  WriteNoCoreFiles();
  CrashTrap::Set();
  g_current_relay = this;
  Arena::Use(true);
  if (resume_ != nullptr) GoOn(status_before);
  ExchangeProcessExecution(nullptr);  // it is to lie in that memory
  jump_fcontext(make_fcontext(stack_ + kSharedStackBytes, kSharedStackBytes,
                              &Entry::Begin),
                this);
  std::abort();  // nobody comes back
}

// The frame of this function may be one process's first and another's last.
void Relay::Begin() {
  text_ = new std::string(explore_());
  done_ = true;
  fflush_unlocked(stdout);
  std::fflush(nullptr);
  _exit(0);
}

void Relay::GoOn(int status_before) {
  void* const context = std::exchange(resume_, nullptr);
  ExchangeProcessExecution(execution_);
  internal::met_fence |= execution_->met_first_fence();
  if (!concluded_) {
    execution_->ConcludeLost(
        FindingOfLostProcess(status_before, execution_->crash()));
  }
  execution_->EnterProcess();
  g_succeeds = true;
  jump_fcontext(context, nullptr);
  std::abort();  // nobody comes back
}

// What is still to be said is said with care: little of the process may work.
void Relay::HandOver() {
  fflush_unlocked(stdout);
  _exit(kHandedOver);
}

void Relay::Carry(Execution& execution, absl::FunctionRef<void()> run) {
  execution_ = &execution;
  run_ = &run;
  concluded_ = false;
  jump_fcontext(
      make_fcontext(own_stack_ + kOwnStackBytes, kOwnStackBytes, &Entry::Carry),
      this);
}

}  // namespace interleave
