// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/exhaustive.h"

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/schedule/operation.h"

namespace interleave {
namespace {

std::string OfferText(ChoiceKind kind, TaskId announcer,
                      OperationKind operation, ObjectId object,
                      uint32_t count) {
  std::string text = announcer == kNoTask
                         ? std::string("no task")
                         : absl::StrCat("task ", announcer, " at ",
                                        Text(OperationKindName(operation)));
  if (object != kNoObject) absl::StrAppend(&text, " ", object);
  absl::StrAppend(&text, " with ", count,
                  kind == ChoiceKind::kValue ? " values" : " enabled tasks");
  return text;
}

}  // namespace

bool ExhaustiveStrategy::Node::SameOffer(const Node& other) const {
  return count == other.count && current == other.current &&
         announcer == other.announcer && object == other.object &&
         kind == other.kind && operation == other.operation;
}

bool ExhaustiveStrategy::Node::IsPreemptible() const {
  return kind == ChoiceKind::kSwitch && current != ChoicePoint::kNotEnabled;
}

// The announcer first, then the others in order of index.
uint32_t ExhaustiveStrategy::Node::Answer() const {
  if (!IsPreemptible()) return rank;
  if (rank == 0) return current;
  return rank <= current ? rank - 1 : rank;
}

ExhaustiveStrategy::ExhaustiveStrategy(std::optional<uint32_t> preemptions_max)
    : preemptions_max_(preemptions_max) {}

bool ExhaustiveStrategy::Begin() {
  depth_ = 0;
  preemptions_ = 0;
  return !finished_;
}

void ExhaustiveStrategy::Restart(std::optional<uint32_t> preemptions_max) {
  preemptions_max_ = preemptions_max;
  path_.clear();
  first_open_ = 0;
  finished_ = false;
  bound_was_hit_ = false;
  nondeterminism_.clear();
}

ExhaustiveStrategy::Node ExhaustiveStrategy::OfferOf(const ChoicePoint& point) {
  Node node;
  node.kind = point.kind;
  node.count = node.limit = point.count;
  if (point.kind == ChoiceKind::kSwitch) node.current = point.current;
  if (point.announcer != nullptr) {
    node.announcer = point.announcer->id;
    node.operation = point.announcer->next.kind;
    node.object = point.announcer->next.object;
  }
  return node;
}

uint32_t ExhaustiveStrategy::Choose(const ChoicePoint& point) {
  Node met = OfferOf(point);
  if (depth_ == path_.size()) {
    met.preemptions = preemptions_;
    path_.push_back(met);
  } else if (!path_[depth_].SameOffer(met)) {
    GiveUp(path_[depth_], met, point.step);
    return kGiveUp;
  }
  return Take(path_[depth_++]);
}

uint32_t ExhaustiveStrategy::Take(const Node& node) {
  if (node.rank != 0 && node.IsPreemptible()) ++preemptions_;
  return node.Answer();
}

void ExhaustiveStrategy::GiveUp(const Node& recorded, const Node& met,
                                StepNumber step) {
  nondeterminism_ = absl::StrCat(
      "step ", step, ", choice ", depth_ + 1, ": was ",
      OfferText(recorded.kind, recorded.announcer, recorded.operation,
                recorded.object, recorded.count),
      ", is now ",
      OfferText(met.kind, met.announcer, met.operation, met.object, met.count));
}

void ExhaustiveStrategy::End(const ExecutionResult& result) {
  if (depth_ < path_.size() && nondeterminism_.empty()) {
    if (result.outcome == Outcome::kGivenUp) {
      path_.resize(depth_);  // by a strategy that wraps this one
    } else {
      nondeterminism_ =
          absl::StrCat("step ", result.steps, ": the execution ended after ",
                       depth_, " choices, it had ", path_.size());
    }
  }
  if (nondeterminism_.empty()) {
    Advance();
  } else {
    finished_ = true;
  }
}

// Moves the deepest choice that has an alternative left to that alternative.
void ExhaustiveStrategy::Advance() {
  for (; !path_.empty(); path_.pop_back()) {
    Node& last = path_.back();
    if (last.rank + 1 >= last.limit) continue;
    if (last.IsPreemptible() && last.preemptions == preemptions_max_) {
      bound_was_hit_ = true;
      continue;
    }
    ++last.rank;
    return;
  }
  finished_ = true;
}

}  // namespace interleave
