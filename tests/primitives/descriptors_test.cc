// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Pipes, sockets and the like between tasks: each program with a defect has a
// twin without it, and what can be counted on paper is.

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/interleave.h"
#include "interleave/report/result_text.h"
#include "tests/primitives/primitive.h"

namespace interleave {
namespace {

using testing::HasSubstr;

ExploreResult ExploreAll(const char* strategy, void (*body)()) {
  Options options;
  options.strategy = strategy;
  if (options.strategy != "auto") options.executions = 0;
  options.allow_single_schedule = true;
  options.allow_uncontrolled = true;
  return Explore(options, body, "DescriptorsTest.Body");
}

// All schedules pass; dpor and exhaustive search agree.
void ExpectRight(void (*body)()) {
  for (const char* strategy : {"dpor", "optimal-dpor", "auto"}) {
    const ExploreResult result = ExploreAll(strategy, body);
    EXPECT_EQ(result.verdict, Verdict::kVerified)
        << strategy << FormatResult(result);
  }
}

// Some schedule fails, each strategy finds it, and its replay does the same.
std::string ExpectWrong(void (*body)(), FindingKind kind) {
  std::string message;
  for (const char* strategy : {"dpor", "optimal-dpor", "auto"}) {
    const ExploreResult result = ExploreAll(strategy, body);
    if (result.failures.size() != 1u) {
      ADD_FAILURE() << strategy << FormatResult(result);
      continue;
    }
    EXPECT_EQ(result.failures[0].finding.kind, kind) << FormatResult(result);
    message = result.failures[0].finding.message;
    Options options;
    options.replay = result.failures[0].token;
    const ExploreResult again = Explore(options, body, "DescriptorsTest.Body");
    if (!again.replay.has_value()) {
      ADD_FAILURE() << "no replay";
      continue;
    }
    EXPECT_EQ(again.replay->verdict, ReplayVerdict::kReproduced)
        << FormatResult(again);
  }
  return message;
}

struct Pipe {
  Pipe() { INTERLEAVE_CHECK(pipe(ends) == 0); }
  ~Pipe() {
    Close(0);
    Close(1);
  }
  void Close(int end) {
    if (ends[end] >= 0) close(ends[end]);
    ends[end] = -1;
  }
  int reader() const { return ends[0]; }
  int writer() const { return ends[1]; }

