// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A server that echoes what its two clients send, at a port of its own choice
// of numbers. It serves each in a thread and counts them without a lock; with
// an argument, with one.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

namespace {

sockaddr_in Address() {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(8080);
  return address;
}

std::atomic<int> g_served = 0;
std::mutex g_mutex;

void Serve(int client, bool locks) {
  char letter = 0;
  if (read(client, &letter, 1) != 1 || write(client, &letter, 1) != 1) {
    std::perror("serve");
  }
  close(client);
  std::unique_lock<std::mutex> lock(g_mutex, std::defer_lock);
  if (locks) lock.lock();
  g_served.store(g_served.load() + 1);
}

void Ask(char letter) {
  const int server = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = Address();
  char answer = 0;
  if (connect(server, reinterpret_cast<const sockaddr*>(&address),
              sizeof(address)) != 0 ||
      write(server, &letter, 1) != 1 || read(server, &answer, 1) != 1) {
    std::perror("ask");
  }
  close(server);
}

}  // namespace

int main(int argc, char**) {
  const bool locks = argc > 1;
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = Address();
  if (bind(listener, reinterpret_cast<const sockaddr*>(&address),
           sizeof(address)) != 0 ||
      listen(listener, 2) != 0) {
    std::perror("listen");
    return 2;
  }
  std::thread clients[] = {std::thread(Ask, 'a'), std::thread(Ask, 'b')};
  const int first = accept(listener, nullptr, nullptr);
  std::thread one(Serve, first, locks);
  const int second = accept(listener, nullptr, nullptr);
  std::thread two(Serve, second, locks);
  for (std::thread& client : clients) client.join();
  one.join();
  two.join();
  close(listener);
  return g_served.load() == 2 ? 0 : 1;
}
