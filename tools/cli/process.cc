// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/personality.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <iterator>
#include <string_view>

#include "absl/strings/str_cat.h"

extern char** environ;

namespace interleave::cli {
namespace {

constexpr int kPassedOn[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
constexpr int kLookMs = 100;  // how late a timeout may be

int g_passed_on_signal = 0;

// What is started from here on has its variables, libraries and stacks at the
// same addresses each time, where the system allows that.
void FixAddresses() {
  constexpr unsigned long kAsk = 0xffffffff;
  const int now = personality(kAsk);
  if (now == -1) return;
  personality(static_cast<unsigned>(now) | ADDR_NO_RANDOMIZE);
}

// Collects SIGCHLD and the signals to pass on while it lives.
class SignalWatch {
 public:
  SignalWatch() {
    sigset_t watched;
    sigemptyset(&watched);
    sigaddset(&watched, SIGCHLD);
    for (const int signal : kPassedOn) {
      // What whoever started us ignores (nohup) stays ignored.
      struct sigaction action;
      sigaction(signal, nullptr, &action);
      if (action.sa_handler != SIG_IGN) sigaddset(&watched, signal);
    }
    signal(SIGCHLD, SIG_DFL);  // if it is ignored, nobody can be waited for
    sigprocmask(SIG_BLOCK, &watched, &before_);
    descriptor_ = signalfd(-1, &watched, SFD_NONBLOCK | SFD_CLOEXEC);
  }
  ~SignalWatch() {
    close(descriptor_);
    sigprocmask(SIG_SETMASK, &before_, nullptr);
  }
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  int descriptor() const { return descriptor_; }
  const sigset_t& before() const { return before_; }

  // Hands what came on to the program.
  void PassOn(pid_t program) const {
    signalfd_siginfo info;
    while (read(descriptor_, &info, sizeof(info)) == sizeof(info)) {
      const int signal = static_cast<int>(info.ssi_signo);
      if (signal == SIGCHLD) continue;
      g_passed_on_signal = signal;
      // A terminal's key was told to the program too, which takes a second
      // signal for impatience.
      if (info.ssi_code != SI_KERNEL) kill(program, signal);
    }
  }

 private:
  sigset_t before_;
  int descriptor_;
};

// A pipe that a program writes to and we read from; closed when not wanted.
class Pipe {
 public:
  explicit Pipe(bool wanted) {
    if (wanted && pipe2(ends_, O_CLOEXEC) == 0) {
      fcntl(ends_[0], F_SETFL, O_NONBLOCK);
    }
  }
  ~Pipe() {
    CloseEnd(0);
    CloseEnd(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int reader() const { return ends_[0]; }  // poll() skips it when negative
  int writer() const { return ends_[1]; }
  void CloseWriter() { CloseEnd(1); }

  // Appends to `text` what is there, but not for ever.
  void Drain(std::string& text) {
    char buffer[1 << 14];
    for (int reads = 0; reads < 64 && ends_[0] >= 0; ++reads) {
      const ssize_t count = read(ends_[0], buffer, sizeof(buffer));
      if (count > 0) {
        text.append(buffer, static_cast<size_t>(count));
        continue;
      }
      if (count < 0 && errno == EINTR) continue;
      if (count == 0) CloseEnd(0);
      return;
    }
  }

 private:
  void CloseEnd(int end) {
    if (ends_[end] >= 0) close(ends_[end]);
    ends_[end] = -1;
  }

  int ends_[2] = {-1, -1};
};

std::vector<char*> Environment(const std::vector<std::string>& with,
                               const std::vector<std::string>& without) {
  std::vector<char*> variables;
  for (const std::string& variable : with) {
    variables.push_back(const_cast<char*>(variable.c_str()));
  }
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string_view name = text.substr(0, text.find('='));
    if (std::find(without.begin(), without.end(), name) == without.end()) {
      variables.push_back(*entry);
    }
  }
  variables.push_back(nullptr);
  return variables;
}

// posix_spawn's settings, freed at the end of their scope.
struct SpawnSettings {
  SpawnSettings() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
};

// Returns an error number, 0 for none.
int Spawn(const ProcessRequest& request, const sigset_t& mask, const Pipe& out,
          const Pipe& error, pid_t& program) {
  SpawnSettings settings;
  switch (request.output) {
    case Output::kInherit:
      break;
    case Output::kToError:
      posix_spawn_file_actions_adddup2(&settings.actions, STDERR_FILENO,
                                       STDOUT_FILENO);
      break;
    case Output::kCapture:
      posix_spawn_file_actions_addopen(&settings.actions, STDIN_FILENO,
                                       "/dev/null", O_RDONLY, 0);
      posix_spawn_file_actions_adddup2(&settings.actions, out.writer(),
                                       STDOUT_FILENO);
      posix_spawn_file_actions_adddup2(&settings.actions, error.writer(),
                                       STDERR_FILENO);
      break;
  }
  posix_spawnattr_setsigmask(&settings.attributes, &mask);
  posix_spawnattr_setflags(&settings.attributes, POSIX_SPAWN_SETSIGMASK);
  std::vector<char*> arguments;
  for (const std::string& word : request.command) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  FixAddresses();
  return posix_spawn(
      &program, arguments[0], &settings.actions, &settings.attributes,
      arguments.data(),
      Environment(request.with_variables, request.without_variables).data());
}

bool HasEnded(pid_t program, ProcessEnd& end) {
  int status = 0;
  const pid_t waited = waitpid(program, &status, WNOHANG);
  if (waited == 0 || (waited < 0 && errno == EINTR)) return false;
  if (waited == program && WIFSIGNALED(status)) {
    end.signal = WTERMSIG(status);
  } else if (waited == program) {
    end.exit_status = WEXITSTATUS(status);
  }
  return true;
}

double Now() {
  const auto now = std::chrono::steady_clock::now();  // style: wall clock
  return std::chrono::duration<double>(now.time_since_epoch()).count();
}

}  // namespace

absl::StatusOr<ProcessEnd> RunProcess(const ProcessRequest& request) {
  const bool capture = request.output == Output::kCapture;
  Pipe out(capture);
  Pipe error(capture);
  const SignalWatch signals;
  if (signals.descriptor() < 0 ||
      (capture && (out.writer() < 0 || error.writer() < 0))) {
    return absl::ResourceExhaustedError(
        absl::StrCat("no program can be started: ", strerror(errno)));
  }
  pid_t program = 0;
  const int failed = Spawn(request, signals.before(), out, error, program);
  if (failed != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        request.command.front(), " cannot be run: ", strerror(failed)));
  }
  out.CloseWriter();
  error.CloseWriter();
  const double began = Now();
  ProcessEnd end;
  while (!HasEnded(program, end)) {
    pollfd ready[] = {{signals.descriptor(), POLLIN, 0},
                      {out.reader(), POLLIN, 0},
                      {error.reader(), POLLIN, 0}};
    poll(ready, std::size(ready), request.seconds_max > 0 ? kLookMs : -1);
    signals.PassOn(program);
    out.Drain(end.output);
    error.Drain(end.error);
    if (request.seconds_max > 0 && Now() - began > request.seconds_max) {
      end.timed_out = true;
      kill(program, SIGKILL);
    }
    if (end.output.size() + end.error.size() > request.captured_max) {
      end.said_too_much = true;
      kill(program, SIGKILL);
    }
  }
  out.Drain(end.output);
  error.Drain(end.error);
  return end;
}

std::string DescribeEnd(const ProcessEnd& end) {
  if (end.timed_out) return "did not end and was killed";
  if (end.said_too_much) return "printed without end and was killed";
  if (end.signal != 0) {
    return absl::StrCat("was killed by signal ", end.signal, " (",
                        strsignal(end.signal), ")");
  }
  return absl::StrCat("ended with exit status ", end.exit_status);
}

int PassedOnSignal() { return g_passed_on_signal; }

}  // namespace interleave::cli
