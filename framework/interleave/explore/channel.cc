// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/channel.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>

namespace interleave {
namespace {

using Json = nlohmann::ordered_json;

bool SendAll(int descriptor, const char* data, size_t size) {
  while (size > 0) {
    const ssize_t sent = send(descriptor, data, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    data += sent;
    size -= static_cast<size_t>(sent);
  }
  return true;
}

bool ReceiveAll(int descriptor, char* data, size_t size) {
  while (size > 0) {
    const ssize_t received = recv(descriptor, data, size, 0);
    if (received < 0 && errno == EINTR) continue;
    if (received <= 0) return false;
    data += received;
    size -= static_cast<size_t>(received);
  }
  return true;
}

}  // namespace

std::optional<std::pair<Channel, Channel>> Channel::Make() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return std::nullopt;
  }
  return std::pair(Channel(ends[0]), Channel(ends[1]));
}

bool Channel::HasMessage() const {
  pollfd polled = {descriptor_, POLLIN, 0};
  return poll(&polled, 1, 0) > 0;
}

void Channel::Close() {
  if (descriptor_ >= 0) close(descriptor_);
  descriptor_ = -1;
}

bool Channel::Send(const Json& message) {
  std::string bytes(sizeof(uint64_t), '\0');
  Json::to_cbor(message, bytes);
  const uint64_t size = bytes.size() - sizeof(uint64_t);
  bytes.replace(0, sizeof(size), reinterpret_cast<const char*>(&size),
                sizeof(size));
  return SendAll(descriptor_, bytes.data(), bytes.size());
}

std::optional<Json> Channel::Receive() {
  uint64_t size = 0;
  if (!ReceiveAll(descriptor_, reinterpret_cast<char*>(&size), sizeof(size))) {
    return std::nullopt;
  }
  std::string bytes(size, '\0');
  if (!ReceiveAll(descriptor_, bytes.data(), bytes.size())) return std::nullopt;
  Json message = Json::from_cbor(bytes, /*strict=*/true,
                                 /*allow_exceptions=*/false);
  if (message.is_discarded()) return std::nullopt;
  return message;
}

}  // namespace interleave
