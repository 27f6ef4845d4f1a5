// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/ordered_pairs.h"

#include <dlfcn.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace interleave {
namespace {

constexpr uint64_t kOffset = 0xcbf29ce484222325u;
constexpr uint64_t kPrime = 0x100000001b3u;

// FNV-1a.
uint64_t HashOf(std::string_view text) {
  uint64_t hash = kOffset;
  for (const char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * kPrime;
  return hash;
}

uint64_t Mix(uint64_t hash, uint64_t with) {
  hash = (hash ^ with) * 0x9e3779b97f4a7c15u;
  return hash ^ (hash >> 32);
}

// Of a place in the code, the same in each process wherever it is loaded.
uint64_t NumberOf(const void* site) {
  static std::map<const void*, uint64_t> known;
  const auto [at, is_new] = known.try_emplace(site, 0);
  if (!is_new) return at->second;
  Dl_info info = {};
  if (dladdr(site, &info) == 0 || info.dli_fname == nullptr) return 0;
  const std::string_view path = info.dli_fname;
  // npos + 1 is 0: a path without a folder.
  at->second = Mix(HashOf(path.substr(path.rfind('/') + 1)),
                   reinterpret_cast<uintptr_t>(site) -
                       reinterpret_cast<uintptr_t>(info.dli_fbase));
  return at->second;
}

bool OnlyLooks(UseMode mode) {
  return mode == UseMode::kShared || mode == UseMode::kTakeShared ||
         mode == UseMode::kGiveBackShared;
}

}  // namespace

OrderedPairs::OrderedPairs(Strategy& inner, std::span<uint8_t> counters)
    : inner_(inner), counters_(counters) {}

OrderedPairs::~OrderedPairs() = default;

bool OrderedPairs::Begin() {
  uses_.clear();
  pairs_.clear();
  return inner_.Begin();
}

uint32_t OrderedPairs::Choose(const ChoicePoint& point) {
  const uint32_t answer = point.count > 1 ? inner_.Choose(point) : 0;
  if (point.kind == ChoiceKind::kSwitch && answer < point.count &&
      !counters_.empty()) {
    Note(*point.enabled[answer]);
  }
  return answer;
}

void OrderedPairs::Note(const TaskState& task) {
  const Footprint footprint = FootprintOf(task);
  const Last now = {task.id, task.next.site};
  for (const Use& use : footprint.uses()) {
    if (use.mode == UseMode::kFollow) continue;
    if (use.key >= uses_.size()) uses_.resize(use.key + 1);
    Uses& uses = uses_[use.key];
    Meet(uses.change, now);
    if (OnlyLooks(use.mode)) {
      uses.look = now;
    } else {
      Meet(uses.look, now);
      uses = {now, {}};
    }
  }
}

void OrderedPairs::Meet(const Last& before, const Last& now) {
  if (before.task == kNoTask || before.task == now.task) return;
  if (pairs_.size() < kPairsMax) pairs_.emplace_back(before.site, now.site);
}

void OrderedPairs::End(const ExecutionResult& result) {
  inner_.End(result);
  std::fill(counters_.begin(), counters_.end(), uint8_t{0});
  for (const auto& [before, after] : pairs_) {
    const uint64_t number = Mix(NumberOf(before), NumberOf(after));
    counters_[number % counters_.size()] = 1;
  }
}

}  // namespace interleave
