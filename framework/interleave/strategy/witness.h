// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Witness: an order of operations in which each reads from whom it is said to,
// if there is one.
//
// Whether there is one is NP-hard to say in general (Gibbons & Korach, "Testing
// shared memories", SIAM J. Comput. 1997). As in Abdulla et al., "Optimal
// stateless model checking for reads-from equivalence under sequential
// consistency" (OOPSLA 2019), section 5: first what must come before what is
// derived, until nothing more follows; that decides nearly always. Then an
// order is built from the front, going back where it leads nowhere. What is
// left to do after the same operations is not tried twice.
// Thread safety: none. Determinism: the same operations give the same order.
// Cost: for n operations, of which r read, some n * n / 10 + r * n / 32, and
// what is derived times n; exponential in the worst case. Memory: 2 * n * n
// bits, and what was tried in vain.

#ifndef INTERLEAVE_STRATEGY_WITNESS_H_
#define INTERLEAVE_STRATEGY_WITNESS_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <vector>

namespace interleave {

class Witness {
 public:
  static constexpr uint32_t kNone = ~uint32_t{0};

  struct Operation {
    uint32_t place = kNone;  // from 0 on, without large gaps
    uint32_t from = kNone;   // an operation; kNone: the beginning
    bool reads = false;
    bool writes = false;
  };

  // Forgets all; there will be `count` operations, numbered from 0.
  void Begin(size_t count);
  void Set(uint32_t operation, const Operation& what) {
    operations_[operation] = what;
  }
  size_t words() const { return words_; }
  // What must come before an operation, as bits in `words()` words: at first
  // nothing. REQUIRES: in the end, whatever must come before what is in there
  // is in there, and no operation is in its own
  uint64_t* before(uint32_t operation) { return &before_[operation * words_]; }

  // False when there is no order; else `order` is one of all operations, which
  // keeps to their numbers where it can.
  bool Find();
  std::span<const uint32_t> order() const { return order_; }

 private:
  bool Has(const uint64_t* set, uint32_t operation) const {
    return (set[operation / 64] >> (operation % 64) & 1) != 0;
  }
  void Put(uint64_t* set, uint32_t operation) {
    set[operation / 64] |= uint64_t{1} << (operation % 64);
  }
  void PutAll(uint64_t* set, const uint64_t* more, uint32_t one);
  // What must come behind an operation, while more is derived.
  uint64_t* after(uint32_t operation) { return &after_[operation * words_]; }
  bool IsDone(const uint64_t* needed) const;

  void ListWriters();
  bool Derive();
  bool DeriveOf(uint32_t reader, bool* changed);
  bool MustPrecede(uint32_t first, uint32_t second);

  bool Build();
  std::vector<uint64_t> State() const;
  bool CanGo(uint32_t operation);
  void Go(uint32_t operation);
  void GoBack(size_t length);
  void GoWithAllReads();
  bool ChooseOther();
  uint32_t& ReadersLeft(uint32_t place, uint32_t write) {
    return write == kNone ? first_readers_[place] : readers_[write];
  }

  std::vector<Operation> operations_;
  size_t words_ = 0;
  std::vector<uint64_t> before_;
  std::vector<uint64_t> after_;  // the same, from the other end
  // Those that write to a place, as bits, `words()` words for each place.
  uint32_t places_ = 0;
  std::vector<uint64_t> writes_;

  // The writes that were chosen, with where the order had come to before.
  struct Chosen {
    uint32_t write;
    size_t length;
    bool after_reads;  // all had read that could
  };

  // While an order is built: what was done, and of each place who wrote last
  // and how many are still to read that.
  std::vector<uint32_t> order_;
  std::vector<Chosen> chosen_;
  std::vector<uint64_t> done_;
  std::vector<uint32_t> last_;
  std::vector<uint32_t> last_before_;    // of a write: who wrote last then
  std::vector<uint32_t> readers_;        // left, of a write
  std::vector<uint32_t> first_readers_;  // left, of the beginning, by place
  // What was done and who wrote last, where no order follows.
  std::set<std::vector<uint64_t>> vain_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_WITNESS_H_
