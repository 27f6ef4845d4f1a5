// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/exhaustive.h"

#include <algorithm>

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

ExhaustiveStrategy::~ExhaustiveStrategy() = default;

bool ExhaustiveStrategy::Node::SameOffer(const Node& other) const {
  return count == other.count && base == other.base &&
         announcer == other.announcer && object == other.object &&
         kind == other.kind && operation == other.operation;
}

ExhaustiveStrategy::ExhaustiveStrategy(std::optional<Bound> bound)
    : order_(bound) {}

bool ExhaustiveStrategy::Begin() {
  depth_ = 0;
  cost_ = 0;
  return !finished_;
}

void ExhaustiveStrategy::Restart(std::optional<Bound> bound) {
  order_ = BoundedOrder(bound);
  StartAfresh();
}

void ExhaustiveStrategy::StartAfresh() {
  path_.clear();
  executions_ = 0;
  first_open_ = 0;
  finished_ = false;
  bound_was_hit_ = false;
  nondeterminism_ = {};
}

ExhaustiveStrategy::Node ExhaustiveStrategy::OfferOf(
    const ChoicePoint& point) const {
  Node node;
  node.kind = point.kind;
  node.count = node.limit = point.count;
  node.base = order_.Base(point);
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
    met.spent = cost_;
    path_.push_back(met);
  } else if (!path_[depth_].SameOffer(met)) {
    GiveUp(path_[depth_], met, point.step);
    return kGiveUp;
  }
  return Take(path_[depth_++]);
}

uint32_t ExhaustiveStrategy::Take(const Node& node) {
  cost_ += order_.Cost(node.base, node.rank);
  return order_.Answer(node.base, node.count, node.rank);
}

void ExhaustiveStrategy::GiveUp(const Node& recorded, const Node& met,
                                StepNumber step) {
  Difference::Kind kind = Difference::Kind::kTasks;
  if (recorded.kind != met.kind || met.kind == ChoiceKind::kValue) {
    kind = Difference::Kind::kDraw;
  } else if (recorded.announcer != met.announcer ||
             recorded.operation != met.operation ||
             recorded.object != met.object) {
    kind = IsOfTask(recorded.operation) || IsOfTask(met.operation)
               ? Difference::Kind::kTasks
               : Difference::Kind::kOperation;
  }
  nondeterminism_ = Difference(
      kind, absl::StrCat(
                "step ", step, ", choice ", depth_ + 1, ": was ",
                OfferText(recorded.kind, recorded.announcer, recorded.operation,
                          recorded.object, recorded.count),
                ", is now ",
                OfferText(met.kind, met.announcer, met.operation, met.object,
                          met.count)));
  if (!IsOfTask(met.operation)) nondeterminism_.object = met.object;
}

void ExhaustiveStrategy::End(const ExecutionResult& result) {
  ++executions_;
  if (depth_ < path_.size() && nondeterminism_.empty()) {
    if (result.outcome == Outcome::kGivenUp) {
      path_.resize(depth_);  // by a strategy that wraps this one
    } else {
      nondeterminism_ = Difference(
          Difference::Kind::kLength,
          absl::StrCat("step ", result.steps, ": the execution ended after ",
                       depth_, " choices, it had ", path_.size()));
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
    const uint32_t within = order_.Within(last.base, last.count, last.spent);
    if (last.rank + 1 < std::min(last.limit, within)) {
      ++last.rank;
      return;
    }
    if (within < last.limit) bound_was_hit_ = true;
  }
  finished_ = true;
}

double ExhaustiveStrategy::done() const {
  if (exhausted()) return 1;
  // Of what is below each choice, from the deepest up.
  double below = 0;
  for (auto node = path_.rbegin(); node != path_.rend(); ++node) {
    below = (node->rank + below) /
            order_.Within(node->base, node->count, node->spent);
  }
  return below;
}

// From the present execution to the end of what is ours below the choice that
// is open nearest to the root.
double ExhaustiveStrategy::left() const {
  if (finished_) return 0;
  const size_t open = FirstOpen();
  double share = 1;  // of the executions that pass through the choice
  double left = 0;
  for (size_t i = 0; i < path_.size(); ++i) {
    const Node& node = path_[i];
    share /= order_.Within(node.base, node.count, node.spent);
    if (i >= open) left += share * (EndOf(node) - node.rank - 1);
  }
  return left + share;
}

}  // namespace interleave