  int ends[2];
};

void Put(int descriptor, char letter) {
  INTERLEAVE_CHECK(write(descriptor, &letter, 1) == 1);
}
char Get(int descriptor) {
  char letter = '?';
  INTERLEAVE_CHECK(read(descriptor, &letter, 1) == 1);
  return letter;
}

// --- Counts. ---

TEST(DescriptorsTest, TwoWritersOfOneMessageHaveTwoOrders) {
  static std::set<std::string>* seen = nullptr;
  const auto body = [] {
    Pipe pipe;
    std::string text;
    Together([&] { Put(pipe.writer(), 'a'); }, [&] { Put(pipe.writer(), 'b'); },
             [&] {
               text += Get(pipe.reader());
               text += Get(pipe.reader());
             });
    seen->insert(text);
  };
  for (const char* strategy : {"dpor", "optimal-dpor", "exhaustive"}) {
    std::set<std::string> texts;
    seen = &texts;
    const ExploreResult result = ExploreAll(strategy, body);
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
    EXPECT_EQ(texts, (std::set<std::string>{"ab", "ba"}));
  }
}

TEST(DescriptorsTest, WhoReadsFirstGetsTheFirstByte) {
  static std::set<std::string>* seen = nullptr;
  const auto body = [] {
    Pipe pipe;
    char first = 0;
    char second = 0;
    Together([&] { first = Get(pipe.reader()); },
             [&] { second = Get(pipe.reader()); },
             [&] {
               Put(pipe.writer(), 'a');
               Put(pipe.writer(), 'b');
             });
    seen->insert(std::string{first, second});
  };
  for (const char* strategy : {"dpor", "optimal-dpor", "exhaustive"}) {
    std::set<std::string> texts;
    seen = &texts;
    const ExploreResult result = ExploreAll(strategy, body);
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
    EXPECT_EQ(texts, (std::set<std::string>{"ab", "ba"})) << strategy;
  }
}

// --- A deadlock over full pipes. ---

constexpr size_t kMoreThanAPipeHolds = 70'000;

void SendAll(int descriptor, size_t bytes) {
  const std::vector<char> data(bytes, 'x');
  INTERLEAVE_CHECK(write(descriptor, data.data(), bytes) ==
                   static_cast<ssize_t>(bytes));
}

void ReceiveAll(int descriptor, size_t bytes) {
  std::vector<char> data(bytes);
  size_t done = 0;
  while (done < bytes) {
    const ssize_t got = read(descriptor, data.data(), bytes - done);
    INTERLEAVE_CHECK(got > 0);
    done += static_cast<size_t>(got);
  }
}

template <bool kReadsFirst>
void BothSend() {
  Pipe there;
  Pipe back;
  Together(
      [&] {
        SendAll(there.writer(), kMoreThanAPipeHolds);
        ReceiveAll(back.reader(), kMoreThanAPipeHolds);
      },
      [&] {
        if (kReadsFirst) ReceiveAll(there.reader(), kMoreThanAPipeHolds);
        SendAll(back.writer(), kMoreThanAPipeHolds);
        if (!kReadsFirst) ReceiveAll(there.reader(), kMoreThanAPipeHolds);
      });
}

TEST(DescriptorsTest, BothWriteMoreThanAPipeHolds) {
  const std::string message =
      ExpectWrong(&BothSend<false>, FindingKind::kDeadlock);
  EXPECT_THAT(message, HasSubstr("T1 waits at send of pipe 1 (write end, "));
  EXPECT_THAT(message, HasSubstr("T2 waits at send of pipe 2 (write end, "));
  EXPECT_THAT(message, HasSubstr("whose read end is open)"));
}
TEST(DescriptorsTest, OneReadsBeforeItWrites) { ExpectRight(&BothSend<true>); }

// --- The end of a pipe that somebody still holds. ---

template <bool kCloses>
void ReadToTheEnd() {
  Pipe pipe;
  Together(
      [&] {
        Put(pipe.writer(), 'a');
        if (kCloses) pipe.Close(1);
      },
      [&] {
        char letters[4];
        ssize_t got = 0;
        do {
          got = read(pipe.reader(), letters, sizeof(letters));
        } while (got > 0);
        INTERLEAVE_CHECK(got == 0);
      });
}

TEST(DescriptorsTest, AWriteEndLeftOpenIsNoEnd) {
  EXPECT_THAT(ExpectWrong(&ReadToTheEnd<false>, FindingKind::kDeadlock),
              HasSubstr("waits at receive of pipe 1"));
}
TEST(DescriptorsTest, AWriteEndClosedIsTheEnd) {
  ExpectRight(&ReadToTheEnd<true>);
}

// --- A wakeup by a pipe to oneself, lost. ---

// The flag is to say that a byte is in the pipe already.
template <bool kClearsFirst>
void SelfPipe() {
  Pipe pipe;
  std::atomic<bool> notified = false;
  std::atomic<int> work = 0;
  const auto notify = [&] {
    work.fetch_add(1);
    if (!notified.exchange(true)) Put(pipe.writer(), '!');
  };
  std::thread one(notify);
  std::thread two(notify);
  int done = 0;
  while (done < 2) {
    Get(pipe.reader());
    if (kClearsFirst) notified.store(false);
    done += work.exchange(0);
    if (!kClearsFirst) notified.store(false);
  }
  one.join();
  two.join();
}

TEST(DescriptorsTest, ASelfPipeLosesAWakeup) {
  ExpectWrong(&SelfPipe<false>, FindingKind::kDeadlock);
}
TEST(DescriptorsTest, ASelfPipeThatClearsItsFlagFirstDoesNot) {
  ExpectRight(&SelfPipe<true>);
}

// --- A request and its answer over one socketpair. ---

template <bool kLocks>
void Requests() {
  int ends[2];
  INTERLEAVE_CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  std::mutex one_at_a_time;
  const auto ask = [&](char letter) {
    std::unique_lock lock(one_at_a_time, std::defer_lock);
    if (kLocks) lock.lock();
    INTERLEAVE_CHECK(send(ends[0], &letter, 1, 0) == 1);
    char answer = 0;
    INTERLEAVE_CHECK(recv(ends[0], &answer, 1, 0) == 1);
    INTERLEAVE_CHECK(answer == letter);
  };
  Together([&] { ask('a'); }, [&] { ask('b'); },
           [&] {
             Put(ends[1], Get(ends[1]));
             Put(ends[1], Get(ends[1]));
           });
  close(ends[0]);
  close(ends[1]);
}

TEST(DescriptorsTest, AnswersGoToTheWrongTask) {
  ExpectWrong(&Requests<false>, FindingKind::kAssertion);
}
TEST(DescriptorsTest, OneRequestAtATime) { ExpectRight(&Requests<true>); }

// --- Sockets. ---

sockaddr_in Local(uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

int Listener(uint16_t port) {
  const int made = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = Local(port);
  INTERLEAVE_CHECK(bind(made, reinterpret_cast<const sockaddr*>(&address),
                        sizeof(address)) == 0);
  INTERLEAVE_CHECK(listen(made, 8) == 0);
  return made;
}

uint16_t PortOf(int descriptor) {
  sockaddr_in address = {};
  socklen_t size = sizeof(address);
  INTERLEAVE_CHECK(getsockname(descriptor,
                               reinterpret_cast<sockaddr*>(&address),
                               &size) == 0);
  INTERLEAVE_CHECK(address.sin_addr.s_addr == htonl(INADDR_LOOPBACK));
  return ntohs(address.sin_port);
}

int ConnectTo(uint16_t port) {
  const int made = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = Local(port);
  INTERLEAVE_CHECK(connect(made, reinterpret_cast<const sockaddr*>(&address),
                           sizeof(address)) == 0);
  return made;
}

// Serves two clients, one after the other. With kSharesCount two threads do.
template <bool kLocks>
void EchoServer() {
  const int listener = Listener(0);
  const uint16_t port = PortOf(listener);
  std::mutex mutex;
  int served = 0;
  const auto serve = [&] {
    const int client = accept(listener, nullptr, nullptr);
    INTERLEAVE_CHECK(client >= 0);
    Put(client, Get(client));
    close(client);
    std::unique_lock lock(mutex, std::defer_lock);
    if (kLocks) lock.lock();
    const int before = served;
    INTERLEAVE_POINT("server.count.read");
    served = before + 1;
  };
  const auto ask = [&](char letter) {
    const int server = ConnectTo(port);
    Put(server, letter);
    INTERLEAVE_CHECK(Get(server) == letter);
    close(server);
  };
  std::thread servers[] = {std::thread(serve), std::thread(serve)};
  std::thread clients[] = {std::thread(ask, 'a'), std::thread(ask, 'b')};
  for (std::thread& client : clients) client.join();
  for (std::thread& server : servers) server.join();
  close(listener);
  INTERLEAVE_CHECK(served == 2);
}

TEST(DescriptorsTest, AnEchoServerMiscounts) {
  const ExploreResult result = ExploreAll("auto", &EchoServer<false>);
  ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
}

void OneServerTwoClients() {
  const int listener = Listener(8080);
  const auto ask = [&](char letter) {
    const int server = ConnectTo(8080);
    Put(server, letter);
    INTERLEAVE_CHECK(Get(server) == letter);
    close(server);
  };
  std::thread one(ask, 'a');
  std::thread two(ask, 'b');
  for (int i = 0; i < 2; ++i) {
    const int client = accept(listener, nullptr, nullptr);
    Put(client, Get(client));
    close(client);
  }
  one.join();
  two.join();
  close(listener);
}

TEST(DescriptorsTest, AnEchoServerServesTwoClients) {
  for (const char* strategy : {"dpor", "optimal-dpor", "auto"}) {
    const ExploreResult result = ExploreAll(strategy, &OneServerTwoClients);
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  }
}

// --- epoll, edge-triggered. ---

template <bool kReadsAll>
void EdgeTriggered() {
  Pipe pipe;
  fcntl(pipe.reader(), F_SETFL, O_NONBLOCK);
  const int epoll = epoll_create1(0);
  epoll_event event = {};
  event.events = EPOLLIN | EPOLLET;
  INTERLEAVE_CHECK(epoll_ctl(epoll, EPOLL_CTL_ADD, pipe.reader(), &event) == 0);
  std::thread writer([&] {
    Put(pipe.writer(), 'a');
    Put(pipe.writer(), 'b');
  });
  int got = 0;
  while (got < 2) {
    INTERLEAVE_CHECK(epoll_wait(epoll, &event, 1, -1) == 1);
    char letter;
    do {
      if (read(pipe.reader(), &letter, 1) != 1) break;
      ++got;
    } while (kReadsAll);
  }
  writer.join();
  close(epoll);
}

TEST(DescriptorsTest, AnEdgeIsMissed) {
  EXPECT_THAT(ExpectWrong(&EdgeTriggered<false>, FindingKind::kDeadlock),
              HasSubstr("main waits at poll of epoll 1"));
}
TEST(DescriptorsTest, AllIsReadAtAnEdge) { ExpectRight(&EdgeTriggered<true>); }

// --- eventfd. ---

template <int kFlags>
void TwoTakers() {
  const int counter = eventfd(0, kFlags);
  const auto take = [&] {
    uint64_t value = 0;
    INTERLEAVE_CHECK(read(counter, &value, sizeof(value)) == sizeof(value));
  };
  Together(take, take, [&] {
    const uint64_t two = 2;
    INTERLEAVE_CHECK(write(counter, &two, sizeof(two)) == sizeof(two));
  });
  close(counter);
}

TEST(DescriptorsTest, AnEventCounterGivesAllToOne) {
  EXPECT_THAT(ExpectWrong(&TwoTakers<0>, FindingKind::kDeadlock),
              HasSubstr("waits at receive of eventfd 1"));
}
TEST(DescriptorsTest, AnEventSemaphoreGivesOneToEach) {
  ExpectRight(&TwoTakers<EFD_SEMAPHORE>);
}

// --- Time. ---

TEST(DescriptorsTest, AnHourOfPollPassesAtOnce) {
  ExpectRight([] {
    Pipe pipe;
    pollfd look{pipe.reader(), POLLIN, 0};
    INTERLEAVE_CHECK(poll(&look, 1, 3'600'000) == 0);
    timeval limit{3'600, 0};
    fd_set set;
    FD_ZERO(&set);
    FD_SET(pipe.reader(), &set);
    INTERLEAVE_CHECK(
        select(pipe.reader() + 1, &set, nullptr, nullptr, &limit) == 0);
    int ends[2];
    INTERLEAVE_CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    char letter;
    INTERLEAVE_CHECK(recv(ends[0], &letter, 1, 0) == -1 && errno == EAGAIN);
    close(ends[0]);
    close(ends[1]);
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);  // style: virtual time
    INTERLEAVE_CHECK(now.tv_sec >= 3 * 3'600);
  });
}

TEST(DescriptorsTest, ATimerDescriptorComesInVirtualTime) {
  ExpectRight([] {
    const int timer = timerfd_create(CLOCK_MONOTONIC, 0);
    const itimerspec times = {{10, 0}, {3'600, 0}};
    INTERLEAVE_CHECK(timerfd_settime(timer, 0, &times, nullptr) == 0);
    uint64_t count = 0;
    INTERLEAVE_CHECK(read(timer, &count, sizeof(count)) == sizeof(count));
    INTERLEAVE_CHECK(count == 1);
    INTERLEAVE_CHECK(read(timer, &count, sizeof(count)) == sizeof(count));
    INTERLEAVE_CHECK(count == 1);
    pollfd look{timer, POLLIN, 0};
    INTERLEAVE_CHECK(poll(&look, 1, -1) == 1);
    close(timer);
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);  // style: virtual time
    INTERLEAVE_CHECK(now.tv_sec >= 3'620);
  });
}

// --- A pipe that nobody reads. ---

TEST(DescriptorsTest, AWriteThatNobodyReadsIsBroken) {
  ExpectRight([] {
    signal(SIGPIPE, SIG_IGN);
    Pipe pipe;
    pipe.Close(0);
    INTERLEAVE_CHECK(write(pipe.writer(), "a", 1) == -1 && errno == EPIPE);
    int ends[2];
    INTERLEAVE_CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    close(ends[1]);
    INTERLEAVE_CHECK(write(ends[0], "a", 1) == -1 && errno == EPIPE);
    close(ends[0]);
    signal(SIGPIPE, SIG_DFL);
  });
}

// --- Closed while another task waits. ---

TEST(DescriptorsTest, WhoWaitsAtADescriptorThatIsClosedGetsWhatComes) {
  ExpectRight([] {
    Pipe pipe;
    const int copy = dup(pipe.writer());
    std::thread reader([&] { INTERLEAVE_CHECK(Get(pipe.reader()) == 'a'); });
    std::thread writer([&] { Put(copy, 'a'); });
    reader.join();
    writer.join();
    close(copy);
  });
}

// --- Unix sockets and datagrams. ---

TEST(DescriptorsTest, UnixSocketsAreConnected) {
  ExpectRight([] {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path + 1, "interleave-descriptors-test");
    const auto size =
        static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 +
                               std::strlen(address.sun_path + 1));
    const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    const auto* const any = reinterpret_cast<const sockaddr*>(&address);
    // Another process may explore the same.
    if (bind(listener, any, size) != 0) {
      close(listener);
      return;
    }
    INTERLEAVE_CHECK(listen(listener, 1) == 0);
    std::thread client([&] {
      const int made = socket(AF_UNIX, SOCK_STREAM, 0);
      INTERLEAVE_CHECK(connect(made, any, size) == 0);
      Put(made, 'a');
      close(made);
    });
    const int server = accept(listener, nullptr, nullptr);
    INTERLEAVE_CHECK(Get(server) == 'a');
    char letter;
    INTERLEAVE_CHECK(read(server, &letter, 1) == 0);
    client.join();
    close(server);
    close(listener);
  });
}

TEST(DescriptorsTest, DatagramsArrive) {
  ExpectRight([] {
    const int receiver = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address = Local(0);
    INTERLEAVE_CHECK(bind(receiver, reinterpret_cast<sockaddr*>(&address),
                          sizeof(address)) == 0);
    address = Local(PortOf(receiver));
    std::thread sender([&] {
      const int made = socket(AF_INET, SOCK_DGRAM, 0);
      INTERLEAVE_CHECK(sendto(made, "ab", 2, 0,
                              reinterpret_cast<sockaddr*>(&address),
                              sizeof(address)) == 2);
      close(made);
    });
    char letters[4];
    sockaddr_in from = {};
    socklen_t size = sizeof(from);
    INTERLEAVE_CHECK(recvfrom(receiver, letters, sizeof(letters), 0,
                              reinterpret_cast<sockaddr*>(&from), &size) == 2);
    INTERLEAVE_CHECK(from.sin_addr.s_addr == htonl(INADDR_LOOPBACK));
    sender.join();
    close(receiver);
  });
}

// --- What is the same each time. ---

TEST(DescriptorsTest, PortsAndNumbersAreTheSameInEachExecution) {
  static std::set<std::string>* seen = nullptr;
  std::set<std::string> texts;
  seen = &texts;
  const ExploreResult result = ExploreAll("exhaustive", [] {
    const int listener = Listener(0);
    std::thread other([] { std::this_thread::yield(); });
    std::this_thread::yield();
    other.join();
    const int client = ConnectTo(PortOf(listener));
    seen->insert(std::to_string(PortOf(listener)) + " " +
                 std::to_string(PortOf(client)) + " " + std::to_string(client));
    close(client);
    close(listener);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_GT(result.executions, 1u);
  EXPECT_EQ(texts.size(), 1u);
}

TEST(DescriptorsTest, WhatAnAbandonedExecutionLeftOpenIsClosed) {
  const int before = dup(0);
  close(before);
  const ExploreResult result = ExploreAll("exhaustive", [] {
    Pipe pipe;
    std::thread other([&] { Get(pipe.reader()); });
    other.join();
  });
  EXPECT_EQ(result.failures.size(), 1u);
  const int after = dup(0);
  close(after);
  EXPECT_EQ(before, after);
}

// --- The other end is not a task's. ---

int outside[2];

TEST(DescriptorsTest, WhatComesFromOutsideIsBestEffort) {
  ASSERT_EQ(pipe(outside), 0);
  ASSERT_EQ(write(outside[1], "aaaaaaaa", 8), 8);
  Options options;
  options.strategy = "random";
  options.executions = 4;
  options.allow_single_schedule = true;
  const ExploreResult result = Explore(
      options, [] { INTERLEAVE_CHECK(Get(outside[0]) == 'a'); }, "Outside");
  EXPECT_TRUE(result.failures.empty()) << FormatResult(result);
  ASSERT_EQ(result.unmodelled.size(), 1u) << FormatResult(result);
  EXPECT_THAT(result.unmodelled[0].meaning, HasSubstr("replay is best effort"));
  close(outside[0]);
  close(outside[1]);
}

}  // namespace
}  // namespace interleave
