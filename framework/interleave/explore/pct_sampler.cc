// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/pct_sampler.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {
namespace {

// What is before the next `end`, which is taken too.
std::string_view TakeUntil(char end, std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(end));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

}  // namespace

void PctSampler::Size::Add(const Size& other) {
  tasks = std::max(tasks, other.tasks);
  steps = std::max(steps, other.steps);
}

std::string PctSampler::Size::Text() const {
  return absl::StrCat(tasks, "/", steps);
}

bool PctSampler::Size::Parse(std::string_view text) {
  return ParseDigits(TakeUntil('/', text), tasks) && ParseDigits(text, steps);
}

PctSampler::PctSampler(const Options& options)
    : depth_(options.depth.value_or(kDepth)),
      confidence_(options.confidence),
      pct_(options.seed, depth_, /*steps=*/0),
      counts_{0, std::vector<uint64_t>(depth_)} {}

uint32_t PctSampler::DepthOf(uint64_t execution) const {
  if (depth_ == 1 || execution % kTurns != 0) return depth_;
  return 1 + static_cast<uint32_t>(execution / kTurns % (depth_ - 1));
}

uint64_t PctSampler::RoundedUp(uint64_t steps) {
  constexpr int kDigits = 4;
  const int dropped =
      std::max(0, static_cast<int>(std::bit_width(steps)) - kDigits);
  const uint64_t unit = uint64_t{1} << dropped;
  return (steps + unit - 1) & ~(unit - 1);
}

bool PctSampler::Begin() {
  const bool uniform = execution_ < kUniform;
  // An execution without a choice tells that there is a step at least.
  pct_.Aim(DepthOf(execution_),
           uniform ? 0 : std::max<uint64_t>(RoundedUp(known_.steps), 1));
  return pct_.Begin();
}

void PctSampler::End(const ExecutionResult& result) {
  pct_.End(result);
  const bool uniform = execution_ < kUniform;
  seen_.tasks = std::max(seen_.tasks, result.tasks);
  if (uniform || !pct_.was_cut_short()) {
    seen_.steps = std::max(seen_.steps, pct_.steps());
  }
  if (!uniform) ++counts_.executions[DepthOf(execution_) - 1];
  ++execution_;
}

void PctSampler::SetExecution(uint64_t number) {
  execution_ = number;
  pct_.SetExecution(number);
}

std::string PctSampler::Known() const { return known_.Text(); }

bool PctSampler::Learn(std::string_view text) {
  if (!known_.Parse(text)) return false;
  seen_ = known_;
  counts_ = {RoundedUp(known_.steps), std::vector<uint64_t>(depth_)};
  return true;
}

std::string PctSampler::Seen() const {
  return absl::StrCat(seen_.Text(), " ", counts_.steps, " ",
                      absl::StrJoin(counts_.executions, "/"));
}

void PctSampler::AddSeen(std::string_view text) {
  Size size;
  Counts counts;
  if (!size.Parse(TakeUntil(' ', text))) return;
  if (!ParseDigits(TakeUntil(' ', text), counts.steps)) return;
  for (uint32_t i = 0; i < depth_; ++i) {
    uint64_t executions = 0;
    if (!ParseDigits(TakeUntil('/', text), executions)) return;
    counts.executions.push_back(executions);
  }
  seen_.Add(size);
  Count(counts);
}

void PctSampler::Count(const Counts& others) {
  counts_.executions[0] += others.executions[0];
  if (others.steps < counts_.steps) return;
  const bool more = others.steps > counts_.steps;
  counts_.steps = others.steps;
  for (uint32_t i = 1; i < depth_; ++i) {
    counts_.executions[i] =
        others.executions[i] + (more ? 0 : counts_.executions[i]);
  }
}

void PctSampler::UseSeen() {
  known_ = seen_;
  Counts none{RoundedUp(known_.steps), std::vector<uint64_t>(depth_)};
  Count(none);
}

uint64_t PctSampler::Goal(uint64_t executions, uint64_t executions_max) const {
  if (!confidence_.has_value()) return executions_max;
  PctSampler after = *this;
  after.UseSeen();
  // Before there is a k, as many as it takes to know one.
  const uint64_t more = executions < kUniform
                            ? kTooMany
                            : after.confidence()->MoreFor(*confidence_);
  return more > kTooMany - executions ? kTooMany : executions + more;
}

std::optional<Confidence> PctSampler::confidence() const {
  Confidence confidence;
  confidence.tasks = seen_.tasks;
  confidence.steps = std::max<uint64_t>(counts_.steps, 1);
  confidence.steps_longest = seen_.steps;
  for (uint32_t i = 0; i < depth_; ++i) {
    double share = 1;
    if (depth_ > 1 && i + 1 < depth_) share = 1.0 / (kTurns * (depth_ - 1.0));
    if (depth_ > 1 && i + 1 == depth_) share = 1 - 1.0 / kTurns;
    confidence.depths.push_back({i + 1, counts_.executions[i], share});
  }
  return confidence;
}

}  // namespace interleave
