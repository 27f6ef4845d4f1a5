// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// PlaceTable: numbers for the places that the operations of one execution use.
//
// A place is so many bytes at an address. Two that share some bytes and are not
// the same don't exist at one time: the earlier must be given up.
// Thread safety: none. Determinism: numbers follow the order of first use.
// Cost of Find: one probe of an open-addressing table for each granule of 8
// bytes, and a look at the places in it.

#ifndef INTERLEAVE_STRATEGY_PLACE_TABLE_H_
#define INTERLEAVE_STRATEGY_PLACE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace interleave {

class PlaceTable {
 public:
  // `clash`: the place shares some bytes with that one, and has no number.
  struct Found {
    uint32_t place = 0;
    bool clash = false;
  };

  PlaceTable();

  // Nothing is used yet.
  void Clear();
  // The number of [begin, begin + bytes), the next one when it is new.
  // REQUIRES: bytes > 0
  Found Find(uint64_t begin, uint32_t bytes);
  // What is there from now on is another place.
  void GiveUp(uint32_t place) { places_[place].bytes = 0; }
  uint32_t size() const { return static_cast<uint32_t>(places_.size()); }

 private:
  static constexpr int kGranuleBits = 3;
  static constexpr uint32_t kNone = ~uint32_t{0};

  struct Entry {
    uint64_t granule = 0;
    uint32_t epoch = 0;     // the entry is of the execution of this number
    uint32_t last = kNone;  // of links_
  };
  struct Link {
    uint32_t place = 0;
    uint32_t next = kNone;
  };
  struct Place {
    uint64_t begin = 0;
    uint32_t bytes = 0;  // 0: given up
  };

  Entry& Probe(uint64_t granule);
  void Grow();
  uint32_t Add(uint64_t begin, uint32_t bytes);

  std::vector<Entry> entries_;  // a power of two
  int shift_ = 0;
  uint32_t epoch_ = 1;
  size_t filled_ = 0;
  std::vector<Link> links_;
  std::vector<Place> places_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_PLACE_TABLE_H_
