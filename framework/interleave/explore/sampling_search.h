// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// SamplingSearch: a strategy that samples, as a Search. It can neither end nor
// prove; its parts are ranges of the numbers of executions.
//
// Thread safety: none. Determinism: the i-th execution depends on i and on the
// options alone, whoever runs it.

#ifndef INTERLEAVE_EXPLORE_SAMPLING_SEARCH_H_
#define INTERLEAVE_EXPLORE_SAMPLING_SEARCH_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "interleave/explore/search.h"
#include "interleave/strategy/divisible.h"
#include "interleave/strategy/estimate.h"

namespace interleave {

// Numbers of executions, from `next` to before `end`.
struct ExecutionRange {
  static constexpr uint64_t kNoEnd = std::numeric_limits<uint64_t>::max();
  // How many stay when a range without an end is divided.
  static constexpr uint64_t kChunk = 4096;

  uint64_t next = 0;
  uint64_t end = kNoEnd;

  // Leaves the first half here; none when there are not two.
  std::optional<ExecutionRange> Split();
  std::string Text() const;  // "0 to 500", "0 on"
  static std::optional<ExecutionRange> Parse(std::string_view text);
};

template <typename Inner>
class SamplingSearch final : public Search, public Divisible {
 public:
  // Makes the strategy that begins with the execution of this number.
  using Maker = std::function<Inner(uint64_t)>;

  // `executions_max`: 0: no limit.
  SamplingSearch(const char* name, uint64_t executions_max, Maker make)
      : name_(name), make_(std::move(make)) {
    if (executions_max != 0) range_.end = executions_max;
    inner_.emplace(make_(0));
  }

  bool Begin() override { return range_.next < range_.end && inner_->Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_->Choose(point);
  }
  void End(const ExecutionResult& result) override {
    inner_->End(result);
    ++range_.next;
  }
  bool WantsLonePoints() const override { return inner_->WantsLonePoints(); }
  Estimate estimate() const override {
    if constexpr (kEstimates) return inner_->estimate();
    return {};
  }
  bool samples() const override { return true; }
  std::string name() const override { return name_; }
  Divisible* divisible() override { return this; }

  std::string Describe() const override { return range_.Text(); }
  bool Load(std::string_view text) override {
    const std::optional<ExecutionRange> range = ExecutionRange::Parse(text);
    if (!range.has_value()) return false;
    range_ = *range;
    inner_.emplace(make_(range_.next));
    return true;
  }
  std::optional<Part> Split() override {
    const std::optional<ExecutionRange> rest = range_.Split();
    if (!rest.has_value()) return std::nullopt;
    return Part{rest->Text(), 0};
  }
  uint64_t split_depth() const override {
    return range_.end - range_.next < 2 ? kIndivisible : 0;
  }
  bool is_done() const override { return range_.next >= range_.end; }
  // Random walks of parts add up to an estimate.
  std::string Summary() const override {
    if constexpr (kEstimates) return inner_->Text();
    return {};
  }
  void Absorb(std::string_view summary) override {
    if constexpr (kEstimates) {
      Inner part = make_(0);
      if (part.Load(summary)) inner_->Add(part);
    }
  }
  std::string NextRound() override { return {}; }

 private:
  static constexpr bool kEstimates = std::is_same_v<Inner, KnuthEstimator>;

  const char* const name_;
  const Maker make_;
  ExecutionRange range_;
  std::optional<Inner> inner_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_SAMPLING_SEARCH_H_
