// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A fuzz target whose bytes are the schedule: a lock-free stack that takes a
// node for the one it saw because it has the same number (ABA). TAGGED: its
// head counts the changes too, and nothing is to be found.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>

#include "interleave/fuzz/fuzz.h"

namespace {

#ifdef TAGGED
constexpr uint64_t kOneChange = uint64_t{1} << 32;
#else
constexpr uint64_t kOneChange = 0;
#endif

constexpr uint32_t kNone = 0;
constexpr uint32_t kNodes = 3;

// Of the nodes 1 to 3, all of which are on it at first.
class Stack {
 public:
  uint32_t Pop() {
    uint64_t head = head_.load();
    while (NodeOf(head) != kNone) {
      const uint64_t next = next_[NodeOf(head)].load();
      if (head_.compare_exchange_strong(head, Changed(head, next))) {
        return NodeOf(head);
      }
    }
    return kNone;
  }

  void Push(uint32_t node) {
    uint64_t head = head_.load();
    do {
      next_[node].store(NodeOf(head));
    } while (!head_.compare_exchange_strong(head, Changed(head, node)));
  }

 private:
  static uint32_t NodeOf(uint64_t head) { return static_cast<uint32_t>(head); }
  static uint64_t Changed(uint64_t head, uint64_t node) {
    return ((head & ~uint64_t{0xffffffff}) + kOneChange) | node;
  }

  std::atomic<uint64_t> head_{1};
  std::array<std::atomic<uint32_t>, kNodes + 1> next_{0, 2, 3, 0};
};

void Run() {
  Stack stack;
  std::array<int, kNodes + 1> owners{};
  std::thread other([&] {
    const uint32_t first = stack.Pop();
    ++owners[stack.Pop()];
    stack.Push(first);
  });
  const uint32_t mine = stack.Pop();
  other.join();
  ++owners[mine];
  for (uint32_t node; (node = stack.Pop()) != kNone;) ++owners[node];
  for (uint32_t node = 1; node <= kNodes; ++node) {
    INTERLEAVE_CHECK(owners[node] == 1, "a node has one owner");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  interleave::FuzzSchedule({data, size}, &Run);
  return 0;
}
