// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// FakePlaceResolver: program counters that are numbers of lines of "pool.cc".

#ifndef INTERLEAVE_TESTS_UNIT_REPORT_FAKE_PLACE_RESOLVER_H_
#define INTERLEAVE_TESTS_UNIT_REPORT_FAKE_PLACE_RESOLVER_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "interleave/report/place_resolver.h"

namespace interleave {

// The program counter that FakePlaceResolver takes for pool.cc:LINE.
inline const void* PcOfLine(int line) {
  return reinterpret_cast<const void*>(static_cast<uintptr_t>(line));
}

inline std::vector<const void*> StackAtLine(int line) {
  return {PcOfLine(line)};
}

class FakePlaceResolver : public PlaceResolver {
 public:
  FakePlaceResolver() = default;
  // The text of the lines of pool.cc.
  explicit FakePlaceResolver(std::map<int, std::string> lines)
      : lines_(std::move(lines)) {}

  Place Locate(std::span<const void* const> stack) override {
    ++locate_count_;
    if (stack.empty()) return {};
    const int line =
        static_cast<int>(reinterpret_cast<uintptr_t>(stack.front()));
    return {.file = "pool.cc",
            .line = line,
            .function = "Pool::Use",
            .source = Source("pool.cc", line)};
  }

  std::string Source(const std::string& file, int line) override {
    const auto found = lines_.find(line);
    return file == "pool.cc" && found != lines_.end() ? found->second : "";
  }

  std::string Variable(const void* address) override {
    return address == this ? "pool_size" : "";
  }

  int locate_count() const { return locate_count_; }

 private:
  std::map<int, std::string> lines_;
  int locate_count_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_UNIT_REPORT_FAKE_PLACE_RESOLVER_H_
