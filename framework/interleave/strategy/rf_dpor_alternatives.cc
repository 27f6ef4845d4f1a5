// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What else the reads of an execution could read from.
//
// An alternative of a decision keeps all that was decided before, needs the
// history of the new source, and forgets the rest. Its operations are listed in
// the order of the execution, each reading from whom it read there, but for the
// read itself and, when two are taken the other way round, the second of them.

#include <algorithm>
#include <functional>
#include <span>

#include "interleave/strategy/rf_dpor.h"

namespace interleave {

void RfDporStrategy::FindAlternatives() {
  reads_ = 0;
  for (uint32_t e = 0; e < graph_.size(); ++e) reads_ += IsRead(graph_.at(e));
  changed_ = changed_source_ = kNone;
  if (decided_before_ > 0) {
    const Decision& decision = path_[decided_before_ - 1];
    changed_ = graph_.Find(decision.task, decision.index);
    if (changed_ != kNone) changed_source_ = SourceOf(graph_.at(changed_));
  }
  for (size_t i = 0; i < length_; ++i) {
    FindAlternativesOf(path_[i], i, i >= decided_before_);
  }
}

// What an earlier execution had too, with the same history. (A lock that waits
// in one may have been taken in the other.)
bool RfDporStrategy::WasThere(uint32_t event) const {
  return event < prefix_.size() && event != changed_ &&
         event != changed_source_ && graph_.at(event).role != Role::kLock;
}

void RfDporStrategy::FindAlternativesOf(Decision& decision, size_t depth,
                                        bool is_new) {
  const uint32_t read = graph_.Find(decision.task, decision.index);
  if (read == kNone) return;
  const Event& event = graph_.at(read);
  if (is_new && SourceOf(event) != kNone) {
    TryAlternative(decision, depth, read, kNone);
  }
  std::span<const uint32_t> users = graph_.users(event.place);
  if (!is_new && event.role == Role::kAccess) {
    // Of the prefix no others are new.
    for (const uint32_t user : {changed_, changed_source_}) {
      if (user != kNone && graph_.at(user).place == event.place) {
        TryUser(decision, depth, read, user);
      }
    }
    const auto added =
        std::lower_bound(users.begin(), users.end(), prefix_.size());
    users = users.subspan(static_cast<size_t>(added - users.begin()));
  }
  for (const uint32_t user : users) {
    if (is_new || !WasThere(user)) TryUser(decision, depth, read, user);
  }
}

void RfDporStrategy::TryUser(Decision& decision, size_t depth, uint32_t read,
                             uint32_t user) {
  if (user == read) return;
  const Event& event = graph_.at(read);
  const Event& other = graph_.at(user);
  // A lock comes after one that was taken; all others read what is there.
  const bool is_source = other.writes && !(event.role == Role::kLock &&
                                           other.role == Role::kUnlock);
  if (is_source && user != SourceOf(event) && !graph_.Knows(user, read)) {
    TryAlternative(decision, depth, read, user);
  } else if (ComesDirectlyAfter(read, other) &&
             !graph_.Knows(other.before, read)) {
    TrySwap(decision, depth, read, user);
  }
}

// `user` changes, or would have changed, what `read` made of the place.
bool RfDporStrategy::ComesDirectlyAfter(uint32_t read,
                                        const Event& user) const {
  const Event& event = graph_.at(read);
  if (!event.writes) return false;
  switch (user.role) {
    case Role::kLock:
      return graph_.TakenBefore(user) == read;
    case Role::kTryLock:
      return !user.writes && user.from == read;
    case Role::kUnlock:
      return false;
    default:
      return user.reads && (user.writes || user.may_fail) && user.from == read;
  }
}

void RfDporStrategy::Need(uint32_t event) {
  const std::span<const uint32_t> history = graph_.history(event);
  for (size_t task = 0; task < counts_.size(); ++task) {
    counts_[task] = std::max(counts_[task], history[task]);
  }
}

// What was decided before, and what leads to the read.
void RfDporStrategy::StartPrefix(const Decision& decision, uint32_t read) {
  counts_ = decision.before;
  counts_.resize(graph_.task_count(), 0);
  Need(graph_.at(read).before);
}

// The read's task knows of a write that knows of `source`.
bool RfDporStrategy::IsOverwritten(uint32_t read, uint32_t source) const {
  const Event& event = graph_.at(read);
  const auto overwrites = [&](uint32_t user) {
    const Event& other = graph_.at(user);
    // That a lock was given back by who had it before leaves it so.
    return user != source && other.writes &&
           !(event.role == Role::kLock && other.role == Role::kUnlock) &&
           graph_.Knows(event.before, user) &&
           (source == kNone || graph_.Knows(user, source));
  };
  const std::span<const uint32_t> users = graph_.users(event.place);
  return std::any_of(users.begin(), users.end(), overwrites);
}

void RfDporStrategy::TryAlternative(Decision& decision, size_t depth,
                                    uint32_t read, uint32_t source) {
  const HistoryLabel label = graph_.SourceLabel(source);
  if (!decision.tried.Insert(label) || IsOverwritten(read, source)) return;
  StartPrefix(decision, read);
  if (source != kNone) Need(source);
  change_ = {.read = read, .source = source};
  FindWitness(decision, depth, label);
}

// `user` reads from where `read` does now, and `read` from `user`.
void RfDporStrategy::TrySwap(Decision& decision, size_t depth, uint32_t read,
                             uint32_t user) {
  const Event& event = graph_.at(read);
  const Event& other = graph_.at(user);
  const HistoryLabel label = graph_.LabelFrom(other, event.from);
  if (!decision.tried.Insert(label)) return;
  StartPrefix(decision, read);
  Need(other.before);
  if (event.from != kNone) Need(event.from);
  counts_[other.task] = other.index + 1;
  change_ = {.read = read, .source = user, .swapped = user};
  FindWitness(decision, depth, label);
}

bool RfDporStrategy::IsNeeded(uint32_t event) const {
  return event != kNone &&
         graph_.at(event).index < counts_[graph_.at(event).task];
}

// Who waits for a lock has it as soon as it is given back; false when two would
// have it next.
bool RfDporStrategy::NeedWaiting(size_t depth) {
  const Event& event = graph_.at(change_.read);
  for (size_t i = 0; i < depth; ++i) {
    const Decision& decision = path_[i];
    if (!decision.takes_lock || decision.index < counts_[decision.task]) {
      continue;
    }
    const uint32_t lock = graph_.Find(decision.task, decision.index);
    if (lock == kNone) return false;
    const uint32_t taken = graph_.TakenBefore(graph_.at(lock));
    if (event.role == Role::kLock && taken == change_.source) return false;
    if (taken == kNone || IsNeeded(graph_.at(taken).given_back)) {
      counts_[decision.task] = decision.index + 1;
    }
  }
  return true;
}

void RfDporStrategy::FindWitness(Decision& decision, size_t depth,
                                 const HistoryLabel& label) {
  const Event& event = graph_.at(change_.read);
  if (!NeedWaiting(depth)) return;
  change_.reads_from = change_.source;
  bool carried_out = true;
  if (event.role == Role::kLock && change_.source != kNone) {
    change_.reads_from =
        change_.swapped == kNone ? graph_.at(change_.source).given_back : kNone;
    carried_out = IsNeeded(change_.reads_from);
  }
  ListPrefix(carried_out);
  bool found = !carried_out || FindOrder();
  if (!found && event.may_fail) {
    change_.fails = true;
    found = FindOrder();
  }
  if (!found) return;
  const auto come_first = static_cast<uint32_t>(
      std::count_if(listed_.begin(), listed_.end(),
                    [&](uint32_t e) { return IsRead(graph_.at(e)); }));
  decision.left.push_back({label, decision.orders.size(),
                           reads_ - std::min(reads_, come_first),
                           change_.fails});
  ++decision.known;
  for (const uint32_t e : listed_) {
    decision.orders.push_back(static_cast<uint8_t>(graph_.at(e).task));
  }
}

// Puts what is listed in an order in which each reads from whom it is to.
bool RfDporStrategy::FindOrder() {
  if (IsTakenAlready()) return false;
  if (InsertRead()) return true;
  SetOperations();
  if (!witness_.Find()) return false;
  order_.clear();
  for (const uint32_t i : witness_.order()) order_.push_back(listed_[i]);
  listed_.swap(order_);
  return true;
}

// What the read is to change is changed by another that is needed: of one write
// only one operation that writes, too, can read. Most often there is no order
// for that reason, where tasks take locks.
bool RfDporStrategy::IsTakenAlready() const {
  if (change_.swapped != kNone) return false;
  const Event& event = graph_.at(change_.read);
  const uint32_t source = change_.reads_from;
  if (!Writes(event, source)) return false;
  const std::span<const uint32_t> users = graph_.users(event.place);
  return std::any_of(users.begin(), users.end(), [&](uint32_t user) {
    const Event& other = graph_.at(user);
    return user != change_.read && !other.waits && other.reads &&
           other.writes && other.from == source && IsNeeded(user);
  });
}

// Most often the order of the execution does, with the read before the next
// write that would come between. False when it doesn't.
bool RfDporStrategy::InsertRead() {
  if (change_.swapped != kNone) return false;
  const Event& event = graph_.at(change_.read);
  size_t at = listed_.size() - 1;  // where the read is now
  const uint32_t source = change_.reads_from;
  for (size_t i = source == kNone ? 0 : number_[source] + 1; i < at; ++i) {
    const Event& other = graph_.at(listed_[i]);
    if (other.place != event.place || !other.writes) continue;
    // If it reads, then from the same.
    if (other.reads && Writes(event, source)) return false;
    at = i;
  }
  for (size_t i = at; i + 1 < listed_.size(); ++i) {
    if (graph_.Knows(event.before, listed_[i])) return false;
  }
  std::rotate(listed_.begin() + static_cast<std::ptrdiff_t>(at),
              listed_.end() - 1, listed_.end());
  return true;
}

// The operations of the prefix, in the order of the execution, and the read.
void RfDporStrategy::ListPrefix(bool with_read) {
  listed_.clear();
  number_.resize(graph_.size());
  for (uint32_t e = 0; e < graph_.size(); ++e) {
    if (!IsNeeded(e)) continue;
    number_[e] = static_cast<uint32_t>(listed_.size());
    listed_.push_back(e);
  }
  if (!with_read) return;
  number_[change_.read] = static_cast<uint32_t>(listed_.size());
  listed_.push_back(change_.read);
}

// masks_ has, for each task, the sets of its first 0, 1, 2, ... operations.
void RfDporStrategy::SetMasks() {
  const size_t words = witness_.words();
  masks_at_.clear();
  masks_.clear();
  for (TaskId task = 0; task < counts_.size(); ++task) {
    masks_at_.push_back(masks_.size());
    masks_.resize(masks_.size() + words, 0);
    for (uint32_t i = 0; i < counts_[task]; ++i) {
      const size_t at = masks_.size();
      masks_.resize(at + words);
      std::copy_n(&masks_[at - words], words, &masks_[at]);
      const uint32_t number = number_[graph_.Find(task, i)];
      masks_[at + number / 64] |= BitOf(number);
    }
  }
}

// Whatever is in the history of `known`, and it, comes before `operation`.
void RfDporStrategy::PutBefore(uint32_t operation, uint32_t known) {
  if (HasRow(known, operation)) {
    PutRow(operation, known);
    return;
  }
  // What its last ones knew, and what else it does.
  const std::span<const uint32_t> history = graph_.history(known);
  const Event& event = graph_.at(known);
  covered_.assign(history.size(), 0);
  for (const uint32_t last : {event.before, event.from, event.joined}) {
    if (last == kNone || !HasRow(last, operation)) continue;
    const std::span<const uint32_t> its = graph_.history(last);
    if (!std::equal(its.begin(), its.end(), history.begin(),
                    std::less_equal<>())) {
      continue;
    }
    PutRow(operation, last);
    std::transform(its.begin(), its.end(), covered_.begin(), covered_.begin(),
                   [](uint32_t a, uint32_t b) { return std::max(a, b); });
  }
  const size_t words = witness_.words();
  uint64_t* const before = witness_.before(operation);
  for (TaskId task = 0; task < counts_.size(); ++task) {
    if (history[task] <= covered_[task]) continue;
    const uint64_t* const mask =
        &masks_[masks_at_[task] + history[task] * words];
    for (size_t word = 0; word < words; ++word) before[word] |= mask[word];
  }
}

// What comes before the event was put down, and is its history.
bool RfDporStrategy::HasRow(uint32_t event, uint32_t operation) const {
  const uint32_t number = number_[event];
  return number < operation && listed_[number] == event &&
         event != change_.read && event != change_.swapped &&
         !graph_.at(event).waits;
}

// The event and what comes before it. REQUIRES: HasRow
void RfDporStrategy::PutRow(uint32_t operation, uint32_t event) {
  uint64_t* const before = witness_.before(operation);
  const uint32_t number = number_[event];
  const uint64_t* const more = witness_.before(number);
  for (size_t word = 0; word < witness_.words(); ++word) {
    before[word] |= more[word];
  }
  before[number / 64] |= BitOf(number);
}

void RfDporStrategy::SetOperations() {
  witness_.Begin(listed_.size());
  SetMasks();
  for (uint32_t i = 0; i < listed_.size(); ++i) {
    const uint32_t e = listed_[i];
    const Event& event = graph_.at(e);
    if (e == change_.read) {
      SetChanged(i, change_.reads_from, Writes(event, change_.reads_from));
    } else if (e == change_.swapped) {
      SetChanged(i, graph_.at(change_.read).from, /*writes=*/true);
    } else {
      PutBefore(i, e);
      witness_.before(i)[i / 64] &= ~BitOf(i);
      witness_.Set(
          i, {event.place, NumberOf(event.from), event.reads, event.writes});
    }
  }
}

// The history of one that is changed is not that of the execution.
void RfDporStrategy::SetChanged(uint32_t operation, uint32_t from,
                                bool writes) {
  const Event& event = graph_.at(listed_[operation]);
  witness_.Set(operation, {event.place, NumberOf(from), true, writes});
  PutBefore(operation, event.before);
  if (from == kNone) return;
  if (from != change_.swapped) {
    PutBefore(operation, from);
    return;
  }
  const uint32_t source = graph_.at(change_.read).from;
  PutBefore(operation, graph_.at(from).before);
  if (source != kNone) PutBefore(operation, source);
  witness_.before(operation)[number_[from] / 64] |= BitOf(number_[from]);
}

// A try takes the lock unless it reads from who took it.
bool RfDporStrategy::Writes(const Event& event, uint32_t from) const {
  if (event.role == Role::kLock) return true;
  if (event.may_fail) return !change_.fails;
  if (event.role != Role::kTryLock) return event.writes;
  return from == kNone ||
         (from != change_.swapped && graph_.at(from).role == Role::kUnlock);
}

}  // namespace interleave
