// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/witness.h"

#include <algorithm>

namespace interleave {

void Witness::Begin(size_t count) {
  words_ = (count + 63) / 64;
  operations_.assign(count, Operation{});
  before_.assign(count * words_, 0);
}

bool Witness::Find() {
  ListWriters();
  return Derive() && Build();
}

void Witness::ListWriters() {
  uint32_t places = 0;
  for (const Operation& operation : operations_) {
    if (operation.place != kNone)
      places = std::max(places, operation.place + 1);
  }
  writers_at_.assign(places + 1, 0);
  for (const Operation& operation : operations_) {
    if (operation.writes) ++writers_at_[operation.place + 1];
  }
  for (uint32_t place = 0; place < places; ++place) {
    writers_at_[place + 1] += writers_at_[place];
  }
  writers_.resize(writers_at_[places]);
  // From the end, so that they come to be in order.
  last_.assign(writers_at_.begin() + 1, writers_at_.end());
  for (size_t i = operations_.size(); i > 0; --i) {
    const Operation& operation = operations_[i - 1];
    if (!operation.writes) continue;
    writers_[--last_[operation.place]] = static_cast<uint32_t>(i - 1);
  }
}

// Adds what follows from who reads from whom; false when it can't be.
bool Witness::Derive() {
  bool changed = true;
  while (changed) {
    changed = false;
    for (uint32_t i = 0; i < operations_.size(); ++i) {
      if (operations_[i].reads && !DeriveOf(i, &changed)) return false;
    }
  }
  return true;
}

// No other write comes between what `reader` reads and it.
bool Witness::DeriveOf(uint32_t reader, bool* changed) {
  const Operation& read = operations_[reader];
  const uint32_t source = read.from;
  for (uint32_t at = writers_at_[read.place]; at < writers_at_[read.place + 1];
       ++at) {
    const uint32_t other = writers_[at];
    if (other == reader || other == source) continue;
    if (Has(before(reader), other)) {
      if (source == kNone) return false;
      if (Has(before(source), other)) continue;
      if (!MustPrecede(other, source)) return false;
      *changed = true;
    } else if (source == kNone || Has(before(other), source)) {
      if (Has(before(other), reader)) continue;
      if (!MustPrecede(reader, other)) return false;
      *changed = true;
    }
  }
  return true;
}

// False when it would have to precede itself.
bool Witness::MustPrecede(uint32_t first, uint32_t second) {
  if (Has(before(first), second)) return false;
  uint64_t* const row = before(second);
  const uint64_t* const more = before(first);
  for (size_t word = 0; word < words_; ++word) row[word] |= more[word];
  Put(row, first);
  for (uint32_t later = 0; later < operations_.size(); ++later) {
    uint64_t* const other = before(later);
    if (!Has(other, second)) continue;
    for (size_t word = 0; word < words_; ++word) other[word] |= row[word];
  }
  return true;
}

bool Witness::IsDone(const uint64_t* needed) const {
  for (size_t word = 0; word < words_; ++word) {
    if ((needed[word] & ~done_[word]) != 0) return false;
  }
  return true;
}

bool Witness::CanGo(uint32_t i) {
  if (Has(done_.data(), i) || !IsDone(before(i))) return false;
  const Operation& operation = operations_[i];
  if (operation.place == kNone) return true;
  const uint32_t last = last_[operation.place];
  if (operation.reads && operation.from != last) return false;
  return !operation.writes ||
         ReadersLeft(operation.place, last) == (operation.reads ? 1u : 0u);
}

void Witness::Go(uint32_t i) {
  const Operation& operation = operations_[i];
  order_.push_back(i);
  Put(done_.data(), i);
  if (operation.reads) --ReadersLeft(operation.place, operation.from);
  if (operation.writes) {
    last_before_[i] = last_[operation.place];
    last_[operation.place] = i;
  }
}

void Witness::GoBack(size_t length) {
  while (order_.size() > length) {
    const uint32_t i = order_.back();
    const Operation& operation = operations_[i];
    order_.pop_back();
    done_[i / 64] &= ~(uint64_t{1} << (i % 64));
    if (operation.writes) last_[operation.place] = last_before_[i];
    if (operation.reads) ++ReadersLeft(operation.place, operation.from);
  }
}

std::vector<uint64_t> Witness::State() const {
  std::vector<uint64_t> state = done_;
  state.insert(state.end(), last_.begin(), last_.end());
  return state;
}

bool Witness::Build() {
  const size_t count = operations_.size();
  order_.clear();
  chosen_.clear();
  done_.assign(words_, 0);
  last_.assign(writers_at_.size(), kNone);
  last_before_.resize(count);
  readers_.assign(count, 0);
  first_readers_.assign(writers_at_.size(), 0);
  vain_.clear();
  for (const Operation& operation : operations_) {
    if (operation.reads) ++ReadersLeft(operation.place, operation.from);
  }
  uint32_t first = 0;  // of those that are left
  while (order_.size() < count) {
    while (first < count && Has(done_.data(), first)) ++first;
    uint32_t next = first;
    while (next < count && !CanGo(next)) ++next;
    if (next == count) {
      vain_.insert(State());
      if (!ChooseOther()) return false;
      first = 0;
      continue;
    }
    if (operations_[next].writes) {
      chosen_.push_back({next, order_.size(), false});
    }
    Go(next);
  }
  return true;
}

// To read early never stands in anybody's way, and may let a write go on.
void Witness::GoWithAllReads() {
  bool went = true;
  while (went) {
    went = false;
    for (uint32_t i = 0; i < operations_.size(); ++i) {
      if (operations_[i].writes || !CanGo(i)) continue;
      Go(i);
      went = true;
    }
  }
}

// Goes back to the last write for which another can be chosen that leads where
// nothing was tried in vain; false when there is none.
bool Witness::ChooseOther() {
  while (!chosen_.empty()) {
    const Chosen last = chosen_.back();
    chosen_.pop_back();
    GoBack(last.length);
    // The first time here, not all had read that could.
    if (!last.after_reads) GoWithAllReads();
    const size_t length = order_.size();
    uint32_t other = last.after_reads ? last.write + 1 : 0;
    for (; other < operations_.size(); ++other) {
      if (!operations_[other].writes || !CanGo(other)) continue;
      Go(other);
      if (!vain_.contains(State())) {
        chosen_.push_back({other, length, true});
        return true;
      }
      GoBack(length);
    }
    vain_.insert(State());
  }
  return false;
}

}  // namespace interleave
