// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Channel: one end of a socket between two processes of an exploration.
//
// Messages are JSON values; they arrive whole and in order. Both ends are of
// one program, so what arrives is trusted to be what was sent.
// Thread safety: none.

#ifndef INTERLEAVE_EXPLORE_CHANNEL_H_
#define INTERLEAVE_EXPLORE_CHANNEL_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace interleave {

class Channel {
 public:
  // The two ends of a new one; none when the system gives no more sockets.
  static std::optional<std::pair<Channel, Channel>> Make();

  Channel() = default;
  ~Channel() { Close(); }
  Channel(Channel&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Channel& operator=(Channel&& other) noexcept {
    Close();
    descriptor_ = std::exchange(other.descriptor_, -1);
    return *this;
  }

  int descriptor() const { return descriptor_; }
  // False when the other end is gone.
  bool Send(const nlohmann::ordered_json& message);
  // A message, or the news that the other end is gone, is there.
  bool HasMessage() const;
  // Waits for a message; none when the other end is gone.
  std::optional<nlohmann::ordered_json> Receive();
  void Close();

 private:
  explicit Channel(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_CHANNEL_H_
