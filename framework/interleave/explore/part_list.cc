// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/part_list.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "interleave/base/check.h"

namespace interleave {

uint64_t PartList::Append(std::string text) {
  Part part;
  part.id = next_id_++;
  part.text = std::move(text);
  parts_.push_back(std::move(part));
  return parts_.back().id;
}

uint64_t PartList::Insert(uint64_t giver, Divisible::Part given) {
  const auto at = std::find_if(parts_.begin(), parts_.end(),
                               [&](const Part& p) { return p.id == giver; });
  const uint64_t id = Append(std::move(given.text));
  parts_.back().giver = giver;
  parts_.back().depth = given.depth;
  if (at != parts_.end()) {
    parts_.splice(std::next(at), parts_, std::prev(parts_.end()));
  }
  return id;
}

Part* PartList::Find(uint64_t id) {
  for (Part& part : parts_) {
    if (part.id == id) return &part;
  }
  return nullptr;
}

void PartList::Report(uint64_t id, const PartReport& report) {
  Part* const part = Find(id);
  if (part == nullptr) return;
  part->running = false;
  part->end = report.end;
  part->text = report.rest;
  // Those that came too late for the worker are still to be heeded.
  part->notes.erase(
      part->notes.begin(),
      part->notes.begin() + static_cast<ptrdiff_t>(std::min<uint64_t>(
                                report.notes_heeded, part->notes.size())));
  if (!part->notes.empty() && part->end == PartEnd::kDone) {
    part->end = PartEnd::kOpen;
  }
  if (!report.name.empty()) part->name = report.name;
  part->refusal = report.refusal;
  for (const Found& found : report.found) {
    part->found.push_back(found);
    Tally tally = part->tally;
    tally.Add(found.tally);
    part->found.back().tally = std::move(tally);
  }
  part->tally.Add(report.tally);
  if (part->end != PartEnd::kDone || passes_on_) return;
  const auto at = std::find_if(parts_.begin(), parts_.end(),
                               [&](const Part& p) { return p.id == id; });
  MergeWithNext(at);
  if (at != parts_.begin()) MergeWithNext(std::prev(at));
}

void PartList::MergeWithNext(std::list<Part>::iterator part) {
  const auto next = std::next(part);
  if (next == parts_.end()) return;
  if (part->end != PartEnd::kDone || next->end != PartEnd::kDone) return;
  for (Found& found : next->found) {
    Tally tally = part->tally;
    tally.Add(found.tally);
    found.tally = std::move(tally);
    part->found.push_back(std::move(found));
  }
  if (next->tally.executions > 0) part->name = next->name;
  part->tally.Add(next->tally);
  parts_.erase(next);
}

bool PartList::AddFound(const Part& part, const Tally& before,
                        std::set<std::string>& signatures,
                        std::vector<Found>& found) const {
  for (const Found& one : part.found) {
    if (found.size() >= findings_max_) return false;
    if (!signatures.insert(one.Signature()).second) continue;
    found.push_back(one);
    found.back().tally = before;
    found.back().tally.Add(one.tally);
  }
  return found.size() < findings_max_;
}

void PartList::PassOn(absl::FunctionRef<void(const Part&, Part&)> pass) {
  for (auto part = parts_.begin(); part != parts_.end(); ++part) {
    const auto next = std::next(part);
    if (part->end != PartEnd::kDone || next == parts_.end()) return;
    pass(*part, *next);
  }
}

bool PartList::IsAny(PartEnd end) const {
  return std::any_of(parts_.begin(), parts_.end(),
                     [end](const Part& part) { return part.end == end; });
}

// All that was found counts, whoever comes first.
PartList::State PartList::SettleInAnyOrder() {
  Tally before = settled_;
  for (auto part = parts_.begin(); part != parts_.end();) {
    AddFound(*part, before, signatures_, found_);
    part->found.clear();
    before.Add(part->tally);
    if (part->end != PartEnd::kDone) {
      ++part;
      continue;
    }
    settled_.Add(part->tally);
    if (part->tally.executions > 0) settled_name_ = part->name;
    part = parts_.erase(part);
  }
  if (found_.size() >= findings_max_) return State::kEnough;
  if (IsAny(PartEnd::kLesson)) return State::kLesson;
  if (IsAny(PartEnd::kFatal)) return State::kFatal;
  return parts_.empty() ? State::kAllDone : State::kGoesOn;
}

PartList::State PartList::Settle() {
  if (!keeps_order_) return SettleInAnyOrder();
  for (; !parts_.empty(); parts_.pop_front()) {
    Part& part = parts_.front();
    const bool goes_on = AddFound(part, settled_, signatures_, found_);
    part.found.clear();
    if (!goes_on) {
      settled_ = found_.back().tally;
      settled_name_ = part.name;
      ended_ = true;
      return State::kEnough;
    }
    if (part.end == PartEnd::kLesson) return State::kLesson;
    if (part.end == PartEnd::kOpen) return State::kGoesOn;
    settled_.Add(part.tally);
    if (part.tally.executions > 0) settled_name_ = part.name;
    if (part.end == PartEnd::kFatal) {
      refusal_ = part.refusal;
      ended_ = true;
      return State::kFatal;
    }
  }
  return State::kAllDone;
}

bool PartList::IsBeyondEnd(const Part& asked) const {
  if (!keeps_order_) {
    return TotalFound().size() >= findings_max_ || IsAny(PartEnd::kLesson) ||
           IsAny(PartEnd::kFatal);
  }
  std::set<std::string> signatures = signatures_;
  std::vector<Found> found = found_;
  const Tally none;
  for (const Part& part : parts_) {
    const bool enough = !AddFound(part, none, signatures, found);
    // A part that has found enough itself need not go on.
    if (enough && &part == &asked) return true;
    if (&part == &asked) return false;
    if (enough || part.end == PartEnd::kFatal || part.end == PartEnd::kLesson) {
      return true;
    }
  }
  return true;
}

Part* PartList::NextOpen() {
  for (Part& part : parts_) {
    if (part.end != PartEnd::kOpen || part.running || part.lost) continue;
    return IsBeyondEnd(part) ? nullptr : &part;
  }
  return nullptr;
}

bool PartList::IsSomethingLost() const {
  return std::any_of(parts_.begin(), parts_.end(),
                     [](const Part& part) { return part.lost; });
}

void PartList::Clear() {
  parts_.clear();
  settled_ = Tally();
  settled_name_.clear();
  refusal_.clear();
  ended_ = false;
}

Tally PartList::TotalTally() const {
  Tally total = settled_;
  if (ended_) return total;
  for (const Part& part : parts_) total.Add(part.tally);
  return total;
}

std::vector<Found> PartList::TotalFound() const {
  std::vector<Found> found = found_;
  if (ended_) return found;
  std::set<std::string> signatures = signatures_;
  Tally before = settled_;
  // Behind the last of them nothing need be added up.
  auto left = std::count_if(parts_.begin(), parts_.end(), [](const Part& part) {
    return !part.found.empty();
  });
  for (auto part = parts_.begin(); left > 0; ++part) {
    if (!AddFound(*part, before, signatures, found)) break;
    left -= part->found.empty() ? 0 : 1;
    if (left > 0) before.Add(part->tally);
  }
  return found;
}

std::string PartList::LastName() const {
  std::string name = settled_name_;
  if (ended_) return name;
  for (const Part& part : parts_) {
    if (part.tally.executions > 0) name = part.name;
  }
  return name;
}

void PartList::Restore(std::list<Part> parts, Tally settled,
                       std::vector<Found> found) {
  parts_ = std::move(parts);
  for (const Part& part : parts_) next_id_ = std::max(next_id_, part.id + 1);
  settled_ = std::move(settled);
  found_ = std::move(found);
  for (const Found& one : found_) signatures_.insert(one.Signature());
}

}  // namespace interleave
