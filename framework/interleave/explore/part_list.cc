// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/part_list.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace interleave {

uint64_t PartList::Append(std::string text) {
  Part part;
  part.id = next_id_++;
  part.text = std::move(text);
  parts_.push_back(std::move(part));
  return parts_.back().id;
}

uint64_t PartList::Insert(uint64_t giver, std::string text) {
  const auto at = std::find_if(parts_.begin(), parts_.end(),
                               [&](const Part& p) { return p.id == giver; });
  const uint64_t id = Append(std::move(text));
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
  if (!report.name.empty()) part->name = report.name;
  for (const Found& found : report.found) {
    part->found.push_back(found);
    Tally tally = part->tally;
    tally.Add(found.tally);
    part->found.back().tally = std::move(tally);
  }
  part->tally.Add(report.tally);
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

PartList::State PartList::Settle() {
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
      ended_ = true;
      return State::kFatal;
    }
  }
  return State::kAllDone;
}

bool PartList::IsBeyondEnd(const Part& asked) const {
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
  for (const Part& part : parts_) {
    if (!AddFound(part, before, signatures, found)) break;
    before.Add(part.tally);
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
  for (Part& part : parts_) part.id = next_id_++;
  settled_ = std::move(settled);
  found_ = std::move(found);
  for (const Found& one : found_) signatures_.insert(one.Signature());
}

}  // namespace interleave
