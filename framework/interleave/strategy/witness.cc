// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/witness.h"

#include <algorithm>
#include <bit>

#include "interleave/strategy/bit_transpose.h"

namespace interleave {

void Witness::Begin(size_t count) {
  words_ = (count + 63) / 64;
  operations_.assign(count, Operation{});
  before_.assign(count * words_, 0);
}

bool Witness::Find() {
  ListWriters();
  BitTranspose(before_, operations_.size(), words_, after_);
  return Derive() && Build();
}

void Witness::ListWriters() {
  uint32_t places = 0;
  for (const Operation& operation : operations_) {
    if (operation.place != kNone)
      places = std::max(places, operation.place + 1);
  }
  places_ = places;
  writes_.assign(size_t{places} * words_, 0);
  for (uint32_t i = 0; i < operations_.size(); ++i) {
    const Operation& operation = operations_[i];
    if (operation.writes) Put(&writes_[operation.place * words_], i);
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

// No other write comes between what `reader` reads and it. The nearest are
// looked at first: the others follow from these.
bool Witness::DeriveOf(uint32_t reader, bool* changed) {
  const Operation& read = operations_[reader];
  const uint32_t source = read.from;
  const uint64_t* const writes = &writes_[read.place * words_];
  const auto others_in = [&](size_t word) {
    uint64_t others = writes[word];
    for (const uint32_t one : {reader, source}) {
      if (one / 64 == word) others &= ~(uint64_t{1} << (one % 64));
    }
    return others;
  };
  // Those before the reader come before its source, too.
  for (size_t word = words_; word-- > 0;) {
    uint64_t earlier = others_in(word) & before(reader)[word];
    if (source != kNone) earlier &= ~before(source)[word];
    while (earlier != 0) {
      if (source == kNone) return false;
      const auto other =
          static_cast<uint32_t>(word * 64 + 63 - std::countl_zero(earlier));
      if (!MustPrecede(other, source)) return false;
      *changed = true;
      earlier &= ~before(source)[word];
    }
  }
  // Those behind the source come behind the reader, too.
  for (size_t word = 0; word < words_; ++word) {
    uint64_t later = others_in(word) & ~before(reader)[word];
    if (source != kNone) later &= after(source)[word];
    for (;; later &= later - 1) {
      later &= ~after(reader)[word];
      if (later == 0) break;
      const auto other =
          static_cast<uint32_t>(word * 64 + std::countr_zero(later));
      if (!MustPrecede(reader, other)) return false;
      *changed = true;
    }
  }
  return true;
}

// Adds all bits of `more` to `set`, and one.
void Witness::PutAll(uint64_t* set, const uint64_t* more, uint32_t one) {
  for (size_t word = 0; word < words_; ++word) set[word] |= more[word];
  Put(set, one);
}

// False when it would have to precede itself. What comes before the first
// comes before what is behind the second.
bool Witness::MustPrecede(uint32_t first, uint32_t second) {
  if (Has(before(first), second)) return false;
  const auto each = [this](const uint64_t* set, auto&& call) {
    for (size_t word = 0; word < words_; ++word) {
      for (uint64_t left = set[word]; left != 0; left &= left - 1) {
        call(static_cast<uint32_t>(word * 64 + std::countr_zero(left)));
      }
    }
  };
  // Who knows of the first already knows of all before it, and so on.
  each(after(second), [&](uint32_t later) {
    if (Has(before(later), first)) return;
    PutAll(before(later), before(first), first);
  });
  each(before(first), [&](uint32_t earlier) {
    if (Has(after(earlier), second)) return;
    PutAll(after(earlier), after(second), second);
  });
  PutAll(before(second), before(first), first);
  PutAll(after(first), after(second), second);
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
  last_.assign(places_, kNone);
  last_before_.resize(count);
  readers_.assign(count, 0);
  first_readers_.assign(places_, 0);
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
