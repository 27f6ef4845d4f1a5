// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Random: the project's only source of random numbers.
//
// Thread safety: none. Determinism: the same seed gives the same sequence on
// every platform and library, which `std::` distributions do not promise.
// Source of the generator: Wang Yi, "wyhash" (2019), function wyrand.

#ifndef INTERLEAVE_BASE_RANDOM_H_
#define INTERLEAVE_BASE_RANDOM_H_

#include <cstdint>

namespace interleave {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  // The next 64 uniformly distributed bits.
  uint64_t Next() {
    state_ += 0xa0761d6478bd642fu;
    const Wide product =
        static_cast<Wide>(state_) * (state_ ^ 0xe7037ed1a0b428dbu);
    return static_cast<uint64_t>(product >> 64) ^
           static_cast<uint64_t>(product);
  }

  // A number in [0, bound). The bias is at most bound / 2^64 (multiply-shift;
  // Lemire 2019 without the rejection step).
  // REQUIRES: bound > 0
  uint32_t Below(uint32_t bound) {
    return static_cast<uint32_t>((static_cast<Wide>(Next()) * bound) >> 64);
  }

  // The same for a bound that may be larger. REQUIRES: bound > 0
  uint64_t BelowLarge(uint64_t bound) {
    return static_cast<uint64_t>((static_cast<Wide>(Next()) * bound) >> 64);
  }

  // True once in `n` draws on average. REQUIRES: n > 0
  bool OneIn(uint32_t n) { return Below(n) == 0; }

 private:
  __extension__ using Wide = unsigned __int128;

  uint64_t state_;
};

// The seed of the `index`-th execution of an exploration with seed `seed`:
// every execution can be repeated without running those before it.
inline uint64_t ExecutionSeed(uint64_t seed, uint64_t index) {
  Random random(seed ^ (index * 0x9e3779b97f4a7c15u));
  random.Next();
  return random.Next();
}

}  // namespace interleave

#endif  // INTERLEAVE_BASE_RANDOM_H_
