// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/workers.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/base/check.h"
#include "interleave/explore/isolation.h"
#include "interleave/explore/progress.h"
#include "interleave/explore/relay.h"
#include "interleave/explore/worker.h"
#include "interleave/runtime/happens_before.h"

namespace interleave {
namespace {

ptrdiff_t ThreadsOfProcess() {
  std::error_code error;
  return std::distance(
      std::filesystem::directory_iterator("/proc/self/task", error),
      std::filesystem::directory_iterator());
}

void Tell(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "interleave: %s\n",
               std::string(status.message()).c_str());
}

// As the process did of which waitpid told `status`.
[[noreturn]] void EndAs(int status) {
  if (WIFSIGNALED(status)) {
    signal(WTERMSIG(status), SIG_DFL);
    raise(WTERMSIG(status));
  }
  _exit(WEXITSTATUS(status));
}

}  // namespace

bool Workers::HasOtherThreads() {
  // ThreadSanitizer's runtime has a thread of its own and knows how to fork.
  const ptrdiff_t own = IsJudgedByTsan() ? 2 : 1;
  return ThreadsOfProcess() > own;
}

std::string Workers::Obstacle() {
  if (!HasOtherThreads()) return {};
  return "several jobs, and going on from a checkpoint, need a process that "
         "has "
         "no other thread and has run no execution yet, because they fork it: "
         "explore this body first or alone (--gtest_filter), or give "
         "--interleave_jobs for the whole run";
}

std::string Workers::DeathText(int status) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return absl::StrCat("was killed by signal ", signal, " (",
                        strsignal(signal), ")");
  }
  return absl::StrCat("ended by itself, with exit status ",
                      WEXITSTATUS(status));
}

Workers::Workers(const Options& options, absl::FunctionRef<void()> body,
                 std::string_view test)
    : shared_(SharedPage::Map()),
      traces_(GetProgressListener() == nullptr ? nullptr : SharedTraces::Map()),
      trap_({&shared_.interrupted, nullptr}) {
  // What is in the buffers would be written by each process.
  std::fflush(nullptr);
  const pid_t parent = getpid();
  for (uint32_t index = 0; index < options.jobs; ++index) {
    std::optional<std::pair<Channel, Channel>> ends = Channel::Make();
    if (!ends.has_value()) break;
    const pid_t id = fork();
    if (id == 0) {
      for (Process& other : workers_) other.channel.Close();
      ends->first.Close();
      BeWorker(options, body, test, std::move(ends->second), index, parent);
    }
    if (id < 0) break;
    workers_.push_back({id, std::move(ends->first)});
  }
}

void Workers::BeWorker(const Options& options, absl::FunctionRef<void()> body,
                       std::string_view test, Channel channel, uint32_t index,
                       pid_t parent) {
  InterruptTrap::Redirect(
      {&shared_.slots[index].attention, &shared_.interrupted});
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
  SetProgressListener(nullptr);
  const auto serve = [&] {
    Worker(options, body, test, std::move(channel), shared_, traces_, index)
        .Serve();
  };
  if (const auto* const settings = Isolation::PlannedForWorkers()) {
    Tell(Isolation::Run(*settings, serve));
  } else if (Relay::IsPlannedForWorkers()) {
    const absl::StatusOr<Relay::Ended> ended = Relay::Run([&] {
      serve();
      return std::string();
    });
    Tell(ended.status());
    if (ended.ok() && !ended->text.has_value()) EndAs(ended->status);
  } else {
    serve();
  }
  std::fflush(nullptr);
  _exit(0);
}

Workers::~Workers() {
  for (Process& process : workers_) process.channel.Close();
  for (const Process& process : workers_) {
    if (process.id == 0) continue;
    while (waitpid(process.id, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  InterruptTrap::Redirect({nullptr, nullptr});
  shared_.Unmap();
  if (traces_ != nullptr) traces_->Unmap();
}

void Workers::Ask(uint32_t worker, uint32_t bits) {
  shared_.slots[worker].attention.fetch_or(bits);
}

void Workers::Unask(uint32_t worker, uint32_t bits) {
  shared_.slots[worker].attention.fetch_and(~bits);
}

bool Workers::Send(uint32_t worker, const nlohmann::ordered_json& message) {
  return workers_[worker].channel.Send(message);
}

std::string Workers::Bury(Process& process) {
  process.channel.Close();
  int status = 0;
  while (waitpid(process.id, &status, 0) < 0 && errno == EINTR) {
  }
  process.id = 0;
  return DeathText(status);
}

std::optional<Workers::Event> Workers::Next(int wait_ms) {
  std::vector<pollfd> polled;
  for (const Process& process : workers_) {
    polled.push_back({process.channel.descriptor(), POLLIN, 0});
  }
  if (poll(polled.data(), polled.size(), wait_ms) <= 0) return std::nullopt;
  for (uint32_t i = 0; i < polled.size(); ++i) {
    if (polled[i].revents == 0) continue;
    Event event;
    event.worker = i;
    event.message = workers_[i].channel.Receive();
    if (!event.message.has_value()) event.death = Bury(workers_[i]);
    return event;
  }
  return std::nullopt;
}

}  // namespace interleave
