// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Bodies in which one task uses what another may have given back, each with its
// fixed twin.

#ifndef INTERLEAVE_TESTS_HEAP_FREED_BODIES_H_
#define INTERLEAVE_TESTS_HEAP_FREED_BODIES_H_

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

namespace interleave {

struct Node {
  int value = 1;
  int more = 2;
};

// One task uses what the other may have given back. No two accesses race, since
// both hold the lock; but it is not held from the look to the use.
template <bool kFixed, bool kWrites>
void UseWhileOtherFrees() {
  std::mutex mutex;
  Node* node = new Node;
  std::thread user([&] {
    std::unique_lock lock(mutex);
    Node* const mine = node;
    if (!kFixed) {
      lock.unlock();
      lock.lock();
    }
    if (mine == nullptr) return;
    if (kWrites) {
      mine->value = 5;
    } else if (mine->value == 77) {
      std::abort();
    }
  });
  std::thread freer([&] {
    const std::lock_guard lock(mutex);
    delete node;
    node = nullptr;
  });
  user.join();
  freer.join();
  delete node;
}

// Nothing but the order of the two makes it wrong, and between them there is
// no synchronisation at which tasks would switch.
template <bool kFixed>
void UseBesideFree() {
  std::atomic<Node*> node = new Node;
  std::thread user([&] {
    Node* const mine = kFixed ? node.exchange(nullptr) : node.load();
    if (mine == nullptr) return;
    mine->more = mine->value;
    if (kFixed) delete mine;
  });
  if (Node* const mine = node.exchange(nullptr)) delete mine;
  user.join();
}

// A vector that grows while somebody looks at an element of it.
template <bool kFixed>
void GrowWhileOtherReads() {
  std::mutex mutex;
  std::vector<int> all(1, 1);
  std::thread reader([&] {
    std::unique_lock lock(mutex);
    const int* const first = all.data();
    if (!kFixed) {
      lock.unlock();
      lock.lock();
    }
    if (*first == 77) std::abort();
  });
  {
    const std::lock_guard lock(mutex);
    all.push_back(2);
  }
  reader.join();
}

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_HEAP_FREED_BODIES_H_
