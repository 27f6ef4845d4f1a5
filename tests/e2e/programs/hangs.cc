// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Where its thread comes late, main never goes on: it computes, or waits for
// what nobody writes, as its first argument says. With a second one the thread
// is never late.

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <string_view>
#include <thread>

namespace {

std::mutex g_mutex;
bool g_ready = false;

bool IsReady() {
  const std::lock_guard<std::mutex> lock(g_mutex);
  return g_ready;
}

// No call of ours is in it, so that nothing comes to a schedule point.
__attribute__((no_sanitize("thread"), noinline)) void ComputeForEver() {
  for (;;) asm volatile("");
}

void WaitForAWriter() {
  int ends[2];
  char byte = 0;
  if (pipe(ends) != 0) return;
  // Not by the C library's function, which is controlled.
  syscall(SYS_read, ends[0], &byte, 1);
}

// Of a file that this process has locked by another descriptor.
void WaitForALock() {
  char name[] = "hangs-XXXXXX";
  const int locked = mkstemp(name);
  const int other = open(name, O_RDWR);
  unlink(name);
  flock(locked, LOCK_EX);
  flock(other, LOCK_EX);
}

void WaitForAConnection() {
  const int listening = socket(AF_INET, SOCK_STREAM, 0);
  if (listen(listening, 1) == 0) {
    syscall(SYS_accept, listening, nullptr, nullptr);
  }
}

void ComputeUndisturbed() {
  const uint64_t all = ~uint64_t{0};
  syscall(SYS_rt_sigprocmask, SIG_BLOCK, &all, nullptr, sizeof(all));
  ComputeForEver();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view way = argc > 1 ? argv[1] : "";
  const bool fixed = argc > 2;
  std::thread other([] {
    const std::lock_guard<std::mutex> lock(g_mutex);
    g_ready = true;
  });
  static_cast<void>(IsReady());
  if (fixed) other.join();
  if (!IsReady()) {
    if (way == "computes") ComputeForEver();
    if (way == "waits") WaitForAWriter();
    if (way == "locks") WaitForALock();
    if (way == "accepts") WaitForAConnection();
    if (way == "undisturbed") ComputeUndisturbed();
  }
  if (!fixed) other.join();
  return 0;
}
