// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs whose numbers of Mazurkiewicz traces are known from papers.

#ifndef TESTS_EXHAUSTIVE_KNOWN_PROGRAMS_H_
#define TESTS_EXHAUSTIVE_KNOWN_PROGRAMS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

#include "tests/programs/thread.h"

namespace interleave {

inline constexpr auto kRelaxed = std::memory_order_relaxed;

// Each task reads and writes in two steps, as often. GenMC and Nidhugg count
// the same. Two tasks, once: both before the other, or the reads first and then
// either write: 4.
inline auto LostIncrements(int tasks, int times) {
  return [=] {
    std::atomic<int> count = 0;
    Copies(tasks, [&](int) {
      for (int i = 0; i < times; ++i) {
        const int before = count.load(kRelaxed);
        count.store(before + 1, kRelaxed);
      }
    });
  };
}

// Abdulla, Aronis, Jonsson & Sagonas, "Optimal dynamic partial order reduction"
// (POPL 2014), section 9: one looks from the end for the last element that is
// zero, each other sets its element to one more than the one before.
inline auto LastZero(int size) {
  return [size] {
    std::vector<std::atomic<int>> array(static_cast<size_t>(size) + 1);
    Copies(size + 1, [&](int number) {
      const auto at = static_cast<size_t>(number);
      if (number == 0) {
        auto last = static_cast<size_t>(size);
        while (array[last].load(kRelaxed) != 0) --last;
      } else {
        array[at].store(array[at - 1].load(kRelaxed) + 1, kRelaxed);
      }
    });
  };
}

// Flanagan & Godefroid, "Dynamic partial-order reduction for model checking
// software" (POPL 2005), section 4: a hash table, in which up to eleven tasks
// do not meet.
inline auto Indexer(int tasks) {
  return [tasks] {
    constexpr int kSize = 128;
    std::array<std::atomic<int>, kSize> table{};
    Copies(tasks, [&](int number) {
      for (int message = 1; message <= 4; ++message) {
        const int word = message * 11 + number;
        int at = word * 7 % kSize;
        int empty = 0;
        while (!table[static_cast<size_t>(at)].compare_exchange_strong(
            empty, word, kRelaxed)) {
          empty = 0;
          at = (at + 1) % kSize;
        }
      }
    });
  };
}

// The same paper and section: tasks take inodes and, for each, the first free
// block; up to thirteen do not meet.
inline auto FileSystem(int tasks) {
  return [tasks] {
    constexpr size_t kBlocks = 26;
    constexpr size_t kInodes = 32;
    std::array<std::mutex, kInodes> inode_locks;
    std::array<std::mutex, kBlocks> block_locks;
    std::array<size_t, kInodes> inodes{};
    std::array<int, kBlocks> busy{};
    Copies(tasks, [&](int number) {
      const size_t inode = static_cast<size_t>(number) % kInodes;
      const std::lock_guard hold(inode_locks[inode]);
      if (inodes[inode] != 0) return;
      for (size_t block = inode * 2 % kBlocks;; block = (block + 1) % kBlocks) {
        const std::lock_guard hold_block(block_locks[block]);
        if (busy[block] != 0) continue;
        busy[block] = 1;
        inodes[inode] = block + 1;
        return;
      }
    });
  };
}

inline auto Dinner(int philosophers, bool first_takes_right) {
  return [=] {
    std::array<std::mutex, 7> forks;
    Copies(philosophers, [&](int number) {
      auto first = static_cast<size_t>(number);
      auto second = (first + 1) % static_cast<size_t>(philosophers);
      if (number == 0 && first_takes_right) std::swap(first, second);
      const std::lock_guard hold_first(forks[first]);
      const std::lock_guard hold_second(forks[second]);
    });
  };
}

}  // namespace interleave

#endif  // TESTS_EXHAUSTIVE_KNOWN_PROGRAMS_H_
