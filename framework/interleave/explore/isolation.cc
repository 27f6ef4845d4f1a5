// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/isolation.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "interleave/base/arena.h"
#include "interleave/base/check.h"
#include "interleave/explore/lost_process.h"
#include "interleave/explore/side_stack.h"
#include "interleave/explore/workers.h"
#include "interleave/runtime/crash_trap.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/memory_limit.h"
#include "interleave/runtime/watchdog.h"

namespace interleave {
namespace {

constexpr size_t kSharedStackBytes = size_t{16} << 20;
constexpr size_t kOwnStackBytes = size_t{2} << 20;
constexpr off_t kOutputMax = off_t{64} << 10;
// Of each second that is allowed: the process's own watchdog takes up to twice
// that.
constexpr uint32_t kPatienceMs = 3000;
constexpr int kLostStatus = 70;  // of an execution that could not be set up

Isolation* g_current = nullptr;
const Isolation::Settings* g_planned = nullptr;

Finding HangFinding(uint32_t seconds) {
  Finding finding;
  finding.kind = FindingKind::kHang;
  finding.message = absl::StrCat(
      "no step was taken for more than ", seconds,
      " s, and the process could not be interrupted; if it is meant to take "
      "that long, raise --hang");
  return finding;
}

void LimitMemory(uint64_t megabytes) {
  // No core files: there may be thousands of crashes.
  constexpr rlimit kNone = {0, 0};
  setrlimit(RLIMIT_CORE, &kNone);
  if (megabytes != 0) MemoryLimit::Set(megabytes);
}

}  // namespace

Isolation::Isolation(const Settings& settings)
    : settings_(settings),
      output_(memfd_create("interleave-output", MFD_CLOEXEC)),
      own_stack_(static_cast<char*>(
          mmap(nullptr, kOwnStackBytes, PROT_READ | PROT_WRITE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0))) {
  INTERLEAVE_INVARIANT(output_ >= 0 && own_stack_ != MAP_FAILED);
}

Isolation::~Isolation() {
  close(output_);
  munmap(own_stack_, kOwnStackBytes);
}

Isolation* Isolation::Current() { return g_current; }

void Isolation::PlanForWorkers(const Settings* settings) {
  g_planned = settings;
}

const Isolation::Settings* Isolation::PlannedForWorkers() { return g_planned; }

absl::Status Isolation::Run(const Settings& settings,
                            absl::FunctionRef<void()> explore) {
  if (Workers::HasOtherThreads()) {
    return absl::FailedPreconditionError(
        "it has started threads before, and a process can be forked only while "
        "it has one");
  }
  Arena* const arena =
      Arena::Shared() != nullptr ? Arena::Shared() : Arena::MapShared();
  void* const stack =
      arena == nullptr ? nullptr : arena->Allocate(kSharedStackBytes);
  if (stack == nullptr) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the system gives no memory that processes can share: ",
                     std::strerror(errno), "; raise `ulimit -v`"));
  }
  Arena::Use(true);
  // It is to lie in that memory.
  Execution* const before = ExchangeProcessExecution(nullptr);
  g_current = new Isolation(settings);
  CallOnStack(static_cast<char*>(stack), kSharedStackBytes, explore);
  delete g_current;
  g_current = nullptr;
  delete ExchangeProcessExecution(before);
  Arena::Use(false);
  arena->Free(stack);
  return absl::OkStatus();
}

const ExecutionResult& Isolation::Execute(Execution& execution,
                                          absl::FunctionRef<void()> body,
                                          Strategy& strategy,
                                          const ExecutionLimits& limits,
                                          Observer* observer) {
  concluded_ = false;
  // The present stack stays as it is: the other process calls what lies there.
  CallOnStack(own_stack_, kOwnStackBytes, [&] {
    ForkAndWait([&] { execution.Run(body, strategy, limits, observer); });
  });
  internal::met_fence |= execution.met_first_fence();
  if (!concluded_) {
    execution.ConcludeLost(
        was_killed_ ? HangFinding(settings_.hang_seconds)
                    : FindingOfLostProcess(status_, execution.crash()));
  }
  execution.ForgetIdentities();
  return execution.last_result();
}

void Isolation::ForkAndWait(absl::FunctionRef<void()> execute) {
  INTERLEAVE_INVARIANT(ftruncate(output_, 0) == 0);
  lseek(output_, 0, SEEK_SET);
  const pid_t parent = getpid();
  // ThreadSanitizer's fork takes twice as long, since it starts a thread of its
  // runtime in each new process.
  const pid_t child = _Fork();
  INTERLEAVE_REQUIRE(child >= 0,
                     "the system makes no more processes: raise `ulimit -u`");
  if (child == 0) BeChild(execute, parent);
  was_killed_ = false;
  if (settings_.hang_seconds != 0) Watch(child);
  while (waitpid(child, &status_, 0) < 0 && errno == EINTR) {
  }
}

void Isolation::Watch(pid_t child) {
  pollfd ended = {static_cast<int>(syscall(SYS_pidfd_open, child, 0)), POLLIN,
                  0};
  if (ended.fd < 0) return;
  StepNumber last = 0;
  for (;;) {
    const int found =
        poll(&ended, 1, static_cast<int>(settings_.hang_seconds * kPatienceMs));
    if (found > 0) break;
    if (found < 0) continue;  // a signal
    const StepNumber now = ProcessExecution().step();
    if (now == last) {
      was_killed_ = true;
      kill(child, SIGKILL);
      break;
    }
    last = now;
  }
  close(ended.fd);
}

void Isolation::BeChild(absl::FunctionRef<void()> execute, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) std::_Exit(kLostStatus);
  // The keys of a terminal are for the explorer, and what the program sends to
  // its group is not.
  setpgid(0, 0);
  Redirect();
  LimitMemory(settings_.memory_mb);
  CrashTrap::Set();
  if (settings_.hang_seconds != 0) Watchdog::Set(settings_.hang_seconds);
  execute();
  concluded_ = true;
  // As at the end of any process; a program that is broken may not manage.
  fflush_unlocked(stdout);
  std::fflush(nullptr);
  std::_Exit(0);
}

void Isolation::Redirect() const {
  if (settings_.input >= 0) {
    // Opened anew, so that it is read from its beginning.
    const std::string path = absl::StrCat("/proc/self/fd/", settings_.input);
    const int input = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (input < 0) std::_Exit(kLostStatus);
    dup2(input, STDIN_FILENO);
    close(input);
  }
  dup2(output_, STDOUT_FILENO);
  dup2(output_, STDERR_FILENO);
}

std::string Isolation::Output() const {
  struct stat file = {};
  fstat(output_, &file);
  const off_t begin = std::max<off_t>(0, file.st_size - kOutputMax);
  std::string text(static_cast<size_t>(file.st_size - begin), '\0');
  const ssize_t got = pread(output_, text.data(), text.size(), begin);
  text.resize(static_cast<size_t>(std::max<ssize_t>(got, 0)));
  return text;
}

}  // namespace interleave
