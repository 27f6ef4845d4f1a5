// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Primitive: a row of docs/primitives.md, as two programs.

#ifndef INTERLEAVE_TESTS_PRIMITIVES_PRIMITIVE_H_
#define INTERLEAVE_TESTS_PRIMITIVES_PRIMITIVE_H_

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace interleave {

struct Primitive {
  std::string_view name;
  // Uses it as it is meant to be; every schedule is right.
  void (*right)() = nullptr;
  // The same program with one thing taken away that the primitive is for, so
  // that some schedule goes wrong. Null where there is no such program.
  void (*wrong)() = nullptr;
  // Where waiting tasks give way to each other for ever, which `right` may too.
  std::optional<uint32_t> preemptions = std::nullopt;
};

inline void PrintTo(const Primitive& primitive, std::ostream* out) {
  *out << primitive.name;
}
inline std::string NameOf(const testing::TestParamInfo<Primitive>& info) {
  return std::string(info.param.name);
}

// By theme.
std::vector<Primitive> Threads();
std::vector<Primitive> Locks();
std::vector<Primitive> Meetings();
std::vector<Primitive> Results();
std::vector<Primitive> Atomics();
std::vector<Primitive> Others();

// Runs each as a thread and joins them in that order.
template <typename... Functions>
void Together(Functions... functions) {
  std::thread threads[] = {std::thread(functions)...};
  for (std::thread& thread : threads) thread.join();
}

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_PRIMITIVES_PRIMITIVE_H_
