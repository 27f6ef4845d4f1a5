// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Random programs over descriptors: by traces they come to what they come to
// in all schedules, values and deadlocks alike.

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/interleave.h"
#include "interleave/report/result_text.h"

namespace interleave {
namespace {

constexpr int kTasks = 2;

// What one task does: letters of operations.
using Program = std::vector<std::string>;

// r, w: of a pipe; R, W: of another; n: a read that does not block; p: a look;
// s, t: of a semaphore; a, b: of a socketpair; e: waits by an epoll.

Program RandomProgram(uint64_t seed) {
  constexpr std::string_view kOperations = "rwwRWWnpsttabe";
  uint64_t state = seed * 0x9e3779b97f4a7c15u + 1;
  const auto draw = [&](uint64_t count) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (state >> 11) % count;
  };
  Program program(kTasks);
  for (std::string& task : program) {
    const uint64_t count = 2 + draw(2);
    for (uint64_t i = 0; i < count; ++i) {
      task += kOperations[draw(kOperations.size())];
    }
  }
  return program;
}

struct Things {
  Things() {
    INTERLEAVE_CHECK(pipe(first) == 0 && pipe(second) == 0);
    INTERLEAVE_CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    semaphore = eventfd(0, EFD_SEMAPHORE);
    epoll = epoll_create1(0);
    epoll_event event = {};
    event.events = EPOLLIN;
    epoll_ctl(epoll, EPOLL_CTL_ADD, second[0], &event);
  }
  ~Things() {
    for (const int one : {first[0], first[1], second[0], second[1], pair[0],
                          pair[1], semaphore, epoll}) {
      close(one);
    }
  }

  int first[2];
  int second[2];
  int pair[2];
  int semaphore;
  int epoll;
};

std::string ReadFrom(int descriptor) {
  char letter = '?';
  return read(descriptor, &letter, 1) == 1 ? std::string(1, letter) : "-";
}

std::string Do(const Things& things, char operation, char own) {
  uint64_t one = 1;
  epoll_event event = {};
  pollfd look{things.first[0], POLLIN, 0};
  switch (operation) {
    case 'r':
      return ReadFrom(things.first[0]);
    case 'w':
      return write(things.first[1], &own, 1) == 1 ? "" : "!";
    case 'R':
      return ReadFrom(things.second[0]);
    case 'W':
      return write(things.second[1], &own, 1) == 1 ? "" : "!";
    case 'n': {
      char letter = '-';
      recv(things.pair[0], &letter, 1, MSG_DONTWAIT);
      return std::string(1, letter);
    }
    case 'p':
      return std::to_string(poll(&look, 1, 0));
    case 's':
      return read(things.semaphore, &one, sizeof(one)) > 0 ? "s" : "!";
    case 't':
      return write(things.semaphore, &one, sizeof(one)) > 0 ? "" : "!";
    case 'a':
      return ReadFrom(things.pair[0]);
    case 'b':
      return send(things.pair[1], &own, 1, 0) == 1 ? "" : "!";
    default:
      return std::to_string(epoll_wait(things.epoll, &event, 1, -1));
  }
}

struct Outcomes {
  std::set<std::string> texts;
  bool fails = false;
};

Outcomes OutcomesOf(const Program& program, const char* strategy) {
  Outcomes outcomes;
  Options options;
  options.strategy = strategy;
  options.executions = 0;
  options.allow_single_schedule = true;
  const ExploreResult result = Explore(
      options,
      [&] {
        std::string seen[kTasks];
        {
          const Things things;
          std::vector<std::thread> tasks;
          for (int i = 0; i < kTasks; ++i) {
            tasks.emplace_back([&, i] {
              for (const char operation : program[static_cast<size_t>(i)]) {
                seen[i] += Do(things, operation, static_cast<char>('0' + i));
              }
            });
          }
          for (std::thread& task : tasks) task.join();
        }
        outcomes.texts.insert(seen[0] + "," + seen[1]);
      },
      "DescriptorsRandomTest.Body");
  outcomes.fails = !result.failures.empty();
  if (outcomes.fails) {
    EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock)
        << FormatResult(result);
  } else {
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  }
  return outcomes;
}

TEST(DescriptorsRandomTest, TracesComeToWhatSchedulesComeTo) {
  constexpr uint64_t kPrograms = 100;
  uint64_t complete = 0;
  for (uint64_t seed = 1; seed <= kPrograms; ++seed) {
    const Program program = RandomProgram(seed);
    const std::string text = program[0] + " " + program[1];
    const Outcomes all = OutcomesOf(program, "exhaustive");
    complete += all.fails ? 0 : 1;
    for (const char* strategy : {"dpor", "optimal-dpor"}) {
      const Outcomes some = OutcomesOf(program, strategy);
      EXPECT_EQ(all.fails, some.fails) << strategy << " of " << text;
      if (!all.fails) {
        EXPECT_EQ(all.texts, some.texts) << strategy << " of " << text;
      }
    }
  }
  EXPECT_GT(complete, kPrograms / 10);
}

}  // namespace
}  // namespace interleave
