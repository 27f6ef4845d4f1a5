// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A fuzz target whose bytes are an input and a schedule: a table of sessions
// and two workers, each of which carries out half of the commands. To renew a
// session (R) looks for it and takes it under two locks; it may be closed (C)
// between the two. So the defect needs certain commands and a certain moment.
// ONE_LOCK: renewed under one lock, and nothing is to be found.

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <thread>

#include "interleave/fuzz/fuzz.h"

namespace {

class Sessions {
 public:
  void Open(uint8_t number) {
    const std::lock_guard lock(mutex_);
    ages_[number] = 0;
  }

  void Close(uint8_t number) {
    const std::lock_guard lock(mutex_);
    ages_.erase(number);
  }

  void Renew(uint8_t number) {
    std::unique_lock lock(mutex_);
    if (!ages_.contains(number)) return;
#ifndef ONE_LOCK
    lock.unlock();
    lock.lock();
#endif
    const auto session = ages_.find(number);
    INTERLEAVE_CHECK(session != ages_.end(), "a session renewed is open");
    session->second = 0;
  }

 private:
  std::mutex mutex_;
  std::map<uint8_t, int> ages_;
};

constexpr uint8_t kSessions = 2;

// Pairs of a command and the number of a session.
void CarryOut(std::span<const uint8_t> commands, Sessions& sessions) {
  for (; commands.size() >= 2; commands = commands.subspan(2)) {
    const uint8_t number = commands[1] % kSessions;
    if (commands[0] == 'O') sessions.Open(number);
    if (commands[0] == 'C') sessions.Close(number);
    if (commands[0] == 'R') sessions.Renew(number);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const interleave::FuzzInput split = interleave::SplitFuzzInput(data, size);
  const std::span<const uint8_t> commands = split.input;
  // All is under a lock: then bytes mean the same however it is compiled.
  interleave::Options options;
  options.points = "sync";
  const auto body = [&commands] {
    Sessions sessions;
    const size_t half = commands.size() / 4 * 2;
    std::thread other([&] { CarryOut(commands.first(half), sessions); });
    CarryOut(commands.subspan(half), sessions);
    other.join();
  };
  interleave::FuzzSchedule(split.schedule, body, options);
  return 0;
}
